"""The queues of the page of credit lines: what each lists, in which columns, and what it says when it is empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain.money import format_compact, format_money
from rmapp.domain.wording import format_date, format_days_left
from rmapp.i18n import _, pgettext
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.lines.covenant_watch import tests_due
from rmapp.services.portfolio import line_queues, line_tables
from rmapp.ui.models.column import RIGHT, Cell, Column
from rmapp.ui.models.two_lines import paint_two
from rmapp.ui.pages.credit_line_columns import day_width, due_role, line_words
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter

    from rmapp.domain.export_table import ExportTable
    from rmapp.domain.money import Money
    from rmapp.services.lines.covenant_watch import DueTest
    from rmapp.services.workspace import Workspace
    from rmapp.ui.context import UiContext

TEST_DAYS = 90


@dataclass(frozen=True)
class Queue:
    """One queue: `read` gives its rows, `tick` does what Space does with one, under the words `tick_text`."""

    code: str
    title: str
    icon: str
    columns: tuple[Column[Any], ...]
    read: Callable[[UiContext], Sequence[Any]]
    table: Callable[[Workspace], ExportTable]
    empty_title: str
    empty_text: str
    tick_text: str = ""
    tick_icon: str = ""
    tick: Callable[[UiContext, Any], None] | None = None


class TestRow(NamedTuple):
    """A covenant to test, with the name of its firm."""

    id: str
    firm_id: str
    firm_name: str
    facility_id: str
    facility_type: str
    reference_no: str
    test: DueTest


def queues(today: Callable[[], date]) -> tuple[Queue, ...]:
    """Return the queues in the order of their tabs; days are counted from `today`."""
    return (_renewals(today), _conditions(today), _covenants(today), _checks(today))


def _renewals(today: Callable[[], date]) -> Queue:
    return Queue(
        "renewals",
        _("Renewals"),
        "refresh-cw",
        (
            *_of_line(),
            Column("what", _("What"), 150, _what, stretch=1),
            _due_column("on", _("Day"), today, _on),
            _amount_column(_("Outstanding or limit")),
        ),
        partial(_ask, line_queues.renewals),
        partial(_table, line_tables.renewals_table),
        _("Nothing to renew"),
        _("No line of ours matures within 180 days, and no approval lapses within 30."),
    )


def _conditions(today: Callable[[], date]) -> Queue:
    return Queue(
        "conditions",
        _("Conditions waiting"),
        "clipboard",
        (
            *_of_line(),
            Column("text", _("Condition"), 260, _text, tip=_text, stretch=4),
            _due_column("due", _("Due"), today, _due_on),
            Column("blocks", _("Holds back"), 120, _held, align=RIGHT),
        ),
        partial(_ask, line_queues.conditions_waiting),
        partial(_table, line_tables.conditions_table),
        _("No condition waits"),
        _("Every condition of our lines in use or approved is met or waived."),
        _("Note as met today"),
        "check",
        _meet,
    )


def _covenants(today: Callable[[], date]) -> Queue:
    return Queue(
        "covenants",
        _("Covenants to test"),
        "scale",
        (
            *_of_line(),
            Column("text", _("Covenant"), 260, _covenant, tip=_covenant, stretch=4),
            Column("test_on", _("Test day"), day_width(), _test_day),
            _due_column("due", _("Proof due"), today, _proof_due),
        ),
        _read_tests,
        _tests_table,
        _("No covenant to test"),
        _("No proof is late, and none is due within 90 days."),
        _("Record the test"),
        "pencil",
        _record_test,
    )


def _checks(today: Callable[[], date]) -> Queue:
    return Queue(
        "checks",
        _("Checks due"),
        "text-search",
        (
            *_of_line(),
            Column("payee", _("Payee"), 180, _payee, tip=_payee, stretch=2),
            _due_column("on", _("Check by"), today, _on),
            _amount_column(_("Paid out")),
        ),
        partial(_ask, line_queues.checks_due),
        partial(_table, line_tables.checks_table),
        _("No check is due"),
        _("The use of each draw-down was looked at, or its check is more than 30 days away."),
        _("Record the check"),
        "pencil",
        _record_check,
    )


def _of_line() -> tuple[Column[Any], ...]:
    return (
        Column("firm", _("Firm"), 180, _firm, _paint_firm, tip=_firm, stretch=3, fixed=True),
        Column("type", _("Type and number"), 170, _line, _paint_line, tip=_line, stretch=2),
    )


def _due_column(code: str, title: str, today: Callable[[], date], day: Callable[[Any], date | None]) -> Column[Any]:
    said = partial(_day_words, today, day)
    return Column(code, title, day_width(), said, partial(_paint_day, today, day), tip=said)


def _amount_column(title: str) -> Column[Any]:
    return Column("amount", title, 160, _amount, tip=_amount_full, align=RIGHT)


def _firm(row: Any) -> str:  # noqa: ANN401 - rows of several kinds have a firm
    return str(row.firm_name)


def _paint_firm(painter: QPainter, cell: Cell, row: Any) -> None:  # noqa: ANN401 - rows of several kinds
    paint_two(painter, cell, _firm(row))


def _line(row: Any) -> str:  # noqa: ANN401 - rows of several kinds have a line
    return line_words(row.facility_type, row.reference_no)


def _paint_line(painter: QPainter, cell: Cell, row: Any) -> None:  # noqa: ANN401 - rows of several kinds
    paint_two(painter, cell, _line(row))


def _what(row: line_queues.Renewal) -> str:
    return _("Approval lapses") if row.kind == "lapses" else _("Line matures")


def _on(row: line_queues.Renewal | line_queues.CheckDue) -> date:
    return row.on


def _due_on(row: line_queues.WaitingCondition) -> date | None:
    return row.due_on


def _proof_due(row: TestRow) -> date:
    return row.test.due_on


def _test_day(row: TestRow) -> str:
    return format_date(row.test.test_on)


def _covenant(row: TestRow) -> str:
    return row.test.text


def _text(row: line_queues.WaitingCondition) -> str:
    return row.text


def _held(row: line_queues.WaitingCondition) -> str:
    if row.holds is not None:
        return format_compact(row.holds)
    return _("the whole line") if row.blocks else _("–")


def _payee(row: line_queues.CheckDue) -> str:
    return row.payee or _("–")


def _amount(row: Any) -> str:  # noqa: ANN401 - rows of several kinds have an amount
    money: Money | None = row.amount
    return _("not known") if money is None else format_compact(money)


def _amount_full(row: Any) -> str:  # noqa: ANN401 - rows of several kinds have an amount
    money: Money | None = row.amount
    return _("not known") if money is None else format_money(money, "full")


def _day_words(today: Callable[[], date], day: Callable[[Any], date | None], row: Any) -> str:  # noqa: ANN401 - rows of several kinds
    on = day(row)
    if on is None:
        return pgettext("due day", "no day set")
    return f"{format_date(on)}\n{format_days_left(on, today())}"


def _paint_day(
    today: Callable[[], date],
    day: Callable[[Any], date | None],
    painter: QPainter,
    cell: Cell,
    row: Any,  # noqa: ANN401 - rows of several kinds
) -> None:
    on = day(row)
    ink = active().colour(due_role((on - today()).days)) if on is not None else None
    paint_two(painter, cell, _day_words(today, day, row), ink)


def _ask(verb: Callable[..., Sequence[Any]], context: UiContext) -> Sequence[Any]:
    return context.ask(verb)


def _table(verb: Callable[..., ExportTable], workspace: Workspace) -> ExportTable:
    return workspace.ask(verb)


def _read_tests(context: UiContext) -> Sequence[TestRow]:
    due = context.ask(tests_due, context.clock.today() + timedelta(days=TEST_DAYS))
    names = context.ask(firm_names, {test.firm_id for test in due})
    return [
        TestRow(
            f"{test.covenant.id} {test.test_on.isoformat()}",
            test.firm_id,
            names.get(test.firm_id, ""),
            test.facility_id,
            test.facility_type,
            test.reference_no,
            test,
        )
        for test in due
    ]


def _tests_table(workspace: Workspace) -> ExportTable:
    return workspace.ask(line_tables.covenants_table, workspace.store.clock.today() + timedelta(days=TEST_DAYS))


def _meet(context: UiContext, row: line_queues.WaitingCondition) -> None:
    context.do(line_queues.meet, row, context.clock.today(), label=_("Condition met"))


def _record_test(context: UiContext, row: TestRow) -> None:
    context.open_sheet("covenant_test", covenant_id=row.test.covenant.id, test_on=row.test.test_on)


def _record_check(context: UiContext, row: line_queues.CheckDue) -> None:
    context.open_sheet("draw_check", drawdown_id=row.id)

"""Commands about covenants: list, due, add, test, waive, cure."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.covenant_documents import covenant_document, due_document
from rmapp.cli.documents import day_document
from rmapp.cli.line_commands import Line
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from rmapp.domain.covenant import Covenant, Operator
    from rmapp.services.lines.covenants import CovenantView
    from rmapp.services.workspace import Workspace
    from rmapp.storage.store import Store

_covenant = typer.Typer(help=_("Agree, test and waive covenants."), rich_markup_mode=None)

_OPERATORS: MappingProxyType[str, Operator] = MappingProxyType(
    {
        **dict.fromkeys(("<=", "≤", "=<", "max", "at_most"), "<="),
        **dict.fromkeys(("<", "below"), "<"),
        **dict.fromkeys((">=", "≥", "=>", "min", "at_least"), ">="),
        **dict.fromkeys((">", "above"), ">"),
    }
)

CovenantName = Annotated[
    str,
    typer.Argument(
        metavar="COVENANT", help=_("Line and number, as “covenant list” prints it, or id."), show_default=False
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_covenant, name="covenant")


@_covenant.command(
    name="list",
    help=_("List the covenants of a client with their last value, headroom and state."),
    epilog=_("Example: rmapp covenant list 潮声传感"),
)
def list_covenants(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """List the covenants of a client."""
    from rmapp.services import search
    from rmapp.services.lines import covenants

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        views = workspace.ask(covenants.firm_covenants, firm_id)
        names = workspace.ask(_names, {view.covenant.facility_id for view in views})
    if as_json:
        say_json([covenant_document(view, names) for view in views])
        return
    titles = (_("Covenant"), _("Test"), _("Last"), _("Headroom"), _("State"), _("Next test"), _("Proof due"))
    say_table(titles, [_row(view, names) for view in views], right=(2, 3))


@_covenant.command(
    help=_("List the tests that are due in the whole book, late ones first."),
    epilog=_("Example: rmapp covenant due --within 90"),
)
def due(
    context: typer.Context,
    within: Annotated[int, typer.Option(min=0, max=36500, metavar="DAYS", help=_("Proof due within."))] = 30,
    *,
    as_json: AsJson = False,
) -> None:
    """List the tests that are due."""
    from datetime import timedelta

    from rmapp.domain.covenant_wording import state_text
    from rmapp.services.clients import firms
    from rmapp.services.lines import covenants

    session: Session = context.obj
    with session.reading() as workspace:
        until = workspace.store.clock.today() + timedelta(days=within)
        tests = workspace.ask(covenants.tests_due, until)
        names = workspace.ask(_names, {test.facility_id for test in tests})
        clients = {firm_id: workspace.ask(firms.display_name, firm_id) for firm_id in {one.firm_id for one in tests}}
    if as_json:
        say_json([due_document(test, names, clients) for test in tests])
        return
    titles = (_("Client"), _("Covenant"), _("Test"), _("Period ends"), _("Proof due"), _("State"))
    rows = [
        (
            clients[test.firm_id],
            names[test.covenant.id],
            test.text,
            test.test_on.isoformat(),
            test.due_on.isoformat(),
            state_text(test.state),
        )
        for test in tests
    ]
    say_table(titles, rows)


@_covenant.command(
    help=_("Agree a covenant of a line: a figure with its threshold, or with --kind what is delivered."),
    epilog=_("Example: rmapp covenant add SX-001 debt_ratio at_most 65 --first 2026-12-31"),
)
def add(
    context: typer.Context,
    line: Line,
    metric: Annotated[
        str, typer.Argument(metavar="METRIC", help=_("Figure, for example debt_ratio."), show_default=False)
    ] = "",
    operator: Annotated[
        str, typer.Argument(metavar="OP", help=_("at_most, below, at_least, above; or a sign."), show_default=False)
    ] = "",
    threshold: Annotated[
        str, typer.Argument(metavar="THRESHOLD", help=_("For example 65 (percent) or 50m."), show_default=False)
    ] = "",
    kind: Annotated[str, typer.Option(metavar="CODE", help=_("Kind of covenant."))] = "financial",
    name: Annotated[str, typer.Option(metavar="TEXT", help=_("What is delivered, done or tested."))] = "",
    every: Annotated[str, typer.Option(metavar="CODE", help=_("How often it is tested."))] = "annual",
    first: Annotated[str, typer.Option(metavar="DAY", help=_("Last day of the first period."))] = "",
    days: Annotated[int, typer.Option(metavar="DAYS", help=_("Days to deliver the proof."))] = 120,
    grace: Annotated[int, typer.Option(metavar="DAYS", help=_("Days of grace."))] = 0,
    consequence: Annotated[str, typer.Option(metavar="TEXT", help=_("What a breach leads to."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Agree a covenant of a line."""
    from rmapp.domain.covenant import Covenant
    from rmapp.domain.covenant_wording import covenant_sentence
    from rmapp.services.lines import covenants, credit

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        figure = read_code("covenant_metric", metric, "METRIC") if metric else None
        number, ccy = _read_number(threshold, figure, facility.ccy, "THRESHOLD")
        covenant = Covenant(
            facility_id=facility.id,
            type=read_code("covenant_type", kind, "--kind"),
            name=name,
            metric=figure,
            operator=_read_operator(operator),
            threshold=number,
            ccy=ccy,
            frequency=read_code("frequency", every, "--every"),
            first_test_on=_day(workspace, first, future=True),
            days_to_deliver=days,
            grace_days=grace,
            consequence=consequence,
        )
        added = workspace.do(covenants.add_covenant, covenant, label=_("Covenant added")).result
        names = workspace.ask(covenants.covenant_names, facility.id)
        view = workspace.ask(covenants.covenant_view, added.id)
    if as_json:
        say_json(covenant_document(view, names))
        return
    say(_("Covenant {name} added: {sentence}").format(name=names[added.id], sentence=covenant_sentence(added)))


@_covenant.command(
    name="test",
    help=_("Record a test. Without VALUE the figure comes from the statement of the day."),
    epilog=_("Example: rmapp covenant test SX-001/1 68 --on 2025-12-31"),
)
def record(
    context: typer.Context,
    covenant: CovenantName,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help=_("For example 68 (percent) or 42m."), show_default=False)
    ] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Last day of the period; else the next one open."))] = "",
    received: Annotated[str, typer.Option(metavar="DAY", help=_("Day the proof came."))] = "",
    result: Annotated[str, typer.Option(metavar="CODE", help=_("passed, failed or not_tested."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("Why, where it differs from the figures."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a test of a covenant."""
    from rmapp.services.lines import covenants

    session: Session = context.obj
    code: Any = read_code("covenant_result", result, "--result") if result else None
    with session.writing() as workspace:
        found = workspace.ask(covenants.resolve_covenant, covenant)
        proposed = workspace.ask(covenants.propose_test, found.id, _day(workspace, on))
        if proposed.test_on is None or (proposed.is_again and not on):
            raise InputError({"on": _("No test is open. Say with --on which day it is for.")})
        number, _ccy = _read_number(value, found.metric, found.ccy, "VALUE")
        snapshot = proposed.reading.snapshot
        is_from_statement = number is None and snapshot is not None and code != "not_tested"
        if is_from_statement:
            number = proposed.reading.value
        elif number is None and found.type == "financial" and code is None:
            raise InputError({"value": _("No statement of this day says the figure. Give VALUE or --result.")})
        workspace.do(
            covenants.record_test,
            found.id,
            proposed.test_on,
            value=number,
            result=code,
            snapshot_id=snapshot.id if is_from_statement and snapshot is not None else None,
            received_on=_day(workspace, received),
            note=note,
            label=_("Covenant test recorded"),
        )
        _say_state(workspace, found, as_json=as_json)


@_covenant.command(
    help=_("Add the bank's waiver of a failed test or a missing proof to the log."),
    epilog=_("Example: rmapp covenant waive SX-001/1 --until 2026-09-30 --approver 'Li Wen' --reason 'New equity'"),
)
def waive(
    context: typer.Context,
    covenant: CovenantName,
    approver: Annotated[str, typer.Option(metavar="NAME", help=_("Who approved it."))] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help=_("Last day; without it for good."))] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Last day of the period; else the oldest breach."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Waive a failed test or a missing proof."""
    from rmapp.services.lines import covenants

    session: Session = context.obj
    with session.writing() as workspace:
        found = workspace.ask(covenants.resolve_covenant, covenant)
        view = workspace.ask(covenants.covenant_view, found.id)
        day = _day(workspace, on) or (view.breach.test_on if view.breach else view.next_test_on)
        if day is None:
            raise InputError({"on": _("There is nothing to waive for this covenant.")})
        workspace.do(
            covenants.waive,
            found.id,
            day,
            approver=approver,
            reason=reason,
            until=_day(workspace, until, future=True),
            label=_("Covenant waived"),
        )
        _say_state(workspace, found, as_json=as_json)


@_covenant.command(
    help=_("Close the oldest failed test of a covenant as cured."),
    epilog=_("Example: rmapp covenant cure SX-001/1 --note 'Repaid 10m' --on 2026-05-12"),
)
def cure(
    context: typer.Context,
    covenant: CovenantName,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("How it was cured."))] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day it was cured."))] = "today",
    *,
    as_json: AsJson = False,
) -> None:
    """Close a failed test as cured."""
    from rmapp.services.lines import covenants

    session: Session = context.obj
    with session.writing() as workspace:
        found = workspace.ask(covenants.resolve_covenant, covenant)
        breach = workspace.ask(covenants.covenant_view, found.id).breach
        if breach is None:
            raise InputError({"covenant": _("This covenant has no failed test that is open.")})
        workspace.do(covenants.cure, breach.id, note=note, on=_day(workspace, on), label=_("Covenant cured"))
        _say_state(workspace, found, as_json=as_json)


def _say_state(workspace: Workspace, covenant: Covenant, *, as_json: bool = False) -> None:
    from rmapp.domain.covenant_wording import state_text
    from rmapp.services.lines import covenants

    view = workspace.ask(covenants.covenant_view, covenant.id)
    names = workspace.ask(covenants.covenant_names, covenant.facility_id)
    if as_json:
        say_json(covenant_document(view, names))
        return
    said = _("{name}, {text}: {value}, {state}.")
    say(said.format(name=names[covenant.id], text=view.text, value=view.value_text, state=state_text(view.state)))
    if view.breach is not None and view.grace_to is not None:
        days = (view.grace_to - workspace.store.clock.today()).days
        if days >= 0:
            words = ngettext("The grace ends on {day}, in {n} day.", "The grace ends on {day}, in {n} days.", days)
            say(words.format(day=view.grace_to.isoformat(), n=days))


def _names(store: Store, facility_ids: set[str]) -> dict[str, str]:
    from rmapp.services.lines.covenants import covenant_names

    found: dict[str, str] = {}
    for facility_id in sorted(facility_ids):
        found |= covenant_names(store, facility_id)
    return found


def _row(view: CovenantView, names: dict[str, str]) -> tuple[str, ...]:
    from rmapp.domain.covenant_wording import state_text
    from rmapp.domain.wording import format_percent

    return (
        names[view.covenant.id],
        view.text,
        view.value_text,
        "–" if view.headroom_bp is None else format_percent(view.headroom_bp),
        state_text(view.state),
        day_document(view.next_test_on) or "–",
        day_document(view.next_due_on) or "–",
    )


def _read_operator(text: str) -> Operator:
    found = _OPERATORS.get(text.strip().casefold() or "<=")
    if found is None:
        sentence = _("“{text}” is no comparison. Use at_most, below, at_least or above.")
        raise InputError({"OP": sentence.format(text=text)})
    return found


def _read_number(text: str, metric: str | None, ccy: str, option: str) -> tuple[Decimal | None, str]:
    """Return what was typed in the metric's unit, with its currency."""
    from decimal import Decimal, InvalidOperation

    from rmapp.domain.covenant_rules import unit_of
    from rmapp.domain.money import parse_money

    if not text.strip():
        return None, ccy
    if unit_of(metric) == "money":
        amount = parse_money(text, ccy=ccy)
        return amount.amount, amount.ccy
    try:
        number = Decimal(text.strip().rstrip("%％").replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InputError({option: _("“{text}” is no number. Write, for example, 65 for 65%.").format(text=text)})
    return number, ccy


def _day(workspace: Workspace, text: str, *, future: bool = False) -> date | None:
    from rmapp.domain.date_entry import parse_date

    return parse_date(text, workspace.store.clock.today(), future=future) if text else None

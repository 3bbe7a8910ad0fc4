"""The tables of credit lines as they leave the book: the list, the ladder and what waits, with their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import line_query, reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.line_query import bucket_text, use_text
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext, pgettext
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.lines.covenant_watch import tests_due
from rmapp.services.portfolio import line_list, line_queues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rmapp.domain.export_table import ExportValue
    from rmapp.domain.line_query import LineQuery
    from rmapp.domain.line_row import LineRow, LineSums, ListSums
    from rmapp.services.lines.line_views import LineUse
    from rmapp.services.workspace import Workspace
    from rmapp.storage.store import Store

_CHUNK = 200


def lines_table(workspace: Workspace, query: LineQuery) -> ExportTable:
    """Return a list of credit lines; its rows are read while they are written."""
    title = _("Credit lines")
    sums = workspace.ask(line_list.sums, query)
    columns = (
        ExportColumn(_("Firm")),
        ExportColumn(_("Other name")),
        ExportColumn(_("Type")),
        ExportColumn(_("Reference number")),
        ExportColumn(pgettext("use of a credit line", "Use")),
        ExportColumn(_("Status")),
        ExportColumn(_("Currency")),
        *(ExportColumn(name, "money", names_ccy=False) for name in (_("Limit"), _("Outstanding"), _("Free to draw"))),
        ExportColumn(_("Utilisation"), "percent"),
        ExportColumn(_("Price"), "percent"),
        ExportColumn(_("Matures"), "date"),
        ExportColumn(_("Security")),
        ExportColumn(_("Lender")),
    )
    filters = [_("{name}: {value}").format(name=chip.label, value=chip.value) for chip in line_query.chips(query)]
    if query.text.strip():
        filters.insert(0, _("{name}: {value}").format(name=_("Text"), value=query.text.strip()))
    return ExportTable(title, columns, _line_rows(workspace, query), (*filters, *sum_sentences(sums)))


def ladder_table(store: Store, use: LineUse) -> ExportTable:
    """Return the maturity ladder with its sums."""
    sums = line_list.sums(store, line_list.ladder_query(None, use))
    columns = (
        ExportColumn(_("Maturity")),
        ExportColumn(_("Lines"), "number"),
        ExportColumn(_("Limit"), "money", "CNY"),
        ExportColumn(_("Outstanding"), "money", "CNY"),
        ExportColumn(_("Limit not known"), "number"),
        ExportColumn(_("Outstanding not known"), "number"),
    )
    rows = [
        (
            bucket_text(step.bucket),
            step.sums.lines,
            step.sums.limit,
            step.sums.outstanding,
            step.sums.limits_unknown,
            step.sums.outstandings_unknown,
        )
        for step in line_list.ladder(store, use)
    ]
    title = _("Maturity ladder, {use}").format(use=use_text(use))
    return ExportTable(title, columns, rows, rate_sentences(sums.rate_on, stale=sums.stale))


def renewals_table(store: Store) -> ExportTable:
    """Return the lines that mature and the approvals that lapse."""
    words = {"matures": _("Line matures"), "lapses": _("Approval lapses")}
    columns = (
        *_of_line(),
        ExportColumn(_("What")),
        ExportColumn(_("Day"), "date"),
        ExportColumn(_("Days"), "number"),
        ExportColumn(_("Amount"), "money"),
    )
    rows = [(*_line_cells(one), words[one.kind], one.on, one.days, one.amount) for one in line_queues.renewals(store)]
    return ExportTable(_("Renewals"), columns, rows)


def conditions_table(store: Store) -> ExportTable:
    """Return the unmet conditions."""
    columns = (
        *_of_line(),
        ExportColumn(_("Condition")),
        ExportColumn(_("Due"), "date"),
        ExportColumn(_("Days"), "number"),
        ExportColumn(_("Holds back"), "money"),
    )
    rows = [
        (*_line_cells(one), one.text, one.due_on, one.days, one.holds) for one in line_queues.conditions_waiting(store)
    ]
    return ExportTable(_("Conditions waiting"), columns, rows)


def covenants_table(store: Store, until: date) -> ExportTable:
    """Return the covenants to test until a day."""
    columns = (
        *_of_line(),
        ExportColumn(_("Covenant")),
        ExportColumn(_("Test day"), "date"),
        ExportColumn(_("Due"), "date"),
        ExportColumn(_("Days"), "number"),
    )
    due = tests_due(store, until)
    names = firm_names(store, {one.firm_id for one in due})
    rows = [
        (
            names.get(one.firm_id, ""),
            reference.text("facility_type", one.facility_type),
            one.reference_no,
            one.text,
            one.test_on,
            one.due_on,
            one.days,
        )
        for one in due
    ]
    return ExportTable(_("Covenants to test"), columns, rows)


def checks_table(store: Store) -> ExportTable:
    """Return the draw-downs whose use is to be checked."""
    columns = (
        *_of_line(),
        ExportColumn(_("Payee")),
        ExportColumn(_("Check by"), "date"),
        ExportColumn(_("Days"), "number"),
        ExportColumn(_("Amount"), "money"),
    )
    rows = [(*_line_cells(one), one.payee, one.on, one.days, one.amount) for one in line_queues.checks_due(store)]
    return ExportTable(_("Checks due"), columns, rows)


def sum_sentences(sums: ListSums) -> list[str]:
    """Return the sums of a list, one sentence for each use, and the day of the exchange rates."""
    return [*(_sum_sentence(one) for one in sums.sums), *rate_sentences(sums.rate_on, stale=sums.stale)]


def rate_sentences(rate_on: date | None, *, stale: bool) -> list[str]:
    """Return the sentence that dates a converted sum; none where nothing was converted."""
    if rate_on is None:
        return []
    sentence = (
        _("Other currencies are converted at rates of {date}, more than 7 days old.")
        if stale
        else _("Other currencies are converted at rates of {date}.")
    )
    return [sentence.format(date=format_date(rate_on))]


def _sum_sentence(sums: LineSums) -> str:
    whose = use_text(sums.use) if sums.own else _("{use}, other lenders").format(use=use_text(sums.use))
    sentence = ngettext(
        "{use}: {n} line, limit {limit} ({a} not known), outstanding {outstanding} ({b} not known)",
        "{use}: {n} lines, limit {limit} ({a} not known), outstanding {outstanding} ({b} not known)",
        sums.lines,
    )
    return sentence.format(
        use=whose,
        n=sums.lines,
        limit=format_money(sums.limit, "full"),
        a=sums.limits_unknown,
        outstanding=format_money(sums.outstanding, "full"),
        b=sums.outstandings_unknown,
    )


def _line_rows(workspace: Workspace, query: LineQuery) -> Iterator[Sequence[ExportValue]]:
    ids = workspace.ask(line_list.ids, query)
    for start in range(0, len(ids), _CHUNK):
        yield from (_cells(row) for row in workspace.ask(line_list.rows, ids[start : start + _CHUNK]))


def _cells(row: LineRow) -> Sequence[ExportValue]:
    return (
        row.firm_name,
        row.second_name,
        reference.text("facility_type", row.facility_type),
        row.reference_no,
        use_text(row.use),
        reference.text("line_status", row.status),
        row.ccy,
        row.limit,
        row.outstanding,
        row.free,
        row.utilisation_bp,
        row.price_bp,
        row.maturity_on,
        listed(reference.text("security_type", code) for code in row.securities),
        row.lender,
    )


def _of_line() -> tuple[ExportColumn, ...]:
    return (ExportColumn(_("Firm")), ExportColumn(_("Type")), ExportColumn(_("Reference number")))


def _line_cells(one: line_queues.Renewal | line_queues.WaitingCondition | line_queues.CheckDue) -> tuple[str, str, str]:
    return one.firm_name, reference.text("facility_type", one.facility_type), one.reference_no

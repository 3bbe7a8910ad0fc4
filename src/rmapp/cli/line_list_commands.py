"""Commands that read over all credit lines, and those about rates: lines, maturities, rate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.documents import day_document, money_document
from rmapp.cli.line_words import reported
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _, pgettext

if TYPE_CHECKING:
    from rmapp.domain.line_query import LineQuery
    from rmapp.domain.line_row import LineRow
    from rmapp.domain.money import Money
    from rmapp.services.portfolio.credit_alerts import CreditAlert
    from rmapp.services.workspace import Workspace

_fx = typer.Typer(help=_("Note and list exchange rates."), rich_markup_mode=None)
_USES = ("in_use", "approved", "proposed", "mentioned", "ended")
_CHUNK = 200


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("List the credit lines of the whole book, with their sums in CNY use by use."),
        epilog=_("Example: rmapp lines --use in_use --sort maturity"),
    )(lines)
    app.command(
        help=_("List what matures, lapses or falls due along the credit lines, late ones first."),
        epilog=_("Example: rmapp maturities --within 90d"),
    )(maturities)
    app.add_typer(_fx, name="fx")


def lines(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help=_("Firm in any spelling, or a number."))] = "",
    use: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE",
            help=_("in_use, approved, proposed, mentioned or ended; may be given again."),
            show_default=False,
        ),
    ] = None,
    sort: Annotated[
        str,
        typer.Option(metavar="CODE", help=_("firm, type, status, limit, outstanding, utilisation, price, maturity.")),
    ] = "firm",
    *,
    over: Annotated[bool, typer.Option("--over", help=_("Only lines over their limit."))] = False,
    as_json: AsJson = False,
) -> None:
    """List the credit lines of the whole book."""
    from rmapp.services.portfolio import line_list
    from rmapp.services.portfolio.line_tables import sum_sentences

    query = _query(text, use or [], sort, over=over)
    session: Session = context.obj
    with session.reading() as workspace:
        found = _rows(workspace, query)
        sums = workspace.ask(line_list.sums, query)
    if as_json:
        say_json({"lines": [_line_json(row) for row in found], "sums": [_sum_json(one) for one in sums.sums],
                  "rate_on": day_document(sums.rate_on), "stale": sums.stale})  # fmt: skip
        return
    _say_lines(found)
    for sentence in sum_sentences(sums):
        say(sentence)


def maturities(
    context: typer.Context,
    within: Annotated[str, typer.Option(metavar="DAYS", help=_("How far ahead, for example 90d."))] = "90d",
    *,
    as_json: AsJson = False,
) -> None:
    """List what matures, lapses or falls due along the credit lines."""
    from rmapp.services.clients.firm_names import firm_names
    from rmapp.services.portfolio import credit_alerts

    days = _days(within)
    session: Session = context.obj
    with session.reading() as workspace:
        alerts = workspace.ask(credit_alerts.alerts, within_days=days, early=True)
        names = workspace.ask(firm_names, {alert.firm_id for alert in alerts})
    if as_json:
        say_json(
            [
                {
                    "kind": alert.kind,
                    "on": alert.on.isoformat(),
                    "days": alert.days,
                    "firm": {"id": alert.firm_id, "name": names.get(alert.firm_id, "")},
                    "facility_id": alert.facility_id,
                    "text": alert.text,
                    "amount": money_document(alert.amount),
                }
                for alert in alerts
            ]
        )
        return
    titles = [_("Day"), _("Days"), _("Firm"), _("What"), _("Amount")]
    rows = [
        [alert.on.isoformat(), str(alert.days), names.get(alert.firm_id, ""), alert.text, _of_alert(alert)]
        for alert in alerts
    ]
    if rows:
        say_table(titles, rows, right=(1, 4))
    else:
        say(_("Nothing is late, and nothing falls due within {days} days.").format(days=days))


@_fx.command(
    name="add",
    help=_("Note what one unit of a currency is worth in another on a day."),
    epilog=_("Example: rmapp fx add USD CNY 7.0796 --on 2025-12-15"),
)
def add_rate(
    context: typer.Context,
    base: Annotated[str, typer.Argument(metavar="BASE", help=_("Currency of which there is one."), show_default=False)],
    quote: Annotated[str, typer.Argument(metavar="QUOTE", help=_("Currency of the rate."), show_default=False)],
    rate: Annotated[str, typer.Argument(metavar="RATE", help=_("For example 7.0796."), show_default=False)],
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day of the rate."))] = "today",
    source: Annotated[str, typer.Option(metavar="TEXT", help=_("Where it comes from."))] = "",
) -> None:
    """Note an exchange rate."""
    from decimal import Decimal, InvalidOperation

    from rmapp.cli.codes import read_code
    from rmapp.domain.date_entry import parse_date
    from rmapp.domain.wording import format_date
    from rmapp.services.lines import rates

    try:
        number = Decimal(rate.replace(",", ""))
    except InvalidOperation as error:
        raise InputError({"rate": _("Write the rate as a number above 0, for example 7.0796.")}) from error
    pair = read_code("currency", base, "BASE"), read_code("currency", quote, "QUOTE")
    session: Session = context.obj
    with session.writing() as workspace:
        day = parse_date(on, workspace.store.clock.today(), future=False)
        noted = workspace.do(rates.add_fx_rate, *pair, number, day, source, label=_("Exchange rate noted")).result
    said = _("1 {base} is worth {rate} {quote} on {date}.")
    say(said.format(base=noted.base, rate=f"{noted.rate:f}", quote=noted.quote, date=format_date(noted.on)))


@_fx.command(
    name="list",
    help=_("List the newest exchange rate of each pair, or with --all every one."),
    epilog=_("Example: rmapp fx list"),
)
def list_rates(
    context: typer.Context,
    *,
    every: Annotated[bool, typer.Option("--all", help=_("Every rate, newest first."))] = False,
    as_json: AsJson = False,
) -> None:
    """List exchange rates."""
    from rmapp.services.lines import rates

    session: Session = context.obj
    with session.reading() as workspace:
        today = workspace.store.clock.today()
        if every:
            found = workspace.ask(rates.fx_rates)
        else:
            found = [latest.rate for latest in workspace.ask(rates.latest_fx_rates)]
    table = [
        (one.base, one.quote, f"{one.rate:f}", one.on.isoformat(), (today - one.on).days > rates.STALE_DAYS, one.source)
        for one in found
    ]
    if as_json:
        say_json([dict(zip(("base", "quote", "rate", "on", "stale", "source"), row, strict=True)) for row in table])
        return
    rows = [[*row[:4], _("old") if row[4] else "", row[5]] for row in table]
    say_table([_("One"), _("In"), pgettext("exchange rate", "Rate"), _("Day"), "", _("Source")], rows, right=(2,))


def _query(text: str, uses: list[str], sort: str, *, over: bool) -> LineQuery:
    from pydantic import ValidationError

    from rmapp.domain.line_query import LineQuery

    unknown = [use for use in uses if use not in _USES]
    if unknown:
        sentence = _("“{code}” is no use of a line. Choose one of: {codes}.")
        raise InputError({"use": sentence.format(code=unknown[0], codes=", ".join(_USES))})
    try:
        return LineQuery.model_validate(
            {"text": text, "uses": tuple(uses), "sort": sort, "over_limit": True if over else None}
        )
    except ValidationError as error:
        sentence = _("The list cannot be sorted by “{code}”.")
        raise InputError({"sort": sentence.format(code=sort)}) from error


def _rows(workspace: Workspace, query: LineQuery) -> list[LineRow]:
    from rmapp.services.portfolio import line_list

    ids = workspace.ask(line_list.ids, query)
    return [
        row
        for start in range(0, len(ids), _CHUNK)
        for row in workspace.ask(line_list.rows, ids[start : start + _CHUNK])
    ]


def _say_lines(found: list[LineRow]) -> None:
    from rmapp.domain import reference
    from rmapp.domain.wording import format_percent

    titles = [_("Firm"), _("Type"), _("Number"), _("Status"), _("Limit"), _("Outstanding"), _("Used"),
              _("Free to draw"), _("Matures")]  # fmt: skip
    rows = [
        [
            row.firm_name,
            _kind(row),
            row.reference_no,
            reference.text("line_status", row.status),
            _written(row.limit),
            _written(row.outstanding),
            "" if row.utilisation_bp is None else format_percent(row.utilisation_bp, 0),
            _written(row.free),
            row.maturity_on.isoformat() if row.maturity_on else "",
        ]
        for row in found
    ]
    say_table(titles, rows, right=(4, 5, 6, 7))


def _kind(row: LineRow) -> str:
    from rmapp.domain import reference

    kind = reference.text("facility_type", row.facility_type)
    return kind if row.own else reported(kind, [row.lender])


def _line_json(row: LineRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "firm": {"id": row.firm_id, "name": row.firm_name},
        "reference": row.reference_no,
        "type": row.facility_type,
        "use": row.use,
        "status": row.status,
        "limit": money_document(row.limit),
        "outstanding": money_document(row.outstanding),
        "free": money_document(row.free),
        "utilisation_bp": row.utilisation_bp,
        "over_limit": row.over_limit,
        "price_bp": row.price_bp,
        "maturity_on": day_document(row.maturity_on),
        "security": list(row.securities),
        "lender": row.lender,
        "own": row.own,
    }


def _sum_json(one: Any) -> dict[str, Any]:  # noqa: ANN401 - its type would load the domain at start
    return {
        "use": one.use,
        "own": one.own,
        "lines": one.lines,
        "limit": money_document(one.limit),
        "limits_unknown": one.limits_unknown,
        "outstanding": money_document(one.outstanding),
        "outstandings_unknown": one.outstandings_unknown,
    }


def _written(money: Money | None) -> str:
    from rmapp.domain.money import format_money

    return _("not known") if money is None else format_money(money)


def _of_alert(alert: CreditAlert) -> str:
    from rmapp.services.portfolio.credit_alerts import WITHOUT_AMOUNT

    return "" if alert.amount is None and alert.kind in WITHOUT_AMOUNT else _written(alert.amount)


def _days(text: str) -> int:
    shape = re.fullmatch(r"\s*(\d{1,5})\s*[dD天]?\s*", text)
    if shape is None:
        raise InputError({"within": _("“{text}” is no number of days. Write for example 90d.").format(text=text)})
    return int(shape[1])

"""Commands about credit: line add and what is known of one line, draw, repay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli import line_commands
from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.documents import money_document
from rmapp.cli.line_commands import Line, any_day, past_day
from rmapp.cli.output import say, say_json, tell
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.facility import DrawUse

_USE_WORDS = 2
_line = typer.Typer(help=_("Record credit lines."), rich_markup_mode=None)

Amount = Annotated[
    str, typer.Argument(metavar="AMOUNT", help=_("For example 5m, 500万 or 5,000,000."), show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    line_commands.register(_line)
    app.add_typer(_line, name="line")
    app.command(
        help=_("Record a draw-down under an active credit line."),
        epilog=_("Example: rmapp draw SX-001 500万 --on 2026-03-02 --payee '供应商甲'"),
    )(draw)
    app.command(
        help=_("Record a repayment of principal."),
        epilog=_("Example: rmapp repay SX-001 200万"),
    )(repay)


@_line.command(
    help=_("Record a credit line. A wrong code lists those that exist; names in English or Chinese do too."),
    epilog=_("Example: rmapp line add 潮声传感 working_capital_loan --limit 30m --reference SX-001"),
)
def add(
    context: typer.Context,
    firm: FirmName,
    kind: Annotated[
        str, typer.Argument(metavar="TYPE", help=_("Type, for example working_capital_loan."), show_default=False)
    ],
    limit: Annotated[str, typer.Option(metavar="AMOUNT", help=_("For example 12m; leave it out if not known."))] = "",
    ccy: Annotated[str, typer.Option(metavar="CODE", help=_("Currency."))] = "CNY",
    status: Annotated[str, typer.Option(metavar="CODE", help=_("Status."))] = "active",
    signed: Annotated[str, typer.Option(metavar="DAY", help=_("Day of signing."))] = "",
    matures: Annotated[str, typer.Option(metavar="DAY", help=_("Day of maturity."))] = "",
    number: Annotated[
        str, typer.Option("--reference", metavar="TEXT", help=_("Reference number, to draw under the line."))
    ] = "",
    security: Annotated[str, typer.Option(metavar="CODE", help=_("Security."))] = "unsecured",
    use: Annotated[str, typer.Option(metavar="CODE", help=_("Use of proceeds."))] = "operating_costs",
    *,
    revolving: Annotated[
        bool | None, typer.Option("--revolving/--not-revolving", help=_("What is repaid can be drawn again."))
    ] = None,
    committed: Annotated[
        bool | None, typer.Option("--committed/--uncommitted", help=_("The bank must pay out."))
    ] = None,
    price: Annotated[str, typer.Option("--rate", metavar="TEXT", help=_("For example 'LPR 1Y + 35 bp'."))] = "",
    margin: Annotated[str, typer.Option(metavar="PERCENT", help=_("Cash margin of bills, for example 30%."))] = "",
    parent: Annotated[str, typer.Option(metavar="LINE", help=_("The umbrella limit that it stands under."))] = "",
    sub_limit: Annotated[bool, typer.Option("--sub-limit", help=_("A part of the umbrella limit of its own."))] = False,
    condition: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help=_("A condition that blocks drawing; give it again for more.")),
    ] = None,
    method: Annotated[str, typer.Option("--repayment", metavar="CODE", help=_("Repayment method."))] = "",
    tenor: Annotated[str, typer.Option(metavar="MONTHS", help=_("For example 36, 3y or 3y6m."))] = "",
    green: Annotated[bool, typer.Option("--green-passage", help=_("Approval within three business days."))] = False,
    as_json: AsJson = False,
) -> None:
    """Record a credit line."""
    from rmapp.domain import reference
    from rmapp.domain.date_entry import parse_tenor
    from rmapp.domain.facility import Security, UseOfProceeds
    from rmapp.domain.facility_checks import check_facility
    from rmapp.domain.facility_draft import ConditionDraft, FacilityDraft
    from rmapp.domain.money import parse_money
    from rmapp.domain.pricing_text import parse_pricing
    from rmapp.services import search
    from rmapp.services.clients import firms
    from rmapp.services.lines import credit
    from rmapp.services.origination import facilities

    session: Session = context.obj
    currency = read_code("currency", ccy, "--ccy")
    code = read_code("facility_type", kind, "TYPE")
    usual = reference.facility_types()[code]
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        if workspace.ask(credit.lines_numbered, number):
            sentence = _("There is a credit line with the reference number “{number}” already.")
            raise InputError({"reference": sentence.format(number=number)})
        draft = FacilityDraft(
            firm_id=firm_id,
            facility_type=code,
            parent_id=workspace.ask(credit.resolve_line, parent).id if parent else None,
            sub_limit=sub_limit,
            limit=parse_money(limit, ccy=currency) if limit else None,
            ccy=currency,
            status=read_code("line_status", status, "--status"),
            signed_on=past_day(workspace, signed),
            maturity_on=any_day(workspace, matures),
            reference_no=number.strip(),
            security=(Security(type=read_code("security_type", security, "--security")),),
            use_of_proceeds=(UseOfProceeds(code=read_code("use_of_proceeds", use, "--use")),),
            revolving=usual.revolving_default if revolving is None else revolving,
            committed=usual.committed_default if committed is None else committed,
            pricing=parse_pricing(price),
            margin_bp=_percent(margin, "--margin"),
            conditions=tuple(ConditionDraft(text=text, blocking=True) for text in condition or ()),
            repayment_method=read_code("repayment_method", method, "--repayment") if method else None,
            tenor_months=parse_tenor(tenor) if tenor else None,
            green_passage=green,
            lender=str(workspace.store.info.get("bank", "")),
        )
        change = workspace.do(facilities.save_facility, draft, label=_("Add credit line"))
        name = workspace.ask(firms.display_name, firm_id)
        today = workspace.store.clock.today()
    for problem in check_facility(draft, today):
        tell(problem.message)
    if as_json:
        say_json({"id": change.result.id, "reference": number.strip(), "firm": {"id": firm_id, "name": name}})
        return
    say(_("Credit line {number} recorded for {firm}.").format(number=number or change.result.id, firm=name))


def draw(
    context: typer.Context,
    line: Line,
    amount: Amount,
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day of the payout."))] = "today",
    payee: Annotated[str, typer.Option(metavar="NAME", help=_("Who was paid."))] = "",
    purpose: Annotated[str, typer.Option(metavar="TEXT", help=_("What for."))] = "",
    use: Annotated[
        list[str] | None,
        typer.Option(metavar="USE", help=_("A part as 'payroll 20m payee'; give it again for more.")),
    ] = None,
    due: Annotated[str, typer.Option(metavar="DAY", help=_("When it falls due."))] = "",
    number: Annotated[str, typer.Option(metavar="TEXT", help=_("Number of the bill, guarantee or contract."))] = "",
    margin: Annotated[str, typer.Option(metavar="AMOUNT", help=_("Cash margin of a bill."))] = "",
    notional: Annotated[
        str, typer.Option(metavar="AMOUNT", help=_("Notional of a contract; AMOUNT is then its risk."))
    ] = "",
    check: Annotated[str, typer.Option(metavar="DAY", help=_("First check of the use."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a draw-down under a credit line."""
    from rmapp.domain import draw_units
    from rmapp.domain.money import format_money, parse_money
    from rmapp.services.clients import firms
    from rmapp.services.lines import credit, line_views
    from rmapp.services.origination import draws, facilities

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        day = past_day(workspace, on) or workspace.store.clock.today()
        made = facilities.DrawInput(
            facility_id=facility.id,
            amount=parse_money(amount, ccy=facility.ccy),
            on=day,
            payee=payee,
            purpose=purpose,
            due_on=any_day(workspace, due),
            instrument_no=number,
            margin=parse_money(margin, ccy=facility.ccy) if margin else None,
            notional=parse_money(notional, ccy=facility.ccy) if notional else None,
            factor_bp=draw_units.risk_factor_bp(facility.facility_type, facility.exposure_factor_bp)
            if notional
            else None,
            uses=tuple(_use(text, facility.ccy) for text in use or ()),
            first_check_on=any_day(workspace, check) or draws.default_check_on(facility.facility_type, day),
        )
        change = workspace.do(facilities.record_draw, made, label=_("Record draw-down"))
        name = workspace.ask(firms.display_name, facility.firm_id)
        left = workspace.ask(line_views.facility_view, facility.id).amounts.available
    if as_json:
        say_json(
            {
                "id": change.result.id,
                "facility_id": facility.id,
                "amount": money_document(made.amount),
                "free": money_document(left),
            }
        )
        return
    say(_("Draw-down of {amount} recorded for {firm}.").format(amount=format_money(made.amount), firm=name))
    if left is not None:
        say(_("{amount} is still free to draw.").format(amount=format_money(left)))


def repay(
    context: typer.Context,
    line: Line,
    amount: Amount,
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day the money came in."))] = "today",
    drawdown: Annotated[str, typer.Option("--draw", metavar="ID", help=_("The draw-down that it repays."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A word about it."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a repayment of principal."""
    from rmapp.domain.money import format_money, parse_money
    from rmapp.services.clients import firms
    from rmapp.services.lines import credit, line_views
    from rmapp.services.origination import facilities

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        paid = parse_money(amount, ccy=facility.ccy)
        day = past_day(workspace, on) or workspace.store.clock.today()
        change = workspace.do(
            facilities.record_repayment, facility.id, paid, day, drawdown or None, note, label=_("Record repayment")
        )
        name = workspace.ask(firms.display_name, facility.firm_id)
        left = workspace.ask(line_views.facility_view, facility.id).amounts.outstanding
    if as_json:
        say_json(
            {
                "id": change.result.id,
                "facility_id": facility.id,
                "amount": money_document(paid),
                "outstanding": money_document(left),
            }
        )
        return
    say(_("Repayment of {amount} recorded for {firm}.").format(amount=format_money(paid), firm=name))
    if left is not None:
        say(_("{amount} is still outstanding.").format(amount=format_money(left)))


def _use(text: str, ccy: str) -> DrawUse:
    """Return a part of a draw-down typed as purpose, amount and payee."""
    from rmapp.domain.facility import DrawUse
    from rmapp.domain.money import parse_money

    words = text.split(maxsplit=2)
    if len(words) < _USE_WORDS:
        raise InputError(
            {"--use": _("Write “{text}” as purpose, amount and payee: payroll 20m staff.").format(text=text)}
        )
    code = read_code("use_of_proceeds", words[0], "--use")
    return DrawUse(code=code, amount=parse_money(words[1], ccy=ccy), payee=words[2] if len(words) > _USE_WORDS else "")


def _percent(text: str, option: str) -> int | None:
    """Return a percentage in basis points; None for nothing."""
    found = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2}))?%?", text.strip())
    if found is None:
        if text.strip():
            raise InputError({option: _("Write a percentage, for example 30%.")})
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))

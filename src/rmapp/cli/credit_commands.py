"""Commands about credit: line add, draw, repay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.output import say, tell
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.services.workspace import Workspace

_line = typer.Typer(help=_("Record credit lines."), rich_markup_mode=None)

Line = Annotated[
    str,
    typer.Argument(metavar="LINE", help=_("Reference number or id; “rmapp show” prints it."), show_default=False),
]
Amount = Annotated[
    str, typer.Argument(metavar="AMOUNT", help=_("For example 5m, 500万 or 5,000,000."), show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
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
    revolving: Annotated[bool, typer.Option("--revolving", help=_("What is repaid can be drawn again."))] = False,
) -> None:
    """Record a credit line."""
    from rmapp.domain.facility import Security, UseOfProceeds
    from rmapp.domain.facility_checks import check_facility
    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.domain.money import parse_money
    from rmapp.services import credit, facilities, firms, search

    session: Session = context.obj
    currency = read_code("currency", ccy, "--ccy")
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        if workspace.ask(credit.lines_numbered, number):
            sentence = _("There is a credit line with the reference number “{number}” already.")
            raise InputError({"reference": sentence.format(number=number)})
        draft = FacilityDraft(
            firm_id=firm_id,
            facility_type=read_code("facility_type", kind, "TYPE"),
            limit=parse_money(limit, ccy=currency) if limit else None,
            ccy=currency,
            status=read_code("line_status", status, "--status"),
            signed_on=_past_day(workspace, signed),
            maturity_on=_coming_day(workspace, matures),
            reference_no=number.strip(),
            security=(Security(type=read_code("security_type", security, "--security")),),
            use_of_proceeds=(UseOfProceeds(code=read_code("use_of_proceeds", use, "--use")),),
            revolving=revolving,
        )
        change = workspace.do(facilities.save_facility, draft, label=_("Add credit line"))
        name = workspace.ask(firms.display_name, firm_id)
        today = workspace.store.clock.today()
    for problem in check_facility(draft, today):
        tell(problem.message)
    say(_("Credit line {number} recorded for {firm}.").format(number=number or change.result.id, firm=name))


def draw(
    context: typer.Context,
    line: Line,
    amount: Amount,
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day of the payout."))] = "today",
    payee: Annotated[str, typer.Option(metavar="NAME", help=_("Who was paid."))] = "",
    purpose: Annotated[str, typer.Option(metavar="TEXT", help=_("What for."))] = "",
) -> None:
    """Record a draw-down under a credit line."""
    from rmapp.domain.money import format_money, parse_money
    from rmapp.services import credit, facilities, firms, line_views

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        made = facilities.DrawInput(
            facility_id=facility.id,
            amount=parse_money(amount, ccy=facility.ccy),
            on=_past_day(workspace, on) or workspace.store.clock.today(),
            payee=payee,
            purpose=purpose,
        )
        workspace.do(facilities.record_draw, made, label=_("Record draw-down"))
        name = workspace.ask(firms.display_name, facility.firm_id)
        left = workspace.ask(line_views.facility_view, facility.id).amounts.available
    say(_("Draw-down of {amount} recorded for {firm}.").format(amount=format_money(made.amount), firm=name))
    if left is not None:
        say(_("{amount} is still free to draw.").format(amount=format_money(left)))


def repay(
    context: typer.Context,
    line: Line,
    amount: Amount,
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day the money came in."))] = "today",
) -> None:
    """Record a repayment of principal."""
    from rmapp.domain.money import format_money, parse_money
    from rmapp.services import credit, facilities, firms, line_views

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        paid = parse_money(amount, ccy=facility.ccy)
        day = _past_day(workspace, on) or workspace.store.clock.today()
        workspace.do(facilities.record_repayment, facility.id, paid, day, label=_("Record repayment"))
        name = workspace.ask(firms.display_name, facility.firm_id)
        left = workspace.ask(line_views.facility_view, facility.id).amounts.outstanding
    say(_("Repayment of {amount} recorded for {firm}.").format(amount=format_money(paid), firm=name))
    if left is not None:
        say(_("{amount} is still outstanding.").format(amount=format_money(left)))


def _past_day(workspace: Workspace, text: str) -> date | None:
    from rmapp.domain.date_entry import parse_date

    return parse_date(text, workspace.store.clock.today(), future=False) if text else None


def _coming_day(workspace: Workspace, text: str) -> date | None:
    from rmapp.domain.date_entry import parse_date

    return parse_date(text, workspace.store.clock.today()) if text else None

"""Commands about credit: line add, draw, repay."""

from __future__ import annotations

from typing import Annotated

import typer

from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.domain.date_entry import parse_date
from rmapp.domain.facility import Security, UseOfProceeds
from rmapp.domain.facility_draft import FacilityDraft
from rmapp.domain.money import format_money, parse_money
from rmapp.i18n import _

_line = typer.Typer(help="Credit lines.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_line, name="line")
    app.command()(draw)
    app.command()(repay)


@_line.command()
def add(
    context: typer.Context,
    firm: str,
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="Code of the type, for example working_capital_loan.")],
    limit: Annotated[str, typer.Option(help="For example 12m or 1200万; leave out if not known.")] = "",
    status: Annotated[str, typer.Option(help="Code of the status.")] = "active",
    signed: Annotated[str, typer.Option(help="Day of signing.")] = "",
    matures: Annotated[str, typer.Option(help="Day of maturity.")] = "",
    reference_no: Annotated[str, typer.Option("--reference", help="Reference number.")] = "",
    security: Annotated[str, typer.Option(help="Code of the security.")] = "unsecured",
    use: Annotated[str, typer.Option(help="Code of the use of proceeds.")] = "operating_costs",
    *,
    revolving: Annotated[bool, typer.Option(help="Repayment restores what can be drawn.")] = False,
) -> None:
    """Record a credit line."""
    from rmapp.services import facilities, search

    session: Session = context.obj
    with session.writing() as workspace:
        today = workspace.store.clock.today()
        draft = FacilityDraft(
            firm_id=workspace.ask(search.resolve_firm, firm),
            facility_type=kind,
            limit=parse_money(limit) if limit else None,
            status=status,
            signed_on=parse_date(signed, today, future=False) if signed else None,
            maturity_on=parse_date(matures, today) if matures else None,
            reference_no=reference_no,
            security=(Security(type=security),),
            use_of_proceeds=(UseOfProceeds(code=use),),
            revolving=revolving,
        )
        change = workspace.do(facilities.save_facility, draft, label=_("Add credit line"))
    say(_("Credit line {id} recorded.").format(id=change.result.id))


def draw(
    context: typer.Context,
    line: Annotated[str, typer.Argument(help="Reference number or id of the line.")],
    amount: Annotated[str, typer.Argument(help="For example 5m or 500万.")],
    on: Annotated[str, typer.Option(help="Day of the payout.")] = "today",
    payee: Annotated[str, typer.Option(help="Who was paid.")] = "",
    purpose: Annotated[str, typer.Option(help="What for.")] = "",
) -> None:
    """Record a draw-down under a credit line."""
    from rmapp.services import credit, facilities

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        made = facilities.DrawInput(
            facility_id=facility.id,
            amount=parse_money(amount, ccy=facility.ccy),
            on=parse_date(on, workspace.store.clock.today(), future=False),
            payee=payee,
            purpose=purpose,
        )
        change = workspace.do(facilities.record_draw, made, label=_("Record draw-down"))
        left = workspace.ask(credit.facility_view, facility.id).amounts.available
    say(_("Draw-down of {amount} recorded.").format(amount=format_money(change.result.amount)))
    if left is not None:
        say(_("{amount} is still free to draw.").format(amount=format_money(left)))


def repay(
    context: typer.Context,
    line: Annotated[str, typer.Argument(help="Reference number or id of the line.")],
    amount: Annotated[str, typer.Argument(help="For example 5m or 500万.")],
    on: Annotated[str, typer.Option(help="Day the money came in.")] = "today",
) -> None:
    """Record a repayment of principal."""
    from rmapp.services import credit, facilities

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        change = workspace.do(
            facilities.record_repayment,
            facility.id,
            parse_money(amount, ccy=facility.ccy),
            parse_date(on, workspace.store.clock.today(), future=False),
            label=_("Record repayment"),
        )
    say(_("Repayment of {amount} recorded.").format(amount=format_money(change.result.amount)))

"""Commands about one credit line: show it, move its status, change its limit, estimate its interest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.codes import read_code
from rmapp.cli.documents import Document, day_document, money_document
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.facility import Drawdown, Tranche
    from rmapp.domain.money import Money
    from rmapp.services.limits.exposure import EffectiveAvailable
    from rmapp.services.lines.interest import InterestEstimate
    from rmapp.services.lines.line_story import LineStory
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.services.workspace import Workspace

Line = Annotated[
    str,
    typer.Argument(metavar="LINE", help=_("Reference number or id; “rmapp show” prints it."), show_default=False),
]
_DAY_FIELDS = (
    "submitted_on",
    "approved_on",
    "approval_expires_on",
    "signed_on",
    "available_from",
    "available_to",
    "maturity_on",
)


def register(lines: typer.Typer) -> None:
    """Add the commands of this room to the command `line`."""
    lines.command(
        help=_("Show a line with its amounts, its place, its parts and how its limit grew."),
        epilog=_("Example: rmapp line show SX-001 --json"),
    )(show)
    lines.command(
        help=_("Move a line to its next status; fields that the status needs follow as NAME=VALUE."),
        epilog=_("Example: rmapp line status SX-001 signed contract_no=HT-2026-7 signed_on=2026-03-02"),
    )(status)
    lines.command(
        help=_("Change the limit of a line; the reason stays in its history."),
        epilog=_("Example: rmapp line limit SX-001 30m --reason 'Orders doubled'"),
    )(limit)
    lines.command(
        help=_("Estimate the interest of a line over a period; the first day counts, the last does not."),
        epilog=_("Example: rmapp line interest SX-001 --from 2025-09-21 --to 2025-12-21"),
    )(interest)


def show(context: typer.Context, line: Line, *, as_json: AsJson = False) -> None:
    """Show one line."""
    from rmapp.services.clients import firms
    from rmapp.services.limits.exposure import effective_available
    from rmapp.services.lines import credit
    from rmapp.services.lines.line_story import line_story
    from rmapp.services.lines.line_views import facility_view

    session: Session = context.obj
    with session.reading() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        view = workspace.ask(facility_view, facility.id)
        above = workspace.ask(effective_available, facility.id)
        story = workspace.ask(line_story, [facility.id])
        name = workspace.ask(firms.display_name, facility.firm_id)
    if as_json:
        say_json(_document(view, name, above, story))
        return
    for label, value in _facts(view, name, above):
        say(_("{name}: {value}").format(name=label, value=value))
    for step in story.steps:
        change = " · ".join(filter(None, (step.label, step.reason)))
        say(_("{name}: {value}").format(name=_("Limit"), value=change))


def status(
    context: typer.Context,
    line: Line,
    to: Annotated[str, typer.Argument(metavar="STATUS", help=_("The next status."), show_default=False)],
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE", help=_("What the status needs."), show_default=False)
    ] = None,
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day of the step."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A word about it."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Move a line to its next status."""
    from rmapp.domain import reference
    from rmapp.services.lines import credit
    from rmapp.services.origination import line_status

    session: Session = context.obj
    code = read_code("line_status", to, "STATUS")
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        given = {name: _value(workspace, name, value) for name, value in map(_pair, fields or ())}
        day = past_day(workspace, on)
        made = workspace.do(
            line_status.set_status, facility.id, code, on=day, note=note, label=_("Move line"), **given
        ).result
    if as_json:
        say_json({"id": made.id, "reference": made.reference_no, "status": made.status})
        return
    say(_("The line is now “{status}”.").format(status=reference.text("line_status", made.status)))


def limit(
    context: typer.Context,
    line: Line,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=_("The new limit."), show_default=False)],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why it changes."))] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("From which day it holds."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Change the limit of a line."""
    from rmapp.domain.money import format_money, parse_money
    from rmapp.services.lines import credit
    from rmapp.services.origination import facilities

    session: Session = context.obj
    with session.writing() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        money = parse_money(amount, ccy=facility.ccy)
        day = past_day(workspace, on)
        workspace.do(facilities.change_limit, facility.id, money, reason, day, label=_("Change limit"))
    if as_json:
        say_json({"id": facility.id, "reference": facility.reference_no, "limit": money_document(money)})
        return
    say(_("The limit is now {limit}.").format(limit=format_money(money)))


def interest(
    context: typer.Context,
    line: Line,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help=_("First day, which counts."))],
    end: Annotated[str, typer.Option("--to", metavar="DAY", help=_("Last day, which does not count."))],
    *,
    as_json: AsJson = False,
) -> None:
    """Estimate the interest of a line."""
    from rmapp.domain.money import format_money
    from rmapp.services.lines import credit
    from rmapp.services.lines.interest import estimate

    session: Session = context.obj
    with session.reading() as workspace:
        facility = workspace.ask(credit.resolve_line, line)
        days = (any_day(workspace, first), any_day(workspace, end))
        if days[0] is None or days[1] is None:
            raise InputError({"--from": _("Give the first and the last day.")})
        found = workspace.ask(estimate, facility.id, days[0], days[1])
    if as_json:
        say_json(_estimate_document(found))
        return
    _say_parts(found)
    for label, money in (
        (_("Interest"), found.interest),
        (_("Late interest"), found.late),
        (_("Commitment fee"), found.commitment_fee),
        (_("Sum"), found.total),
    ):
        value = format_money(money, "full") if money is not None else _("not known")
        say(f"{label} ({found.label}): {value}")
    if found.note:
        say(found.note)


def past_day(workspace: Workspace, text: str) -> date | None:
    """Return a day that was typed, of the past where the year is open; None for nothing."""
    from rmapp.domain.date_entry import parse_date

    return parse_date(text, workspace.store.clock.today(), future=False) if text else None


def any_day(workspace: Workspace, text: str) -> date | None:
    """Return a day that was typed, of the future where the year is open; None for nothing."""
    from rmapp.domain.date_entry import parse_date

    return parse_date(text, workspace.store.clock.today()) if text else None


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise InputError({"NAME=VALUE": _("Write “{text}” as NAME=VALUE.").format(text=text)})
    return name.strip(), value.strip()


def _value(workspace: Workspace, name: str, value: str) -> Any:  # noqa: ANN401 - what the field holds
    from rmapp.domain.date_entry import parse_tenor
    from rmapp.domain.pricing_text import parse_pricing

    if name in _DAY_FIELDS or name.startswith("met:"):
        return any_day(workspace, value)
    if name == "tenor_months":
        return parse_tenor(value)
    return parse_pricing(value) if name == "pricing" else value


def _facts(view: FacilityView, firm: str, above: EffectiveAvailable) -> list[tuple[str, str]]:
    from rmapp.domain import reference
    from rmapp.domain.money import format_money
    from rmapp.domain.pricing_text import write_pricing
    from rmapp.domain.wording import format_date, format_rate

    facility, amounts = view.facility, view.amounts

    def money(value: Money | None) -> str:
        return _("not known") if value is None else format_money(value)

    binding = next((one.name for one in above.headrooms if one.level == above.binding), "")
    facts = [
        (_("Client"), firm),
        (_("Facility"), view.name),
        (_("Reference"), facility.reference_no),
        (_("Status"), reference.text("line_status", facility.status)),
        (_("Limit"), money(facility.limit)),
        (_("Outstanding"), money(amounts.outstanding)),
        (_("Waiting"), money(amounts.waiting)),
        (_("Free to draw"), money(amounts.available)),
        (_("Under all limits"), money(above.amount)),
        (_("The limit that binds"), binding),
        (_("Rate"), write_pricing(facility.pricing)),
        (_("Rate today"), format_rate(view.all_in_bp) if view.all_in_bp is not None else ""),
        (_("Matures"), format_date(facility.maturity_on) if facility.maturity_on else ""),
    ]
    return [(label, value) for label, value in facts if value]


def _document(view: FacilityView, firm: str, above: EffectiveAvailable, story: LineStory) -> Document:
    facility, amounts = view.facility, view.amounts
    return {
        "id": facility.id,
        "firm": {"id": facility.firm_id, "name": firm},
        "reference": facility.reference_no,
        "type": facility.facility_type,
        "status": facility.status,
        "lender": facility.lender,
        "ccy": facility.ccy,
        "parent_id": facility.parent_id,
        "committed": facility.committed,
        "revolving": facility.revolving,
        "limit": money_document(facility.limit),
        "outstanding": money_document(amounts.outstanding),
        "waiting": money_document(amounts.waiting),
        "free": money_document(amounts.available),
        "effective": money_document(above.amount),
        "binding": above.binding,
        "utilisation_bp": amounts.utilisation_bp,
        "all_in_bp": view.all_in_bp,
        "signed_on": day_document(facility.signed_on),
        "maturity_on": day_document(facility.maturity_on),
        "tranches": [_tranche_document(view, one) for one in view.tranches],
        "conditions": [
            {
                "text": one.text,
                "blocking": one.blocking,
                "waits": one.waits,
                "due_on": day_document(one.due_on),
                "met_on": day_document(one.met_on),
                "waived_on": day_document(one.waived_on),
            }
            for one in view.conditions
        ],
        "draws": [_draw_document(view, one) for one in view.draws],
        "limits": [
            {"on": day_document(one.on), "limit": money_document(one.limit), "reason": one.reason}
            for one in story.steps
        ],
    }


def _tranche_document(view: FacilityView, one: Tranche) -> Document:
    is_unknown = view.amounts.outstanding is None
    return {
        "id": one.id,
        "purpose": one.purpose,
        "amount": money_document(one.amount),
        "used": None if is_unknown else money_document(view.used_of(one.id)),
        "planned_on": day_document(one.planned_on),
        "condition": one.condition,
        "waits": one.waits,
    }


def _draw_document(view: FacilityView, one: Drawdown) -> Document:
    is_unknown = view.amounts.outstanding is None
    return {
        "id": one.id,
        "on": day_document(one.disbursed_on),
        "amount": money_document(one.amount),
        "owed": None if is_unknown else money_document(view.owed_of(one)),
        "status": one.status,
        "due_on": day_document(one.due_on),
        "uses": [
            {
                "use": part.code,
                "text": part.text,
                "amount": money_document(part.amount),
                "payee": part.payee,
                "evidence": part.evidence,
            }
            for part in one.uses
        ],
    }


def _estimate_document(found: InterestEstimate) -> Document:
    return {
        "is_estimate": True,
        "from": found.first.isoformat(),
        "to": found.end.isoformat(),
        "day_count": found.day_count,
        "interest": money_document(found.interest),
        "late_interest": money_document(found.late),
        "commitment_fee": money_document(found.commitment_fee),
        "total": money_document(found.total),
        "settled_on": [day.isoformat() for day in found.settled_on],
        "note": found.note,
        "parts": [
            {
                "from": one.first.isoformat(),
                "to": one.end.isoformat(),
                "days": one.days,
                "principal": money_document(one.principal),
                "rate_bp": one.rate_bp,
                "amount": money_document(one.amount),
                "is_late": one.is_late,
            }
            for one in found.parts
        ],
    }


def _say_parts(found: InterestEstimate) -> None:
    from rmapp.domain.money import format_money
    from rmapp.domain.wording import format_date, format_rate

    if not found.parts:
        return
    rows = [
        (
            format_date(one.first),
            format_date(one.end),
            str(one.days),
            format_money(one.principal, "table"),
            format_rate(one.rate_bp),
            format_money(one.amount, "table"),
        )
        for one in found.parts
    ]
    titles = (_("From"), _("To"), _("Days"), _("Principal"), _("Rate"), _("Interest"))
    say_table(titles, rows, right=(2, 3, 4, 5))

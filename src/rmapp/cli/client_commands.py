"""Commands about clients: find, show, list, stage."""

from __future__ import annotations

from typing import Annotated

import typer

from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.domain import reference
from rmapp.domain.money import Money, format_compact
from rmapp.domain.query import FirmQuery
from rmapp.domain.wording import format_date, format_partial, format_percent
from rmapp.i18n import _

_UNKNOWN = "–"

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(find)
    app.command()(show)
    app.command(name="list")(list_firms)
    app.command()(stage)


def find(context: typer.Context, text: str, *, as_json: AsJson = False) -> None:
    """Find clients, people and notes by any part of a name, by pinyin or initials."""
    from rmapp.services import search

    session: Session = context.obj
    with session.reading() as workspace:
        found = workspace.ask(search.find, text, limit=20)
    if as_json:
        say_json(
            {
                "clients": [
                    {"id": hit.card.id, "name": hit.card.name, "second": hit.card.second_name} for hit in found.clients
                ],
                "people": [{"id": hit.person_id, "name": hit.name, "firm": hit.firm_name} for hit in found.people],
                "notes": [{"id": hit.meeting_id, "firm": hit.firm_name, "text": hit.snippet} for hit in found.notes],
            }
        )
        return
    if not (found.clients or found.people or found.notes):
        say(_("Nothing found for “{text}”.").format(text=text))
        return
    for hit in found.clients:
        say("  ".join(part for part in (hit.card.name, hit.card.second_name, _stage(hit.card.stage)) if part))
    for person in found.people:
        say("  ".join(part for part in (person.name, person.title, person.firm_name) if part))
    for note in found.notes:
        day = format_date(note.on, "iso") if note.on else ""
        say("  ".join(part for part in (day, note.firm_name, note.snippet) if part))


def show(context: typer.Context, firm: str, *, as_json: AsJson = False) -> None:
    """Show one client: stage, credit, people, promises and the last notes."""
    from rmapp.services import firms, people, promises, search, timeline

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        header = workspace.ask(firms.firm_page, firm_id)
        contacts = workspace.ask(people.people, firm_id)
        due = workspace.ask(promises.open_promises, firm_id)
        events = workspace.ask(timeline.timeline, firm_id, limit=5)
    if as_json:
        say_json({"header": header, "people": contacts, "promises": due, "events": events.events})
        return
    say("  ".join(part for part in (header.name, header.second_name) if part))
    since = format_partial(header.stage_since) if header.stage_since else ""
    say(_("Stage: {stage} {since}").format(stage=_stage(header.stage), since=since).rstrip())
    say(
        _("Outstanding {outstanding} of {limit}, free to draw {free}").format(
            outstanding=_money(header.outstanding), limit=_money(header.limit), free=_money(header.free)
        )
    )
    for line in header.credit.lines:
        say(f"  {line.name}  {_money(line.amounts.limit)}  {reference.text('line_status', line.facility.status)}")
    for contact in contacts:
        say(f"  {contact.person.name}  {contact.role.title or reference.text('person_role', contact.role.role)}")
    for promise in due:
        whose = _("we") if promise.side == "ours" else _("they")
        say(f"  {format_date(promise.due_on, 'iso')}  {whose}: {promise.text} ({promise.owner})")
    for event in events.events:
        day = format_partial(event.on) if event.on else _UNKNOWN
        say(f"  {day}  {event.title}  {event.text}".rstrip())


def list_firms(
    context: typer.Context,
    text: Annotated[str, typer.Option(help="Only names that hold this text.")] = "",
    stages: Annotated[list[str] | None, typer.Option("--stage", help="Only these stages.", show_default=False)] = None,
    tiers: Annotated[list[str] | None, typer.Option("--tier", help="Only these tiers.", show_default=False)] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List clients with stage, tier, outstanding, use of the limit and last contact."""
    from rmapp.services import cards

    query = FirmQuery(text=text, stages=tuple(stages or ()), tiers=tuple(tiers or ()))
    session: Session = context.obj
    with session.reading() as workspace:
        ids = workspace.ask(cards.ids, query)
        rows = [row for at in range(0, len(ids), 200) for row in workspace.ask(cards.cards, ids[at : at + 200])]
    if as_json:
        say_json(rows)
        return
    say_table(
        [_("Firm"), _("Stage"), _("Tier"), _("Outstanding"), _("Utilisation"), _("Contact")],
        [
            [
                row.name,
                _stage(row.stage),
                row.tier or _UNKNOWN,
                _money(row.outstanding),
                format_percent(row.utilisation_bp, 0) if row.utilisation_bp is not None else _UNKNOWN,
                format_date(row.last_contact, "iso") if row.last_contact else _UNKNOWN,
            ]
            for row in rows
        ],
        right=(3, 4),
    )


def stage(
    context: typer.Context,
    firm: str,
    to: Annotated[str, typer.Argument(metavar="STAGE", help="Code of the stage, for example growth.")],
    reason: Annotated[
        str | None, typer.Option(help="Code of the reason, for example pivot.", show_default=False)
    ] = None,
    on: Annotated[str, typer.Option(help="Day of the move; a month or a year will do.")] = "",
    evidence: Annotated[
        list[str] | None, typer.Option(help="Code of evidence; may be repeated.", show_default=False)
    ] = None,
    note: Annotated[str, typer.Option(help="A note in words.")] = "",
) -> None:
    """Move a client to another lifecycle stage."""
    from rmapp.domain.partial_date import PartialDate, parse_partial_date
    from rmapp.services import lifecycle, search

    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        today = workspace.store.clock.today()
        day = parse_partial_date(on, today) if on else PartialDate.of(today)
        preview = workspace.ask(lifecycle.preview_move, firm_id, to, day, reason, tuple(evidence or ()))
        change = workspace.do(
            lifecycle.move_stage,
            firm_id,
            to,
            day,
            reason=reason,
            evidence=tuple(evidence or ()),
            note=note,
            label=_("Move stage"),
        )
    for warning in preview.warnings:
        typer.echo(warning, err=True)
    say(_("{firm} is now in stage {stage}.").format(firm=firm, stage=_stage(change.result.to_stage)))


def _money(amount: Money | None) -> str:
    return format_compact(amount) if amount is not None else _UNKNOWN


def _stage(code: str | None) -> str:
    return reference.text("stage", code) if code else _UNKNOWN

"""Commands about meeting notes."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from rmapp.services.clients.promises import PromiseDraft

_note = typer.Typer(help=_("Write meeting notes."), rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_note, name="note")


@_note.command(
    help=_("Write a note of a meeting that was held, with its promises."),
    epilog=_("Example: rmapp note add 潮声传感 'New plant' --with 周明 --promise 'quote /we fri'"),
)
def add(
    context: typer.Context,
    firm: FirmName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("What was said."), show_default=False)],
    people: Annotated[
        list[str],
        typer.Option("--with", metavar="NAME", help=_("Who of the client was there; repeatable."), show_default=False),
    ],
    kind: Annotated[str, typer.Option(metavar="CODE", help=_("Kind of meeting."))] = "field_visit",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day: 17 Dec, fri, 周五, 2026-03-02."))] = "today",
    at: Annotated[str, typer.Option(metavar="TIME", help=_("Time, for example 09:30."))] = "",
    place: Annotated[str, typer.Option(metavar="TEXT", help=_("Where it was."))] = "",
    summary: Annotated[str, typer.Option(metavar="TEXT", help=_("The gist, for the brief."))] = "",
    why: Annotated[str, typer.Option("--why", metavar="CODE", help=_("Purpose of the meeting."))] = "",
    secrecy: Annotated[
        str, typer.Option("--class", metavar="CODE", help=_("Confidentiality of the note."))
    ] = "client_confidential",
    promises: Annotated[
        list[str] | None,
        typer.Option(
            "--promise",
            metavar="TEXT",
            help=_("What, then /we or /they, perhaps @owner, and the day; repeatable."),
            show_default=False,
        ),
    ] = None,
    *,
    leave: Annotated[
        bool, typer.Option("--leave-plan", help=_("Leave a visit that was planned for this day as it is planned."))
    ] = False,
) -> None:
    """Write a meeting note with its promises; it closes a visit that was planned for its day."""
    from rmapp.domain.date_entry import parse_date
    from rmapp.services import search
    from rmapp.services.clients import firms
    from rmapp.services.notes import meetings
    from rmapp.services.visits import visit_closing

    kind = read_code("meeting_type", kind, "--kind")
    purpose_kind = read_code("visit_purpose", why, "--why") if why else None
    secrecy = read_code("confidentiality", secrecy, "--class")
    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        today = workspace.store.clock.today()
        day = parse_date(on, today, future=False)
        draft = meetings.MeetingDraft(
            firm_id=firm_id,
            type=kind,
            starts_at=f"{day.isoformat()}T{_time(at)}" if at else day.isoformat(),
            place=place,
            summary=summary,
            discussion=text,
            purpose_kind=purpose_kind,
            confidentiality=secrecy,
            attendees=tuple(workspace.ask(meetings.attendee_named, firm_id, name) for name in people),
            promises=tuple(_promise(line, today, workspace.store.actor, people[0]) for line in promises or ()),
        )
        visit = None if leave else workspace.ask(visit_closing.visit_of, draft)
        if visit is not None:
            source = context.get_parameter_source("kind")
            chosen = source is not None and source.name != "DEFAULT"
            draft = workspace.ask(visit_closing.closing, visit, draft, kind_chosen=chosen)
        workspace.do(meetings.save_note, draft, visit.id if visit else None, None, label=_("New note"))
        name = workspace.ask(firms.display_name, firm_id)
    count = len(draft.promises)
    sentence = ngettext(
        "Note of {day} written for {firm}, with {n} promise.",
        "Note of {day} written for {firm}, with {n} promises.",
        count,
    )
    say(sentence.format(day=day.isoformat(), firm=name, n=count))
    if visit is not None:
        say(_("It closes the visit that was planned for this day."))


def _promise(line: str, today: date, us: str, them: str) -> PromiseDraft:
    """Return a typed promise; its owner is who it was made by where none is typed."""
    from rmapp.domain.promise_text import parse_promise
    from rmapp.services.clients.promises import PromiseDraft

    typed = parse_promise(line, today)
    owner = typed.owner or (us if typed.side == "ours" else them)
    return PromiseDraft(side=typed.side, text=typed.text, due_on=typed.due_on, owner=owner)


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat("minutes")
    except ValueError as error:
        raise InputError({"at": _("“{text}” is not a time. Write it like 09:30.").format(text=text)}) from error

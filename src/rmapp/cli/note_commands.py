"""Commands about meeting notes."""

from __future__ import annotations

from datetime import time
from typing import Annotated

import typer

from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.domain.date_entry import parse_date
from rmapp.domain.promise_text import parse_promise
from rmapp.errors import InputError
from rmapp.i18n import _

_note = typer.Typer(help="Meeting notes.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_note, name="note")


@_note.command()
def add(
    context: typer.Context,
    firm: str,
    text: Annotated[str, typer.Argument(help="What was said.")],
    people: Annotated[list[str], typer.Option("--with", help="Who of the client was there; may be repeated.")],
    kind: Annotated[str, typer.Option(help="Kind of meeting, for example field_visit or phone_call.")] = "field_visit",
    on: Annotated[str, typer.Option(help="Day of the meeting.")] = "today",
    at: Annotated[str, typer.Option(help="Time, for example 09:30.")] = "",
    place: Annotated[str, typer.Option(help="Where it was.")] = "",
    summary: Annotated[str, typer.Option(help="The gist, for the brief.")] = "",
    promises: Annotated[
        list[str] | None,
        typer.Option("--promise", help="For example: send term sheet /we fri. May be repeated.", show_default=False),
    ] = None,
) -> None:
    """Write a meeting note with its promises."""
    from rmapp.services import meetings, search
    from rmapp.services.promises import PromiseDraft

    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        today = workspace.store.clock.today()
        typed = [parse_promise(line, today) for line in promises or ()]
        day = parse_date(on, today, future=False)
        starts_at = f"{day.isoformat()}T{_time(at)}" if at else day.isoformat()
        draft = meetings.MeetingDraft(
            firm_id=firm_id,
            type=kind,
            starts_at=starts_at,
            place=place,
            summary=summary,
            discussion=text,
            attendees=tuple(workspace.ask(meetings.attendee_named, firm_id, name) for name in people),
            promises=tuple(
                PromiseDraft(
                    side=one.side,
                    text=one.text,
                    due_on=one.due_on,
                    owner=one.owner or (workspace.store.actor if one.side == "ours" else people[0]),
                )
                for one in typed
            ),
        )
        change = workspace.do(meetings.add_meeting, draft, label=_("New note"))
    say(_("Note {id} written.").format(id=change.result.id))


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat("minutes")
    except ValueError as error:
        raise InputError({"at": _("“{text}” is not a time. Write it like 09:30.").format(text=text)}) from error

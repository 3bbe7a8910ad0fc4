"""Commands before a visit: what changed since the last one, and what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.documents import money_document
from rmapp.cli.output import say, say_json, say_table, tell
from rmapp.cli.session import Session
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.domain.question import Question
    from rmapp.services.visits.since_visit import SinceVisit


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Show what changed with a client since the last visit, and what ends soon."),
        epilog=_("Example: rmapp since 潮声传感"),
    )(since)
    app.command(
        help=_("List what to ask a client, what most depends on first."),
        epilog=_("Example: rmapp ask 潮声传感 --most 7"),
    )(ask)


def since(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """Show what changed since the last visit."""
    from rmapp.domain.change_wording import ahead_text, change_text
    from rmapp.services import search
    from rmapp.services.visits import since_visit

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        found = workspace.ask(since_visit.since_last_visit, firm_id)
    if as_json:
        say_json(_since_document(found))
        return
    if found.since is None:
        say(_("No visit held yet"))
    else:
        say(_("Last visit: {date}").format(date=found.since.isoformat()))
        if not found.changes:
            say(_("Nothing recorded"))
    for change in found.changes:
        say(f"{change.on!s:10}  {change_text(change)}")
    if found.ahead:
        say(_("Ahead"))
    for ahead in found.ahead:
        say(f"{ahead.on.isoformat()}  {ahead_text(ahead)}")


def ask(
    context: typer.Context,
    firm: FirmName,
    most: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=_("Only so many questions."), show_default=False)
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List what to ask a client."""
    from rmapp.domain.question_wording import question_text, why_text
    from rmapp.services import search
    from rmapp.services.visits import ask_list

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        questions = workspace.ask(ask_list.ask_list, firm_id, most=most)
        rests = workspace.ask(ask_list.resting, firm_id)
    if as_json:
        say_json([_question_document(question) for question in questions])
        return
    titles = (_("Weight"), _("Question"), _("What depends on it"))
    say_table(titles, [(str(one.weight), question_text(one), why_text(one)) for one in questions], right=(0,))
    if rests:
        words = ngettext("{n} question at rest", "{n} questions at rest", len(rests))
        tell(words.format(n=len(rests)))


def _since_document(found: SinceVisit) -> dict[str, Any]:
    from rmapp.domain.change_wording import ahead_text, change_text

    return {
        "since": found.since.isoformat() if found.since else None,
        "meeting_id": found.meeting_id or None,
        "changes": [
            {
                "kind": one.kind,
                "on": str(one.on),
                "text": change_text(one),
                "before": one.before or None,
                "after": one.after or None,
                "amount_before": money_document(one.money_before),
                "amount": money_document(one.money),
                "line_id": one.line_id or None,
            }
            for one in found.changes
        ],
        "ahead": [
            {
                "kind": one.kind,
                "on": one.on.isoformat(),
                "text": ahead_text(one),
                "amount": money_document(one.money),
                "line_id": one.line_id or None,
            }
            for one in found.ahead
        ],
    }


def _question_document(question: Question) -> dict[str, Any]:
    from rmapp.domain.question_wording import question_text, why_text

    return {
        "key": question.key,
        "kind": question.kind,
        "weight": question.weight,
        "question": question_text(question),
        "why": why_text(question),
        "target": question.target or None,
        "also": list(question.also),
    }

"""Commands that read over all notes and all promises, and the one that writes a firm's whole record as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.documents import day_document
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.services.notes.note_list import NoteRow
    from rmapp.services.visits.promise_ledger import PromiseRow

_CHUNK = 200


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("List the notes of the whole book, newest first, or those that hold some words."),
        epilog=_("Example: rmapp notes 新厂 MEMS --within 90"),
    )(notes)
    app.command(
        help=_("List the promises of both sides, late ones first."),
        epilog=_("Example: rmapp promises --side ours --state late"),
    )(promises)
    app.command(
        help=_("Write the whole record of a client as PDF, with every note in full."),
        epilog=_("Example: rmapp record 潮声传感 -o record.pdf"),
    )(record)


def notes(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD...]", help=_("Words that the note holds."), show_default=False)
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="CODE", help=_("Kind of meeting."), show_default=False)
    ] = None,
    within: Annotated[
        int | None, typer.Option("--within", metavar="DAYS", help=_("Only of the last days."), show_default=False)
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help=_("How many to list at most."))] = 50,
    *,
    mine: Annotated[bool, typer.Option("--mine", help=_("Only those written by the user."))] = False,
    as_json: AsJson = False,
) -> None:
    """List the notes of the whole book."""
    from rmapp.domain.note_query import NoteQuery
    from rmapp.services.notes import note_list

    text = " ".join(words or ())
    kinds = tuple(read_code("meeting_type", one, "--kind") for one in kind or ())
    query = NoteQuery(text=text, types=kinds, within_days=within, mine=True if mine else None)
    session: Session = context.obj
    with session.reading() as workspace:
        ids = workspace.ask(note_list.ids, query)
        found = workspace.ask(note_list.rows, ids[:most], text)
    # Where restricted things are hidden, a note may hold the words only in what nobody is to see.
    shown = [row for row in found if row.snippet.spans or not text.strip()]
    if as_json:
        say_json([_note_json(row) for row in shown])
        return
    if not shown:
        say(_("No note fits."))
        return
    say_table(
        [_("Day"), _("Firm"), _("Note"), _("Author")],
        [[day_document(row.on) or "", row.firm_name, row.snippet.text, row.author] for row in shown],
    )
    if len(ids) > most:
        left = len(ids) - most
        say(ngettext("{n} older note is not listed.", "{n} older notes are not listed.", left).format(n=left))


def promises(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help=_("Firm in any spelling, promise or owner."))] = "",
    side: Annotated[
        Literal["ours", "theirs"] | None, typer.Option(help=_("Whose promises."), show_default=False)
    ] = None,
    state: Annotated[
        Literal["open", "late", "moved", "kept", "dropped"],
        typer.Option("--state", help=_("In which state.")),
    ] = "open",
    *,
    as_json: AsJson = False,
) -> None:
    """List the promises of the whole book."""
    from rmapp.domain.promise_query import PromiseQuery
    from rmapp.services.visits import promise_ledger

    query = PromiseQuery(text=text, sides=(side,) if side else (), states=(state,))
    session: Session = context.obj
    found: list[PromiseRow] = []
    with session.reading() as workspace:
        ids = workspace.ask(promise_ledger.ids, query)
        for start in range(0, len(ids), _CHUNK):
            found += workspace.ask(promise_ledger.rows, ids[start : start + _CHUNK])
        sums = workspace.ask(promise_ledger.sums, query)
    if as_json:
        sides = {"ours": sums.ours._asdict(), "theirs": sums.theirs._asdict()}
        say_json({"promises": [_promise_json(row) for row in found], "sums": sides})
        return
    _say_promises(found)
    for name, of_side in ((_("We promised"), sums.ours), (_("They promised"), sums.theirs)):
        sentence = _("{side}: {open} open, {late} late; {kept} of {due} that came due were kept.")
        say(sentence.format(side=name, **of_side._asdict()))


def record(
    context: typer.Context,
    firm: FirmName,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="PATH", help=_("The PDF."), show_default=False)],
    lang: Annotated[Literal["en", "zh", "both"], typer.Option(help=_("Language of the pages."))] = "en",
    *,
    black_and_white: Annotated[bool, typer.Option("--bw", help=_("For a black and white printer."))] = False,
    restricted: Annotated[
        str, typer.Option(metavar="REASON", help=_("Include what is restricted, for this reason, which is logged."))
    ] = "",
) -> None:
    """Write the whole record of a client as PDF; noted in its timeline."""
    from rmapp.services import search
    from rmapp.services.paperwork import papers
    from rmapp.services.printing import firm_record

    reason = restricted.strip()
    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        compiled = workspace.ask(firm_record.compile_record, firm_id, restricted=bool(reason))
        options = workspace.ask(firm_record.record_options, "zh_CN" if lang == "zh" else lang)
        options = options.model_copy(update={"black_and_white": black_and_white})
        paper = firm_record.print_record(compiled, options)
        papers.save_file(paper, out)
        pages = paper.page_count()
        workspace.do(
            papers.log_paper, paper, "saved", pages, reason=reason, label=_("Record saved as PDF"), undoable=False
        )
    sentence = ngettext("Written: {path}, {n} page", "Written: {path}, {n} pages", pages)
    say(sentence.format(path=out, n=pages))


def _say_promises(found: list[PromiseRow]) -> None:
    from rmapp.domain.promise_query import side_text, state_text
    from rmapp.services.visits.promise_ledger import state_of

    if not found:
        say(_("No promise fits."))
        return
    titles = [_("Due"), _("Days"), _("Whose"), _("What is promised"), _("Owner"), _("Firm"), _("State")]
    rows = [
        [
            row.promise.due_on.isoformat(),
            "" if row.days is None else str(row.days),
            side_text(row.promise.side),
            row.promise.text,
            row.promise.owner,
            row.firm_name,
            state_text(state_of(row)),
        ]
        for row in found
    ]
    say_table(titles, rows, right=(1,))


def _note_json(row: NoteRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "on": day_document(row.on),
        "time": row.time or None,
        "firm": {"id": row.firm_id, "name": row.firm_name},
        "type": row.type,
        "status": row.status,
        "purpose": row.purpose,
        "text": row.snippet.text,
        "marks": [list(span) for span in row.snippet.spans],
        "author": row.author,
        "confidentiality": row.confidentiality,
        "addenda": row.addenda,
    }


def _promise_json(row: PromiseRow) -> dict[str, Any]:
    promise = row.promise
    return {
        "id": row.id,
        "firm": {"id": row.firm_id, "name": row.firm_name},
        "side": promise.side,
        "text": promise.text,
        "owner": promise.owner,
        "made_on": day_document(row.made_on),
        "first_due_on": day_document(promise.first_due_on),
        "due_on": day_document(promise.due_on),
        "days": row.days,
        "age": row.age,
        "status": promise.status,
        "done_on": day_document(promise.done_on),
        "result": promise.result,
        "proof": promise.proof,
    }

"""The hand-over brief: the two pages of the brief, and behind them the whole history with its authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import section
from rmapp.briefs.client_brief import lay_out
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.flow import Piece, flow, paragraph
from rmapp.briefs.frame import Frame, brief_frame
from rmapp.briefs.parties import person_words
from rmapp.briefs.styles import BODY, LABEL, SMALL, WIDTH, spaced
from rmapp.briefs.typesetting import Style, set_lines
from rmapp.domain import reference
from rmapp.domain.question_wording import question_text
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rmapp.briefs.layout import Sheet
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.domain.brief_variants import HandOver, HandOverMove, HandOverNote, HandOverPerson, HandOverPromise
    from rmapp.domain.question import Question

_STRONG = Style(9.2, "semibold", 12.6)
_ROW = Style(8.7, leading=12.2)
_LEFT = 82.0
_AIR = 12.0


def hand_over_frame(paper: HandOver, options: BriefOptions) -> Frame:
    """Return the words around its pages."""
    manager = _("Account manager {name}").format(name=paper.brief.owner) if paper.brief.owner else ""
    return brief_frame(paper.brief, options)._replace(title=_("Hand-over brief"), aside=manager)


def hand_over(paper: HandOver, options: BriefOptions) -> list[Sheet]:
    """Return its pages: the brief, then people, promises, questions, stage, notes and papers that are out."""
    return [*lay_out(paper.brief, options), *flow(_pieces(paper))]


def _pieces(paper: HandOver) -> Iterator[Piece]:
    yield from _people(paper.people)
    yield from _promises(paper)
    yield from _questions(paper.questions)
    yield from _moves(paper.moves)
    yield from _papers(paper.papers_out)
    yield from _notes(paper.notes)


def _head(title: str, count: int) -> Piece:
    return Piece(
        section(WIDTH, title, str(count) if count else _("None on file")), 2 if count else _AIR, leads=bool(count)
    )


def _row(when: str, text: str, style: Style = _ROW, ink: str = "text_primary") -> Iterator[Piece]:
    """Yield a row: a day at the left and a text of any length beside it."""
    pieces = list(paragraph(text, style, _LEFT, WIDTH, ink))
    if pieces:
        pieces[0].drawing.text(0, style.size, when, LABEL, "text_secondary", room=_LEFT - 8)
    yield from pieces


def _people(people: Sequence[HandOverPerson]) -> Iterator[Piece]:
    yield _head(_("People"), len(people))
    for one in people:
        drawing = Drawing(WIDTH)
        name, title = person_words(one.person)
        drawing.text(0, 9, name, _STRONG, room=WIDTH * 0.3)
        drawing.text(WIDTH * 0.32, 9, title, _ROW, "text_secondary", room=WIDTH * 0.32)
        reach = " · ".join(text for text in (one.phone, one.email) if text)
        drawing.text(WIDTH, 9, reach, SMALL, align="right", room=WIDTH * 0.34)
        drawing.height = 13
        about = listed(text for text in (one.person.remark, one.record) if text)
        yield Piece(drawing, 1, leads=bool(about))
        if about:
            yield from paragraph(about, _ROW, 0, WIDTH, "text_secondary")
        yield Piece(Drawing(WIDTH, 3))
    yield Piece(Drawing(WIDTH, _AIR))


def _promises(paper: HandOver) -> Iterator[Piece]:
    still = [one for one in paper.promises if one.status in ("open", "in_progress")]
    closed = [one for one in paper.promises if one not in still]
    yield _head(_("Open commitments"), len(still))
    for one in still:
        yield from _row(format_date(one.due_on), _promise_text(one), _STRONG._replace(weight="medium"))
    yield Piece(Drawing(WIDTH, _AIR))
    yield _head(_("Closed commitments"), len(closed))
    for one in closed:
        yield from _row(format_date(one.done_on or one.due_on), _promise_text(one))
    yield Piece(Drawing(WIDTH, _AIR))


def _promise_text(one: HandOverPromise) -> str:
    side = _("We promised") if one.side == "ours" else _("They promised")
    state = "" if one.status in ("open", "in_progress") else reference.text("action_status", one.status)
    moved = ""
    if one.first_due_on and one.first_due_on != one.due_on:
        moved = _("first promised for {date}").format(date=format_date(one.first_due_on))
    texts = (side, one.text, one.owner, one.proof, moved, state, one.result)
    return " · ".join(text for text in texts if text)


def _questions(questions: Sequence[Question]) -> Iterator[Piece]:
    yield _head(_("Still unknown"), len(questions))
    for number, question in enumerate(questions, 1):
        yield from _row(str(number), question_text(question))
    yield Piece(Drawing(WIDTH, _AIR))


def _moves(moves: Sequence[HandOverMove]) -> Iterator[Piece]:
    yield _head(_("Stage history"), len(moves))
    for move in moves:
        reason = reference.text("transition_reason", move.reason) if move.reason else ""
        texts = (reference.text("stage", move.stage), reason, move.note, move.by)
        yield from _row(format_partial(move.on), " · ".join(text for text in texts if text))
    yield Piece(Drawing(WIDTH, _AIR))


def _papers(papers: Sequence[tuple[str, str, date]]) -> Iterator[Piece]:
    yield _head(_("Paper still out"), len(papers))
    for document, copy_no, on in papers:
        name = reference.text("paper_document", document)
        yield from _row(format_date(on), _("{paper}, copy {number}").format(paper=name, number=copy_no))
    yield Piece(Drawing(WIDTH, _AIR))


def _notes(notes: Sequence[HandOverNote]) -> Iterator[Piece]:
    yield _head(_("All notes"), len(notes))
    style = spaced(BODY)
    for note in notes:
        yield from _note_head(note)
        for text in dict.fromkeys((note.summary, note.discussion)):
            if text.strip():
                yield from paragraph(text, style, 0, WIDTH)
        for author, on, text in note.addenda:
            said = _("Added by {author}, {date}").format(author=author, date=format_date(on) if on else "–")
            head = Drawing(WIDTH, 12)
            head.text(0, 9, said, SMALL, "text_tertiary")
            yield Piece(head, leads=True)
            yield from paragraph(text, style, 0, WIDTH)
        yield Piece(Drawing(WIDTH, _AIR))


def _note_head(note: HandOverNote) -> Iterator[Piece]:
    drawing = Drawing(WIDTH)
    kind = reference.text("meeting_type", note.type)
    title = " · ".join(text for text in (format_date(note.on), kind, note.purpose) if text)
    written = _("Written by {author}").format(author=note.author) if note.author else ""
    if note.written_on and note.written_on != note.on:
        written = _("Written by {author}, {date}").format(author=note.author, date=format_date(note.written_on))
    taken = drawing.text(WIDTH, 9, written, SMALL, "text_tertiary", align="right", room=WIDTH * 0.36)
    drawing.text(0, 9, title, _STRONG, room=WIDTH - taken - 12)
    drawing.height = 13
    there = listed((*note.theirs, *note.ours))
    if there:
        for line in set_lines(there, SMALL._replace(leading=10.4), WIDTH, 2):
            drawing.text(0, drawing.height + 7, line, SMALL, "text_secondary")
            drawing.height += 10.4
    drawing.height += 2
    yield Piece(drawing, leads=True)

"""The hand-over brief: the two pages of the brief, and behind them the whole history with its authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.client_brief import lay_out
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.flowing import flowed
from rmapp.briefs.frame import Frame, brief_frame
from rmapp.briefs.parties import person_words
from rmapp.briefs.record_flow import Piece, paragraph, part_head, section_head
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
_THERE = SMALL._replace(leading=10.8)
_OPEN = ("open", "in_progress")
_TOLD_IN_FULL = frozenset({"ask", "people", "notes", "promises", "space"})
"""Sections of a brief that follow here without a cap, and the room to write on, which is for a meeting."""


def hand_over_frame(paper: HandOver, options: BriefOptions) -> Frame:
    """Return the words around its pages."""
    manager = _("Account manager {name}").format(name=paper.brief.owner) if paper.brief.owner else ""
    return brief_frame(paper.brief, options)._replace(title=_("Hand-over brief"), aside=manager)


def hand_over(paper: HandOver, options: BriefOptions) -> list[Sheet]:
    """Return its pages: the brief, then people, promises, questions, stage, notes and papers that are out."""
    sections = tuple(one for one in options.sections if one.code not in _TOLD_IN_FULL)
    brief = lay_out(paper.brief, options.model_copy(update={"sections": sections}), whole=True)
    return [*brief, *flowed(_pieces(paper))]


def _pieces(paper: HandOver) -> Iterator[Piece]:
    yield from _people(paper.people)
    yield from _promises(paper)
    yield from _questions(paper.questions)
    yield from _moves(paper.moves)
    yield from _papers(paper.papers_out)
    yield from _notes(paper.notes)


def _head(title: str, count: int) -> Piece:
    return section_head(title, str(count) if count else _("None on file"))._replace(keeps=bool(count))


def _row(section: str, when: str, text: str, style: Style = _ROW) -> Iterator[Piece]:
    """Yield a row: a day at the left and a text of any length beside it."""
    lines = set_lines(text, style, WIDTH - _LEFT)
    for piece in paragraph(lines, style, section=section, left=_LEFT):
        if when:
            piece.drawing.text(0, style.size, when, LABEL, "text_secondary", room=_LEFT - 8)
        when = ""
        yield piece


def _people(people: Sequence[HandOverPerson]) -> Iterator[Piece]:
    section = _("People")
    yield _head(section, len(people))
    for one in people:
        drawing = Drawing(WIDTH, 13)
        name, title = person_words(one.person)
        drawing.text(0, 9, name, _STRONG, room=WIDTH * 0.3)
        drawing.text(WIDTH * 0.32, 9, title, _ROW, "text_secondary", room=WIDTH * 0.32)
        reach = " · ".join(text for text in (one.phone, one.email) if text)
        drawing.text(WIDTH, 9, reach, SMALL, align="right", room=WIDTH * 0.34)
        about = set_lines(listed(text for text in (one.person.remark, one.record) if text), _ROW, WIDTH)
        yield Piece(drawing, section, gap=4, keeps=bool(about))
        yield from paragraph(about, _ROW, section=section, ink="text_secondary")


def _promises(paper: HandOver) -> Iterator[Piece]:
    still = [one for one in paper.promises if one.status in _OPEN]
    closed = [one for one in paper.promises if one.status not in _OPEN]
    section = _("Open commitments")
    yield _head(section, len(still))
    for one in still:
        yield from _row(section, format_date(one.due_on, "iso"), _promise_text(one), _ROW._replace(weight="medium"))
    section = _("Closed commitments")
    yield _head(section, len(closed))
    for one in closed:
        yield from _row(section, format_date(one.done_on or one.due_on, "iso"), _promise_text(one))


def _promise_text(one: HandOverPromise) -> str:
    side = _("We promised") if one.side == "ours" else _("They promised")
    state = "" if one.status in _OPEN else reference.text("action_status", one.status)
    moved = ""
    if one.first_due_on and one.first_due_on != one.due_on:
        moved = _("first promised for {date}").format(date=format_date(one.first_due_on))
    texts = (side, one.text, one.owner, one.proof, moved, state, one.result)
    return " · ".join(text for text in texts if text)


def _questions(questions: Sequence[Question]) -> Iterator[Piece]:
    section = _("Still unknown")
    yield _head(section, len(questions))
    for number, question in enumerate(questions, 1):
        yield from _row(section, str(number), question_text(question))


def _moves(moves: Sequence[HandOverMove]) -> Iterator[Piece]:
    section = _("Stage history")
    yield _head(section, len(moves))
    for move in moves:
        reason = reference.text("transition_reason", move.reason) if move.reason else ""
        texts = (reference.text("stage", move.stage), reason, move.note, move.by)
        yield from _row(section, format_partial(move.on, "iso"), " · ".join(text for text in texts if text))


def _papers(papers: Sequence[tuple[str, str, date]]) -> Iterator[Piece]:
    section = _("Paper still out")
    yield _head(section, len(papers))
    for document, copy_no, on in papers:
        text = _("{paper}, copy {number}").format(paper=reference.text("paper_document", document), number=copy_no)
        yield from _row(section, format_date(on, "iso"), text)


def _notes(notes: Sequence[HandOverNote]) -> Iterator[Piece]:
    section, style = _("All notes"), spaced(BODY)
    yield _head(section, len(notes))
    for note in notes:
        title, pieces = _note_head(section, note)
        yield from pieces
        for text in dict.fromkeys((note.summary, note.discussion)):
            yield from paragraph(set_lines(text, style, WIDTH), style, section=section, part=title)
        for author, on, text in note.addenda:
            said = _("Added by {author}, {date}").format(author=author, date=format_date(on) if on else "–")
            head = Drawing(WIDTH, 12)
            head.text(0, 9, said, SMALL, "text_tertiary")
            yield Piece(head, section, title, gap=3, keeps=True)
            yield from paragraph(set_lines(text, style, WIDTH), style, section=section, part=title)


def _note_head(section: str, note: HandOverNote) -> tuple[str, list[Piece]]:
    """Return what a note is called, and its head with its author and who was there."""
    kind = reference.text("meeting_type", note.type)
    title = " · ".join(text for text in (format_date(note.on), kind, note.purpose) if text)
    written = _("Written by {author}").format(author=note.author) if note.author else ""
    if note.author and note.written_on and note.written_on != note.on:
        written = _("Written by {author}, {date}").format(author=note.author, date=format_date(note.written_on))
    there = listed((*note.theirs, *note.ours))
    lines = set_lines(there, _THERE, WIDTH, 2) if there else []
    people = paragraph(lines, _THERE, section=section, part=title, ink="text_secondary")
    return title, [part_head(section, title, written), *(piece._replace(keeps=True) for piece in people)]

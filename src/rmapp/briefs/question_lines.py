"""The ask-list with room for the answers: what to ask, what depends on it, and a line to write on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.record_flow import Piece
from rmapp.briefs.styles import SMALL, VALUE, WIDTH
from rmapp.briefs.typesetting import Style, set_lines
from rmapp.briefs.write_in import LINE, write_line
from rmapp.domain.question_wording import question_text, why_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.domain.question import Question

_QUESTION = Style(9.2, "medium", 12.4)
_LEFT = 20.0


def question_lines(questions: Sequence[Question], section: str, *, lines: int = 1) -> Iterator[Piece]:
    """Yield each question of a section with its number, its reason and so many lines for the answer."""
    for number, question in enumerate(questions, 1):
        drawing = Drawing(WIDTH)
        drawing.text(0, 10, str(number), VALUE, "text_secondary")
        words = set_lines(question_text(question), _QUESTION, WIDTH - _LEFT, 2)
        y = drawing.lines(_LEFT, 10, words, _QUESTION) - _QUESTION.leading
        if question.kind != "own":
            y += 11
            drawing.text(_LEFT, y, why_text(question), SMALL, "text_tertiary", room=WIDTH - _LEFT)
        y += 2
        for _row in range(lines):
            y += LINE
            write_line(drawing, _LEFT, y, WIDTH)
        drawing.height = y
        yield Piece(drawing, section, gap=6)

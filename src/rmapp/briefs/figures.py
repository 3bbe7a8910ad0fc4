"""Key facts: one figure a row, with a small mark for where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import mark, more, section
from rmapp.briefs.styles import LABEL, ROW, SECTION, SECTION_TOP, SMALL, TINY, VALUE
from rmapp.briefs.typesetting import text_width
from rmapp.briefs.wording import fact_label, fact_value, not_disclosed
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief import BriefFact

_MOST = 7
_TIGHT_MOST = 5
_WIDE = 320.0
_GUTTER = 27.0
_MARKED = ("stale", "client_statement", "public")


def key_facts(facts: Sequence[BriefFact], width: float, *, tight: bool = False) -> Drawing:
    """Return the key facts, in two columns where there is the width for it; fewer with `tight`."""
    title = _("Key facts")
    drawing = section(width, title)
    columns = 1 if width < _WIDE else 2
    shown = facts[: columns * (_TIGHT_MOST if tight else _MOST)]
    rows = -(-len(shown) // columns)
    column = (width - _GUTTER * (columns - 1)) / columns
    for at, fact in enumerate(shown):
        x = (at // rows) * (column + _GUTTER)
        _fact(drawing, fact, x, SECTION_TOP + 11.0 + (at % rows) * ROW, column)
    drawing.height = SECTION_TOP + rows * ROW
    more(drawing, text_width(title, SECTION) + 9, 8.2, len(facts) - len(shown))
    _legend(drawing, [kind for kind in _MARKED if any(kind in _marks(fact) for fact in shown)])
    return drawing


def _fact(drawing: Drawing, fact: BriefFact, x: float, y: float, width: float) -> None:
    value = fact_value(fact)
    unknown = value == not_disclosed()
    style, ink = (SMALL, "text_tertiary") if unknown else (VALUE, "text_primary")
    marks = [] if unknown else _marks(fact)
    beside = 8 + 8 * len(marks)
    room = max(width - text_width(value, style) - beside, width * 0.3)
    taken = drawing.text(x, y, fact_label(fact), LABEL, "text_tertiary", room=room)
    for at, kind in enumerate(marks):
        mark(drawing, x + taken + 5 + 8 * at, y, kind)
    drawing.text(x + width, y, value, style, ink, align="right", room=width - taken - beside)


def _marks(fact: BriefFact) -> list[str]:
    marks = [fact.source] if fact.source in ("client_statement", "public") else []
    return [*marks, "stale"] if fact.stale else marks


def _legend(drawing: Drawing, used: list[str]) -> None:
    texts = {"stale": _("old"), "client_statement": _("by client"), "public": _("press")}
    x = drawing.width
    for kind in used:
        x -= drawing.text(x, 8.2, texts[kind], TINY, "text_tertiary", align="right") + 7.5
        mark(drawing, x, 8.2, kind)
        x -= 9

"""The products that fit, on the internal brief: the best with their reasons, and what to ask for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import more, section
from rmapp.briefs.styles import LABEL, ROW, SECTION_TOP, SMALL, VALUE
from rmapp.briefs.typesetting import set_lines
from rmapp.domain import reference
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief_fit import BriefFit, BriefProduct

_NUMBER = 22.0
_LINES = 2
_ROW, _NEXT, _GAP = 11.0, 10.4, 4.0
_MOST_SCENARIOS = 3


def products(value: BriefFit, width: float, *, tight: bool = False) -> Drawing:
    """Return one entry for each product: its fit, its name and state, and the reasons below.

    A `tight` one names those that may be offered, each with its reasons in one line.
    """
    drawing = section(width, _("Products that fit"), _scenarios(value))
    shown = value.products
    if tight:
        shown = tuple(one for one in value.products if not one.ask) or value.products[:1]
    y = SECTION_TOP
    for one in shown:
        y = _product(drawing, one, y, 1 if tight else _LINES)
    if value.left_out and not tight:
        more(drawing, _NUMBER, y + 8, value.left_out)
        y += _ROW
    drawing.height = y
    return drawing


def _number(one: BriefProduct) -> tuple[str, str]:
    return ("?", "text_tertiary") if one.ask else (str(one.fit), "text_primary")


def _product(drawing: Drawing, one: BriefProduct, y: float, lines: int) -> float:
    number, ink = _number(one)
    drawing.text(0, y + 10, number, VALUE, ink)
    state = {"": _("never discussed"), "mentioned": _("mentioned before"), "proposed": _("proposed")}[one.told]
    taken = drawing.text(drawing.width, y + 10, state, SMALL, "text_tertiary", align="right", room=drawing.width * 0.4)
    room = drawing.width - _NUMBER - taken - 8
    drawing.text(_NUMBER, y + 10, reference.text("product", one.product), LABEL, room=room)
    if one.why is None:
        return y + ROW
    y += _ROW
    for line in set_lines(one.why.text(), SMALL, drawing.width - _NUMBER, lines):
        drawing.text(_NUMBER, y + 9, line, SMALL, "text_secondary")
        y += _NEXT
    return y + _GAP


def _scenarios(value: BriefFit) -> str:
    names = [reference.text("scenario", code) for code in value.scenarios[:_MOST_SCENARIOS]]
    return _("scenarios: {names}").format(names=listed(names)) if names else ""

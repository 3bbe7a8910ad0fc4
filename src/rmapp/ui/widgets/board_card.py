"""One firm on the lifecycle board: how its card is drawn, and what it says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from rmapp.domain import reference
from rmapp.domain.money import format_compact, format_money
from rmapp.domain.wording import format_number, format_percent
from rmapp.i18n import _, listed, pgettext
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.due_words import due
from rmapp.ui.stay_words import stay_words
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chips import short_stage_label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QColor, QPainter

    from rmapp.services.stages.stage_board import BoardCard

PADDING = 9
GAP = 1
_SHORTEST_BAR = 18
_SIGNED = {"soon": "warning_text", "stalled": "danger_text", "": "text_tertiary"}


def card_height() -> int:
    """Return the height of a card: four lines with their gaps, 92 at normal text size."""
    return 2 * metrics.line("body") + 2 * metrics.line("small") + 3 * GAP + 2 * PADDING


def paint_card(
    painter: QPainter, rect: QRectF, card: BoardCard, today: date, *, chosen: bool = False, hot: bool = False
) -> None:
    """Draw a card; a chosen one has the border of the accent."""
    theme = active()
    paint.smooth(painter)
    border = theme.colour("accent" if chosen else "border_strong" if hot else "border_subtle")
    fill = theme.colour("bg_sunken" if card.end_state else "bg_surface")
    paint.box(painter, rect, fill=fill, border=border, radius=metrics.radius("md"), width=2 if chosen else 1)
    inner = rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
    top = inner.top()
    for role, part in (("body", _name), ("small", _second), ("body", _amount), ("small", _next)):
        high = metrics.line(role)
        part(painter, QRectF(inner.left(), top, inner.width(), high), card, today)
        top += high + GAP


def card_sentence(today: Callable[[], date], card: BoardCard) -> str:
    """Return a card as one sentence, with all its numbers."""
    firm = card.firm
    stay = listed(filter(None, (_stay(card), _proposed(card))))
    said = _("{name}, tier {tier}, outstanding {outstanding}, utilisation {utilisation}, next: {next}, {stay}")
    return said.format(
        name=firm.name,
        tier=firm.tier or _("–"),
        outstanding=format_money(firm.outstanding, "full") if firm.outstanding is not None else _no_amount(card),
        utilisation=format_percent(firm.utilisation_bp, 0) if firm.utilisation_bp is not None else _("–"),
        next=_next_words(card, today()),
        stay=stay,
    )


def card_tip(card: BoardCard) -> str:
    """Return what a tooltip adds to a card: whole names, full amounts, and the stay in words."""
    firm = card.firm
    owed = _("Outstanding {amount}").format(amount=format_money(firm.outstanding, "full")) if firm.outstanding else ""
    limit = _("Limit {amount}").format(amount=format_money(firm.limit, "full")) if firm.limit is not None else ""
    told = (firm.name, firm.second_name, owed, limit, firm.next_text, _stay(card), _proposed(card))
    return "\n".join(filter(None, told))


def _proposed(card: BoardCard) -> str:
    return _("Suggested: move to {stage}").format(stage=short_stage_label(card.proposes)) if card.proposes else ""


def _stay(card: BoardCard) -> str:
    if card.end_state:
        return _("{state}: the stage stays as it was").format(state=reference.text("end_state", card.end_state))
    return stay_words(card.stay, card.firm.stage_since)


def _name(painter: QPainter, rect: QRectF, card: BoardCard, _today: date) -> None:
    theme, firm = active(), card.firm
    if firm.tier:
        side = metrics.grown(19, "caption")
        paint.tier_chip(painter, QPointF(rect.right() - side / 2, rect.center().y()), firm.tier)
        rect.setRight(rect.right() - side - metrics.space(1))
    if card.proposes:
        side = metrics.icon() - 2
        mark = QRectF(rect.right() - side, rect.center().y() - side / 2, side, side)
        icons.paint(painter, "lightbulb", mark, theme.colour("accent_text"))
        rect.setRight(mark.left() - metrics.space(1))
    ink = theme.colour("text_tertiary" if card.end_state else "text_primary")
    paint.text(painter, rect, firm.name, fonts.font("body", 500), ink)


def _second(painter: QPainter, rect: QRectF, card: BoardCard, _today: date) -> None:
    theme = active()
    if card.end_state:
        _paint_right(painter, rect, reference.text("end_state", card.end_state), theme.colour("text_secondary"))
    elif card.stay.days is not None:
        words = pgettext("days in a stage, short", "{n} d").format(n=format_number(card.stay.days))
        ink = theme.colour(_SIGNED[card.stay.pace])
        _paint_right(painter, rect, words, ink, icon="timer" if card.stay.pace else "")
    paint.text(painter, rect, card.firm.second_name, fonts.font("small"), theme.colour("text_tertiary"))


def _amount(painter: QPainter, rect: QRectF, card: BoardCard, _today: date) -> None:
    theme, firm = active(), card.firm
    if firm.outstanding is None:
        paint.text(painter, rect, _no_amount(card), fonts.font("small"), theme.colour("text_tertiary"))
        return
    words, face = format_compact(firm.outstanding), fonts.font("body", 600, numeric=True)
    paint.text(painter, rect, words, face, theme.colour("text_primary"))
    if firm.utilisation_bp is None:
        return
    fraction = firm.utilisation_bp / 10_000
    role = "danger_text" if fraction >= 0.95 else "warning_text" if fraction >= 0.85 else "text_secondary"
    shown = QRectF(rect)
    _paint_right(painter, shown, format_percent(firm.utilisation_bp, 0), theme.colour(role))
    left = rect.left() + paint.text_width(words, face) + metrics.space(2)
    wide = shown.right() - metrics.space(1) - left
    if wide >= _SHORTEST_BAR:
        own = theme.stage(firm.stage).fill if firm.stage else theme.series(0)
        colour = paint.utilisation_colour(fraction) if fraction >= 0.85 else own
        paint.bar(painter, QRectF(left, rect.center().y() - 2.5, wide, 5), [(fraction, colour)])


def _next(painter: QPainter, rect: QRectF, card: BoardCard, today: date) -> None:
    theme, firm = active(), card.firm
    if firm.next_on is not None:
        when = due(firm.next_on, today)
        _paint_right(painter, rect, when.text, theme.colour(when.role), weight=when.weight)
    ink = theme.colour("text_secondary" if firm.next_text else "text_tertiary")
    paint.text(painter, rect, firm.next_text or _("Nothing planned"), fonts.font("small"), ink)


def _paint_right(
    painter: QPainter, rect: QRectF, words: str, ink: QColor, *, icon: str = "", weight: int = 400
) -> None:
    """Draw words at the right end, and take their room from the rectangle."""
    face = fonts.font("small", weight, numeric=True)
    wide = paint.text_width(words, face)
    paint.text(painter, rect, words, face, ink, align=paint.RIGHT, elide=False)
    rect.setRight(rect.right() - wide - metrics.space(1))
    if icon:
        side = metrics.icon() - 4
        icons.paint(painter, icon, QRectF(rect.right() - side + 1, rect.center().y() - side / 2, side, side), ink)
        rect.setRight(rect.right() - side - metrics.space(1))


def _no_amount(card: BoardCard) -> str:
    if card.firm.limit is not None:
        return _("limit {amount}").format(amount=format_compact(card.firm.limit))
    return _("not public") if card.firm.nature == "public_facts" else _("No credit line")


def _next_words(card: BoardCard, today: date) -> str:
    if card.firm.next_on is None:
        return card.firm.next_text or _("Nothing planned")
    return _("{what}, {when}").format(what=card.firm.next_text, when=due(card.firm.next_on, today).text)

"""How the grades of a scorecard look: tones, bands, and the sentence that stands beside every score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.scorecard import shipped_scorecard
from rmapp.i18n import _
from rmapp.ui.widgets.band_axis import Band
from rmapp.ui.widgets.chips import Chip, StatusChip

if TYPE_CHECKING:
    from rmapp.domain.scorecard_items import Scorecard


def bands(card: Scorecard) -> list[Band]:
    """Return the bands of the grades: the better half green, the one below amber, the rest red."""
    return [Band(grade.code, float(grade.min), grade_tone(card, grade.code)) for grade in card.grades]


def grade_tone(card: Scorecard, grade: str) -> str:
    """Return the tone of a grade: success, warning or danger; that of a hard stop is danger, an unknown one neutral."""
    at = card.place(grade)
    if at is None:
        return "danger" if grade == card.grade_x.code else "neutral"
    half = len(card.grades) / 2
    return "success" if at < half else "warning" if at < half + 1 else "danger"


def aid_words() -> str:
    """Return what every score says of itself."""
    return _("A score is a working aid for the conversation and never a credit decision.")


def effect_words(flag: str) -> str:
    """Return what a flag does to the grade; empty for one that the shipped scorecard does not know."""
    rule = shipped_scorecard().hard_stop(flag)
    if rule is None:
        return ""
    if rule.is_stop:
        return _("A hard stop: no score is shown, and new lines are blocked from approval on.")
    return _("A cap: the grade can be no better than {grade}.").format(grade=rule.cap)


def flag_chip(flag: str) -> Chip:
    """Return the chip of a flag: that it stops the grade, or the best one that it leaves."""
    rule = shipped_scorecard().hard_stop(flag)
    if rule is None or rule.is_stop:
        return StatusChip("late", _("hard stop"))
    return StatusChip("close", _("at best {grade}").format(grade=rule.cap))

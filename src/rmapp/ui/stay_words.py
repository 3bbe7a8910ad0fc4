"""How long a firm is in its stage, in words, and whether that is long beside its peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_days, format_partial
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.services.stages.stage_board import Stay


def stay_words(stay: Stay, since: str) -> str:
    """Return a stay as a sentence; `since` is the ISO text of its begin, perhaps partial."""
    if stay.days is None:
        return _("since when the firm is in this stage is not known")
    begun, days = format_partial(PartialDate(since)), format_days(stay.days)
    if stay.pace == "" or stay.stalled_after is None:
        return _("in this stage for {days}, since {date}").format(days=days, date=begun)
    said = {
        "stalled": _("stalled: in this stage for {days}, since {date}; here a stay is long after {limit}"),
        "soon": _("soon stalled: in this stage for {days}, since {date}; here a stay is long after {limit}"),
    }[stay.pace]
    return said.format(days=days, date=begun, limit=format_days(stay.stalled_after))


def alarm_words(stay: Stay) -> str:
    """Return in a few words that a stay is too long, or will be soon; empty where it is as usual."""
    if stay.days is None or stay.pace == "":
        return ""
    said = _("Stalled for {days}") if stay.pace == "stalled" else _("Soon stalled, {days}")
    return said.format(days=format_days(stay.days))

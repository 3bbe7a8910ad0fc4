"""Why a firm is to be met next, in words (domain reference, 4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.rhythm import FIRST_INSPECTION_DAYS
from rmapp.domain.wording import format_date
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.domain.rhythm import NextTouch, TouchFacts, TouchKind


def touch_kind_text(kind: TouchKind) -> str:
    """Return what kind of touch it is, in a word or two."""
    return {
        "contact": _("Contact"),
        "watched": _("Watch list"),
        "first_contact": _("First contact"),
        "agreed": _("As agreed"),
        "inspection": _("Site inspection"),
        "first_inspection": _("First inspection"),
    }[kind]


def touch_reason(facts: TouchFacts, touch: NextTouch) -> str:
    """Return in a sentence where the day comes from."""
    dates = facts.dates
    if touch.kind == "agreed":
        return _("The last call report names this day.")
    if touch.kind == "first_inspection" and dates.first_drawn_on is not None:
        said = ngettext(
            "First drawn on {date}; to be inspected within {n} day.",
            "First drawn on {date}; to be inspected within {n} days.",
            FIRST_INSPECTION_DAYS,
        )
        return said.format(date=format_date(dates.first_drawn_on), n=FIRST_INSPECTION_DAYS)
    if touch.kind == "inspection" and dates.inspected_on is not None:
        said = ngettext(
            "Last inspected on {date}; with a line in use again after {n} day.",
            "Last inspected on {date}; with a line in use again after {n} days.",
            touch.days,
        )
        return said.format(date=format_date(dates.inspected_on), n=touch.days)
    if dates.last_touch is None:
        said = ngettext(
            "In the book since {date} and not met yet; {who} is met every {n} day.",
            "In the book since {date} and not met yet; {who} is met every {n} days.",
            touch.days,
        )
        return said.format(date=format_date(dates.entered_on), who=_who(facts), n=touch.days)
    said = ngettext(
        "Last met on {date}; {who} is met every {n} day.",
        "Last met on {date}; {who} is met every {n} days.",
        touch.days,
    )
    return said.format(date=format_date(dates.last_touch), who=_who(facts), n=touch.days)


def _who(facts: TouchFacts) -> str:
    """Return the kind of firm that the interval is for."""
    if facts.watch != "none":
        return _("a firm on the watch list")
    stage = reference.text("stage", facts.stage or "")
    if facts.tier is None:
        return _("a firm in the stage “{stage}”").format(stage=stage)
    return _("a firm of tier {tier} in the stage “{stage}”").format(tier=facts.tier, stage=stage)

"""A planned visit in words: whom, when, where and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.styles import is_chinese
from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_weekday
from rmapp.i18n import _, clauses, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.brief import Names
    from rmapp.domain.visit_pack import VisitPlan

_DASH = "\u2013"


def names_text(firms: Sequence[Names]) -> str:
    """Return the firms of a visit by their names in the current language."""
    language = "zh" if is_chinese() else "en"
    return listed(firm.first(language) for firm in firms)


def time_text(visit: VisitPlan) -> str:
    """Return from when to when: 09:30–10:30, 09:30, or nothing where only the day is known."""
    if not visit.has_time:
        return ""
    begin = f"{visit.starts_at:%H:%M}"
    if visit.ends_at is None or visit.ends_at.date() != visit.starts_at.date():
        return begin
    return f"{begin}{_DASH}{visit.ends_at:%H:%M}"


def when_text(visit: VisitPlan) -> str:
    """Return the day of a visit with its weekday, and its time."""
    day = visit.starts_at.date()
    weekday, date = format_weekday(day), format_date(day)
    time = time_text(visit)
    if not time:
        return _("{weekday} {date}").format(weekday=weekday, date=date)
    return _("{weekday} {date}, {time}").format(weekday=weekday, date=date, time=time)


def purpose_text(visit: VisitPlan) -> str:
    """Return what a visit is for: its kind and what was typed; nothing where neither is known."""
    kind = reference.text("visit_purpose", visit.purpose_kind) if visit.purpose_kind else ""
    if kind and visit.purpose:
        return _("{kind}: {purpose}").format(kind=kind, purpose=visit.purpose)
    return kind or visit.purpose


def visit_text(visit: VisitPlan | None) -> str:
    """Return a visit as the head of a page says it; nothing without one."""
    if visit is None:
        return ""
    kind = _("Visit") if visit.type == "field_visit" else reference.text("meeting_type", visit.type)
    return clauses((kind, when_text(visit), visit.place))

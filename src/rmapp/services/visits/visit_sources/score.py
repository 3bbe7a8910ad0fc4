"""Assessments since the last visit: the score, a grade set by hand, hard stops and caps found or cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.assessment import RiskFlag
from rmapp.domain.scoring import score_words
from rmapp.domain.visit_change import VisitChange
from rmapp.services.scoring import flags, history

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.domain.assessment import Assessment
    from rmapp.services.visits.visit_window import VisitWindow


def changes(window: VisitWindow) -> Iterator[VisitChange]:
    """Yield what became of the assessment of the firm; without the restricted class no grade tells of such a flag."""
    found = history(window.store, window.firm_id)
    if not window.tells_restricted:
        hinted = flags.restricted_codes(window.store, window.firm_id)
        found = [one for one in found if hinted.isdisjoint(one.flags)]
    yield from _scored(window, found)
    yield from _by_hand(window, found)
    yield from _flags(window)


def _scored(window: VisitWindow, found: Sequence[Assessment]) -> Iterator[VisitChange]:
    """Yield one change from the last assessment before the visit to the newest one since; `found` is newest first.

    Of another version of the scorecard only the new score is told: the two cannot be compared (domain 5.4).
    """
    if not found or (on := window.happened(found[0].as_of, found[0].id)) is None:
        return
    now = found[0]
    before = next((one for one in found if window.happened(one.as_of, one.id) is None), None)
    is_equal = before is None or (before.scorecard, before.version) == (now.scorecard, now.version)
    yield VisitChange(
        kind="score" if is_equal else "score_version",
        on=on,
        before=score_words(before) if before is not None else "",
        after=score_words(now),
        row_id=now.id,
    )


def _by_hand(window: VisitWindow, found: Sequence[Assessment]) -> Iterator[VisitChange]:
    """Yield the grade that somebody set for the newest assessment."""
    if not found:
        return
    now = found[0]
    changed = window.column(now.id, "override")
    on = changed[2] if changed else window.happened(now.as_of, now.id)
    if now.override and on is not None:
        yield VisitChange(kind="grade_by_hand", on=on, before=now.grade, after=now.override, row_id=now.id)


def _flags(window: VisitWindow) -> Iterator[VisitChange]:
    for one in window.shown(window.store.all(RiskFlag, firm_id=window.firm_id)):
        cleared = window.happened(one.cleared_on, one.id, "cleared_on") if one.cleared_on else None
        raised = window.happened(one.found_on, one.id)
        if cleared is not None and raised is None:
            yield VisitChange(kind="flag_cleared", on=cleared, code=one.flag, row_id=one.id)
        elif raised is not None and one.cleared_on is None:
            yield VisitChange(kind="flag_found", on=raised, code=one.flag, row_id=one.id)

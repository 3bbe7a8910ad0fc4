"""The assessment on the internal brief: its dimensions now and last time, and how much of each is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_score import BriefDimension, BriefScore
from rmapp.domain.scoring import as_decimal, grade_text, known_share
from rmapp.services import scoring

if TYPE_CHECKING:
    from rmapp.domain.assessment import Assessment
    from rmapp.domain.scorecard_items import Scorecard
    from rmapp.storage.store import Store


def compile_score(store: Store, firm_id: str) -> BriefScore | None:
    """Return the newest assessment of a firm, None without one; the last time only where versions are equal."""
    view = scoring.latest(store, firm_id)
    if view is None:
        return None
    now, before = scoring.standing(view), scoring.previous(store, firm_id)
    earlier = before.assessment if before is not None else None
    if earlier is not None and (earlier.scorecard, earlier.version) != (now.scorecard, now.version):
        earlier = None
    code = now.override or now.grade
    grade = view.card.grade(code)
    return BriefScore(
        as_of=now.as_of,
        total=now.total,
        grade=grade_text(code, provisional=now.provisional),
        meaning=grade.meaning if grade is not None else None,
        dimensions=_dimensions(now, earlier, view.card),
        before_on=earlier.as_of if earlier is not None else None,
        flags=now.flags,
        version=now.version,
    )


def _dimensions(now: Assessment, earlier: Assessment | None, card: Scorecard) -> tuple[BriefDimension, ...]:
    was = {one.code: one.score for one in earlier.dimensions} if earlier is not None else {}
    scores = {one.code: one.score for one in now.indicators}
    found = []
    for one in now.dimensions:
        dimension = card.dimension(one.code)
        if dimension is not None:
            share = as_decimal(known_share(dimension, scores))
            made = BriefDimension(label=dimension.label, score=one.score, before=was.get(one.code), known=share)
            found.append(made)
    return tuple(found)

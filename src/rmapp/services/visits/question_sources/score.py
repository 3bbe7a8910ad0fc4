"""Questions for the assessment: what was judged or chosen too long ago, and what was left open; the few that count.

Numbers are left to the statements and to the facts that the scorecard reads (see `figures` and `values`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question import WEIGHTS, Question, question_key
from rmapp.services.scoring import latest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.assessment import IndicatorScore
    from rmapp.services.scoring import AssessmentView
    from rmapp.storage.store import Store

MOST = 2
"""So many indicators are asked for at once: what the credit depends on comes first."""


class _Open(NamedTuple):
    """An indicator to ask for; `weight` is that in the whole assessment, of 10,000."""

    weight: int
    code: str
    on: PartialDate | None


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield at most two indicators of the newest assessment, those of most weight first; none without one."""
    del restricted  # An indicator is named only, and what was said of it is not told.
    view = latest(store, firm_id)
    if view is None:
        return
    found = sorted(_open(store, view), key=_heaviest_first)
    for place, one in enumerate(found[:MOST]):
        code = "score_stale" if one.on is not None else "score_missing"
        yield Question(
            key=question_key(code, one.code),
            kind="stale" if one.on is not None else "empty",
            # The heavier one stays first: the list itself puts questions of one weight in the order of their keys.
            weight=WEIGHTS[code] - place,
            code=code,
            about=one.code,
            on=one.on,
        )


def _open(store: Store, view: AssessmentView) -> Iterator[_Open]:
    today = store.clock.today()
    held = {one.code: one for one in view.assessment.indicators}
    weights = view.card.weight_profiles.get(view.assessment.profile, {})
    for dimension in view.card.dimensions:
        for indicator in dimension.indicators:
            if indicator.kind == "numeric":
                continue
            weight = weights.get(dimension.code, 0) * indicator.weight
            score = held.get(indicator.code)
            if score is None or score.score is None:
                yield _Open(weight, indicator.code, None)
            elif score.valid_until is not None and score.valid_until < today:
                yield _Open(weight, indicator.code, _seen(score, view))


def _seen(score: IndicatorScore, view: AssessmentView) -> PartialDate:
    return score.as_of or PartialDate.of(view.assessment.as_of)


def _heaviest_first(one: _Open) -> tuple[int, str]:
    return -one.weight, one.code

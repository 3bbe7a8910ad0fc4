"""Values from assessments and risk flags: the grade, the score, and whether a hard stop is present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.known import Known
from rmapp.domain.scoring import standing_grade
from rmapp.services.firm_values.knowing import day_of, on_day, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.assessment import Assessment
    from rmapp.services.firm_values.facts import FirmFacts


def risk(facts: FirmFacts, told: Known | None) -> Iterator[tuple[str, Known]]:
    """Yield grade, score and hard stop; `told` is what a person wrote down about hard stops.

    Stops and caps are those of the scorecard in force. A stop that was found holds until it is cleared, whatever
    else was said. That there is none is only known once somebody has looked: with an assessment, with a flag
    that was cleared, or as a fact written down.
    """
    latest = _latest(facts)
    if latest is not None:
        on = on_day(latest.as_of)
        held = [flag.flag for flag in facts.flags if flag.cleared_on is None]
        held += [loan.flag for loan in facts.loans]
        card = facts.card
        grade = standing_grade(card, latest.grade, latest.override, held)
        if grade:
            yield "tech_grade", Known(grade, as_of=on)
        if latest.total is not None and grade != card.grade_x.code:
            yield "score_total", Known(latest.total, as_of=on)
    stop = _stop(facts) or _none_found(facts, latest, told)
    if stop is not None:
        yield "hard_stop", stop


def _latest(facts: FirmFacts) -> Assessment | None:
    found = None
    for one in facts.assessments:
        if found is None or one.as_of >= found.as_of:
            found = one
    return found


def _stop(facts: FirmFacts) -> Known | None:
    for flag in reversed(facts.flags):
        if flag.cleared_on is None and (rule := facts.card.hard_stop(flag.flag)) and rule.is_stop:
            return said(flag, value=True, as_of=on_day(flag.found_on))
    for loan in facts.loans:
        if (rule := facts.card.hard_stop(loan.flag)) and rule.is_stop:
            on = on_day(loan.since) if loan.since else None
            return Known(True, "exact", None, on, "", loan.facility.loan_class_source)
    return None


def _none_found(facts: FirmFacts, latest: Assessment | None, told: Known | None) -> Known | None:
    looked = [] if told is None else [told]
    if latest is not None:
        looked.append(Known(value=False, as_of=on_day(latest.as_of)))
    looked += [
        said(flag, value=False, as_of=on_day(flag.cleared_on)) for flag in facts.flags if flag.cleared_on is not None
    ]
    return max(looked, key=day_of, default=None)

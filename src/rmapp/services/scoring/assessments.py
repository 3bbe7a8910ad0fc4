"""Assessments written, read and set by hand; an old one is never calculated anew (domain reference, 5.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.assessment import Assessment, IndicatorScore
from rmapp.domain.date_entry import add_months
from rmapp.domain.entity import Value
from rmapp.domain.firm import Firm
from rmapp.domain.scoring import Result, calculate, capped, raw_score
from rmapp.domain.scoring import override_choices as allowed_overrides
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.scoring import flags as risk_flags
from rmapp.services.scoring.scorecards import active_scorecard, scorecard_of

if TYPE_CHECKING:
    from rmapp.domain.scorecard_items import Indicator, Scorecard
    from rmapp.storage.store import Store


class AssessmentDraft(Value):
    """An assessment before it is written: the scores, the profile and the version they are for."""

    firm_id: str
    scorecard: str
    version: str
    profile: str
    as_of: date
    indicators: tuple[IndicatorScore, ...] = ()
    reviewer: str = ""
    note: str = ""


class AssessmentView(NamedTuple):
    """An assessment with its scorecard; `flags` are the codes of the stops and caps that hold now."""

    assessment: Assessment
    card: Scorecard
    flags: tuple[str, ...] = ()


def history(store: Store, firm_id: str) -> list[Assessment]:
    """Return all assessments of a firm, newest first."""
    return sorted(store.all(Assessment, firm_id=firm_id), key=_when, reverse=True)


def latest(store: Store, firm_id: str) -> AssessmentView | None:
    """Return the newest assessment, None where there is none or its scorecard is gone."""
    return _view(store, firm_id, 0)


def previous(store: Store, firm_id: str) -> AssessmentView | None:
    """Return the assessment before the newest one."""
    return _view(store, firm_id, 1)


def standing(view: AssessmentView) -> Assessment:
    """Return an assessment as it counts today: stops and caps that were found since then are in its grade.

    What is stored stays as it is; nothing is calculated anew (domain reference, 5.3 and 5.4).
    """
    kept, card = view.assessment, view.card
    since = tuple(code for code in view.flags if code not in kept.flags)
    if not since or not kept.grade:
        return kept
    grade = capped(card, kept.grade, since)
    stopped = grade == card.grade_x.code
    update: dict[str, object] = {"grade": grade, "flags": (*kept.flags, *since)}
    if kept.override:
        update["override"] = None if stopped else capped(card, kept.override, since)
    if stopped:
        update |= {"total": None, "provisional": False}
    return kept.model_copy(update=update)


def try_assessment(store: Store, draft: AssessmentDraft) -> Result:
    """Return what a draft comes to, with the flags that hold; writes nothing."""
    scores = {one.code: one.score for one in draft.indicators}
    return calculate(_card(store, draft), draft.profile, scores, risk_flags.holding(store, draft.firm_id))


def save_assessment(store: Store, draft: AssessmentDraft) -> Assessment:
    """Write a draft as a new assessment. Raises InputError by the code of the indicator or the field."""
    store.get(Firm, draft.firm_id)
    card = _card(store, draft)
    held = risk_flags.holding(store, draft.firm_id)
    _refuse(_problems(draft, card, store.clock.today()) or _nothing(draft, card, held))
    result = calculate(card, draft.profile, {one.code: one.score for one in draft.indicators}, held)
    by_code = {one.code: one for one in card.indicators}
    return store.add(
        Assessment(
            **dict(draft.model_copy(update={"indicators": ()}))
            | {
                "indicators": tuple(_dated(one, by_code[one.code], draft.as_of) for one in draft.indicators),
                "dimensions": result.dimensions,
                "total": result.total,
                "completeness": result.completeness,
                "grade": result.grade,
                "provisional": result.provisional,
                "flags": held,
                "assessor": store.actor,
                "valid_until": add_months(draft.as_of, card.review_months[draft.profile]),
            }
        )
    )


def override_choices(store: Store, firm_id: str) -> tuple[str, ...]:
    """Return the grades that a person may set for the newest assessment; none with a hard stop, none over a cap."""
    view = latest(store, firm_id)
    if view is None:
        return ()
    near = allowed_overrides(view.card, standing(view).grade)
    return tuple(one for one in near if capped(view.card, one, view.flags) == one)


def override_grade(store: Store, firm_id: str, grade: str, reason: str, approver: str) -> Assessment:
    """Set the grade of the newest assessment by hand. Raises InputError beside the fields, RuleError without one."""
    view = latest(store, firm_id)
    if view is None:
        raise RuleError(_("This client has not been scored yet."))
    problems = {}
    if grade not in override_choices(store, firm_id):
        problems["grade"] = _("A grade can be set one step up or down, and no hard stop can be lifted.")
    if not reason.strip():
        problems["reason"] = _("Write why the calculated grade does not fit.")
    if not approver.strip():
        problems["approver"] = _("Write who approved it.")
    _refuse(problems)
    fields = {"override": grade, "override_reason": reason.strip(), "approver": approver.strip()}
    return store.change(Assessment, view.assessment.id, **fields)


def _view(store: Store, firm_id: str, place: int) -> AssessmentView | None:
    found = history(store, firm_id)
    if len(found) <= place:
        return None
    card = scorecard_of(store, found[place].scorecard, found[place].version)
    return None if card is None else AssessmentView(found[place], card, risk_flags.holding(store, firm_id))


def _card(store: Store, draft: AssessmentDraft) -> Scorecard:
    return scorecard_of(store, draft.scorecard, draft.version) or active_scorecard(store, draft.as_of)


def _problems(draft: AssessmentDraft, card: Scorecard, today: date) -> dict[str, str]:
    problems = {}
    if draft.as_of > today:
        problems["as_of"] = _("This day is still to come.")
    if draft.profile not in card.weight_profiles:
        problems["profile"] = _("Choose the weights of a stage.")
    for one in draft.indicators:
        indicator = card.indicator(one.code)
        if indicator is None:
            problems[one.code] = _("The scorecard does not have this indicator.")
        elif one.score is not None and indicator.comment_required and not one.comment.strip():
            problems[one.code] = _("A judgement needs a comment that says why.")
        elif said := _deviation(indicator, one):
            problems[one.code] = said
    return problems


def _nothing(draft: AssessmentDraft, card: Scorecard, held: tuple[str, ...]) -> dict[str, str]:
    """Return that nothing is scored, but for a firm under a hard stop: its grade needs no score."""
    is_stopped = any((rule := card.hard_stop(code)) and rule.is_stop for code in held)
    if is_stopped or any(one.score is not None for one in draft.indicators):
        return {}
    return {"": _("Nothing is scored yet. Fill in at least one indicator.")}


def _deviation(indicator: Indicator, scored: IndicatorScore) -> str:
    """Return why a score does not stand: it is not that of its value, and nobody says that and why it was set."""
    if indicator.kind == "judgement" or (scored.score is None and not scored.raw):
        return ""
    follows = raw_score(indicator, scored.raw)
    if scored.score == follows and follows is not None:
        return ""
    if scored.by_hand and scored.comment.strip():
        return ""
    if follows is None:
        return _("The score does not follow from a value. Give the value, or set the score by hand with a comment.")
    said = _("This value scores {score}. A score set by hand needs a comment that says why.")
    return said.format(score=follows)


def _dated(score: IndicatorScore, indicator: Indicator, as_of: date) -> IndicatorScore:
    if score.score is None or score.valid_until is not None:
        return score
    start = score.as_of.last_day() if score.as_of is not None else as_of
    return score.model_copy(update={"valid_until": add_months(start, indicator.shelf)})


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise InputError(problems)


def _when(assessment: Assessment) -> tuple[date, str, str]:
    return assessment.as_of, assessment.created_at, assessment.id

"""The rules of the lifecycle: which moves are allowed, and what keeps a stage history consistent.

Source: domain reference, 2.1 to 2.3; the 45 moves and their reasons are in `stages.json`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.reference_items import Transition
from rmapp.domain.stage import StageEvent
from rmapp.domain.wording import format_partial
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _, listed, ngettext

_LISTED = "listed"
BEFORE_LISTING = "pre_ipo"
"""The stage that a firm is in on its way to the exchange."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a move stands in a history: the stage before it and the event after it, if there is one.

    The event after it has to be superseded by one that starts from the new stage.
    """

    from_stage: str | None
    following: StageEvent | None


def valid_events(events: Iterable[StageEvent]) -> list[StageEvent]:
    """Return the events that count, by effective date and then in the order of their first recording.

    Superseded events do not count. A year or month stands before the days in it.
    """
    known = {event.id: event for event in events}
    superseded = {event.supersedes for event in known.values() if event.supersedes}
    counting = [event for event in known.values() if event.id not in superseded]
    return sorted(counting, key=lambda event: (event.effective_on, *_first_recorded(event, known)))


def current_stage(events: Iterable[StageEvent]) -> str | None:
    """Return the stage a firm is in, None before its first event."""
    counting = valid_events(events)
    return counting[-1].to_stage if counting else None


def stage_since(events: Iterable[StageEvent]) -> PartialDate | None:
    """Return since when the firm is in its stage, as far as it is known."""
    counting = valid_events(events)
    return counting[-1].effective_on if counting else None


def days_in_stage(events: Iterable[StageEvent], today: date) -> int | None:
    """Return the days in the current stage; of a partial date from the first day it can mean."""
    since = stage_since(events)
    return None if since is None else (today - since.first_day()).days


def tells_of_listing(from_stage: str | None, to_stage: str) -> bool:
    """Tell whether a move gives an application for a listing away: into the stage before it, or back out of it.

    The listing itself is public.
    """
    return to_stage == BEFORE_LISTING or (from_stage == BEFORE_LISTING and to_stage != _LISTED)


def entered_on(events: Iterable[StageEvent]) -> dict[str, PartialDate]:
    """Return for each stage the firm has been in the date of its latest entry."""
    return {event.to_stage: event.effective_on for event in valid_events(events)}


def possible_moves(current: str | None) -> tuple[str, ...]:
    """Return the stages that a firm may move to, earliest stage first; every stage before the first event."""
    if current is None:
        return tuple(reference.stages())
    return tuple(stage for stage in reference.stages() if (current, stage) in reference.transitions())


def place_move(history: Iterable[StageEvent], on: PartialDate) -> Placing:
    """Return where a new move with this date stands in a history."""
    counting = valid_events(history)
    before = [event for event in counting if event.effective_on <= on]
    after = counting[len(before) :]
    return Placing(before[-1].to_stage if before else None, after[0] if after else None)


def place_correction(history: Iterable[StageEvent], event_id: str, on: PartialDate) -> Placing:
    """Return where one of the events that count stands with a date: among those of one day it keeps its place.

    ValueError for an event that does not count.
    """
    dated = [event.model_copy(update={"effective_on": on}) if event.id == event_id else event for event in history]
    counting = valid_events(dated)
    place = [event.id for event in counting].index(event_id)
    after = counting[place + 1 :]
    return Placing(counting[place - 1].to_stage if place else None, after[0] if after else None)


def can_follow(to: str, following: StageEvent) -> bool:
    """Tell whether a later move could start from another stage with the reason that it has."""
    move = reference.transitions().get((to, following.to_stage))
    return move is not None and (following.reason in move.allowed_reasons if move.reason_required else True)


def check_move(  # noqa: PLR0913 - all that the sheet asks
    current: str | None,
    to: str,
    *,
    on: PartialDate,
    today: date,
    has_listing: bool,
    reason: str | None = None,
    evidence: Collection[str] = (),
    history: Collection[StageEvent] = (),
    placing: Placing | None = None,
    ended: bool = False,
) -> list[str]:
    """Check a move and return its warnings; too little evidence warns and never blocks.

    With a history the move starts from the stage of its date, or `placing` says where it stands; a move before
    later ones is allowed only if the next of them may start from the new stage. Raises InputError on `to_stage`,
    `effective_on`, `reason` and `evidence`, RuleError where the rules say no (domain 2.2, 2.3).
    """
    placing = placing or (place_move(history, on) if history else Placing(current, None))
    if ended:
        raise RuleError(_("This firm has ended, so its stage stays as it was. Change its state first."))
    _check_fields(to, on, today, evidence)
    start = placing.from_stage
    if start == to:
        raise RuleError(_("The firm is already in the stage “{stage}”.").format(stage=_name(to)))
    if start is not None:
        _check_pair(start, to, reason)
    if to == _LISTED and not has_listing:
        raise RuleError(_("A listed firm needs an open listing record. Add its exchange and stock code first."))
    if placing.following is not None:
        _check_following(to, placing.following)
    move = reference.transitions().get((start or "", to))
    return _evidence_warnings(to, move, evidence)


def check_history(events: Iterable[StageEvent], today: date) -> None:
    """Raise RuleError unless the events that count form one chain of allowed moves, none in the future."""
    before: str | None = None
    for event in valid_events(events):
        when = format_partial(event.effective_on)
        if event.effective_on.first_day() > today:
            raise RuleError(_("The stage move of {date} is in the future.").format(date=when))
        if event.from_stage != before:
            raise RuleError(
                _("The stage history does not fit together at {date}: the move to “{stage}” starts elsewhere.").format(
                    date=when, stage=_name(event.to_stage)
                )
            )
        if before is not None and (before, event.to_stage) not in reference.transitions():
            raise RuleError(_not_allowed(before, event.to_stage))
        before = event.to_stage


def _check_fields(to: str, on: PartialDate, today: date, evidence: Collection[str]) -> None:
    problems = {}
    if to not in reference.stages():
        problems["to_stage"] = _("Choose a stage.")
    if on.first_day() > today:
        problems["effective_on"] = _("A stage move cannot be in the future. Type today or an earlier date.")
    unknown = [code for code in evidence if code not in reference.evidence()]
    if unknown:
        problems["evidence"] = _("{code} is not a kind of evidence.").format(code=unknown[0])
    if problems:
        raise InputError(problems)


def _check_pair(start: str, to: str, reason: str | None) -> None:
    move = reference.transitions().get((start, to))
    if move is None:
        raise RuleError(_not_allowed(start, to))
    if reason is None:
        if move.reason_required:
            raise InputError({"reason": _("This move needs a reason. Choose one.")})
        return
    allowed = move.allowed_reasons or tuple(reference.labels("transition_reason"))
    if reason not in allowed:
        names = listed(reference.text("transition_reason", code) for code in allowed)
        raise InputError({"reason": _("This reason does not fit the move. Fitting are: {names}.").format(names=names)})


def _check_following(to: str, following: StageEvent) -> None:
    if not can_follow(to, following):
        raise RuleError(
            _("The later move to “{stage}” of {date} could not follow. Correct that move first.").format(
                stage=_name(following.to_stage), date=format_partial(following.effective_on)
            )
        )


def _evidence_warnings(to: str, move: Transition | None, evidence: Collection[str]) -> list[str]:
    stage = reference.stages()[to]
    fitting = len(set(evidence) & set(stage.entry_evidence))
    warnings = []
    if fitting < stage.min_evidence:
        sentence = ngettext(
            "“{stage}” usually needs {n} piece of evidence; {given} is given.",
            "“{stage}” usually needs {n} pieces of evidence; {given} is given.",
            stage.min_evidence,
        )
        warnings.append(sentence.format(stage=stage.label.text(), n=stage.min_evidence, given=fitting))
    if move and not set(move.requires) <= set(evidence):
        warnings.append(_missing(move.requires))
    if move and move.requires_any and not set(move.requires_any) & set(evidence):
        warnings.append(_missing(move.requires_any))
    return warnings


def _missing(codes: tuple[str, ...]) -> str:
    names = listed(reference.text("evidence", code) for code in codes)
    return _("This move is usually shown by: {names}.").format(names=names)


def _not_allowed(start: str, to: str) -> str:
    sentence = _("A firm cannot move from “{start}” to “{to}”. Choose a step between them or correct the history.")
    return sentence.format(start=_name(start), to=_name(to))


def _name(stage: str) -> str:
    return reference.text("stage", stage)


def _first_recorded(event: StageEvent, known: dict[str, StageEvent]) -> tuple[str, str]:
    """Return when the event was first recorded, and as what: a correction keeps the place of what it corrects."""
    seen = {event.id}
    while event.supersedes in known and event.supersedes not in seen:
        event = known[event.supersedes]
        seen.add(event.id)
    return event.recorded_at, event.id

"""The lifecycle of a firm: its strip of stages, the moves it may make, and its history (domain reference, 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp.domain import reference, stage_rules
from rmapp.domain.classes import strictest
from rmapp.domain.firm import Firm, Listing
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.firm_values import firm_values
from rmapp.services.stages.listing.applications import class_of_move
from rmapp.services.stages.stage_signals import Signal, signals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.reference_items import Transition
    from rmapp.domain.stage_rules import Placing
    from rmapp.storage.store import Store

StepState = Literal["past", "now", "next", "later"]
MoveKind = Literal["first", "forward", "skip", "back"]


class StageStep(NamedTuple):
    """One stage of the strip; `since` is its latest entry, `skipped` a past stage the firm was never in."""

    stage: str
    label: str
    state: StepState
    since: PartialDate | None
    skipped: bool


class StageStrip(NamedTuple):
    """The eight stages of a firm and what speaks for the next one.

    `days` and whole `months` in the current stage count from the first day that its begin can mean. `met` of
    `signals` are met and `needed` usually suffice. `frozen` firms have ended and keep their stage.
    """

    steps: tuple[StageStep, ...]
    current: str | None
    since: PartialDate | None
    days: int | None
    months: int | None
    next_stage: str | None
    signals: tuple[Signal, ...]
    met: int
    needed: int
    frozen: bool


class Move(NamedTuple):
    """A move that the rules allow; `reasons` are the codes that fit it."""

    to: str
    kind: MoveKind
    reason_required: bool
    reasons: tuple[str, ...]
    note: str


class MovePreview(NamedTuple):
    """What a move would meet: `problems` by field block it ("" for the move itself), `warnings` do not."""

    kind: MoveKind | None
    reason_required: bool
    reasons: tuple[str, ...]
    problems: dict[str, str]
    warnings: tuple[str, ...]
    signals: tuple[Signal, ...]


def stage_strip(store: Store, firm_id: str) -> StageStrip:
    """Return the strip of stages with the signals of the next one. Raises NotFoundError."""
    firm = store.get(Firm, firm_id)
    events = store.all(StageEvent, firm_id=firm_id)
    current = stage_rules.current_stage(events)
    since = stage_rules.stage_since(events)
    following = _following(current)
    found = signals(store, firm_id, following) if following else ()
    entered = stage_rules.entered_on(events)
    return StageStrip(
        steps=tuple(_step(code, current, following, entered) for code in reference.stages()),
        current=current,
        since=since,
        days=max(0, (store.clock.today() - since.first_day()).days) if since else None,
        months=_months(since.first_day(), store.clock.today()) if since else None,
        next_stage=following,
        signals=found,
        met=sum(signal.met is True for signal in found),
        needed=reference.stages()[following].min_evidence if following else 0,
        frozen=firm.end_state != "operating",
    )


def evidence_for(store: Store, firm_id: str, stage: str) -> tuple[Signal, ...]:
    """Return the entry evidence of a stage, with what the book knows about each kind."""
    return signals(store, firm_id, stage)


def moves(store: Store, firm_id: str, on: PartialDate | date | None = None) -> list[Move]:
    """Return the moves that the rules allow a firm on a day, or now, earliest stage first.

    Before later moves these are the ones that the next of them could follow. A firm that has ended makes none.
    Raises NotFoundError.
    """
    if store.get(Firm, firm_id).end_state != "operating":
        return []
    placing = place(store, firm_id, on)
    return [
        _move(placing.from_stage, to)
        for to in stage_rules.possible_moves(placing.from_stage)
        if placing.following is None or stage_rules.can_follow(to, placing.following)
    ]


def place(store: Store, firm_id: str, on: PartialDate | date | None = None) -> Placing:
    """Return where a move of a day, or of today, would stand in the history of a firm."""
    day = _partial(on or store.clock.today())
    return stage_rules.place_move(store.all(StageEvent, firm_id=firm_id), day)


def preview_move(
    store: Store,
    firm_id: str,
    to: str,
    on: PartialDate | date | None = None,
    reason: str | None = None,
    evidence: Sequence[str] = (),
    *,
    instead_of: str | None = None,
) -> MovePreview:
    """Try a move without making it; without `on` it is today's, and it may correct another. Raises NotFoundError."""
    problems: dict[str, str] = {}
    warnings: list[str] = []
    day = _partial(on or store.clock.today())
    placing = _placing(store, firm_id, day, instead_of)
    try:
        warnings = _check(store, firm_id, to, day, placing, reason=reason, evidence=evidence)
    except InputError as error:
        problems = error.fields
    except RuleError as error:
        problems = {"": error.message}
    allowed = to in stage_rules.possible_moves(placing.from_stage)
    move = _move(placing.from_stage, to) if allowed else None
    return MovePreview(
        kind=move.kind if move else None,
        reason_required=move.reason_required if move else False,
        reasons=move.reasons if move else (),
        problems=problems,
        warnings=tuple(warnings),
        signals=signals(store, firm_id, to) if to in reference.stages() else (),
    )


def move_stage(
    store: Store,
    firm_id: str,
    to: str,
    on: PartialDate | date,
    *,
    reason: str | None = None,
    evidence: Sequence[str] = (),
    note: str = "",
    approver: str = "",
) -> StageEvent:
    """Write a stage move; a date before later moves is allowed where the history stays whole.

    A move that tells of an application for a listing has at least its class.
    Raises InputError on `to_stage`, `effective_on`, `reason` or `evidence`, RuleError where the rules say no.
    """
    day = _partial(on)
    placing = _placing(store, firm_id, day)
    _check(store, firm_id, to, day, placing, reason=reason, evidence=evidence)
    event = store.add(
        StageEvent(
            firm_id=firm_id,
            from_stage=placing.from_stage,
            to_stage=to,
            effective_on=day,
            recorded_at=store.now(),
            recorded_by=store.actor,
            approver=approver.strip(),
            reason=reason,
            evidence=tuple(evidence),
            note=note.strip(),
            confidentiality=class_of_move(store, firm_id, placing.from_stage, to, day),
        )
    )
    if placing.following is not None and placing.following.from_stage != to:
        _supersede(store, placing.following, from_stage=to)
    return event


def history(store: Store, firm_id: str) -> list[StageEvent]:
    """Return the moves that count, oldest first."""
    return stage_rules.valid_events(store.all(StageEvent, firm_id=firm_id))


def correct_stage(store: Store, event_id: str, **fields: Any) -> StageEvent:
    """Correct a move by a new one that supersedes it; both stay in the book.

    `fields` are those of `StageEvent` (to_stage, effective_on, reason, evidence, note, approver). It keeps to the
    rules of a new move: raises what `move_stage` does, RuleError where the moves before and after would no longer
    fit, NotFoundError.
    """
    before = store.get(StageEvent, event_id)
    if store.all(StageEvent, supersedes=event_id):
        raise RuleError(_("This move has been corrected already. Correct the newer entry."))
    placing = _placing(store, before.firm_id, fields.get("effective_on", before.effective_on), event_id)
    corrected = _supersede(store, before, **fields)
    events = store.all(StageEvent, firm_id=before.firm_id)
    counting = stage_rules.valid_events(events)
    place = [event.id for event in counting].index(corrected.id)
    if place + 1 < len(counting) and counting[place + 1].from_stage != corrected.to_stage:
        _supersede(store, counting[place + 1], from_stage=corrected.to_stage)
    stage_rules.check_history(store.all(StageEvent, firm_id=before.firm_id), store.clock.today())
    made = (corrected.firm_id, corrected.to_stage, corrected.effective_on, placing)
    _check(store, *made, reason=corrected.reason, evidence=corrected.evidence)
    return corrected


def _placing(store: Store, firm_id: str, on: PartialDate, instead_of: str | None = None) -> Placing:
    """Return where a move of a day stands, or the correction of one."""
    events = store.all(StageEvent, firm_id=firm_id)
    if instead_of is None:
        return stage_rules.place_move(events, on)
    return stage_rules.place_correction(events, instead_of, on)


def _check(
    store: Store,
    firm_id: str,
    to: str,
    on: PartialDate,
    placing: Placing,
    *,
    reason: str | None,
    evidence: Sequence[str],
) -> list[str]:
    firm = store.get(Firm, firm_id)
    is_past = placing.following is not None
    return stage_rules.check_move(
        placing.from_stage,
        to,
        on=on,
        today=store.clock.today(),
        has_listing=_was_listed(store, firm_id) if is_past else _is_listed(store, firm_id),
        reason=reason,
        evidence=evidence,
        placing=placing,
        ended=firm.end_state != "operating",
    )


def _was_listed(store: Store, firm_id: str) -> bool:
    return bool(store.all(Listing, firm_id=firm_id))


def _is_listed(store: Store, firm_id: str) -> bool:
    listed = firm_values(store, firm_id).get("listed")
    return listed is not None and listed.value is True


def _supersede(store: Store, before: StageEvent, **fields: Any) -> StageEvent:
    kept = {
        name: getattr(before, name)
        for name in StageEvent.model_fields
        if name not in ("id", "portfolio_id", "created_at", "created_by", "deleted_at")
    }
    stamp = {"recorded_at": store.now(), "recorded_by": store.actor, "supersedes": before.id}
    made = StageEvent(**{**kept, **fields, **stamp})
    told = class_of_move(store, made.firm_id, made.from_stage, made.to_stage, made.effective_on)
    return store.add(made.model_copy(update={"confidentiality": strictest([made.confidentiality, told])}))


def _step(code: str, current: str | None, following: str | None, entered: dict[str, PartialDate]) -> StageStep:
    stages = reference.stages()
    at = stages[current].ordinal if current else 0
    state: StepState = "later"
    if stages[code].ordinal < at:
        state = "past"
    elif code == current:
        state = "now"
    elif code == following:
        state = "next"
    reached = state in ("past", "now")
    return StageStep(
        stage=code,
        label=stages[code].label.text(),
        state=state,
        since=entered.get(code) if reached else None,
        skipped=state == "past" and code not in entered,
    )


def _following(current: str | None) -> str | None:
    codes = tuple(reference.stages())
    if current is None:
        return codes[0]
    return next(iter(codes[codes.index(current) + 1 :]), None)


def _move(current: str | None, to: str) -> Move:
    if current is None:
        return Move(to, "first", reason_required=False, reasons=(), note="")
    rule: Transition = reference.transitions()[current, to]
    kind: MoveKind = "forward" if rule.kind == "forward" else ("skip" if rule.kind == "skip" else "back")
    return Move(to, kind, rule.reason_required, rule.allowed_reasons, rule.note)


def _months(start: date, today: date) -> int:
    return max(0, (today.year - start.year) * 12 + today.month - start.month - (today.day < start.day))


def _partial(day: PartialDate | date) -> PartialDate:
    return day if isinstance(day, PartialDate) else PartialDate.of(day)

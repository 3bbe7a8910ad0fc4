"""Stage moves that the facts propose: read, accepted in one step, or put off with a reason (domain 2.1, 2.4).

A proposal never moves a firm by itself. The table `stage_hint` tells which firms have one; what is shown of
it is judged anew, so that nothing is shown that does not hold any more or that must not be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference, stage_rules
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.proposal_wording import why_proposed
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_evidence import StageDecision, StageEvidence
from rmapp.domain.stage_proposal import LISTED, Proposed, Standing, Way, is_quiet_basis, proposed
from rmapp.errors import InputError, RecordUnreadable, RuleError
from rmapp.i18n import _
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.firm_values import converter, many_values
from rmapp.services.stages import lifecycle
from rmapp.services.stages.stage_signals import truth_of
from rmapp.storage import stage_hints
from rmapp.storage.many_rows import rows_of
from rmapp.storage.stage_hints import Hint

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from rmapp.domain.condition import Truth
    from rmapp.domain.known import Values
    from rmapp.services.stages.stage_signals import Convert
    from rmapp.storage.store import Store

AT_MOST = 50
"""How many firms are judged within a command; a larger change, such as an import, waits for the daily run."""

SOURCES = stage_hints.SOURCES
"""The tables whose changes may change who has a proposal that nobody put off."""

_CHUNK = 1_000
_DAY_OF_RUN = "proposals_on"
_MOVE = ("from_stage", "to_stage", "effective_on", "recorded_at", "supersedes", "evidence")
_SEEN = ("evidence", "seen_on")


class Proposal(NamedTuple):
    """A move that the facts propose to a firm, with what speaks for it; `on` is the day it would be dated to.

    `reasons` are the codes that fit where the move needs one. It can be accepted `at_once` where nothing is left
    to choose or to add first.
    """

    firm_id: str
    firm_name: str
    from_stage: str | None
    to: str
    met: tuple[str, ...]
    needed: int
    reasons: tuple[str, ...]
    status: str
    on: PartialDate
    basis: str
    at_once: bool

    @property
    def is_back(self) -> bool:
        """Tell whether it leads to an earlier stage."""
        stages = reference.stages()
        return self.from_stage is not None and stages[self.to].ordinal < stages[self.from_stage].ordinal

    def words(self) -> str:
        """Return why it is proposed."""
        return why_proposed(self.met, self.needed, self.status, self.on)


def proposal(store: Store, firm_id: str) -> Proposal | None:
    """Return the move that is proposed to a firm; None without one, or while it is put off."""
    return next(iter(_shown(store, [firm_id])), None)


def proposals(store: Store, most: int) -> tuple[Proposal, ...]:
    """Return the first proposals of the book, steps to the exchange before evidence, then by tier and outstanding."""
    return _shown(store, stage_hints.first(store, most))


def waiting(store: Store, firm_ids: Collection[str] | None = None) -> dict[str, str]:
    """Return the proposed stage of those of some firms, or of all, that have a proposal; marks and counts need it."""
    return stage_hints.standing(store, firm_ids)


def accept(store: Store, firm_id: str, to: str, *, reason: str | None = None, note: str = "") -> StageEvent:
    """Make the proposed move with the evidence that is met, and remember that it was accepted.

    Raises InputError on `reason` where more than one fits and none is given, RuleError where the move is not
    proposed any more or the rules say no.
    """
    found = _still(store, firm_id, to)
    why = reason or (found.reasons[0] if len(found.reasons) == 1 else None)
    event = lifecycle.move_stage(store, firm_id, to, found.on, reason=why, evidence=found.met, note=note)
    _remember(store, found, "accepted", reason=why or "")
    return event


def not_yet(store: Store, firm_id: str, to: str, reason: str, until: date | None = None) -> StageDecision:
    """Put a proposed move off until its evidence changes, or until a day if that comes first.

    Raises InputError on `reason` and `until`, RuleError where the move is not proposed any more.
    """
    problems = {}
    if not reason.strip():
        problems["reason"] = _("Write why not yet, so that it is known when the question comes again.")
    if until is not None and until <= store.clock.today():
        problems["until"] = _("Choose a day after today, or leave it empty.")
    if problems:
        raise InputError(problems)
    return _remember(store, _still(store, firm_id, to), "not_yet", reason=reason.strip(), until=until)


def decisions(store: Store, firm_id: str) -> list[StageDecision]:
    """Return what was said to proposed moves of a firm, the newest first."""
    return store.all(StageDecision, order="decided_on desc, rid desc", firm_id=firm_id)


def put_off(store: Store, firm_id: str) -> StageDecision | None:
    """Return the "not yet" that keeps what the facts propose to a firm quiet; None where nothing is kept quiet."""
    today = store.clock.today()
    said = [one for one in decisions(store, firm_id) if one.answer == "not_yet"]
    for _firm_id, _standing, made in _judged(store, [firm_id]) if said else ():
        return next((one for one in said if _is_quiet(made, one, today)), None)
    return None


def ask_again(store: Store, decision_id: str) -> None:
    """Take a "not yet" back: what was put off is proposed again. Raises NotFoundError."""
    store.remove(StageDecision, decision_id)


def refresh_touched(store: Store, touched: Mapping[str, Collection[str]]) -> None:
    """Judge the firms anew whose facts a command changed, in the transaction that changed them."""
    firms = stage_hints.touched_firms(store, touched)
    if 0 < len(firms) <= AT_MOST:
        refresh(store, firms)


def refresh_all(store: Store) -> None:
    """Judge every firm anew, once a day: time alone may change what is proposed."""
    ids = stage_hints.operating(store, stage_hints.with_facts(store))
    stage_hints.forget_others(store, ids)
    for start in range(0, len(ids), _CHUNK):
        refresh(store, ids[start : start + _CHUNK])
    store.set_info(**{_DAY_OF_RUN: store.clock.today().isoformat()})


def is_due(store: Store) -> bool:
    """Tell whether the firms are still to be judged on this day."""
    return store.info.get(_DAY_OF_RUN) != store.clock.today().isoformat()


def refresh(store: Store, firm_ids: Sequence[str]) -> None:
    """Write what is proposed to some firms."""
    found = _judged(store, firm_ids)
    hints = [Hint(firm_id, one.stage, made.to, len(made.met), made.needed, made.basis) for firm_id, one, made in found]
    stage_hints.write(store, firm_ids, hints)


def _shown(store: Store, firm_ids: Sequence[str]) -> tuple[Proposal, ...]:
    """Return the proposals of some firms, in their order, without those that are put off."""
    today = store.clock.today()
    said: dict[str, list[StageDecision]] = {}
    for decision in store.all(StageDecision, firm_id=list(firm_ids), answer="not_yet"):
        said.setdefault(decision.firm_id, []).append(decision)
    found = {
        firm_id: (standing, made)
        for firm_id, standing, made in _judged(store, firm_ids)
        if not any(_is_quiet(made, one, today) for one in said.get(firm_id, ()))
    }
    names = firm_names(store, found)
    return tuple(_proposal(firm_id, names[firm_id], *found[firm_id], today) for firm_id in firm_ids if firm_id in found)


def _is_quiet(made: Proposed, said: StageDecision, today: date) -> bool:
    return made.to == said.to_stage and is_quiet_basis(made.basis, said.basis, said.until, today)


def _proposal(firm_id: str, name: str, standing: Standing, made: Proposed, today: date) -> Proposal:
    return Proposal(
        firm_id=firm_id,
        firm_name=name,
        from_stage=standing.stage,
        to=made.to,
        met=made.met,
        needed=made.needed,
        reasons=made.reasons,
        status=made.status,
        on=_day(standing, made, today),
        basis=made.basis,
        at_once=len(made.reasons) <= 1 and (made.to != LISTED or standing.is_listed),
    )


def _day(standing: Standing, made: Proposed, today: date) -> PartialDate:
    """Return the day of the step that proposes a move, today where evidence does or the step is an older one."""
    step = standing.way.on if standing.way is not None and made.status else None
    if step is None or (standing.moves and step <= standing.moves[-1].effective_on) or step.first_day() > today:
        return PartialDate.of(today)
    return step


def _still(store: Store, firm_id: str, to: str) -> Proposal:
    found = proposal(store, firm_id)
    if found is None or found.to != to:
        raise RuleError(_("This move is not proposed any more: the facts have changed, or somebody has decided it."))
    return found


def _remember(store: Store, found: Proposal, answer: str, **fields: object) -> StageDecision:
    return store.add(
        StageDecision.model_validate(
            {
                "firm_id": found.firm_id,
                "from_stage": found.from_stage,
                "to_stage": found.to,
                "answer": answer,
                "decided_on": store.clock.today(),
                "basis": found.basis,
                **fields,
            }
        )
    )


def _judged(store: Store, firm_ids: Sequence[str]) -> list[tuple[str, Standing, Proposed]]:
    """Return the firms of some that have a proposal, put off or not, with where they stand.

    Nothing is proposed to a firm with a record that cannot be read: it must not keep a note from being saved.
    """
    ids = stage_hints.operating(store, firm_ids)
    try:
        return list(_found(store, ids)) if ids else []
    except RecordUnreadable:
        return [] if len(ids) == 1 else [found for firm_id in ids for found in _judged(store, [firm_id])]


def _found(store: Store, ids: Sequence[str]) -> Iterable[tuple[str, Standing, Proposed]]:
    values, convert, today = many_values(store, ids), converter(store), store.clock.today()
    moves = rows_of(store, StageEvent, ids, _MOVE)
    seen = rows_of(store, StageEvidence, ids, _SEEN)
    for firm_id, known in values.items():
        standing = _standing(known, moves.get(firm_id, ()))
        days = {row.evidence: row.seen_on for row in sorted(seen.get(firm_id, ()), key=_seen_on)}
        made = proposed(standing, _truths(known, convert, days), today)
        if made is not None:
            yield firm_id, standing, made


def _standing(values: Values, events: Iterable[StageEvent]) -> Standing:
    status, listed = values.get("ipo_status"), values.get("listed")
    way = Way(str(status.value), status.as_of) if status is not None else None
    return Standing(stage_rules.valid_events(events), listed is not None and listed.value is True, way)


def _truths(values: Values, convert: Convert, seen: Mapping[str, date]) -> Callable[[str], Truth]:
    def truth(code: str) -> Truth:
        return truth_of(code, values, convert, seen)

    return truth


def _seen_on(row: StageEvidence) -> date:
    return row.seen_on

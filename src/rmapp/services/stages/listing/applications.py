"""An application for a listing: begun, changed, taken out; a firm has one open application at a time (domain 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rmapp.domain import ipo_rules, reference
from rmapp.domain.classes import USUAL, is_lowering, strictest
from rmapp.domain.code_checks import amount_problems, code_problems
from rmapp.domain.firm import Firm
from rmapp.domain.ipo import IpoAction, IpoApplication, IpoEvent
from rmapp.domain.listing_boards import ipo_statuses
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.stage_rules import BEFORE_LISTING, current_stage, tells_of_listing, valid_events
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.domain.ipo import Track
    from rmapp.domain.partial_date import PartialDate
    from rmapp.storage.store import Store

_OWN = frozenset(IpoApplication.model_fields) - {"id", "firm_id", "closed_on"}


def start_application(store: Store, firm_id: str, track: Track = "a_share", **fields: Any) -> IpoApplication:
    """Begin an application of a firm; it is restricted unless `confidentiality` says otherwise.

    A firm that is in the stage before the listing already is so as confidentially as it applies.
    Raises InputError beside the fields, RuleError where one is open already, NotFoundError.
    """
    store.get(Firm, firm_id)
    if open_application(store, firm_id) is not None:
        raise RuleError(_("This firm has an open application already. Its end has to be recorded first."))
    application = _made(IpoApplication(firm_id=firm_id), {"track": track, **fields})
    _check(store, application)
    added = store.add(application)
    if current_stage(store.all(StageEvent, firm_id=firm_id)) == BEFORE_LISTING:
        _raise_moves(store, added)
    return added


def change_application(store: Store, application_id: str, **fields: Any) -> IpoApplication:
    """Change an application; its steps, what the bank does along it and stage moves that tell of it take on its class.

    Raises InputError beside the fields, RuleError for another way while steps are recorded, NotFoundError,
    ReasonNeeded where the class is lowered.
    """
    before = store.get(IpoApplication, application_id)
    after = _made(before, fields)
    _check(store, after)
    if after.track != before.track and store.count(IpoEvent, ipo_application_id=application_id):
        raise RuleError(_("Steps of this way are recorded. Remove them first, or begin another application."))
    if after.confidentiality != before.confidentiality:
        for kind in (IpoEvent, IpoAction):
            for one in store.all(kind, ipo_application_id=application_id):
                store.change(kind, one.id, confidentiality=after.confidentiality)
        _class_moves(store, before, after)
    return store.change(IpoApplication, application_id, **{name: getattr(after, name) for name in fields})


def remove_application(store: Store, application_id: str) -> None:
    """Take an application out of the book, with its steps and what the bank did along it. Raises NotFoundError."""
    for kind in (IpoEvent, IpoAction):
        for one in store.all(kind, ipo_application_id=application_id):
            store.remove(kind, one.id)
    store.remove(IpoApplication, application_id)


def open_application(store: Store, firm_id: str) -> IpoApplication | None:
    """Return the open application of a firm, None where there is none."""
    return next((one for one in store.all(IpoApplication, firm_id=firm_id) if one.closed_on is None), None)


def applications(store: Store, firm_id: str) -> tuple[IpoApplication, ...]:
    """Return all applications of a firm, the open one first and then the newest."""
    found = store.all(IpoApplication, order="rid desc", firm_id=firm_id)
    return tuple(sorted(found, key=_open_first))


def class_of_move(store: Store, firm_id: str, from_stage: str | None, to_stage: str, on: PartialDate) -> str:
    """Return the class of a stage move: that of the application which the move would give away.

    Without an application it is that of the evidence for the stage before the listing.
    """
    if not tells_of_listing(from_stage, to_stage):
        return USUAL
    told = _told_by(applications(store, firm_id), _moves(store, firm_id), from_stage, on)
    if told is not None:
        return strictest([USUAL, told.confidentiality])
    evidence = list(reference.stages()[BEFORE_LISTING].entry_evidence)
    seen = store.all(StageEvidence, firm_id=firm_id, evidence=evidence, met=True)
    return strictest([USUAL, *(one.confidentiality for one in seen)])


def application_of(store: Store, application_id: str) -> IpoApplication:
    """Return one application. Raises NotFoundError."""
    return store.get(IpoApplication, application_id)


def close_as_steps_say(store: Store, application_id: str) -> IpoApplication:
    """Close an application whose last step ends it, or open it again where that step was taken back.

    Raises RuleError where another application of the firm is open by now.
    """
    application = store.get(IpoApplication, application_id)
    last = ipo_rules.current(store.all(IpoEvent, ipo_application_id=application_id))
    is_over = last is not None and ipo_statuses()[last.status].terminal
    closed_on = min(last.reached_on.last_day(), store.clock.today()) if last is not None and is_over else None
    if closed_on == application.closed_on:
        return application
    if closed_on is None and open_application(store, application.firm_id) is not None:
        raise RuleError(_("Another application of this firm is open, so this one cannot be opened again."))
    return store.change(IpoApplication, application_id, closed_on=closed_on)


def _class_moves(store: Store, before: IpoApplication, after: IpoApplication) -> None:
    """Let the stage moves that tell of an application have its new class; those of another one keep theirs."""
    if not is_lowering(before.confidentiality, after.confidentiality):
        _raise_moves(store, after)
        return
    found, moves = applications(store, after.firm_id), _moves(store, after.firm_id)
    for one in store.all(StageEvent, firm_id=after.firm_id, confidentiality=before.confidentiality):
        if not tells_of_listing(one.from_stage, one.to_stage):
            continue
        told = _told_by(found, moves, one.from_stage, one.effective_on)
        if told is not None and told.id == after.id:
            store.change(StageEvent, one.id, confidentiality=strictest([USUAL, after.confidentiality]))


def _raise_moves(store: Store, application: IpoApplication) -> None:
    """Raise the class of the newest stage move where it tells of an application, and of what it corrects.

    With a move back out of the stage the one into it is raised, which would tell as much.
    """
    firm_id = application.firm_id
    known, moves = {one.id: one for one in store.all(StageEvent, firm_id=firm_id)}, _moves(store, firm_id)
    found = applications(store, firm_id)
    for move in reversed(moves[-2:]):
        told = _told_by(found, moves, move.from_stage, move.effective_on)
        if not tells_of_listing(move.from_stage, move.to_stage) or told is None or told.id != application.id:
            return
        raised: StageEvent | None = move
        while raised is not None:
            if is_lowering(application.confidentiality, raised.confidentiality):
                store.change(StageEvent, raised.id, confidentiality=application.confidentiality)
            raised = known.get(raised.supersedes) if raised.supersedes else None
        if move.to_stage == BEFORE_LISTING:
            return


def _moves(store: Store, firm_id: str) -> list[StageEvent]:
    return valid_events(store.all(StageEvent, firm_id=firm_id))


def _told_by(
    found: Sequence[IpoApplication], moves: Iterable[StageEvent], from_stage: str | None, on: PartialDate
) -> IpoApplication | None:
    """Return of the applications of a firm (the newest first) the one that a move tells of.

    It is the first that was not over when the firm entered the stage before the listing, else the newest.
    """
    if from_stage == BEFORE_LISTING:
        entries = [one.effective_on for one in moves if one.to_stage == BEFORE_LISTING and one.effective_on <= on]
        on = entries[-1] if entries else on
    going_on = (one for one in reversed(found) if one.closed_on is None or one.closed_on >= on.first_day())
    return next(going_on, found[0] if found else None)


def _made(application: IpoApplication, fields: dict[str, Any]) -> IpoApplication:
    strange = sorted(fields.keys() - _OWN)
    if strange:
        raise InputError({strange[0]: _("This belongs to no application.")})
    try:
        return IpoApplication.model_validate({**dict(application), **fields})
    except ValidationError as error:
        raise refused(error) from error


def _check(store: Store, application: IpoApplication) -> None:
    problems = code_problems(application) | amount_problems(application)
    if application.board is not None and "board" not in problems:
        fitting = ipo_rules.boards_of(application.track)
        if application.board not in fitting:
            named = reference.text("board", application.board)
            problems["board"] = _("“{board}” is not a board of this way to the exchange.").format(board=named)
    valued = application.market_value_on
    if valued is not None and valued > store.clock.today():
        problems["market_value_on"] = _("This day is still to come. Type today or an earlier date.")
    if problems:
        raise InputError(problems)


def _open_first(application: IpoApplication) -> tuple[bool, int]:
    closed = application.closed_on
    return closed is not None, -(closed.toordinal() if closed else 0)

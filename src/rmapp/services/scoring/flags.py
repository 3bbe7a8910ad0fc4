"""Hard stops and caps of a firm: raised with evidence, and cleared with a reason (domain reference, 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.assessment import RiskFlag
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.code_checks import code_problems, future_problems
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.loan_class import NON_PERFORMING_FLAG, OVERDUE_FLAG
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.lines.loan_flags import loan_flags
from rmapp.services.scoring.scorecards import active_scorecard

if TYPE_CHECKING:
    from datetime import date

    from rmapp.services.lines.loan_flags import LoanFlag
    from rmapp.storage.store import Store


def firm_flags(store: Store, firm_id: str) -> list[RiskFlag]:
    """Return the flags of a firm, those that hold first, then the newest."""
    found = sorted(store.all(RiskFlag, firm_id=firm_id), key=_found, reverse=True)
    return sorted(found, key=_is_cleared)


def flag_of(store: Store, flag_id: str) -> RiskFlag:
    """Return one flag. Raises NotFoundError."""
    return store.get(RiskFlag, flag_id)


def holding(store: Store, firm_id: str) -> tuple[str, ...]:
    """Return the codes of the flags that hold now: those that were written down, and those that loans give."""
    found = (one.flag for one in loan_flags(store, firm_id))
    return tuple(dict.fromkeys((*_written(store, firm_id), *found)))


def found_by_book(store: Store, firm_id: str) -> tuple[LoanFlag, ...]:
    """Return the flags that the loans of a firm give; each ends with its line, none can be cleared."""
    return loan_flags(store, firm_id)


def restricted_codes(store: Store, firm_id: str) -> frozenset[str]:
    """Return the codes of restricted flags, cleared ones too: an assessment with one of them tells of it.

    A restricted line hides what lines may have given to an assessment, also when they no longer do.
    """
    codes = frozenset(one.flag for one in store.all(RiskFlag, firm_id=firm_id, confidentiality=RESTRICTED))
    has_lines = store.count(Facility, firm_id=firm_id, confidentiality=RESTRICTED) > 0
    return codes | {NON_PERFORMING_FLAG, OVERDUE_FLAG} if has_lines else codes


def stopping(store: Store, firm_id: str) -> tuple[str, ...]:
    """Return the codes of the hard stops among the flags that hold now; a cap is none."""
    rules = {one.code: one for one in active_scorecard(store, store.clock.today()).hard_stops}
    held = holding(store, firm_id)
    return tuple(code for code in held if code in rules and rules[code].is_stop)


def raise_flag(store: Store, firm_id: str, flag: str, found_on: date, evidence: str, **source: Any) -> RiskFlag:
    """Write a flag. Raises InputError beside the fields; the evidence is needed."""
    store.get(Firm, firm_id)
    made = RiskFlag(firm_id=firm_id, flag=flag, found_on=found_on, evidence=evidence.strip(), **source)
    problems = code_problems(made) | future_problems(made, ("found_on", "as_of"), store.clock.today())
    if not flag:
        problems["flag"] = _("Choose what was found.")
    elif flag in _written(store, firm_id):
        problems["flag"] = _("This flag holds already. Clear it before it is raised anew.")
    if not made.evidence:
        problems["evidence"] = _("Write what shows it.")
    if problems:
        raise InputError(problems)
    return store.add(made)


def clear_flag(store: Store, flag_id: str, note: str, *, on: date | None = None) -> RiskFlag:
    """Say that a flag no longer holds, and why. Raises InputError beside the fields."""
    flag = flag_of(store, flag_id)
    day = on or store.clock.today()
    problems = {}
    if not note.strip():
        problems["cleared_note"] = _("Write why it no longer holds.")
    if day > store.clock.today():
        problems["cleared_on"] = _("This day is still to come.")
    elif day < flag.found_on:
        problems["cleared_on"] = _("This day lies before the one it was found on.")
    if problems:
        raise InputError(problems)
    return store.change(RiskFlag, flag_id, cleared_on=day, cleared_note=note.strip())


def _written(store: Store, firm_id: str) -> tuple[str, ...]:
    return tuple(one.flag for one in firm_flags(store, firm_id) if one.cleared_on is None)


def _found(flag: RiskFlag) -> tuple[date, str]:
    return flag.found_on, flag.id


def _is_cleared(flag: RiskFlag) -> bool:
    return flag.cleared_on is not None

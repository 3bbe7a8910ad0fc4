"""A credit line as it is typed, before the book accepts it."""

from __future__ import annotations

from datetime import date

from rmapp.domain.entity import Value
from rmapp.domain.facility import FacilityTerms
from rmapp.domain.money import Money

SIGNED_STATES = frozenset({"signed", "active", "suspended", "matured", "closed", "written_off"})
"""Line states that only a signed contract can have (domain reference, 3.8)."""


class TrancheDraft(Value):
    """A planned part of a line; `id` is that of the stored tranche, or empty for a new one."""

    id: str = ""
    purpose: str = ""
    amount: Money | None = None
    condition: str = ""
    condition_due_on: date | None = None
    condition_met_on: date | None = None
    planned_on: date | None = None


class DrawDraft(Value):
    """A draw-down; `tranche` counts from 1 and is 0 for none. `id` is empty for a new one."""

    id: str = ""
    tranche: int = 0
    disbursed_on: date | None = None
    amount: Money | None = None
    payee: str = ""
    purpose: str = ""
    due_on: date | None = None


class ConditionDraft(Value):
    """A condition on the whole line; `id` is empty for a new one."""

    id: str = ""
    text: str = ""
    due_on: date | None = None
    met_on: date | None = None
    blocking: bool = False


class FacilityDraft(FacilityTerms):
    """A line with its parts as typed; amounts are in `ccy`."""

    tranches: tuple[TrancheDraft, ...] = ()
    draws: tuple[DrawDraft, ...] = ()
    conditions: tuple[ConditionDraft, ...] = ()

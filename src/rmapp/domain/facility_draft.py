"""A credit line as it is typed, before the book accepts it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from rmapp.domain.covenant import Operator
from rmapp.domain.entity import CodeOf, Value
from rmapp.domain.facility import FacilityTerms
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

SIGNED_STATES = frozenset({"signed", "active", "suspended", "matured", "closed", "written_off"})
"""Line states that only a signed contract can have (domain reference, 3.8)."""

OWN_SOURCE = "bank_system"


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
    waived_on: date | None = None
    waived_reason: str = ""


class ChargeDraft(Value):
    """A charge on something for the line; `id` is empty for a new one.

    It lies on a thing of the register (`collateral_id`), or on a right that is not in it yet
    (`ip_right_id`) and then comes into it. `type` is the type of security that it is.
    """

    id: str = ""
    collateral_id: str = ""
    ip_right_id: str = ""
    type: str = ""
    secured: Money | None = None
    registration_no: str = ""
    registered_on: date | None = None
    registered_to: date | None = None


class CovenantDraft(Value):
    """A covenant of the line; `id` is empty for a new one. Fields as in `domain/covenant.py`."""

    id: str = ""
    type: str = "financial"
    name: str = ""
    metric: str | None = None
    operator: Operator = "<="
    threshold: Decimal | None = None
    frequency: str = "annual"
    first_test_on: date | None = None
    days_to_deliver: int = 120
    grace_days: int = 0


class FacilityDraft(FacilityTerms):
    """A line with its parts as typed; amounts are in `ccy`.

    `limit_reason` says why the limit of a stored line changes; it stays in the history of the limit.
    `limit_since` is when a new or changed limit began to hold, as far as it is known. Of a line that is known
    from reports only (`is_reported`) days of signing and payout may be missing.
    """

    source: Annotated[str, CodeOf("info_source")] = OWN_SOURCE
    as_of: PartialDate | None = None
    citation: str = ""

    sub_limit: bool = False
    tranches: tuple[TrancheDraft, ...] = ()
    draws: tuple[DrawDraft, ...] = ()
    conditions: tuple[ConditionDraft, ...] = ()
    charges: tuple[ChargeDraft, ...] = ()
    covenants: tuple[CovenantDraft, ...] = ()
    limit_reason: str = ""
    limit_since: PartialDate | None = None

    @property
    def is_reported(self) -> bool:
        """Tell whether the line is known from reports only, not from the bank's own system."""
        return self.source != OWN_SOURCE


PARTS = frozenset({"tranches", "draws", "conditions", "charges", "covenants", "limit_reason", "limit_since"})
"""The fields of a draft that are no field of the line itself."""

"""A credit line as it is typed, before the book accepts it."""

from __future__ import annotations

from datetime import date

from rmapp.domain.entity import Value
from rmapp.domain.facility import Pricing, Security, UseOfProceeds
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


class FacilityDraft(Value):
    """All that can be typed about a line; amounts are in `ccy`."""

    firm_id: str
    facility_type: str = "working_capital_loan"
    parent_id: str | None = None
    group_limit_id: str | None = None
    reference_no: str = ""
    lender: str = ""
    branch: str = ""
    limit: Money | None = None
    ccy: str = "CNY"
    committed: bool = False
    revolving: bool = False
    tenor_months: int | None = None
    proposed_on: date | None = None
    submitted_on: date | None = None
    approved_on: date | None = None
    approval_expires_on: date | None = None
    signed_on: date | None = None
    available_from: date | None = None
    available_to: date | None = None
    maturity_on: date | None = None
    contract_no: str = ""
    approver: str = ""
    pricing: Pricing | None = None
    security: tuple[Security, ...] = ()
    use_of_proceeds: tuple[UseOfProceeds, ...] = ()
    repayment_method: str | None = None
    margin_bp: int | None = None
    status: str = "draft"
    status_reason: str = ""
    green_passage: bool = False
    confidentiality: str = "client_confidential"
    note: str = ""
    tranches: tuple[TrancheDraft, ...] = ()
    draws: tuple[DrawDraft, ...] = ()
    conditions: tuple[ConditionDraft, ...] = ()

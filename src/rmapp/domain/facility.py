"""Credit lines with their tranches, conditions, draw-downs and ledger (domain reference, 3.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity, Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Qualifier, Sourced


class Pricing(Value):
    """The price of a line: base rate and spread, or a fixed rate, all in basis points a year.

    `late_bp` is what late interest adds, as a share of the contract rate (5000 is half as much again).
    """

    base: Annotated[str, CodeOf("rate_base")] = "lpr_1y"
    fixed_bp: int | None = None
    spread_bp: int | None = None
    floor_bp: int | None = None
    cap_bp: int | None = None
    repricing: Annotated[str | None, CodeOf("reprice_frequency")] = None
    first_reset_on: date | None = None
    day_count: Annotated[str, CodeOf("day_count")] = "act_360"
    late_bp: int | None = None


class Fee(Value):
    """A fee on a line: as a rate in basis points or as an amount."""

    kind: Annotated[str, CodeOf("fee_kind")] = "other"
    rate_bp: int | None = None
    amount: Money | None = None
    when: str = ""


class Security(Value):
    """What secures a line as the approval states it; a line without security has the one entry `unsecured`.

    The things themselves, with their values and charges, stand in the register of `domain/collateral.py`.
    """

    type: Annotated[str, CodeOf("security_type")]
    description: str = ""
    value: Money | None = None
    valued_on: date | None = None
    registration_no: str = ""
    ranking: int | None = None
    ip_right_ids: tuple[str, ...] = ()
    provider: str = ""


class UseOfProceeds(Value):
    """What a line is for; `share_bp` is the part of the money in basis points."""

    code: Annotated[str, CodeOf("use_of_proceeds")]
    text: str = ""
    share_bp: int | None = None


class ScheduledPayment(Value):
    """Principal that is to be repaid on a day."""

    due_on: date
    principal: Money


class FacilityTerms(Value):
    """The terms of a line that can be typed; `limit` None means it is not known or not yet sized.

    `margin_bp` is the cash margin of bills and similar draws, which does not use the limit.
    `obligor_id` is the firm that owes where this is not the borrower (the anchor firm of reverse
    factoring, the acceptor of a bill). `exposure_factor_bp` stands in place of the type's own factor.
    `exception_note` says why a line goes to approval in spite of a hard stop.
    """

    firm_id: str
    parent_id: str | None = None
    group_limit_id: str | None = None
    reference_no: str = ""
    lender: str = ""
    branch: str = ""
    facility_type: Annotated[str, CodeOf("facility_type")] = "working_capital_loan"
    limit: Money | None = None
    ccy: Annotated[str, CodeOf("currency")] = "CNY"
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
    fees: tuple[Fee, ...] = ()
    repayment_method: Annotated[str | None, CodeOf("repayment_method")] = None
    schedule: tuple[ScheduledPayment, ...] = ()
    margin_bp: int | None = None
    obligor_id: str | None = None
    exposure_factor_bp: int | None = None
    exception_note: str = ""
    status: Annotated[str, CodeOf("line_status")] = "draft"
    status_reason: str = ""
    green_passage: bool = False
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    note: str = ""


class Facility(FacilityTerms, Sourced):
    """One credit line of a firm.

    Of a line that is known from reports only (`source` is not the bank's own system) an empty ledger means
    "not known". `loan_class` is entered and never computed; `overdue_since` is the first day that interest
    or a fee is late, which the ledger of principal cannot tell (domain reference, 3.10).
    """

    source: Annotated[str, CodeOf("info_source")] = "bank_system"
    product_code: str | None = None
    limit_qualifier: Qualifier = "exact"
    sub_limit: bool = False
    loan_class: Annotated[str | None, CodeOf("loan_class")] = None
    loan_class_on: date | None = None
    loan_class_source: str = ""
    overdue_since: date | None = None


class Tranche(Entity):
    """A planned part of a line: what for, how much, and what has to be true before it is drawn."""

    facility_id: str
    sequence: int
    purpose: str = ""
    amount: Money | None = None
    condition: str = ""
    condition_due_on: date | None = None
    condition_met_on: date | None = None
    planned_on: date | None = None

    @property
    def waits(self) -> bool:
        """Tell whether a condition still holds this tranche back."""
        return bool(self.condition) and self.condition_met_on is None


class DrawingCondition(Entity):
    """A condition on the whole line; a blocking one that is neither met nor waived makes nothing available."""

    facility_id: str
    text: str
    due_on: date | None = None
    met_on: date | None = None
    blocking: bool = False
    waived_on: date | None = None
    waived_reason: str = ""

    @property
    def waits(self) -> bool:
        """Tell whether the condition is still open."""
        return self.met_on is None and self.waived_on is None


class DrawUse(Value):
    """What a part of a draw-down pays for, to whom, and what shows that it did."""

    code: Annotated[str, CodeOf("use_of_proceeds")] = "general"
    text: str = ""
    amount: Money | None = None
    payee: str = ""
    evidence: str = ""


class Drawdown(Sourced):
    """One payout, bill, letter of credit, guarantee or contract under a line.

    Of a contract the `amount` is its risk, which the limit carries: `notional` times `factor_bp` (domain
    reference, 3.2). `first_check_on` is when the use of the money is looked at for the first time,
    `checked_on` when it was, `check_note` what was found.
    """

    facility_id: str
    tranche_id: str | None = None
    sequence: int
    requested_on: date | None = None
    disbursed_on: date | None = None
    amount: Money
    due_on: date | None = None
    rate_bp: int | None = None
    status: Annotated[str, CodeOf("draw_status")] = "disbursed"
    use: Annotated[str | None, CodeOf("use_of_proceeds")] = None
    purpose: str = ""
    payee: str = ""
    instrument_no: str = ""
    margin: Money | None = None
    notional: Money | None = None
    factor_bp: int | None = None
    uses: tuple[DrawUse, ...] = ()
    first_check_on: date | None = None
    checked_on: date | None = None
    check_note: str = ""


class LedgerEntry(Entity):
    """One append-only entry of a line's ledger; a correction reverses an earlier entry.

    Amounts are positive; what they do to the balance follows from `kind` (`tx_kind`).
    """

    facility_id: str
    drawdown_id: str | None = None
    kind: Annotated[str, CodeOf("tx_kind")]
    amount: Money
    value_on: PartialDate | None = None
    reverses: str | None = None
    note: str = ""


class FxRate(Entity):
    """A mid rate: one unit of `base` is worth `rate` units of `quote` on a day (section 3.6)."""

    base: str
    quote: str
    on: date
    rate: Decimal
    source: str = ""

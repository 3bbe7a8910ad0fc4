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
    """The price of a line: base rate and spread, or a fixed rate, all in basis points a year."""

    base: Annotated[str, CodeOf("rate_base")] = "lpr_1y"
    fixed_bp: int | None = None
    spread_bp: int | None = None
    floor_bp: int | None = None
    cap_bp: int | None = None
    repricing: Annotated[str | None, CodeOf("reprice_frequency")] = None
    first_reset_on: date | None = None


class Fee(Value):
    """A fee on a line: as a rate in basis points or as an amount."""

    kind: str
    rate_bp: int | None = None
    amount: Money | None = None
    when: str = ""


class Security(Value):
    """What secures a line; a line without security has the one entry `unsecured`."""

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


class FacilityTerms(Value):
    """The terms of a line that can be typed; `limit` None means it is not known or not yet sized.

    `margin_bp` is the cash margin of bills and similar draws, which does not use the limit.
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
    repayment_method: Annotated[str | None, CodeOf("repayment_method")] = None
    margin_bp: int | None = None
    status: Annotated[str, CodeOf("line_status")] = "draft"
    status_reason: str = ""
    green_passage: bool = False
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    note: str = ""


class Facility(FacilityTerms, Sourced):
    """One credit line of a firm.

    Of a line that is known from reports only (`source` is not the bank's own system) an empty ledger means
    "not known".
    """

    source: Annotated[str, CodeOf("info_source")] = "bank_system"
    product_code: str | None = None
    limit_qualifier: Qualifier = "exact"
    sub_limit: bool = False
    fees: tuple[Fee, ...] = ()
    loan_class: Annotated[str | None, CodeOf("loan_class")] = None
    loan_class_on: date | None = None


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
    """A condition on the whole line; an unmet blocking one makes nothing available."""

    facility_id: str
    text: str
    due_on: date | None = None
    met_on: date | None = None
    blocking: bool = False


class Drawdown(Sourced):
    """One payout, bill, letter of credit, guarantee or contract under a line."""

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

"""What a borrower has to keep to, the tests of it, and what the bank waived (domain reference, 3.9)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity

Operator = Literal["<=", "<", ">=", ">"]


class Covenant(Entity):
    """One covenant of a line.

    A financial covenant holds a `metric` against a `threshold` in the metric's unit (percent as 65, months,
    days, times, or units of `ccy`); the others ask only that something arrives or is done in time.
    `first_test_on` is the last day of the first period under test, `days_to_deliver` how long after it
    the proof is due, and `grace_days` how much later it turns into a breach.
    """

    facility_id: str
    type: Annotated[str, CodeOf("covenant_type")] = "financial"
    name: str = ""
    metric: Annotated[str | None, CodeOf("covenant_metric")] = None
    operator: Operator = "<="
    threshold: Decimal | None = None
    ccy: str = "CNY"
    frequency: Annotated[str, CodeOf("frequency")] = "annual"
    first_test_on: date | None = None
    days_to_deliver: int = 120
    grace_days: int = 0
    consequence: str = ""
    active: bool = True
    note: str = ""


class CovenantTest(Entity):
    """One test of a covenant.

    `test_on` is the last day of the period, `due_on` the day the proof is due and `threshold` what the value
    was held against; they follow from the covenant when the test is made and stay. `value` is in the
    metric's unit; `snapshot_id` names the statement it was read from. `result` is what a person confirmed.
    A test recorded again for the same day counts in place of the former, which stays in the history.
    """

    covenant_id: str
    test_on: date
    due_on: date
    received_on: date | None = None
    value: Decimal | None = None
    threshold: Decimal | None = None
    snapshot_id: str | None = None
    result: Annotated[str, CodeOf("covenant_result")] = "pending"
    cured_on: date | None = None
    note: str = ""


class CovenantWaiver(Entity):
    """The bank's waiver of one failed or late test until a day; kept as a log, never overwritten."""

    test_id: str
    granted_on: date
    until: date | None = None
    approver: str = ""
    reason: str = ""

"""One thing that changed with a firm since the last visit, or ends soon, as a value that prints in both languages."""

from __future__ import annotations

from datetime import date
from typing import Literal

from rmapp.domain.covenant import Covenant
from rmapp.domain.entity import Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

ChangeKind = Literal[
    "draw",
    "issue",
    "repayment",
    "release",
    "claim",
    "write_off",
    "taken_back",
    "limit",
    "line_new",
    "line_status",
    "maturity",
    "loan_class",
    "condition_met",
    "valuation",
    "covenant_test",
    "stage",
    "ipo_step",
    "tier",
    "watch",
    "signal",
    "signal_closed",
    "patent_new",
    "patent_status",
    "patent_pledged",
    "patent_freed",
    "designation_new",
    "designation_gone",
    "person_new",
    "person_gone",
    "funding",
    "statement",
    "other_line",
    "promise_kept",
    "score",
    "score_version",
    "grade_by_hand",
    "flag_found",
    "flag_cleared",
]

AheadKind = Literal[
    "approval_lapses",
    "line_matures",
    "draw_due",
    "price_reset",
    "revaluation_due",
    "registration_ends",
    "annual_fee",
    "covenant_proof",
    "check_due",
    "condition_due",
    "designation_ends",
    "ipo_window",
    "option_ends",
]

CHANGE_CAP = 6
"""How many changes a brief prints (product paper, 3)."""


class VisitChange(Value):
    """What happened, once: several edits of one field are one change from the first value to the last.

    `on` is the day it happened as far as it is known, or the day it was written down where it has none. `code`
    is the facility type, designation or signal it is about, `subject` a name as typed, `latin` the subject of a
    person as readers of English read it. `before` and `after` are codes, names or ISO dates, `money_before` and
    `money` amounts; what is not known is empty or None. `row_id` is the row it is about, `line_id` the line.
    """

    kind: ChangeKind
    on: PartialDate
    code: str = ""
    subject: str = ""
    latin: str = ""
    before: str = ""
    after: str = ""
    money_before: Money | None = None
    money: Money | None = None
    covenant: Covenant | None = None
    row_id: str = ""
    line_id: str = ""


class Ahead(Value):
    """What ends or falls due before the visit after the next one; the fields are as those of a change."""

    kind: AheadKind
    on: date
    code: str = ""
    subject: str = ""
    money: Money | None = None
    covenant: Covenant | None = None
    row_id: str = ""
    line_id: str = ""

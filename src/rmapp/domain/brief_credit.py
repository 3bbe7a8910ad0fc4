"""What a printed brief says about credit in the house: exposure, covenants, security, alerts, story, price.

None of it may leave: `ClientBrief` holds one `BriefCredit`, the client's edition has no field for it. Money
of sums is in CNY. Sources: domain reference, 3.4 to 3.11, 7.1 and 7.4.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from rmapp.domain.covenant import Covenant
from rmapp.domain.entity import Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

CovenantState = Literal["passed", "close", "failed", "late", "pending", "waived", "cured", "not_tested"]


class Wording(Value):
    """A name, or a sentence of the program, in both languages."""

    en: str = ""
    zh: str = ""

    def told(self, lang: str) -> str:
        """Return it in a language, or in the other one where there is only that."""
        return (self.zh or self.en) if lang.startswith("zh") else (self.en or self.zh)


class StripRow(Value):
    """Amounts of a firm or of its whole group; the three exposures are the risk view and no use of a limit.

    `used` is what is drawn without cash margin, which is what counts against limits (domain reference, 3.5).
    """

    limit: Money | None = None
    drawn: Money | None = None
    waiting: Money | None = None
    free: Money | None = None
    direct: Money | None = None
    indirect: Money | None = None
    affiliated: Money | None = None
    used: Money | None = None


class BarLine(Value):
    """One line's part of the bar, in CNY: `tranches` are the amounts of its tranches in their order.

    `used` is drawn without cash margin. What is neither used nor waiting nor free cannot be drawn.
    """

    limit: Money
    used: Money
    waiting: Money
    free: Money
    tranches: tuple[Money, ...] = ()


class BriefSubLimit(Value):
    """A part of a group limit: for the firm with this name or for a family of facility types."""

    firm: Wording = Wording()
    family: str = ""
    limit: Money | None = None
    use: Money | None = None
    room: Money | None = None


class BriefGroupLimit(Value):
    """A limit that a group shares, its use and what is left; `over_allocated` is what its parts exceed it by."""

    lender: str = ""
    reference_no: str = ""
    borrowers: str = ""
    status: str = "active"
    limit: Money | None = None
    use: Money | None = None
    room: Money | None = None
    split: str = "unknown"
    over_allocated: Money | None = None
    valid_to: date | None = None
    sub_limits: tuple[BriefSubLimit, ...] = ()


class BriefMaturity(Value):
    """A line that ends on a day, with what is outstanding under it in the line's own currency."""

    on: date
    facility_type: str
    amount: Money | None = None
    firm: Wording = Wording()


class ExposureStrip(Value):
    """The firm and its group at a glance; `rates_on` dates the oldest exchange rate used, `stale` a rate too old.

    `reported` says that all that is known of the firm are lines of other lenders, as they were reported; `group`
    is None for a firm that stands alone.
    """

    firm: StripRow = StripRow()
    reported: bool = False
    group: StripRow | None = None
    group_limits: tuple[BriefGroupLimit, ...] = ()
    next_maturity: BriefMaturity | None = None
    group_maturity: BriefMaturity | None = None
    bar: tuple[BarLine, ...] = ()
    rates_on: date | None = None
    stale: bool = False


class GridCell(Value):
    """What a firm has of one type of credit, in CNY; None for a figure that is not known."""

    limit: Money | None = None
    drawn: Money | None = None


class GridRow(Value):
    """A firm of a group with what it has of each type of the grid's columns; None where it has no such line.

    `owned_bp` is what the head of the group holds of it, `is_subject` marks the firm whose paper it is.
    """

    firm: Wording = Wording()
    owned_bp: int | None = None
    is_subject: bool = False
    cells: tuple[GridCell | None, ...] = ()
    total: GridCell = GridCell()


class GroupGrid(Value):
    """The firms of a group by types of credit, of our own lines in use or approved.

    `types` are the columns, the largest first, `totals` the last row. What lines under an umbrella may draw
    is in the umbrella's limit. A firm that stands alone has no row.
    """

    types: tuple[str, ...] = ()
    rows: tuple[GridRow, ...] = ()
    totals: GridRow | None = None


class BriefCovenant(Value):
    """One covenant with its last value in the metric's unit, its headroom in basis points and its state.

    `unlimited` says of a cash runway that no cash is burnt, `untested` that the value is only read from the
    newest statement.
    """

    covenant: Covenant
    state: CovenantState = "not_tested"
    value: Decimal | None = None
    unlimited: bool = False
    untested: bool = False
    headroom_bp: int | None = None
    tested_on: date | None = None
    next_test_on: date | None = None
    next_due_on: date | None = None


class BriefSecurity(Value):
    """One thing that secures a line, or `count` of which no more is known than of each other.

    `years_left` is the remaining life of a right in tenths of a year, `outlives` whether that reaches beyond
    the line's maturity; `is_current` tells whether the valuation still counts. `in_force` is False for a charge
    that is agreed and not registered or whose registration ended at `registered_to`, None where it is not known.
    """

    type: str
    what: str = ""
    count: int = 1
    years_left: int | None = None
    outlives: bool | None = None
    value: Money | None = None
    valued_on: date | None = None
    is_current: bool = True
    lendable_bp: int | None = None
    in_force: bool | None = None
    registered_to: date | None = None


class BriefGuarantor(Value):
    """Who answers for a line; without `amount` for all of it."""

    type: str
    name: Wording = Wording()
    amount: Money | None = None
    valid_to: date | None = None


class SecurityBook(Value):
    """What secures the firm's lines; `stated` are types the approvals name without an entry in the register.

    The sums count each thing once; `shortfall` is what the lines exceed the lendable value by.
    """

    things: tuple[BriefSecurity, ...] = ()
    guarantors: tuple[BriefGuarantor, ...] = ()
    stated: tuple[str, ...] = ()
    valued: Money | None = None
    lendable: Money | None = None
    shortfall: Money | None = None


AlertKind = Literal[
    "approval_lapses",
    "line_matures",
    "draw_due",
    "price_reset",
    "revaluation_due",
    "registration_ends",
    "annual_fee",
    "covenant_test",
    "check_due",
]


class BriefAlert(Value):
    """Something about credit that falls due: what, on which day, in how many days (negative when late).

    It is about a line of a type, and more closely about a covenant or a thing where these are given.
    """

    kind: AlertKind
    on: date
    days: int
    facility_type: str = ""
    covenant: Covenant | None = None
    thing: str = ""
    amount: Money | None = None


class StoryStep(Value):
    """The limit of a line of a type from a day on, None for an unknown day, and why it became that."""

    on: PartialDate | None = None
    limit: Money
    facility_type: str = ""
    reason: str = ""


class StoryPoint(Value):
    """An amount from a day on."""

    on: date
    amount: Money


class BriefStory(Value):
    """How the lines grew: each step of a limit, and the sums of limits and of what was drawn, oldest first.

    The sums are in one currency; `partial` says that a movement without a day is missing in them.
    """

    steps: tuple[StoryStep, ...] = ()
    limits: tuple[StoryPoint, ...] = ()
    balance: tuple[StoryPoint, ...] = ()
    partial: bool = False


class BriefFee(Value):
    """A fee of a line: its kind and either a rate in basis points or an amount."""

    kind: str
    rate_bp: int | None = None
    amount: Money | None = None
    when: str = ""


class BriefPrice(Value):
    """What a line costs beyond its rate: fees, and the interest of a period as an estimate."""

    facility_type: str
    fees: tuple[BriefFee, ...] = ()
    interest: Money | None = None
    interest_from: date | None = None
    interest_to: date | None = None


class BriefSignal(Value):
    """An open early-warning signal with its evidence (domain reference, 5.6)."""

    code: str
    severity: str
    raised_on: date
    evidence: str = ""


class BriefOtherLine(Value):
    """A line the firm has with another lender, as far as we were told (domain reference, 3.11)."""

    lender: str
    facility_type: str = ""
    limit: Money | None = None
    outstanding: Money | None = None
    price_note: str = ""
    as_of: PartialDate | None = None


class BriefLenders(Value):
    """Known lines elsewhere with the totals known, the oldest date they stand for, and our part in all."""

    lines: tuple[BriefOtherLine, ...] = ()
    known_limit: Money | None = None
    known_outstanding: Money | None = None
    oldest_as_of: PartialDate | None = None
    share_of_wallet_bp: int | None = None
    rates_on: date | None = None


class BriefCredit(Value):
    """All of it, for the copy that stays in the house."""

    strip: ExposureStrip | None = None
    grid: GroupGrid = GroupGrid()
    covenants: tuple[BriefCovenant, ...] = ()
    security: SecurityBook = SecurityBook()
    alerts: tuple[BriefAlert, ...] = ()
    story: BriefStory = BriefStory()
    prices: tuple[BriefPrice, ...] = ()
    warnings: tuple[BriefSignal, ...] = ()
    lenders: BriefLenders = BriefLenders()

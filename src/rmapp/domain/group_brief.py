"""What the printed brief of a group says: its limits, a grid of firms and types of credit, one row per line."""

from __future__ import annotations

from datetime import date

from rmapp.domain.brief import BriefSource, LineUse, Names
from rmapp.domain.brief_credit import BriefCovenant, BriefGroupLimit, BriefMaturity, GroupGrid, StripRow
from rmapp.domain.entity import Value
from rmapp.domain.firm import Nature
from rmapp.domain.money import Money


class GroupLine(Value):
    """One facility of the group in its own currency."""

    firm: Names
    facility_type: str
    use: LineUse
    limit: Money | None = None
    limit_qualifier: str = "exact"
    drawn: Money | None = None
    used: Money | None = None
    waiting: Money | None = None
    free: Money | None = None
    matures_on: date | None = None
    secured_by: tuple[str, ...] = ()
    lender: str = ""


class GroupCovenant(Value):
    """A covenant that is close, failed or late, and whose it is."""

    firm: Names
    covenant: BriefCovenant


class GroupBrief(Value):
    """Everything the internal brief of one group says on one day; nothing of it may leave the house.

    Lines that are only offered or talked about are in `lines` and in no sum.
    """

    names: Names
    code: str = ""
    legal_names: Names = Names()
    city: Names = Names()
    nature: Nature = "client"
    confidentiality: str = "client_confidential"
    owner: str = ""
    as_of: date
    limits: tuple[BriefGroupLimit, ...] = ()
    sums: StripRow = StripRow()
    rates_on: date | None = None
    stale: bool = False
    grid: GroupGrid = GroupGrid()
    lines: tuple[GroupLine, ...] = ()
    covenants: tuple[GroupCovenant, ...] = ()
    maturities: tuple[BriefMaturity, ...] = ()
    sources: tuple[BriefSource, ...] = ()

"""Who owns and controls whom, and limits that a whole group shares (domain reference, 1.3)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced


class OwnershipLink(Sourced):
    """A link from a parent (a firm, a person or a named outsider) down to a child firm.

    `pct_bp` is the share in basis points, 0 to 10000, or None where it is not known. For a parent outside
    the book `parent_id` is empty and `parent_name` says who it is.
    """

    parent_kind: Literal["firm", "person", "outsider"] = "firm"
    parent_id: str = ""
    parent_name: str = ""
    child_id: str
    kind: Annotated[str, CodeOf("link_kind")] = "equity"
    pct_bp: int | None = None
    controls: bool = False
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None


class GroupLimit(Sourced):
    """One limit for the firms of a group.

    `firm_id` is the group's top firm as far as the book knows it. `split` says what its sub-limits mean: of a
    `shared` limit they may add up to more than the whole, of a `divided` one they may not, and of an
    `unknown` one nobody has told how it is split. `with_dependents` counts firms joined by economic
    dependence as well (domain reference, 1.3).
    """

    firm_id: str
    lender: str = ""
    limit: Money | None = None
    borrowers: str = ""
    security: str = ""
    purpose: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    status: Annotated[str, CodeOf("line_status")] = "active"
    note: str = ""
    reference_no: str = ""
    split: Annotated[str, CodeOf("limit_split")] = "unknown"
    with_dependents: bool = False


class SubLimit(Entity):
    """The part of a group limit for one firm or for one family of facility types, never both."""

    group_limit_id: str
    firm_id: str | None = None
    family: Annotated[str | None, CodeOf("facility_family")] = None
    limit: Money | None = None

"""Who supplies a core firm and who sells for it: the firms it can introduce."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf
from rmapp.domain.money import Money
from rmapp.domain.provenance import Sourced

Introduction = Literal["none", "to_ask", "asked", "introduced", "declined"]


class SupplyLink(Sourced):
    """One supplier, dealer or buyer of a firm; `other_firm_id` where it is in the book itself.

    `tier` counts from 1, the firm's direct partners. `share_bp` is its share of purchases or sales.
    """

    firm_id: str
    relation: Annotated[str, CodeOf("supply_relation")] = "supplier"
    name: str
    other_firm_id: str | None = None
    tier: int = 1
    place: str = ""
    business: str = ""
    share_bp: int | None = None
    yearly: Money | None = None
    introduction: Introduction = "none"
    asked_on: date | None = None
    note: str = ""

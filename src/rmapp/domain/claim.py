"""A reported fact that has no field of its own, such as outlets, customers or a market rank."""

from __future__ import annotations

from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Qualifier, Sourced


class Claim(Sourced):
    """One reported fact: `kind` names it; what was said stands in text, number, share, money or `answer` (yes or no).

    `share_bp` is a share in basis points; `high` is the upper end of a range whose lower end is `money`.
    `period` says which period the figure is about, as text (`2025`, `2025-H1`).
    """

    firm_id: str
    kind: str
    text: str = ""
    number: int | None = None
    share_bp: int | None = None
    answer: bool | None = None
    money: Money | None = None
    high: Money | None = None
    qualifier: Qualifier = "exact"
    period: str = ""
    since: PartialDate | None = None
    note: str = ""

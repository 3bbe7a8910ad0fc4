"""The products that fit a firm, as values that print in both languages."""

from __future__ import annotations

from typing import Literal

from rmapp.domain.entity import Value
from rmapp.domain.reference_items import Label


class BriefProduct(Value):
    """A product that may be offered with its fit of 100 points and the reasons, or one to `ask` about.

    `told` says that it was talked about before; of one to ask about `why` names what is
    not known. It is None where nothing can be said.
    """

    product: str
    fit: int = 0
    ask: bool = False
    told: Literal["", "mentioned", "proposed"] = ""
    why: Label | None = None


class BriefFit(Value):
    """The best products, the scenarios of the stage that fire, and how many further products fit."""

    products: tuple[BriefProduct, ...] = ()
    scenarios: tuple[str, ...] = ()
    left_out: int = 0

"""What an internal brief says of a firm's assessment, as values that print in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rmapp.domain.entity import Value
from rmapp.domain.reference_items import Label


class BriefDimension(Value):
    """A dimension with its score, 0 to 100, now and last time; None where it is not known or not to be compared.

    `known` is the share of its weight of which something is known, 0 to 1.
    """

    label: Label
    score: Decimal | None
    before: Decimal | None = None
    known: Decimal = Decimal(0)


class BriefScore(Value):
    """The newest assessment as it counts today; `total` is None with a hard stop, whose codes are in `flags`.

    `grade` is as it is shown, with a p where it is provisional; `before_on` is the day of the last time, `version`
    that of the scorecard it was made with.
    """

    as_of: date
    total: Decimal | None
    grade: str
    meaning: Label | None = None
    dimensions: tuple[BriefDimension, ...]
    before_on: date | None = None
    flags: tuple[str, ...] = ()
    version: str = ""

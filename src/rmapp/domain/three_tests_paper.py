"""The page "Three tests" of one firm: the questions to write on, or with the answers to file (domain 5.5)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from rmapp.domain.brief import Names
from rmapp.domain.entity import Value
from rmapp.domain.reference_items import Label


class TestLine(Value):
    """One question; `answer` is None on a page to write on."""

    label: Label
    answer: Literal["yes", "no", "unknown"] | None = None
    comment: str = ""


class TestPart(Value):
    """One of the three tests."""

    label: Label
    lines: tuple[TestLine, ...]


class ThreeTestsPaper(Value):
    """What the page says; `answered_on` is None on a page to write on."""

    names: Names
    code: str
    nature: str
    owner: str
    as_of: date
    parts: tuple[TestPart, ...]
    answered_on: date | None = None
    note: str = ""
    confidentiality: str = "client_confidential"

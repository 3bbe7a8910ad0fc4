"""The entries of code lists that no other part of the program reads as values of their own, for the check."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from rmapp.domain.reference_items import Coded, Division, Item, Label


class Move(Item):
    """What may follow a status."""

    start: str = Field(alias="from")
    to: tuple[str, ...]


class Sections(Coded):
    """A section of GB/T 4754 with those of ISIC Rev.4."""

    isic_rev4_sections: tuple[str, ...]


class DivisionRow(Division):
    """A division of GB/T 4754 with all its divisions of ISIC Rev.4."""

    isic_rev4: tuple[str, ...] = ()


class SizeRow(Item):
    """Lower bounds of size classes."""

    applies_to: dict[str, tuple[str, ...]]
    metrics: tuple[str, ...]
    large: tuple[int, ...]
    medium: tuple[int, ...]
    small: tuple[int, ...]


class OverdueRow(Item):
    """The class that a loan has at least after more than so many days."""

    overdue_days_gt: int = Field(ge=0)
    at_least: str


class DemoRate(Item):
    """A rate of exchange of the sample book."""

    base: str
    quote: str
    date: date
    rate: Decimal = Field(gt=0)


class Task(Coded):
    """A task of a stage, due so many days after it was entered."""

    side: Literal["bank", "client"]
    due_days: int = Field(ge=0, le=3660)


class StageTasks(Item):
    """The tasks of a stage."""

    stage: str
    tasks: tuple[Task, ...]


class EvidenceRule(Item):
    """When a kind of evidence is met; no condition for one that only a person sees."""

    evidence: str
    when: dict[str, Any] | None


class EvidenceWords(Item):
    """Words in a note that speak of a kind of evidence."""

    evidence: str
    en: tuple[str, ...]
    zh: tuple[str, ...]


class TestWords(Coded):
    """One of the three tests with its lines."""

    lines: tuple[Coded, ...]


class BoardTestRow(Item):
    """A financial test of a board, its condition not read yet."""

    test: str = Field(min_length=1)
    label: Label | None = None
    summary: Label
    conditions: dict[str, Any]
    verified: bool
    source: str

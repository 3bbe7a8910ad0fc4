"""The items of a call report with their numbers: the printed sheet and the screens have the same order.

Source: product paper, 4.
"""

from __future__ import annotations

from typing import NamedTuple

from rmapp.domain import reference
from rmapp.domain.question import QUESTION_CAP
from rmapp.i18n import _

QUESTION_LINES = QUESTION_CAP
"""Questions of the ask-list that have a line on the sheet (product paper, 3)."""

NEED_LINES = 3
"""Needs that have a line on the sheet."""


class SheetItem(NamedTuple):
    """One item to write on: its number such as `3.2`, a code that never changes, and its name."""

    number: str
    code: str
    title: str


class SheetSection(NamedTuple):
    """One part of a call report; only the required ones must be filled."""

    number: int
    code: str
    title: str
    items: tuple[SheetItem, ...]
    is_required: bool


_REQUIRED = frozenset({"header", "present", "gist", "next"})


def sheet_sections() -> tuple[SheetSection, ...]:
    """Return the eleven parts of a call report in the current language, in the order of paper and screen.

    A question of the ask-list has its line by its place in the list: `question_1` is item 4.1.
    """
    return tuple(
        SheetSection(number, code, title, _numbered(number, items), code in _REQUIRED)
        for number, (code, title, items) in enumerate(_facts() + _promises_and_after(), start=1)
    )


def sheet_item(number: str) -> SheetItem | None:
    """Return the item with this number, as typed (`3.2`, `3。2`, `3 2`); a part alone (`3`) is its first item."""
    parts = number.replace("。", ".").replace("．", ".").replace(" ", ".").strip(".").split(".")
    wanted = ".".join(part for part in parts if part)
    if "." not in wanted:
        wanted += ".1"
    return next((item for section in sheet_sections() for item in section.items if item.number == wanted), None)


def _numbered(number: int, items: list[tuple[str, str]]) -> tuple[SheetItem, ...]:
    return tuple(SheetItem(f"{number}.{place}", code, title) for place, (code, title) in enumerate(items, start=1))


def _facts() -> list[tuple[str, str, list[tuple[str, str]]]]:
    header = [
        ("firms", _("Clients and deals discussed")),
        ("when", _("Day, from and to")),
        ("place", _("Place or channel")),
        ("purpose", _("Purpose of the meeting")),
        ("class", _("Confidentiality")),
    ]
    present = [
        ("theirs", _("People of the client, with their roles")),
        ("ours", _("Our people")),
        ("absent", _("Expected, but not there")),
        ("new_people", _("New people met")),
    ]
    gist = [("gist", _("What happened, in one sentence")), ("outcome", _("What follows from it, in one sentence"))]
    discussed = [
        *((f"question_{n}", _("Question {n} of the ask-list").format(n=n)) for n in range(1, QUESTION_LINES + 1)),
        ("discussion", _("What else was talked about")),
    ]
    return [
        ("header", _("Header"), header),
        ("present", _("Present"), present),
        ("gist", _("Gist"), gist),
        ("discussed", _("Discussed"), discussed),
        ("site", _("Seen on site"), _of_list("sight", "site_sight")),
        ("credit", _("Credit facts"), [*_of_list("credit", "credit_topic"), ("warnings", _("Early-warning signals"))]),
        (
            "needs",
            _("Needs and opportunities"),
            [
                (f"need_{n}", _("Need {n}: scenario, product, amount, when, how likely, step").format(n=n))
                for n in range(1, NEED_LINES + 1)
            ],
        ),
    ]


def _promises_and_after() -> list[tuple[str, str, list[tuple[str, str]]]]:
    promises = [
        ("earlier", _("Earlier promises: kept? With what result?")),
        ("they_promise", _("They promise: what, who, by when")),
        ("we_promise", _("We promise: what, who, by when")),
    ]
    judgement = [
        ("relation", _("Relationship")),
        ("team_change", _("Change in our view of the team")),
        ("technology_change", _("Change in our view of the technology")),
        ("market_change", _("Change in our view of the market")),
        ("judgement", _("Our judgement, with reasons")),
        ("stage", _("Stage move proposed? Evidence")),
    ]
    following = [
        ("next_on", _("Next touch, or the reason for none")),
        ("next_purpose", _("Purpose of the next touch")),
        ("next_preparation", _("Who prepares what")),
    ]
    record = [
        ("author", _("Written by, on")),
        ("copy_no", _("Number of the printed sheet")),
        ("scan", _("Scan of the sheet")),
        ("destroyed", _("Printed copies destroyed")),
    ]
    return [
        ("promises", _("Promises"), promises),
        ("judgement", _("Judgement, never shown to the client"), judgement),
        ("next", _("Next"), following),
        ("record", _("Record"), record),
    ]


def _of_list(prefix: str, name: str) -> list[tuple[str, str]]:
    return [(f"{prefix}_{code}", label.text()) for code, label in reference.choices(name).items()]

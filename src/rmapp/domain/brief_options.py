"""How a paper is to be printed: language, watermark, colour, copy; a brief also has sections and their order."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from rmapp.domain.entity import Value
from rmapp.i18n import _

BriefLanguage = Literal["en", "zh_CN", "both"]

SectionCode = Literal[
    "objective",
    "since",
    "points",
    "ask",
    "exposure",
    "alerts",
    "facts",
    "chart",
    "covenants",
    "security",
    "group",
    "signals",
    "listing",
    "score",
    "fit",
    "people",
    "story",
    "lenders",
    "price",
    "funding",
    "ip",
    "reported",
    "notes",
    "promises",
    "space",
]


def section_text(code: SectionCode) -> str:
    """Return the name of a section in the current language."""
    names: dict[SectionCode, str] = {
        "objective": _("Objective"),
        "since": _("Since my last visit"),
        "points": _("Raise in this meeting"),
        "ask": _("Ask"),
        "facts": _("Key facts"),
        "chart": _("Revenue and R&D"),
        "exposure": _("Exposure"),
        "covenants": _("Covenants"),
        "security": _("Security and pledged patents"),
        "alerts": _("Credit alerts"),
        "people": _("People"),
        "group": _("Group"),
        "story": _("Story of the line"),
        "signals": _("Open signals"),
        "score": _("Assessment"),
        "listing": _("Way to the stock exchange"),
        "fit": _("Products that fit"),
        "lenders": _("Other lenders"),
        "price": _("Fees and interest"),
        "funding": _("Funding"),
        "ip": _("Patents and marks"),
        "reported": _("Reported facts"),
        "notes": _("Recent notes"),
        "promises": _("Commitments"),
        "space": _("Space for notes"),
    }
    return names[code]


class SectionChoice(Value):
    """A section at its place in the order, shown or left out."""

    code: SectionCode
    shown: bool = True


class PaperOptions(Value):
    """One printing of one paper; `printed_at` is local time, `print_id` identifies the printed copy.

    Both languages print the English pages and then the Chinese ones, numbered through. The watermark is
    for internal copies in colour; it is never printed on a client's copy or in black and white.
    """

    language: BriefLanguage = "en"
    watermark: bool = True
    black_and_white: bool = False
    printed_at: datetime
    printed_by: str
    print_id: str = ""

    def languages(self) -> tuple[Literal["en", "zh_CN"], ...]:
        """Return the languages to print, in order."""
        return ("en", "zh_CN") if self.language == "both" else (self.language,)


class BriefOptions(PaperOptions):
    """One printing of one brief."""

    sections: tuple[SectionChoice, ...] = tuple(SectionChoice(code=code) for code in get_args(SectionCode))

    def shown(self) -> tuple[SectionCode, ...]:
        """Return the codes of the sections to print, in order."""
        return tuple(choice.code for choice in self.sections if choice.shown)

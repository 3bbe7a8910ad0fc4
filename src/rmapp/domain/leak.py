"""What a paper for the client would tell by words that somebody typed, found before it is printed."""

from __future__ import annotations

from typing import Literal

from rmapp.domain.entity import Value
from rmapp.i18n import _

LeakKind = Literal["number", "other_firm", "lender", "typed"]
LeakPlace = Literal["summary", "place", "promise", "agenda", "citation"]


class Leak(Value):
    """One finding: what was found, in which words, and the record they stand in.

    `typed` is no leak yet: words that somebody of the house typed and that the client will read. `record_id` is a
    firm for the summary, a promise, or a meeting for its place and agenda; empty where it is not known.
    """

    kind: LeakKind
    place: LeakPlace
    found: str
    text: str
    record_id: str = ""

    @property
    def needs_decision(self) -> bool:
        """Tell whether the paper may only leave with a reason."""
        return self.kind != "typed"


def place_text(place: LeakPlace) -> str:
    """Return where words stand, in the current language."""
    names: dict[LeakPlace, str] = {
        "summary": _("Summary of the firm"),
        "place": _("Place of the visit"),
        "promise": _("Promise of the client"),
        "agenda": _("Agenda of the visit"),
        "citation": _("Source"),
    }
    return names[place]


def leak_text(leak: Leak) -> str:
    """Return what a finding says, in the current language."""
    sentences: dict[LeakKind, str] = {
        "number": _("“{found}” looks like a personal number."),
        "other_firm": _("Names “{found}”, another client of this book."),
        "lender": _("Names “{found}”, another lender."),
        "typed": _("Typed by us; the client reads it as it stands."),
    }
    return sentences[leak.kind].format(found=leak.found)

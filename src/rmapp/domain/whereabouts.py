"""Where paper that left the book can be."""

from __future__ import annotations

from typing import Literal

from rmapp.i18n import _

Whereabouts = Literal["all", "out", "late", "client", "ended"]
"""`client` is a client's own copy without a day to destroy it by; it is not counted as out."""


def whereabouts_text(whereabouts: Whereabouts) -> str:
    """Return how papers stand, in the current language."""
    names: dict[Whereabouts, str] = {
        "out": _("Still out"),
        "late": _("Late"),
        "client": _("With clients"),
        "ended": _("Ended"),
        "all": _("All"),
    }
    return names[whereabouts]

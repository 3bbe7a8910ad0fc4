"""The confidentiality classes in their order: which is stricter, and what stays off paper (domain reference, 8.3).

A class only rises by itself, the most sensitive part wins; lowering one is a person's decision with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ORDER = ("public", "internal", "client_confidential", "restricted")
"""The codes of `confidentiality`, the most open first."""

RESTRICTED = "restricted"
USUAL = "client_confidential"

PLAN = "ipo_intent"
"""The kind of fact that tells of plans for a listing."""

PUBLIC_SOURCES = frozenset({"public", "registry"})
"""Who says it to everybody."""

_HIDDEN_BY_KIND = frozenset({PLAN})


def strictest(classes: Iterable[str]) -> str:
    """Return the strictest of some classes; of none it is `public`. A code that is not known counts as restricted."""
    return ORDER[max(map(_rank, classes), default=0)]


def is_hidden(confidentiality: str, *, restricted: bool) -> bool:
    """Tell whether something of this class is left out; `restricted` says that a person let such things in."""
    return not restricted and _rank(confidentiality) == len(ORDER) - 1


def is_lowering(before: str, after: str) -> bool:
    """Tell whether a change makes something less confidential, for which a reason is needed."""
    return _rank(after) < _rank(before)


def usual_class(kind: str, *, is_public: bool) -> str:
    """Return the class that a new fact of a kind begins with; `is_public` tells whether its source is.

    Plans for a listing may move a price, so they are restricted unless the source is public.
    """
    return RESTRICTED if kind in _HIDDEN_BY_KIND and not is_public else USUAL


def _rank(confidentiality: str) -> int:
    return ORDER.index(confidentiality) if confidentiality in ORDER else len(ORDER) - 1

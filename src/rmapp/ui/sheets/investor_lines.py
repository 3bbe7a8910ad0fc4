"""Investors as they are typed: one a line, and after the last comma of what kind it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.funding import Investor
from rmapp.i18n import clauses

if TYPE_CHECKING:
    from collections.abc import Iterable

_KIND = "investor_kind"
_LAST_COMMA = re.compile(r"\s*[,，]\s*(?=[^,，]*$)")


def investors_text(investors: Iterable[Investor]) -> str:
    """Return investors as a person edits them."""
    return "\n".join(clauses((one.name, reference.text(_KIND, one.kind) if one.kind else "")) for one in investors)


def investors_of(text: str) -> tuple[Investor, ...]:
    """Return the investors of some lines; what is no kind after a comma is a part of the name."""
    return tuple(_investor(line.strip()) for line in text.splitlines() if line.strip())


def _investor(line: str) -> Investor:
    name, *kind = _LAST_COMMA.split(line, 1)
    code = _codes().get(kind[0].strip().casefold()) if kind else None
    return Investor(name=name.strip(), kind=code) if code and name.strip() else Investor(name=line)


def _codes() -> dict[str, str]:
    return {
        word.casefold(): code for code, label in reference.labels(_KIND).items() for word in (code, label.en, label.zh)
    }

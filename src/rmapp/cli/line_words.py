"""How the command line says whose money a line or a limit is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable


def reported(words: str, lenders: Iterable[str]) -> str:
    """Return words about credit that these other lenders gave, with their names and that it is only reported."""
    said = _("{credit}, of {lenders}, as reported")
    return said.format(credit=words, lenders=listed(lenders))

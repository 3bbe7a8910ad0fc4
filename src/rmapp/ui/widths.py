"""Widths that grow with the size of text, half as fast: the screen does not grow with it."""

from __future__ import annotations

from rmapp.ui.tokens import active


def widened(width: int) -> int:
    """Return a width of the design at the present size of text."""
    return round(width * (1 + (active().text_factor - 1) / 2))

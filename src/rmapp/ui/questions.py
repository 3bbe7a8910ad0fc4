"""Questions that a command asks before it is done, and who answers where no window is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

WhatOfNumbers = Literal["remove", "keep"]


class Questions(Protocol):
    """Who answers: the user at the window, or nobody where there is none."""

    def reason(self, title: str, text: str, confirm: str) -> str | None:
        """Return the reason for something that needs one; None = not given, so it is not done."""

    def numbers(self, sentences: Sequence[str]) -> WhatOfNumbers | None:
        """Return what becomes of personal numbers in a text; None = back to the form."""


class NoQuestions:
    """Answers where no window is open: no reason is given, and what was typed is kept as it is."""

    def reason(self, _title: str, _text: str, _confirm: str) -> str | None:
        """Give none."""
        return None

    def numbers(self, _sentences: Sequence[str]) -> WhatOfNumbers | None:
        """Keep them."""
        return "keep"

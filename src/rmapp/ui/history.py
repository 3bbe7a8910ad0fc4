"""Where the user has been, so that Alt+Left and Alt+Right can walk there again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

_KEPT = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A page with what it was opened for, and how it looked when it was left."""

    code: str
    args: dict[str, Any] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)

    def is_same(self, other: Place) -> bool:
        """Tell whether both mean the same page for the same thing."""
        return self.code == other.code and self.args == other.args


class History:
    """A line of places with the present one; visiting a new place forgets those ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    def current(self) -> Place | None:
        """Return the present place, or None before the first visit."""
        return self._places[self._at] if self._places else None

    def visit(self, place: Place) -> None:
        """Go to a place; going where one already is replaces it."""
        present = self.current()
        if present is not None and present.is_same(place):
            self._places[self._at] = place
            return
        self._places = [*self._places[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1

    def remember(self, state: dict[str, Any]) -> None:
        """Keep how the present place looks."""
        present = self.current()
        if present is not None:
            self._places[self._at] = replace(present, state=state)

    def can_go(self, steps: int) -> bool:
        """Tell whether there is a place so many steps ahead (or, negative, behind)."""
        return bool(self._places) and 0 <= self._at + steps < len(self._places)

    def go(self, steps: int) -> Place | None:
        """Walk the steps and return the place there, or None when there is none."""
        if not self.can_go(steps):
            return None
        self._at += steps
        return self._places[self._at]

"""Undo and redo of what is typed in a form: one step for each field that was typed in."""

from __future__ import annotations

from typing import Any

Snapshot = dict[str, Any]
Step = tuple[Snapshot, str]


class FormHistory:
    """Remembers the form before each change; keys typed one after the other into one field are one step."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._now = snapshot
        self._last = ""
        self._undone: list[Step] = []
        self._done: list[Step] = []

    def step(self, path: str, snapshot: Snapshot) -> None:
        """Note that the field at `path` changed, and how the form looks now."""
        if path != self._last or not self._done:
            self._done.append((self._now, path))
        self._undone.clear()
        self._now, self._last = snapshot, path

    def undo(self, snapshot: Snapshot) -> Step | None:
        """Return the form before the last step and where that was; None when there is none."""
        return self._move(self._done, self._undone, snapshot)

    def redo(self, snapshot: Snapshot) -> Step | None:
        """Return the form after the step that was undone last; None when there is none."""
        return self._move(self._undone, self._done, snapshot)

    def can_undo(self) -> bool:
        """Tell whether there is a step to undo."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Tell whether there is a step to redo."""
        return bool(self._undone)

    def _move(self, source: list[Step], target: list[Step], snapshot: Snapshot) -> Step | None:
        if not source:
            return None
        before, path = source.pop()
        target.append((snapshot, path))
        self._now, self._last = before, ""
        return before, path

"""Writes drafts into the open book; what the disk does not take stays in memory until it does.

A draft outlives the lock: its text then waits here, in no widget, and is written when its book opens again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp import errors, log
from rmapp.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from rmapp.services.drafts import Draft
    from rmapp.services.workspace import Workspace


class _Unwritten(NamedTuple):
    folder: Path
    kind: str
    firm_id: str | None
    body: dict[str, Any]


class DraftKeeper:
    """Knows every draft that could not be written, by its id."""

    def __init__(self) -> None:
        self._unwritten: dict[str, _Unwritten] = {}

    def keep(
        self, workspace: Workspace, draft_id: str, kind: str, firm_id: str | None, body: dict[str, Any]
    ) -> errors.StorageError | None:
        """Write a draft in place of the one with its id; return what hindered it."""
        from rmapp.services import drafts

        try:
            workspace.do(drafts.put_draft, kind, firm_id, body, draft_id, label=_("Keep draft"))
        except errors.StorageError as problem:
            log.error(problem)
            self._unwritten[draft_id] = _Unwritten(workspace.folder, kind, firm_id, body)
            return problem
        self._unwritten.pop(draft_id, None)
        return None

    def retry(self, workspace: Workspace) -> errors.StorageError | None:
        """Write what waits for this book; return what still hinders it."""
        waiting = [(id, one) for id, one in self._unwritten.items() if one.folder == workspace.folder]
        problems = [self.keep(workspace, id, one.kind, one.firm_id, one.body) for id, one in waiting]
        return next((problem for problem in problems if problem is not None), None)

    def newest(self, workspace: Workspace, kind: str, firm_id: str | None, meeting_id: str | None) -> Draft | None:
        """Return the newest draft of a kind, client and meeting: what waits here, else what the book has."""
        from rmapp.services import drafts

        self.retry(workspace)
        waiting = [
            drafts.Draft(id, one.kind, one.firm_id, one.body, workspace.store.now())
            for id, one in self._unwritten.items()
            if one.folder == workspace.folder and one.kind == kind
        ]
        for draft in (*waiting, *workspace.ask(drafts.drafts, kind)):
            if draft.firm_id == firm_id and draft.body.get("meeting_id") == meeting_id:
                return draft
        return None

    def forget(self, draft_id: str) -> None:
        """Let go of an unwritten draft."""
        self._unwritten.pop(draft_id, None)

    def is_empty(self) -> bool:
        """Tell whether every draft is written."""
        return not self._unwritten

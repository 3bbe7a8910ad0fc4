"""How the open book is kept, in the words of the rail and the footer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import wording
from rmapp.i18n import _
from rmapp.services import books

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext


class Keeping(NamedTuple):
    """The book's name, how it is protected, its last backup, and what the footer must say."""

    name: str
    title: str
    note: str
    line: str
    safe: bool


def keeping(context: UiContext) -> Keeping:
    """Return how the open book is kept."""
    workspace = context.workspace
    info = workspace.store.info
    safe = books.book_state(workspace.folder) != "unprotected"
    sample = info.get("kind") == "sample"
    line = ""
    if sample:
        line = _("Sample data. Fictional firms unless marked; marked facts: China Daily, 15 Dec 2025.")
    elif not safe:
        line = _("This book has no passphrase. Do not keep real clients in it.")
    title = _("Encrypted locally") if safe else _("Not encrypted")
    return Keeping(info.get("name", "") or _("Client book"), title, _backup(context), line, safe)


def _backup(context: UiContext) -> str:
    backups = books.list_backups(context.workspace.folder)
    if not backups:
        return _("No backup yet")
    made = datetime.fromtimestamp(backups[0].stat().st_mtime, UTC).astimezone()
    today = context.clock.today()
    if made.date() == today:
        return _("Backup {time} today").format(time=f"{made:%H:%M}")
    return _("Backup {date}").format(date=wording.format_date(made.date(), "short"))

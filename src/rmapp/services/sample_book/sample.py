"""The sample book: five reported firms with published facts only, and fictional firms that fill every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.clock import Clock, SystemClock
from rmapp.i18n import _
from rmapp.services import books
from rmapp.services.early_warning import signals
from rmapp.services.sample_book.firms import write_firms, write_rates
from rmapp.services.sample_book.public import write_public_firms
from rmapp.services.stages import stage_proposals

if TYPE_CHECKING:
    from pathlib import Path

    from rmapp.services.workspace import Workspace
    from rmapp.storage.store import Store


def create_sample_book(folder: Path, *, clock: Clock | None = None) -> Workspace:
    """Make the unprotected sample book in an empty or new folder and return it open.

    The days of the fictional part are counted from the clock's today. Raises RuleError if the folder
    holds anything.
    """
    clock = clock or SystemClock()
    info = {
        "name": _("Sample book"),
        "kind": "sample",
        "user_name": "Lin Yue",
        "bank": _("Sample Bank"),
        "branch": _("Hangzhou (sample)"),
    }
    workspace, _printed = books.create_book(folder, None, info, clock=clock)
    workspace.do(_fill, label=_("Sample data"), undoable=False)
    # The new book was looked at while it was empty, so the day's run is over.
    workspace.do(signals.run_daily, label=_("Daily look for warning signals"), undoable=False)
    workspace.do(stage_proposals.refresh_all, label=_("Daily look for stage moves"), undoable=False)
    return workspace


def ensure(folder: Path, *, clock: Clock | None = None) -> None:
    """Make the sample book unless there is one; what was changed in it stays."""
    if books.book_state(folder) == "missing":
        create_sample_book(folder, clock=clock).close()


def _fill(store: Store) -> None:
    write_rates(store)
    write_public_firms(store)
    write_firms(store)

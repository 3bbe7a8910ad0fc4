"""What papers and exports are compiled of: the book without what is restricted, unless a person lets it in."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from rmapp.domain.classes import RESTRICTED, is_hidden
from rmapp.domain.facility import Facility
from rmapp.domain.meeting import Meeting
from rmapp.domain.record import TableExport
from rmapp.errors import NotFoundError, RuleError
from rmapp.i18n import _, current
from rmapp.storage.discreet import candid, discreet, hide

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.domain.export_table import ExportTable
    from rmapp.services.workspace import Workspace
    from rmapp.storage.store import Store

T = TypeVar("T")
P = ParamSpec("P")


def discreetly(verb: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
    """Let a reading verb see nothing restricted, not even in a sum, unless it is called with `restricted=True`.

    A verb that offers `restricted` takes it by keyword; who calls it so has asked for a reason and logs it
    (domain reference, 7.4). Called for something restricted, it raises RuleError.
    """

    @wraps(verb)
    def compiled(store: Store, /, *args: P.args, **kw: P.kwargs) -> T:
        if kw.get("restricted"):
            return verb(store, *args, **kw)
        with discreet(store):
            try:
                return verb(store, *args, **kw)
            except NotFoundError as error:
                if _is_restricted(store, (*args, *kw.values())):
                    raise RuleError(_("This is restricted and stays off paper and out of files.")) from error
                raise

    return compiled


@discreetly
def discreet_table(store: Store, verb: Callable[..., ExportTable], *args: object) -> ExportTable:
    """Return the table of a verb with all its rows, read without what is restricted. Raises RuleError."""
    table = verb(store, *args)
    return table._replace(rows=list(table.rows))


def hide_restricted(workspace: Workspace) -> Workspace:
    """Let a workspace see nothing restricted from now on, for a connection that only an output uses."""
    hide(workspace.store)
    return workspace


def log_reading(store: Store, reason: str) -> None:
    """Note in the export log that restricted records were read on the command line, and why."""
    store.add(
        TableExport(
            title=_("Command line, with restricted records"),
            row_count=0,
            language=current(),
            sha256="",
            confidentiality=RESTRICTED,
            reason=reason.strip(),
            ended_on=store.clock.today(),
        )
    )


def require_open(confidentiality: str) -> None:
    """Raise RuleError for what is restricted, which no table may hold."""
    if is_hidden(confidentiality, restricted=False):
        raise RuleError(_("This is restricted and stays off paper and out of files."))


def _is_restricted(store: Store, named: tuple[object, ...]) -> bool:
    ids = [one for one in named if isinstance(one, str)]
    with candid(store):
        return any(store.count(kind, id=ids, confidentiality=RESTRICTED) for kind in (Facility, Meeting))

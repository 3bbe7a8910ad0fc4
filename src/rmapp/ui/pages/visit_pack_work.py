"""A visit pack made in a worker thread, with a connection of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.i18n import _
from rmapp.services.printing import visit_pack

if TYPE_CHECKING:
    from rmapp.domain.visit_pack import PackOptions, VisitPack
    from rmapp.services.paperwork.papers import Paper
    from rmapp.services.printing.visit_pack import PackPick
    from rmapp.services.workspace import Workspace
    from rmapp.ui.jobs import Progress


class Order(NamedTuple):
    """What is asked for: the firms, how to print them, and whether restricted things are let in."""

    picks: tuple[PackPick, ...]
    options: PackOptions
    restricted: bool = False


def make(progress: Progress, workspace: Workspace, order: Order, known: VisitPack | None) -> tuple[VisitPack, Paper]:
    """Compile the firms, unless they are `known`, and render the pack."""

    def reading(done: int, total: int) -> None:
        progress.report(done, total, _("Reading firm {n} of {total}").format(n=done + 1, total=total))

    def laying_out(done: int, total: int) -> None:
        progress.report(done, total, _("Laying out firm {n} of {total}").format(n=done + 1, total=total))

    pack = known
    if pack is None:
        beside = workspace.another()
        try:
            pack = beside.ask(visit_pack.compile_pack, order.picks, reading, restricted=order.restricted)
        finally:
            beside.close()
    return pack, visit_pack.print_pack(pack, order.options, laying_out)

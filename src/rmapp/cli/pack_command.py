"""The command that writes a visit pack as one PDF: of a day, or of firms by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.exchange_output import Reason
from rmapp.cli.output import say, tell
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.services.printing.visit_pack import PackPick
    from rmapp.services.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the command of this room."""
    app.command(
        help=_("Write a visit pack as one PDF: a day sheet, then each firm's brief and the sheet to write on."),
        epilog=_("Example: rmapp pack --on tomorrow -o pack.pdf"),
    )(pack)


def pack(
    context: typer.Context,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help=_("The PDF."), show_default=False)],
    firms: Annotated[
        list[str] | None, typer.Argument(metavar="[FIRM...]", help=_("Clients instead of a day's visits."))
    ] = None,
    on: Annotated[
        str, typer.Option(metavar="DAY", help=_("The day of the visits; without it the next one that has any."))
    ] = "",
    lang: Annotated[Literal["en", "zh", "both"], typer.Option(help=_("Language of the pages."))] = "en",
    *,
    black_and_white: Annotated[bool, typer.Option("--bw", help=_("For a black and white printer."))] = False,
    one_sided: Annotated[bool, typer.Option("--one-sided", help=_("Without ruled backs."))] = False,
    restricted: Reason = None,
) -> None:
    """Write a visit pack as one PDF; noted in the timeline of each firm under one copy number."""
    from rmapp.services.paperwork import papers
    from rmapp.services.printing import visit_pack

    if firms and on:
        raise InputError({"on": _("Give either clients or a day.")})
    reason = (restricted or "").strip()
    session: Session = context.obj
    with session.writing() as workspace:
        picks = _firms(workspace, firms) if firms else _of_day(workspace, on, with_restricted=bool(reason))
        made = workspace.ask(visit_pack.compile_pack, picks, restricted=bool(reason))
        options = workspace.ask(visit_pack.new_options, "zh_CN" if lang == "zh" else lang)
        options = options.model_copy(update={"black_and_white": black_and_white, "duplex": not one_sided})
        paper = visit_pack.print_pack(made, options)
        papers.save_file(paper, out)
        workspace.do(
            papers.log_paper,
            paper,
            "saved",
            paper.page_count(),
            reason=reason,
            label=_("Save visit pack"),
            undoable=False,
        )
    count = len(paper.firm_ids)
    text = ngettext("Written: {path}, {n} firm, copy {copy}", "Written: {path}, {n} firms, copy {copy}", count)
    say(text.format(path=out, n=count, copy=options.print_id))


def _firms(workspace: Workspace, names: list[str]) -> list[PackPick]:
    from rmapp.services import search
    from rmapp.services.printing import visit_pack

    ids = [workspace.ask(search.resolve_firm, name) for name in names]
    return workspace.ask(visit_pack.picks_of, firm_ids=ids)


def _of_day(workspace: Workspace, typed: str, *, with_restricted: bool) -> list[PackPick]:
    """Return the visits of a day; says which stay off paper. Raises InputError where the day has none."""
    from rmapp.domain.date_entry import parse_date
    from rmapp.domain.wording import format_date
    from rmapp.services.printing import visit_pack

    clock = workspace.store.clock
    day = parse_date(typed, clock.today()) if typed else workspace.ask(visit_pack.pack_day)
    found = workspace.ask(visit_pack.day_visits, day)
    kept = [one.meeting_id for one in found.visits if with_restricted or one.meeting_id not in found.restricted]
    left_out = len(found.visits) - len(kept)
    if left_out:
        text = ngettext("{n} restricted visit stays off paper.", "{n} restricted visits stay off paper.", left_out)
        tell(text.format(n=left_out))
    if not kept:
        raise InputError({"on": _("No visit is planned on {date}.").format(date=format_date(day))})
    return workspace.ask(visit_pack.picks_of, meeting_ids=kept)

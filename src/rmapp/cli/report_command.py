"""The command that writes a call report as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.services.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Write the call report of the last meeting with a client, or of one meeting, as PDF."),
        epilog=_("Example: rmapp report 潮声传感 -o report.pdf --lang zh"),
    )(report)


def report(
    context: typer.Context,
    about: Annotated[
        str, typer.Argument(metavar="FIRM|MEETING", help=_("A client, or the id of a meeting."), show_default=False)
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="PATH", help=_("The PDF."), show_default=False)],
    lang: Annotated[Literal["en", "zh", "both"], typer.Option(help=_("Language of the pages."))] = "en",
    *,
    black_and_white: Annotated[bool, typer.Option("--bw", help=_("For a black and white printer."))] = False,
    restricted: Annotated[
        str, typer.Option(metavar="REASON", help=_("Include what is restricted, for this reason, which is logged."))
    ] = "",
) -> None:
    """Write a call report as PDF; noted in the client's timeline."""
    from rmapp.services.paperwork import papers
    from rmapp.services.printing import call_report_paper

    reason = restricted.strip()
    session: Session = context.obj
    with session.writing() as workspace:
        meeting_id = _meeting(workspace, about)
        compiled = workspace.ask(call_report_paper.compile_report, meeting_id, restricted=bool(reason))
        options = workspace.ask(call_report_paper.report_options, "zh_CN" if lang == "zh" else lang)
        paper = call_report_paper.print_report(
            compiled, options.model_copy(update={"black_and_white": black_and_white})
        )
        papers.save_file(paper, out)
        pages = paper.page_count()
        label = _("Call report saved as PDF")
        workspace.do(papers.log_paper, paper, "saved", pages, reason=reason, label=label, undoable=False)
    sentence = ngettext("Written: {path}, {n} page", "Written: {path}, {n} pages", pages)
    say(sentence.format(path=out, n=pages))


def _meeting(workspace: Workspace, about: str) -> str:
    """Return the id of the meeting that is named, or of the last one held with the client that is."""
    from rmapp.services import search
    from rmapp.services.notes.meetings import is_meeting
    from rmapp.services.printing import call_report_paper

    if workspace.ask(is_meeting, about):
        return about
    return workspace.ask(call_report_paper.newest_report, workspace.ask(search.resolve_firm, about))

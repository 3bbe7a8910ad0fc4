"""The command that writes client briefs as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.brief import Names
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.services.papers import Edition, Paper
    from rmapp.services.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_(
            "Write the two-page brief of clients, or the page of their groups, as PDF. "
            "Their timelines note that it left the book."
        ),
        epilog=_("Example: rmapp brief 潮声传感 青檐智控 --lang both -o briefs"),
    )(brief)


def brief(
    context: typer.Context,
    firms: Annotated[list[str], typer.Argument(metavar="FIRM...", help=_("One or more clients."), show_default=False)],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="PATH", help=_("The PDF, or a folder for one PDF each."), show_default=False
        ),
    ],
    lang: Annotated[Literal["en", "zh", "both"], typer.Option(help=_("Language of the pages."))] = "en",
    edition: Annotated[Literal["internal", "client"], typer.Option(help=_("Who will read it."))] = "internal",
    *,
    black_and_white: Annotated[bool, typer.Option("--bw", help=_("For a black and white printer."))] = False,
    group: Annotated[bool, typer.Option("--group", help=_("The one-page brief of the firm's whole group."))] = False,
) -> None:
    """Write the two-page brief of clients, or the page of their groups, as PDF; noted in their timelines."""
    from rmapp.services import briefs, papers, search

    if group and edition == "client":
        raise InputError({"edition": _("A group brief is for the house only.")})
    is_file = out.suffix.lower() == ".pdf" and not out.is_dir()
    if len(firms) > 1 and is_file:
        raise InputError({"out": _("Several briefs need a folder: give -o a folder instead of a PDF.")})
    session: Session = context.obj
    taken: set[Path] = set()
    with session.writing() as workspace:
        for firm_id in dict.fromkeys([workspace.ask(search.resolve_firm, text) for text in firms]):
            options = workspace.ask(briefs.new_options, "zh_CN" if lang == "zh" else lang)
            options = options.model_copy(update={"black_and_white": black_and_white})
            printed, names = _printed(workspace, firm_id, options, edition, group=group)
            path = out if is_file else _free(out, names.first("zh" if lang == "zh" else "en"), taken)
            papers.save_file(printed, path)
            pages = printed.page_count()
            workspace.do(papers.log_paper, printed, "saved", pages, label=_("Save brief"), undoable=False)
            say(_("Written: {path}").format(path=path))


def _printed(
    workspace: Workspace, firm_id: str, options: BriefOptions, edition: Edition, *, group: bool
) -> tuple[Paper, Names]:
    """Return the brief of a firm or of its group, and whose it is."""
    from rmapp.services import briefs, group_brief

    if group:
        whole = workspace.ask(group_brief.compile_group, firm_id)
        return group_brief.print_group(whole, firm_id, options), whole.names
    value = workspace.ask(briefs.compile_brief, firm_id)
    return briefs.print_brief(value, firm_id, options, edition), value.names


def _free(folder: Path, name: str, taken: set[Path]) -> Path:
    """Return a file for a firm that no other firm of this call has; one of an earlier call is replaced."""
    kept = "".join(char if char.isalnum() or char in " -_()" else "_" for char in name).strip()[:80] or "brief"
    path, number = folder / f"{kept}.pdf", 1
    while path in taken:
        number += 1
        path = folder / f"{kept} ({number}).pdf"
    taken.add(path)
    return path

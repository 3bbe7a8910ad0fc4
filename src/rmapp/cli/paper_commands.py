"""The command that writes client briefs as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Write the two-page brief of clients as PDF. Their timelines note that it left the book."),
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
) -> None:
    """Write the two-page brief of clients as PDF; noted in their timelines."""
    from rmapp.services import briefs, search

    is_file = out.suffix.lower() == ".pdf" and not out.is_dir()
    if len(firms) > 1 and is_file:
        raise InputError({"out": _("Several briefs need a folder: give -o a folder instead of a PDF.")})
    session: Session = context.obj
    taken: set[Path] = set()
    with session.writing() as workspace:
        for firm_id in dict.fromkeys([workspace.ask(search.resolve_firm, text) for text in firms]):
            options = workspace.ask(briefs.new_options, "zh_CN" if lang == "zh" else lang)
            options = options.model_copy(update={"black_and_white": black_and_white})
            value = workspace.ask(briefs.compile_brief, firm_id)
            printed = briefs.print_brief(value, firm_id, options, edition)
            path = out if is_file else _free(out, value.names.first("zh" if lang == "zh" else "en"), taken)
            briefs.save_file(printed, path)
            pages = printed.page_count()
            workspace.do(briefs.log_paper, printed, "saved", pages, label=_("Save brief"), undoable=False)
            say(_("Written: {path}").format(path=path))


def _free(folder: Path, name: str, taken: set[Path]) -> Path:
    """Return a file for a firm that no other firm of this call has; one of an earlier call is replaced."""
    kept = "".join(char if char.isalnum() or char in " -_()" else "_" for char in name).strip()[:80] or "brief"
    path, number = folder / f"{kept}.pdf", 1
    while path in taken:
        number += 1
        path = folder / f"{kept} ({number}).pdf"
    taken.add(path)
    return path

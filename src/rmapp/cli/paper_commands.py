"""The command that writes client briefs as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.domain.brief_options import BriefLanguage
from rmapp.errors import InputError
from rmapp.i18n import _


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(brief)


def brief(
    context: typer.Context,
    firms: Annotated[list[str], typer.Argument(metavar="FIRM...", help="One or more clients.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The PDF to write; with several clients, a folder.")],
    lang: Annotated[Literal["en", "zh", "both"], typer.Option(help="Language of the pages.")] = "en",
    edition: Annotated[Literal["internal", "client"], typer.Option(help="Who will read it.")] = "internal",
    *,
    black_and_white: Annotated[bool, typer.Option("--bw", help="For a black and white printer.")] = False,
) -> None:
    """Write the two-page brief of clients as PDF; noted in their timelines."""
    from rmapp.services import briefs, search

    if len(firms) > 1 and out.suffix.lower() == ".pdf":
        raise InputError({"out": _("Several briefs need a folder: give -o a folder instead of a PDF.")})
    session: Session = context.obj
    language: BriefLanguage = "zh_CN" if lang == "zh" else lang
    with session.writing() as workspace:
        for text in firms:
            firm_id = workspace.ask(search.resolve_firm, text)
            options = workspace.ask(briefs.new_options, language)
            options = options.model_copy(update={"black_and_white": black_and_white})
            value = workspace.ask(briefs.compile_brief, firm_id)
            printed = briefs.print_brief(value, firm_id, options, edition)
            path = (
                out if len(firms) == 1 and out.suffix.lower() == ".pdf" else out / _file_name(value.names.first("en"))
            )
            briefs.save_file(printed, path)
            workspace.do(
                briefs.log_paper, printed, "saved", printed.page_count(), label=_("Save brief"), undoable=False
            )
            say(_("Written: {path}").format(path=path))


def _file_name(name: str) -> str:
    kept = "".join(char if char.isalnum() or char in " -_" else "_" for char in name).strip() or "brief"
    return f"{kept[:80]}.pdf"

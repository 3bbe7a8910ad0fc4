"""The command that writes client briefs and their variants as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from rmapp.cli.exchange_output import Reason
from rmapp.cli.output import say, tell
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.brief import ClientEdition, Names
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.domain.brief_variants import LeaveBehind, Variant
    from rmapp.services.paperwork.papers import Edition, Paper
    from rmapp.services.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_(
            "Write the brief of clients, one of its variants, or that of their groups, as PDF. Their timelines note it."
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
    variant: Annotated[
        Literal["brief", "pocket_card", "first_visit", "hand_over", "leave_behind", "group"],
        typer.Option(help=_("Which kind of brief.")),
    ] = "brief",
    restricted: Reason = None,
    despite: Annotated[
        str | None,
        typer.Option(
            "--despite",
            metavar="WHY",
            help=_("Why a client may read what the check before printing found."),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write a brief of clients, or the page of their groups, as PDF; noted in their timelines."""
    from rmapp.services import search
    from rmapp.services.paperwork import papers
    from rmapp.services.printing import briefs

    asked = _Asked("group" if group else variant, edition, (restricted or "").strip(), (despite or "").strip())
    _check(asked)
    is_file = out.suffix.lower() == ".pdf" and not out.is_dir()
    if len(firms) > 1 and is_file:
        raise InputError({"out": _("Several briefs need a folder: give -o a folder instead of a PDF.")})
    session: Session = context.obj
    taken: set[Path] = set()
    with session.writing() as workspace:
        for firm_id in dict.fromkeys([workspace.ask(search.resolve_firm, text) for text in firms]):
            options = workspace.ask(briefs.new_options, "zh_CN" if lang == "zh" else lang)
            options = options.model_copy(update={"black_and_white": black_and_white})
            printed, names = _printed(workspace, firm_id, options, asked)
            path = out if is_file else _free(out, names.first("zh" if lang == "zh" else "en"), taken)
            papers.save_file(printed, path)
            pages = printed.page_count()
            workspace.do(
                papers.log_paper,
                printed,
                "saved",
                pages,
                reason=asked.reason or asked.despite,
                label=_("Save brief"),
                undoable=False,
            )
            say(_("Written: {path}").format(path=path))


class _Asked(NamedTuple):
    """Which brief is asked for, for whom, why something restricted is on it, and why a finding may leave."""

    variant: Variant
    edition: Edition
    reason: str
    despite: str


def _check(asked: _Asked) -> None:
    """Raise InputError for what does not go together."""
    if asked.variant != "brief" and asked.edition == "client":
        raise InputError(
            {"edition": _("Only the two-page brief has an edition for the client; leave_behind is made for them.")}
        )
    if asked.reason and (asked.edition == "client" or asked.variant == "leave_behind"):
        raise InputError({"restricted": _("A paper for the client never holds what is restricted.")})


def _printed(workspace: Workspace, firm_id: str, options: BriefOptions, asked: _Asked) -> tuple[Paper, Names]:
    """Return the brief of a firm or of its group, and whose it is."""
    from rmapp.domain.brief import client_edition
    from rmapp.domain.brief_variants import LeaveBehind
    from rmapp.services.printing import brief_variants, briefs, group_brief
    from rmapp.services.privacy import restricted_firms

    is_in = bool(asked.reason)
    if not is_in:
        workspace.ask(restricted_firms.refuse_restricted, {firm_id})
    if asked.variant == "group":
        whole = workspace.ask(group_brief.compile_group, firm_id, restricted=is_in)
        return group_brief.print_group(whole, firm_id, options), whole.names
    if asked.variant == "brief" and asked.edition == "client":
        workspace.ask(restricted_firms.refuse_for_client, firm_id)
        brief_of_client = workspace.ask(briefs.compile_for_client, firm_id)
        _say_leaks(workspace, firm_id, client_edition(brief_of_client), asked.despite)
        return briefs.print_brief(brief_of_client, firm_id, options, "client"), brief_of_client.names
    value = workspace.ask(briefs.compile_brief, firm_id, restricted=is_in)
    if asked.variant == "brief":
        return briefs.print_brief(value, firm_id, options, "internal"), value.names
    made = workspace.ask(brief_variants.compile_variant, firm_id, asked.variant, restricted=is_in)
    if isinstance(made, LeaveBehind):
        _say_leaks(workspace, firm_id, made, asked.despite)
    return brief_variants.print_variant(made, firm_id, options), value.names


def _say_leaks(workspace: Workspace, firm_id: str, value: ClientEdition | LeaveBehind, despite: str) -> None:
    """Name what the client would read that may not be meant for them; raises InputError where that needs a reason."""
    from rmapp.domain.leak import leak_text, place_text
    from rmapp.services.privacy.leak_check import client_leaks

    found = [one for one in workspace.ask(client_leaks, firm_id, value) if one.needs_decision]
    for leak in found:
        line = _("{place}: {finding} {text}")
        tell(line.format(place=place_text(leak.place), text=leak.text, finding=leak_text(leak)))
    if found and not despite:
        raise InputError({"despite": _("Take it out of the paper, or say with --despite why the client may read it.")})


def _free(folder: Path, name: str, taken: set[Path]) -> Path:
    """Return a file for a firm that no other firm of this call has; one of an earlier call is replaced."""
    kept = "".join(char if char.isalnum() or char in " -_()" else "_" for char in name).strip()[:80] or "brief"
    path, number = folder / f"{kept}.pdf", 1
    while path in taken:
        number += 1
        path = folder / f"{kept} ({number}).pdf"
    taken.add(path)
    return path

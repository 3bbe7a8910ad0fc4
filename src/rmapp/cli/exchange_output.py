"""What the commands of calendars and contact cards share: decisions, the check, and the word about a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.output import say, say_json, say_table, tell
from rmapp.errors import InputError
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.exchange_check import CheckRow
    from rmapp.services.paperwork.exports import ExportedTable
    from rmapp.services.workspace import Workspace

Decided = Annotated[
    list[str] | None,
    typer.Option(
        "--client",
        metavar="N=FIRM",
        help=_("The client of number N of the file; N= leaves it out; repeatable."),
        show_default=False,
    ),
]
Reason = Annotated[
    str | None,
    typer.Option("--restricted", metavar="WHY", help=_("Let restricted things in, and say why."), show_default=False),
]


def read_decisions(workspace: Workspace, words: Sequence[str] | None) -> dict[int, str]:
    """Return the chosen client by number. Raises InputError for a word that says no number."""
    from rmapp.services import search

    found = {}
    for word in words or ():
        number, equals, name = word.partition("=")
        if not equals or not number.strip().isdecimal():
            raise InputError(
                {"client": _("“{word}” should be a number and a client, like 3=潮声传感.").format(word=word)}
            )
        found[int(number)] = workspace.ask(search.resolve_firm, name) if name.strip() else ""
    return found


def say_check(
    workspace: Workspace, rows: Sequence[CheckRow], notes: Sequence[str], *, applied: bool, as_json: bool
) -> None:
    """Print what became of each thing of a file, or would."""
    from rmapp.domain.exchange_check import action_text, outcome
    from rmapp.services.clients.firm_names import firm_names

    names = workspace.ask(firm_names, {firm for row in rows for firm in (*row.firm_ids, *row.candidates)})
    counts = outcome(tuple(rows))
    if as_json:
        documents = [row._asdict() for row in rows]
        say_json({"applied": applied, **counts._asdict(), "rows": documents, "notes": list(notes)})
        return
    titles = (_("No."), _("What becomes of it"), _("What the file says"), "", _("Client"), _("Note"))
    say_table(
        titles,
        [
            (
                str(row.number),
                action_text(row.action),
                row.title,
                row.detail,
                listed(names.get(firm, firm) for firm in row.firm_ids or row.candidates),
                row.cause,
            )
            for row in rows
        ],
        right=(0,),
    )
    for note in notes:
        tell(note)
    if any(row.action == "choose" for row in rows):
        tell(_("Say which client is meant with --client N=FIRM, or leave it out with --client N=."))
    say(counts.sentence() if applied else _("Would be: {counts}").format(counts=counts.sentence()))


def say_written(workspace: Workspace, exported: ExportedTable, reason: str | None) -> None:
    """Note a file that left the book, and say so."""
    from rmapp.services.paperwork.exports import log_export

    workspace.do(
        log_export,
        exported,
        confidentiality="client_confidential" if reason is None else "restricted",
        reason=reason or "",
        label=_("Table exported"),
        undoable=False,
    )
    say(_("Written: {path}").format(path=exported.path))

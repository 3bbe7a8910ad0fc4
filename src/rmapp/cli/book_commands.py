"""Commands about the book as a whole: init, demo, check, log, undo, redo."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.domain.passphrase import check_new_passphrase
from rmapp.i18n import _, ngettext


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(init)
    app.command()(demo)
    app.command()(check)
    app.command()(log)
    app.command()(undo)
    app.command()(redo)


def init(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="Name of the book.")] = "",
    user: Annotated[str, typer.Option(help="Your name, as it stands on notes and briefs.")] = "",
    bank: Annotated[str, typer.Option(help="Your bank.")] = "",
    branch: Annotated[str, typer.Option(help="Your branch.")] = "",
) -> None:
    """Make a new encrypted book and print its recovery key."""
    from rmapp.services import books

    session: Session = context.obj
    secret = session.passphrase(_("New passphrase: "))
    check_new_passphrase(secret, secret)
    facts = {"name": name or _("My clients"), "kind": "book", "user_name": user, "bank": bank, "branch": branch}
    workspace, recovery = books.create_book(session.folder, secret, facts)
    workspace.close()
    say(_("The book is in {folder}.").format(folder=session.folder))
    say(_("Recovery key: {key}").format(key=recovery))
    say(_("Print it or write it down and keep it away from the laptop. It is not shown again."))


def demo(folder: Annotated[Path, typer.Argument(help="An empty or new folder.")]) -> None:
    """Write the sample book: fictional firms and five firms with published facts only."""
    from rmapp.services import sample

    workspace = sample.create_sample_book(folder)
    workspace.close()
    say(_("The sample book is in {folder}. It is not encrypted and holds no client data.").format(folder=folder))


def check(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Read the whole book and say what is wrong with it; exit code 1 if anything is."""
    from rmapp.services import books

    session: Session = context.obj
    with session.reading() as workspace:
        report = books.check(workspace)
    if as_json:
        say_json({"sound": report.sound, "problems": report.problems})
    elif report.sound:
        say(_("The book is sound."))
    else:
        for problem in report.problems:
            say(problem)
    if not report.sound:
        raise typer.Exit(1)


def log(
    context: typer.Context,
    count: Annotated[int, typer.Option(help="How many of the newest commands.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the newest commands of the change log: when, who, what."""
    from rmapp.services import audit

    session: Session = context.obj
    with session.reading() as workspace:
        entries = workspace.ask(audit.newest, count)
    if as_json:
        say_json(entries)
        return
    rows = [[_local(one.at), one.actor, one.label, _kind(one.kind), str(one.changes)] for one in entries]
    say_table([_("When"), _("Who"), _("What"), _("Kind"), _("Changes")], rows, right=(4,))


def undo(context: typer.Context) -> None:
    """Take the last command back; it can be done again."""
    session: Session = context.obj
    with session.writing() as workspace:
        change = workspace.undo()
    rows = sum(len(ids) for ids in change.touched.values())
    say(ngettext("Undone: {label} ({n} row).", "Undone: {label} ({n} rows).", rows).format(label=change.label, n=rows))


def redo(context: typer.Context) -> None:
    """Do again what was taken back last."""
    session: Session = context.obj
    with session.writing() as workspace:
        change = workspace.redo()
    say(_("Done again: {label}.").format(label=change.label))


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _kind(kind: str) -> str:
    return {"do": _("done"), "undo": _("undone"), "redo": _("done again"), "record": _("recorded")}[kind]

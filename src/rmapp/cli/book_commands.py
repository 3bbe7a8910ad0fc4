"""Commands about the book as a whole: init, demo, check, log, undo, redo."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.i18n import _, ngettext

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Make a new encrypted book and print its recovery key. The passphrase is asked for, never an argument."),
        epilog=_("Example: rmapp --book mybook init --user 'Li Wen' --bank 'Our Bank'"),
    )(init)
    app.command(
        help=_("Write the sample book: fictional firms, and published facts. It is not encrypted."),
        epilog=_("Example: rmapp demo sample"),
    )(demo)
    app.command(
        help=_("Read the whole book and say what is wrong with it. The exit code is 1 if anything is."),
        epilog=_("Example: rmapp check"),
    )(check)
    app.command(
        help=_("Show the newest changes: when, who, what."),
        epilog=_("Example: rmapp log --count 5"),
    )(log)
    app.command(
        help=_("Take the last change back and say which it was. Repeat it to go further back."),
        epilog=_("Example: rmapp undo"),
    )(undo)
    app.command(
        help=_("Do again what was undone last."),
        epilog=_("Example: rmapp redo"),
    )(redo)


def init(
    context: typer.Context,
    name: Annotated[str, typer.Option(metavar="TEXT", help=_("Name of the book."))] = "",
    user: Annotated[str, typer.Option(metavar="NAME", help=_("Your name, as it stands on notes and briefs."))] = "",
    bank: Annotated[str, typer.Option(metavar="NAME", help=_("Your bank."))] = "",
    branch: Annotated[str, typer.Option(metavar="NAME", help=_("Your branch."))] = "",
) -> None:
    """Make a new encrypted book and print its recovery key."""
    from rmapp.services import books

    session: Session = context.obj
    books.require_new_folder(session.folder)
    secret = session.new_passphrase()
    facts = {"name": name or _("My clients"), "kind": "book", "user_name": user, "bank": bank, "branch": branch}
    workspace, recovery = books.create_book(session.folder, secret, facts)
    workspace.close()
    say(_("The book is in {folder}.").format(folder=session.folder))
    say(_("Recovery key: {key}").format(key=recovery))
    say(_("Print it or write it down and keep it away from the laptop. It is not shown again."))


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("An empty or new folder."), show_default=False)],
) -> None:
    """Write the sample book."""
    from rmapp.services.sample_book import sample

    workspace = sample.create_sample_book(folder)
    workspace.close()
    say(_("The sample book is in {folder}. It is not encrypted and holds no client data.").format(folder=folder))


def check(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Read the whole book and say what is wrong with it."""
    from rmapp.services import books

    session: Session = context.obj
    with session.reading() as workspace:
        report = books.check(workspace)
    if as_json:
        say_json({"sound": report.sound, "problems": list(report.problems)})
    elif report.sound:
        say(_("The book is sound."))
    else:
        for problem in report.problems:
            say(problem)
    if not report.sound:
        raise typer.Exit(1)


def log(
    context: typer.Context,
    count: Annotated[int, typer.Option(min=1, metavar="N", help=_("How many."))] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """Show the newest changes."""
    from rmapp.services import audit

    session: Session = context.obj
    with session.reading() as workspace:
        entries = workspace.ask(audit.newest, count)
    if as_json:
        say_json([entry._asdict() for entry in entries])
        return
    rows = [[_local(one.at), one.actor, one.label, _kind(one.kind), str(one.changes)] for one in entries]
    say_table([_("When"), _("Who"), _("What"), _("Kind"), _("Rows")], rows, right=(4,))


def undo(context: typer.Context) -> None:
    """Take the last change back."""
    session: Session = context.obj
    with session.writing() as workspace:
        change = workspace.undo()
    rows = sum(len(ids) for ids in change.touched.values())
    say(ngettext("Undone: {label} ({n} row).", "Undone: {label} ({n} rows).", rows).format(label=change.label, n=rows))


def redo(context: typer.Context) -> None:
    """Do again what was undone last."""
    session: Session = context.obj
    with session.writing() as workspace:
        change = workspace.redo()
    rows = sum(len(ids) for ids in change.touched.values())
    sentence = ngettext("Done again: {label} ({n} row).", "Done again: {label} ({n} rows).", rows)
    say(sentence.format(label=change.label, n=rows))


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _kind(kind: str) -> str:
    return {"do": _("done"), "undo": _("undone"), "redo": _("done again"), "record": _("recorded")}[kind]

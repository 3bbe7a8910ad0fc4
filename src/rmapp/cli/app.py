"""The command `rmapp`: without a command it opens the window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rmapp import __version__, i18n, paths
from rmapp.cli import book_commands, client_commands, credit_commands, import_command, note_commands, paper_commands
from rmapp.cli.output import say
from rmapp.cli.session import Session
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _

app = typer.Typer(
    help="Client firms, meeting notes and credit lines in a local encrypted book.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _room in (book_commands, client_commands, note_commands, credit_commands, import_command, paper_commands):
    _room.register(app)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    book: Annotated[
        Path | None, typer.Option("--book", envvar="RMAPP_BOOK", help="Folder of the book.", show_default=False)
    ] = None,
    passphrase_fd: Annotated[
        int | None, typer.Option(help="File descriptor to read the passphrase from.", show_default=False)
    ] = None,
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Client firms, meeting notes and credit lines in a local encrypted book."""
    if version:
        say(f"rmapp {__version__}")
        raise typer.Exit
    context.obj = Session(book or paths.default_book(), passphrase_fd, debug)
    if context.invoked_subcommand is None:
        from rmapp.ui.app import run

        raise typer.Exit(run(book))


def main() -> None:
    """Run the command line: exit code 0 for done, 1 for an error, 2 for a wrong call.

    Errors are one sentence on standard error; `--debug` adds the traceback.
    """
    i18n.use(i18n.system_language())
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app(prog_name="rmapp")
    except RmappError as error:
        if "--debug" in sys.argv:
            raise
        sys.stderr.write(_("Error: {message}").format(message=error.message) + "\n")
        raise SystemExit(2 if isinstance(error, InputError) else 1) from None

"""The command `rmapp`: without a command it opens the window."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from traceback import print_exception
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from rmapp import __version__, i18n, paths
from rmapp.cli import (
    ask_commands,
    attachment_commands,
    book_commands,
    calendar_commands,
    client_commands,
    contact_commands,
    covenant_commands,
    credit_commands,
    custody_commands,
    exposure_command,
    import_command,
    introduction_commands,
    ipo_commands,
    ledger_commands,
    line_list_commands,
    match_commands,
    note_commands,
    pack_command,
    paper_commands,
    rate_commands,
    reference_commands,
    report_command,
    scorecard_commands,
    signal_commands,
    stage_commands,
    today_commands,
)
from rmapp.cli.output import say, tell
from rmapp.cli.session import Session
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _
from rmapp.services.code_list_start import settle_code_lists

if TYPE_CHECKING:
    from types import TracebackType

app = typer.Typer(
    help=_("Client firms, meeting notes and credit lines in a local encrypted book. Without a command: the window."),
    epilog=_("Example: rmapp --book mybook list --tier A"),
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _room in (
    book_commands,
    import_command,
    today_commands,
    client_commands,
    contact_commands,
    calendar_commands,
    note_commands,
    ledger_commands,
    ask_commands,
    attachment_commands,
    credit_commands,
    covenant_commands,
    exposure_command,
    line_list_commands,
    paper_commands,
    custody_commands,
    report_command,
    pack_command,
    signal_commands,
    rate_commands,
    match_commands,
    stage_commands,
    ipo_commands,
    introduction_commands,
    reference_commands,
    scorecard_commands,
):
    _room.register(app)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    book: Annotated[
        Path | None,
        typer.Option("--book", envvar="RMAPP_BOOK", metavar="DIR", help=_("Folder of the book."), show_default=False),
    ] = None,
    passphrase_fd: Annotated[
        int | None,
        typer.Option(metavar="N", help=_("File descriptor to read the passphrase from."), show_default=False),
    ] = None,
    include_restricted: Annotated[
        str | None,
        typer.Option(
            metavar="REASON",
            help=_("Show restricted records too, and keep the reason in the book."),
            show_default=False,
        ),
    ] = None,
    *,
    remove_numbers: Annotated[
        bool,
        typer.Option("--remove-numbers", help=_("Take numbers that look personal out of what is written.")),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help=_("Show the traceback of an error."))] = False,
    version: Annotated[bool, typer.Option("--version", help=_("Print the version and stop."))] = False,
) -> None:
    """Take the options that stand before the command; without a command open the window."""
    if version:
        say(f"rmapp {__version__}")
        raise typer.Exit
    if debug:
        sys.excepthook = sys.__excepthook__
    if include_restricted is not None and not include_restricted.strip():
        raise InputError({"include_restricted": _("Give a reason; it is kept with the change.")})
    context.obj = Session(book or paths.default_book(), passphrase_fd, include_restricted, remove_numbers)
    if context.invoked_subcommand is None:
        from rmapp.ui.app import run

        raise typer.Exit(run(book))


def main() -> None:
    """Run the command line: exit code 0 for done, 1 for an error, 2 for a wrong call.

    Errors are one sentence on standard error; `--debug` adds the traceback.
    """
    i18n.use(i18n.system_language())
    _speak_utf8()
    settle_code_lists()
    sys.excepthook = _tell_of_fault
    try:
        try:
            _translated(get_command(app)).main(prog_name="rmapp")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()  # whoever read it, such as `head`, has had enough
        raise SystemExit(1) from None
    except (RmappError, OSError) as error:
        if sys.excepthook is not _tell_of_fault:
            print_exception(error)
        if isinstance(error, OSError):
            _drop_output()
        tell(_("Error: {message}").format(message=error))
        raise SystemExit(2 if isinstance(error, InputError) else 1) from None


def _speak_utf8() -> None:
    """Read arguments and write output as UTF-8 in any locale, and do without an output that is closed."""
    sys.argv[1:] = [_as_utf8(word) for word in sys.argv[1:]]
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the program ends
            setattr(sys, name, nowhere)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _as_utf8(word: str) -> str:
    """Return an argument as it was meant where the locale could not read it."""
    try:
        return os.fsencode(word).decode("utf-8") if not word.isprintable() else word
    except UnicodeError:
        return word


def _drop_output() -> None:
    """Let nothing more be written to standard output, also not when the program ends."""
    with Path(os.devnull).open("w", encoding="utf-8") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())


def _translated(command: Any) -> Any:  # noqa: ANN401 - Typer's class of commands depends on its version
    """Put the help texts of a command, which were gathered in English, into the current language."""
    for part in (command, *command.params):
        if getattr(part, "help", None):
            part.help = _(part.help)
    if command.epilog:
        command.epilog = _(command.epilog)
    for below in getattr(command, "commands", {}).values():
        _translated(below)
    return command


def _tell_of_fault(kind: type[BaseException], _problem: BaseException, _trace: TracebackType | None) -> None:
    """Say in one sentence that the program itself is at fault."""
    sentence = _(
        "Error: rmapp met a fault of its own ({kind}). What was saved before is safe. "
        "Run the command again as “rmapp --debug …” and report what it prints."
    )
    tell(sentence.format(kind=kind.__name__))

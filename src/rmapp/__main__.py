"""Starts the program: the window at once where no command is given, else the command line.

The libraries of the command line take a good part of the time to the first window, so they wait for a command.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Show the window or run a command, and end with its exit code."""
    os.umask(0o077)  # what leaves the encrypted book is for its owner's eyes
    match sys.argv[1:]:
        case []:
            book = os.environ.get("RMAPP_BOOK", "")
        case ["--book", book] if book.isprintable() and not book.startswith("-"):
            pass
        case _:
            from rmapp.cli.app import main as run_command

            run_command()
            return
    from rmapp.ui.app import run

    raise SystemExit(run(Path(book) if book else None))


if __name__ == "__main__":
    main()

"""The log file: what the program did, in ids and class names only.

Names, notes, amounts and messages of errors never go in: an error's message may quote what was typed.
"""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from traceback import extract_tb, walk_tb
from typing import TYPE_CHECKING

from rmapp import __version__, paths

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

_NAME = "rmapp"


class _OwnerFileHandler(RotatingFileHandler):
    """A log file that only its owner may read."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=_open_for_owner)


def _open_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def start(folder: Path | None = None) -> None:
    """Write the log into a folder, by default the user's; without a writable folder there is no log."""
    logger = logging.getLogger(_NAME)
    if logger.handlers:
        return
    logger.setLevel(logging.INFO)
    logger.propagate = False
    target = folder or paths.log_dir()
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = _OwnerFileHandler(
            target / "rmapp.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    event("start", version=__version__, platform=sys.platform)


def stop() -> None:
    """Close the log file."""
    logger = logging.getLogger(_NAME)
    logger.propagate = True
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def event(name: str, **ids: str | int) -> None:
    """Write one line: what happened and the ids it happened to."""
    facts = " ".join(f"{key}={value}" for key, value in ids.items())
    logging.getLogger(_NAME).info("%s %s", name, facts)


def error(problem: BaseException) -> None:
    """Write an error's class and the lines of code it came through, not its message."""
    logging.getLogger(_NAME).error("%s", trail(problem))


def trail(problem: BaseException) -> str:
    """Return an error's class and where it came from, fit to be shown to others."""
    places = [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in extract_tb(problem.__traceback__)]
    depth = sum(1 for _frame in walk_tb(problem.__traceback__))
    return f"{type(problem).__name__} ({depth} calls)\n  " + "\n  ".join(places)


def _place(filename: str) -> str:
    """Return a file of the program, or the name of any other: its folders may carry the user's name."""
    _above, package, inside = filename.rpartition(f"{os.sep}rmapp{os.sep}")
    return f"{os.sep}{inside}" if package else os.path.basename(filename)  # noqa: PTH119 - a text, not a file

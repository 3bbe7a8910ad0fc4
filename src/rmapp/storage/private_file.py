"""Files and folders for the user alone, written so that they are whole or not there."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def disk_full() -> errors.DiskFull:
    """Return the error of a write that found no room."""
    return errors.DiskFull(
        _(
            "There is no room left on the disk. This change was taken back; everything before it is safe. "
            "Make room and try again."
        )
    )


@contextmanager
def file_errors() -> Iterator[None]:
    """Turn errors of the file system into errors of the program."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise disk_full() from error
        sentence = _("The disk did not allow this: {cause}. What was in the book before is safe.")
        raise errors.StorageError(sentence.format(cause=error.strerror or type(error).__name__)) from error


def make_folder(path: Path) -> None:
    """Make a folder that only its owner may enter; an existing one is closed to others."""
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    path.chmod(FOLDER_MODE)


def make_empty(path: Path) -> None:
    """Make an empty file that only its owner may read, where no file was."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step: after a power cut it holds the old or the new content.

    Raises `StorageError` where the folder cannot be written.
    """
    draft = path.with_name(path.name + ".new")
    try:
        with suppress(FileNotFoundError):
            draft.unlink()
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise errors.StorageError(
            _("The file {name} could not be written. The one before it was kept. Check the disk and try again.").format(
                name=path.name
            )
        ) from error


def sync_folder(path: Path) -> None:
    """Make sure that renamed files keep their new names over a power cut (Windows does so by itself)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

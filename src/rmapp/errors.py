"""The errors that the program raises on purpose, each with a sentence for its user.

A message says what happened, what is safe and what to do, in the current language. Anything that is
not an `RmappError` is a bug and is reported as one.
"""

from __future__ import annotations

from rmapp.i18n import sentences as joined


class RmappError(Exception):
    """Base of all expected errors; `message` is a translated sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(RmappError):
    """Values that cannot be accepted, with one sentence for each field, shown beside it."""

    def __init__(self, fields: dict[str, str], message: str | None = None) -> None:
        super().__init__(message or joined(fields.values()))
        self.fields = fields


class ReasonNeeded(InputError):
    """What was asked for is done only with a reason, such as making a record less confidential."""


class PersonalNumbersFound(RmappError):
    """What was typed holds numbers that look personal; `sentences` name them. They are removed or kept as one says."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(joined(sentences))
        self.sentences = sentences


class RuleError(RmappError):
    """A rule of the bank or of the book says no."""


class NotFoundError(RmappError):
    """Nothing in the book carries this id or name."""


class StorageError(RmappError):
    """The book cannot be read or written."""


class BookLocked(StorageError):
    """The book needs its passphrase first."""


class BookBusy(StorageError):
    """Another copy of the program holds the book."""


class BookTooNew(StorageError):
    """The book was written by a newer program; it was not touched."""


class BookDamaged(StorageError):
    """The book's files are damaged or incomplete."""


class RecordUnreadable(BookDamaged):
    """One record breaks the rules of its kind; the others of the book can be read."""


class WrongPassphrase(StorageError):
    """The passphrase or recovery key does not open the book."""


class DiskFull(StorageError):
    """There was no room to write; the last change was taken back."""


class ReadOnly(StorageError):
    """The book is open for reading only."""


class ImportRejected(RmappError):
    """An import wrote nothing; `report` tells which rows were in the way."""

    def __init__(self, message: str, report: object) -> None:
        super().__init__(message)
        self.report = report


class BriefError(RmappError):
    """A page could not be made."""

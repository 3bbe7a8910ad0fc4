"""Text of calendar and card files: found out from bytes, and freed of what a book cannot keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmapp.errors import ImportRejected, InputError
from rmapp.exchange.csv_files import decode
from rmapp.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

CARD_BYTES = 10_000_000
CALENDAR_BYTES = 4_000_000
"""Larger files are not read: cards hold photos, calendars only text."""

_LONGEST = 4_000
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def file_bytes(path: Path, most: int) -> bytes:
    """Return the content of a file of at most so many bytes. Raises ImportRejected with a sentence."""
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        sentence = _("The file {name} could not be opened: {reason}. Nothing was imported.")
        reason = error.strerror or type(error).__name__
        raise ImportRejected(sentence.format(name=path.name, reason=reason), None) from error
    if len(content) > most:
        sentence = _("The file {name} is larger than {n} MB. Nothing was imported.")
        raise ImportRejected(sentence.format(name=path.name, n=most // 1_000_000), None)
    return content


def text_of(content: bytes) -> str:
    """Return the text of a file in whatever encoding it is written. Raises ImportRejected."""
    try:
        return decode(content)
    except InputError as error:
        sentence = _("The characters of this file cannot be read. Nothing was imported. Write it anew as UTF-8.")
        raise ImportRejected(sentence, None) from error


def clean(text: str) -> str:
    """Return a text without control and direction characters, no longer than a book keeps of such files."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:_LONGEST]

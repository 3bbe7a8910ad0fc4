"""Text tables (CSV): their encoding and separator are found out, never guessed at random."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from rmapp.exchange.cell_safety import unescape_text
from rmapp.exchange.grid import collect, make_sheet, unreadable
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rmapp.domain.import_sheet import Sheet

MAX_BYTES = 100_000_000
DELIMITERS = (",", ";", "\t", "|")
_SNIFF_RECORDS = 60
_SNIFF_CHARACTERS = 200_000
_ASCII = re.compile("[\x00-\x7f]+")
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_END = "\ue000end of file\ue000"
_COMMON_SHARE = 0.9
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def _unknown_encoding() -> Exception:
    return unreadable(
        _(
            "Could not tell how the characters of this file are written. Nothing was imported. "
            "Save it as “CSV UTF-8” or as an Excel workbook (.xlsx) and choose it again."
        )
    )


def _is_common_chinese(text: str) -> bool:
    """Tell whether the non-ASCII characters are mostly those in everyday use (GB 2312).

    Western text read as GB18030 turns into rare characters; this is what tells the two apart.
    """
    foreign = _ASCII.sub("", text)
    common = len(foreign.encode("gb2312", "ignore")) // 2
    return common >= _COMMON_SHARE * len(foreign)


def _guess_utf16(data: bytes) -> str | None:
    for encoding, newline in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        at = data.find(newline)
        while at != -1:
            if at % 2 == 0:
                return encoding
            at = data.find(newline, at + 1)
    return None


def find_encoding(data: bytes) -> str:
    """Return the name of the encoding: by its mark, else UTF-8, else GB18030 with everyday characters.

    The same bytes always give the same answer. Errors: InputError where no encoding fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if b"\x00" in data:
        guess = _guess_utf16(data) if len(data) % 2 == 0 else None
        if guess is None:
            raise unreadable(
                _(
                    "The file holds zero bytes, so it is not a text table. "
                    "Nothing was imported. Choose a CSV or .xlsx file."
                )
            )
        return guess
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error
    if not _is_common_chinese(text):
        raise _unknown_encoding()
    return "gb18030"


def decode(data: bytes, encoding: str | None = None) -> str:
    """Return the text of a file without its byte-order mark.

    Errors: InputError where the text does not fit the encoding or holds NUL or half characters.
    """
    encoding = encoding or find_encoding(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise _unknown_encoding() from error
    text = text.removeprefix("\ufeff")
    broken = _BROKEN.search(text)
    if broken:
        raise unreadable(
            _("Line {line} of the file holds a broken character. Nothing was imported. Save the file anew.").format(
                line=text.count("\n", 0, broken.start()) + 1
            )
        )
    return text


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records; the last one must be the end mark, else a quotation mark was left open."""
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    reader = csv.reader(io.StringIO(ended + _END, newline=""), delimiter=delimiter)
    previous: list[str] | None = None
    number = 0
    try:
        for record in reader:
            if previous is not None:
                yield previous
            previous = record
            number += 1
    except csv.Error as error:
        raise unreadable(
            _(
                "Row {row} of the file cannot be read: a value is longer than {limit} characters. Nothing was imported."
            ).format(row=number + 1, limit=csv.field_size_limit())
        ) from error
    if previous != [_END]:
        raise unreadable(
            _(
                "A quotation mark opened in row {row} is never closed. "
                "Nothing was imported. Close it and choose the file again."
            ).format(row=number)
        )


def _consistency(text: str, delimiter: str) -> tuple[float, int]:
    """Return how many of the first records have the usual number of cells, and that number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    counts: list[int] = []
    try:
        for record in reader:
            if any(record):
                counts.append(len(record))
            if len(counts) >= _SNIFF_RECORDS:
                break
    except csv.Error:
        return 0.0, 0
    usual, times = max(Counter(counts).items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (times / len(counts), usual) if usual > 1 else (0.0, 0)


def find_delimiter(text: str) -> str:
    """Return the separator that cuts the first records most evenly; a comma where none does."""
    head = text[:_SNIFF_CHARACTERS]
    scores = {delimiter: _consistency(head, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (*scores[delimiter], -DELIMITERS.index(delimiter)))


def parse_text(text: str, name: str, delimiter: str | None = None) -> Sheet:
    """Return the table in a text. Errors: InputError with a sentence for the user."""
    first, _newline, rest = text.partition("\n")
    skipped = 0
    if re.fullmatch(r"sep=[,;\t|]\r?", first):
        delimiter, text, skipped = first[4], rest, 1
    delimiter = delimiter or find_delimiter(text)
    numbered = (
        (number, [unescape_text(cell) for cell in record])
        for number, record in enumerate(_records(text, delimiter), start=1 + skipped)
    )
    return make_sheet(name, collect(numbered), ragged_is_wrong=True)


def read_csv(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Sheet:
    """Return the table in a CSV file. Errors: InputError with a sentence for the user."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise unreadable(
                _("The file is larger than {limit} MB. Nothing was imported. Split it into smaller files.").format(
                    limit=MAX_BYTES // 1_000_000
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(
            _("The file {name} could not be opened: {reason}. Nothing was imported.").format(
                name=path.name, reason=error.strerror or type(error).__name__
            )
        ) from error
    return parse_text(decode(data, encoding), path.name, delimiter)

"""Raw rows of cells to a `Sheet`: the row of titles is found, empty rows go, titles become unique."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmapp.domain.identifiers import check_uscc
from rmapp.domain.import_fields import is_known_title
from rmapp.domain.import_sheet import SERIAL_BASE, Cell, ReadProblem, Row, Sheet
from rmapp.domain.import_titles import plain_title
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

HEADER_SEARCH_ROWS = 30
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_TITLE_LENGTH = 40
_NUMBER = re.compile(r"[\d\s.,%+\-/:年月日¥￥]+")
_BLANK = " \t\r\n\u00a0\u3000\ufeff\u200b"


def unreadable(sentence: str) -> InputError:
    """Return the error for a file that cannot be read at all."""
    return InputError({"file": sentence})


def clean_cell(value: Cell) -> Cell:
    """Return a cell without blanks around its text; blank text is None."""
    if isinstance(value, str):
        return value.strip(_BLANK) or None
    return value


def column_letters(index: int) -> str:
    """Return the letters a spreadsheet writes above a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def collect(rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[Row]:
    """Return the rows that hold something, cut after their last filled cell.

    Errors: InputError where there are more rows or columns than the program reads.
    """
    kept: list[Row] = []
    for number, raw in rows:
        cells = [clean_cell(value) for value in raw]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise unreadable(
                _(
                    "Row {row} has more than {limit} columns. Nothing was imported. Delete the columns you do not need."
                ).format(row=number, limit=MAX_COLUMNS)
            )
        if len(kept) >= MAX_ROWS:
            raise unreadable(
                _("The file has more than {limit} rows. Nothing was imported. Split it into smaller files.").format(
                    limit=MAX_ROWS
                )
            )
        kept.append((number, tuple(cells)))
    return kept


def _looks_like_data(value: Cell) -> bool:
    if value is None:
        return False
    if not isinstance(value, str):
        return True
    return _NUMBER.fullmatch(value) is not None or (len(value) == 18 and check_uscc(value).problem is None)


def _title_score(cells: Sequence[Cell]) -> int:
    texts = {value for value in cells if isinstance(value, str) and not _looks_like_data(value)}
    known = sum(is_known_title(text) for text in texts)
    short = sum(len(text) <= _TITLE_LENGTH for text in texts)
    return 3 * known + short - sum(_looks_like_data(value) for value in cells)


def find_header(rows: Sequence[Row]) -> int | None:
    """Return the index of the row of titles, or None where the file has data only."""
    head = rows[:HEADER_SEARCH_ROWS]
    scores = [_title_score(cells) for _number, cells in head]
    best = max(range(len(scores)), key=lambda at: (scores[at], -at))
    cells = head[best][1]
    has_known = any(isinstance(value, str) and is_known_title(value) for value in cells)
    if not has_known and any(_looks_like_data(value) for value in cells):
        return None
    return best


def _name_columns(titles: Sequence[Cell], width: int) -> tuple[str, ...]:
    names: list[str] = []
    taken: set[str] = set()
    for at in range(width):
        value = titles[at] if at < len(titles) else None
        text = plain_title(str(value)) if value is not None else ""
        name = base = text or _("Column {letters}").format(letters=column_letters(at))
        count = 1
        while name in taken:
            count += 1
            name = f"{base} ({count})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def _too_long(number: int, extra: int) -> ReadProblem:
    cause = ngettext(
        "This row has {n} cell more than there are titles. Put a value with a separator in quotation marks.",
        "This row has {n} cells more than there are titles. Put a value with a separator in quotation marks.",
        extra,
    )
    return ReadProblem(number, None, cause.format(n=extra))


def make_sheet(
    name: str,
    rows: Sequence[Row],
    *,
    problems: Iterable[tuple[int, int, str]] = (),
    ragged_is_wrong: bool = False,
    serial_base: date = SERIAL_BASE,
) -> Sheet:
    """Return the sheet of these rows; `problems` are (row number, column index, cause).

    With `ragged_is_wrong` a row longer than the titles is reported: in a text file it is a slip.
    Errors: InputError where no row is left below the titles.
    """
    if not rows:
        raise unreadable(
            _("The file is empty. Nothing was imported. Choose a file with a row of titles and rows below.")
        )
    header = find_header(rows)
    titles = rows[header][1] if header is not None else ()
    body = rows if header is None else rows[header + 1 :]
    if not body:
        raise unreadable(_("The file has titles but no rows below them. Nothing was imported."))
    found: list[ReadProblem] = []
    widest = max(len(cells) for _number, cells in body)
    width = max(len(titles), widest)
    if ragged_is_wrong and titles:
        found += [_too_long(number, len(cells) - len(titles)) for number, cells in body if len(cells) > len(titles)]
    columns = _name_columns(titles, width)
    body_numbers = {number for number, _cells in body}
    found += [ReadProblem(row, columns[at], cause) for row, at, cause in problems if row in body_numbers and at < width]
    padded = tuple((number, cells + (None,) * (width - len(cells))) for number, cells in body)
    above = rows[: header or 0]
    # A merged title fills many cells with one text.
    preface = tuple(dict.fromkeys(value for _row, cells in above for value in cells if isinstance(value, str)))
    header_row = rows[header][0] if header is not None else 0
    return Sheet(name, header_row, columns, padded, tuple(found), preface, serial_base)

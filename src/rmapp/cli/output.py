"""What commands print: aligned columns for people, JSON for programs."""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from rmapp.domain.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "


def say(text: str) -> None:
    """Print one line to standard output."""
    sys.stdout.write(text + "\n")


def say_json(value: object) -> None:
    """Print a value as JSON: money as minor units and currency, dates as ISO text, unknown as null."""
    say(json.dumps(plain(value), ensure_ascii=False, indent=2))


def say_table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows in columns; `right` names the columns, from 0, that are aligned to the right."""
    widths = [max(_width(row[at]) for row in (titles, *rows)) for at in range(len(titles))]
    for row in (titles, *rows):
        cells = [
            _pad(cell, width, at_right=at in right) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say(_GAP.join(cells).rstrip())


def plain(value: object) -> Any:  # noqa: ANN401  # JSON has no narrower type
    """Return a value in the terms of JSON."""
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (PartialDate, Decimal)):
        return str(value)
    return value


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int, *, at_right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if at_right else text + blank

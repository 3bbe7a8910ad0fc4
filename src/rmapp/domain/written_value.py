"""A value of a code list in the words of a message: as it stands in the file, and what would stand there rightly."""

from __future__ import annotations

import json

from rmapp.i18n import _

_LONGEST = 60


def shown(value: object, *, plain: bool = False) -> str:
    """Return a value as it stands in the file, cut where it is long; `plain` writes it in ASCII alone."""
    text = json.dumps(value, ensure_ascii=plain, default=str)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def misfit(kind: str, value: object) -> str:
    """Return why a value is not one of a kind, and what one looks like."""
    wanted = {
        "bool": _("{value} does not fit this field, which is true or false."),
        "int": _("{value} does not fit this field, which is a whole number."),
        "number": _("{value} does not fit this field, which is a number."),
        "ratio": _("{value} does not fit this field, which is a share such as 0.15."),
        "money": _("{value} does not fit this field, which is an amount such as {example}."),
        "date": _("{value} does not fit this field, which is a day such as 2026-01-31."),
        "text": _("{value} does not fit this field, which is a text in quotes."),
    }
    said = wanted.get(kind, _("{value} does not fit this field, which is a code in quotes."))
    return said.format(value=shown(value), example='{"minor": 100000, "ccy": "CNY"}')

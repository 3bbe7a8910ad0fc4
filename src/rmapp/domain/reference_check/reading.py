"""From the bytes of a file to what it holds, or to why they cannot be read: the first step of each check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rmapp.domain.reference_check.found import FileProblem, place_of
from rmapp.domain.written_value import shown
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 60
"""How many brackets may stand inside each other; conditions that are as deep as they may be need about 25."""

_STEPS_NAMED = 3
"""How many steps of the way to brackets that stand too deep are named."""

_LARGEST = 2**63 - 1
_ALLOWED = "\n\t"


def read_content(name: str, data: bytes) -> tuple[dict[str, Any] | None, tuple[FileProblem, ...]]:
    """Return what a file holds, or None and why it cannot be read, with line and column."""
    if not data.strip():
        return None, (FileProblem(name, "", _("The file is empty, or it cannot be read.")),)
    try:
        content = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        sentence = _("Byte {n} is not UTF-8. Save the file as UTF-8.").format(n=error.start + 1)
        return None, (FileProblem(name, "", sentence),)
    except json.JSONDecodeError as error:
        place = _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
        return None, (FileProblem(name, place, _("This is not JSON: {cause}.").format(cause=_cause(error.msg))),)
    except _Twice as error:
        return None, (FileProblem(name, "", _("The key “{key}” stands twice.").format(key=error.key)),)
    except ValueError:  # Python reads no number of more than some thousand digits
        return None, (FileProblem(name, "", _("A number in it has too many digits.")),)
    except RecursionError:
        return None, (FileProblem(name, "", _too_deep()),)
    if not isinstance(content, dict):
        return None, (FileProblem(name, "", _("The file has to hold one object in braces.")),)
    odd = tuple(FileProblem(name, place, what) for place, what in _odd(content, "", 1))
    return (None, odd) if odd else (content, ())


def _too_deep() -> str:
    return _("Brackets stand too deep inside each other.")


def _cause(said: str) -> str:
    """Return what JSON lacks at a place, in the current language."""
    causes = {
        "Expecting value": _("a value is missing here"),
        "Expecting property name": _("a name in double quotes is missing here"),
        "Expecting ':'": _("a colon is missing here"),
        "Expecting ','": _("a comma is missing here"),
        "Extra data": _("something stands after its end"),
        "Illegal trailing comma": _("a name in double quotes is missing here"),
        "Invalid control": _("a line break or a tab stands inside a text"),
        "Unterminated string": _("a text has no closing quote"),
        "Invalid \\": _("a backslash stands before a letter that takes none"),
    }
    return next((words for start, words in causes.items() if said.startswith(start)), said)


class _Twice(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def _odd(node: object, place: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield places with what JSON can hold and no part of the program can work with."""
    if depth > _DEEPEST:
        yield ".".join(place.partition("[")[0].split(".")[:_STEPS_NAMED]), _too_deep()
    elif isinstance(node, dict):
        for key, value in node.items():
            if _is_odd(key):
                yield place, _("A sign that cannot be shown stands in {value}.").format(value=shown(key, plain=True))
            else:
                yield from _odd(value, f"{place}.{key}" if place else key, depth + 1)
    elif isinstance(node, list):
        for at, one in enumerate(node):
            yield from _odd(one, place_of(place, at, one), depth + 1)
    elif isinstance(node, str):
        if _is_odd(node):
            yield place, _("A sign that cannot be shown stands in {value}.").format(value=shown(node, plain=True))
    elif isinstance(node, int | float) and not abs(node) <= _LARGEST:  # true of NaN as well
        yield place, _("{value} is no number, or one that is too large.").format(value=shown(node))


def _is_odd(text: str) -> bool:
    """Say whether a text has half of a character, or a control character that is neither line break nor tab."""
    return any("\ud800" <= sign <= "\udfff" or (sign < " " and sign not in _ALLOWED) for sign in text)

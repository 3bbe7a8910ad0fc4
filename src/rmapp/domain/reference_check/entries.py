"""Whether the entries of a list can be read as what they are, and in which words it is said where one cannot."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rmapp.domain.reference_check.found import FileProblem, place_of
from rmapp.domain.written_value import misfit, shown
from rmapp.errors import RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from rmapp.domain.reference_items import Item

SPOKEN = ("label", "name", "title", "summary", "pitch", "disclaimer")
"""Names of the parts that hold a text in both languages."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*", re.ASCII)
_NEAR = 0.8
_OTHER_NAME = {"label": "name", "name": "label"}
_KINDS = {"bool": "bool", "int": "int", "float": "number", "decimal": "number", "date": "date", "string": "text"}
"""The kind of value that was wanted, by the start of pydantic's name for the fault."""


def form_wanted(*, is_list: bool) -> str:
    """Return the sentence about a part of the wrong form."""
    kind = _("a list in brackets") if is_list else _("an object in braces")
    return _("This part has to be {kind}.").format(kind=kind)


def entry_problems(
    name: str, key: str, entries: list[Any], kind: type[Item], shipped: Iterable[object]
) -> Iterator[FileProblem]:
    """Yield what is wrong with each entry of a list; `shipped` ones tell which parts an entry may have."""
    known = {part for one in shipped if isinstance(one, dict) for part in one}
    known |= {part for field, info in kind.model_fields.items() for part in (field, info.alias or field)}
    for at, one in enumerate(entries):
        place = place_of(key, at, one)
        if not isinstance(one, dict):
            yield FileProblem(name, place, _("{value} is not an entry in braces.").format(value=shown(one)))
            continue
        code = one.get("code")
        if isinstance(code, str) and not _CODE.fullmatch(code):
            sentence = _("The code {value} may hold only letters, digits and _ . : -")
            yield FileProblem(name, place, sentence.format(value=shown(code)))
        yield from _mistyped(name, place, one, known)
        yield from read_as(name, place, one, kind)


def read_as(name: str, place: str, entry: Mapping[str, Any], kind: type[Item]) -> Iterator[FileProblem]:
    """Yield what keeps an entry from being read as one of its kind: nothing is taken for what it only looks like."""
    try:
        kind.model_validate_json(json.dumps(entry), strict=True)
    except ValidationError as error:
        for one in error.errors():
            if not _is_spoken(entry, one["loc"]):
                yield FileProblem(name, place + "".join(map(_step, one["loc"])), _wrong(one))
    except RmappError as error:
        yield FileProblem(name, place, error.message)


def _mistyped(name: str, place: str, entry: Mapping[str, Any], known: set[str]) -> Iterator[FileProblem]:
    """Yield each part whose name is almost the one of another that the entry lacks; other own parts are left alone."""
    for part in entry.keys() - known:
        near = get_close_matches(part, sorted(known - entry.keys()), 1, _NEAR)
        if near:
            sentence = _("“{part}” is not known here. Is “{near}” meant?")
            yield FileProblem(name, place, sentence.format(part=part, near=near[0]))


def _is_spoken(entry: object, loc: tuple[int | str, ...]) -> bool:
    """Say whether a fault lies in a text of both languages, of which each is looked at by itself."""
    for step in loc:
        if isinstance(entry, dict) and isinstance(step, str):
            part = step if step in entry else _OTHER_NAME.get(step, step)
            if part in SPOKEN and isinstance(entry.get(part), dict):
                return True
            entry = entry.get(part)
        elif isinstance(entry, list) and isinstance(step, int) and step < len(entry):
            entry = entry[step]
    return False


def _step(step: int | str) -> str:
    """Return one step of the way to a fault; what stands in a list is counted from 1."""
    return f"[{step + 1}]" if isinstance(step, int) else f".{step}"


def _wrong(error: ErrorDetails) -> str:
    """Return what is wrong with a value, and what would fit there."""
    kind, about = error["type"], error.get("ctx", {})
    value = shown(error["input"])
    if kind == "missing":
        return _("This part is missing.")
    if kind == "literal_error":
        choices = ", ".join(re.findall(r"'([^']*)'", str(about["expected"])))
        return _("{value} is not one of these: {choices}.").format(value=value, choices=choices)
    if kind in ("greater_than_equal", "less_than_equal"):
        return _bound(value, about)
    if kind in ("tuple_type", "list_type", "frozen_set_type", "set_type"):
        return form_wanted(is_list=True)
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return form_wanted(is_list=False)
    wanted = _KINDS.get(kind.split("_")[0])
    if wanted and kind != "string_too_short":
        return misfit(wanted, error["input"])
    return _("{value} is not a value that belongs here.").format(value=value)


def _bound(value: str, about: Mapping[str, Any]) -> str:
    if "ge" in about:
        return _("{value} is less than {least}, the least that fits.").format(value=value, least=about["ge"])
    return _("{value} is more than {most}, the most that fits.").format(value=value, most=about["le"])

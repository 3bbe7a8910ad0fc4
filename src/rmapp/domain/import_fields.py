"""What a column of an imported table can mean: the fields of each kind of table and their usual titles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from rmapp import i18n, paths
from rmapp.domain.import_field_lists import (
    ImportField,
    list_facilities,
    list_firms,
    list_meetings,
    list_people,
)
from rmapp.domain.import_titles import normalise_title

ImportKind = Literal["firms", "people", "meetings", "facilities"]
KINDS: tuple[ImportKind, ...] = get_args(ImportKind)


class KindName(NamedTuple):
    """A kind of table with its name in the current language."""

    kind: ImportKind
    label: str


def kind_names() -> tuple[KindName, ...]:
    """Return the kinds of table that can be imported, in the order to offer them."""
    return (
        KindName("firms", i18n._("Clients")),
        KindName("people", i18n._("People")),
        KindName("meetings", i18n._("Meeting notes")),
        KindName("facilities", i18n._("Credit lines")),
    )


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((paths.resources() / "reference" / "import_titles.json").read_text("utf-8"))
    return content


def code_words(codes: str, *, sure: bool = True) -> Mapping[str, str]:
    """Return further words that tables use for the codes of a list, with the code each means.

    Without `sure` these are words that only make a code likely.
    """
    words: dict[str, str] = _file()["codes" if sure else "likely_codes"].get(codes, {})
    return words


@cache
def _fields(kind: ImportKind, _language: str) -> Mapping[str, ImportField]:
    lists = {
        "firms": list_firms,
        "people": list_people,
        "meetings": list_meetings,
        "facilities": list_facilities,
    }
    return {field.code: field for field in lists[kind]()}


def fields(kind: ImportKind) -> Mapping[str, ImportField]:
    """Return the fields of a kind by code, with labels in the current language."""
    return _fields(kind, i18n.current())


@cache
def _synonyms() -> dict[str, dict[str, list[str]]]:
    kinds: dict[str, dict[str, list[str]]] = _file()["kinds"]
    return kinds


@cache
def titles(kind: ImportKind) -> Mapping[str, str]:
    """Return every known title of a kind, in the form of `normalise_title`, with the field it means."""
    found: dict[str, str] = {}
    with i18n.speaking("en"):
        for field in fields(kind).values():
            for title in (field.label, field.code, *_synonyms()[kind].get(field.code, ())):
                found.setdefault(normalise_title(title), field.code)
    return found


@cache
def _all_titles() -> frozenset[str]:
    return frozenset(title for kind in KINDS for title in titles(kind))


def is_known_title(text: str) -> bool:
    """Tell whether a text is a title that any kind of table knows."""
    return normalise_title(text) in _all_titles()

"""Finding codes of a list by what people type: any words of a name in either language, pinyin, or the code."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.import_codes import find_code
from rmapp.domain.names_search import search_key, search_terms

if TYPE_CHECKING:
    from collections.abc import Mapping


def fitting_codes(codes: str, typed: str) -> tuple[str, ...]:
    """Return the offered codes of a list that hold all typed words, in the order of the list.

    A text that names one code without doubt has only that one; an empty text has none.
    """
    terms = search_terms(typed)
    if not terms:
        return ()
    exact = find_code(codes, typed)
    keys = _keys(codes)
    if exact in keys:
        return (str(exact),)
    return tuple(code for code, key in keys.items() if all(term in key for term in terms))


@cache
def _keys(codes: str) -> Mapping[str, str]:
    return {
        code: search_key((label.en, label.zh, code.replace("_", " ")))
        for code, label in reference.choices(codes).items()
    }

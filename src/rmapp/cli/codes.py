"""Codes as they are typed in options: the code itself or its name in English or Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SHORTEST = 2
"""The letters that a part of a name needs to be looked for."""


def read_code(codes: str, text: str, option: str) -> str:
    """Return the code of a list that a text means; words that only one name holds are enough.

    Raises InputError with the codes that fit, or with all that exist; `option` is the word of the command line it
    was typed for.
    """
    from rmapp.domain.code_search import fitting_codes
    from rmapp.domain.import_codes import find_code

    found = find_code(codes, text)
    if found is not None:
        return found
    fitting = fitting_codes(codes, text) if len(text.strip()) >= SHORTEST else ()
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        sentence = _("“{text}” fits several codes for {option}:").format(text=text, option=option)
    else:
        sentence = _("“{text}” is not a code for {option}. The codes are:").format(text=text, option=option)
    raise InputError({option: "\n".join((sentence, *offered(codes, fitting)))})


def read_codes(codes: str, texts: Iterable[str] | None, option: str) -> tuple[str, ...]:
    """Return the codes of an option that may be repeated."""
    return tuple(read_code(codes, text, option) for text in texts or ())


def offered(codes: str, only: Collection[str] = ()) -> list[str]:
    """Return the codes of a list with their names, a line for each; perhaps only some of them."""
    from rmapp.domain import reference

    return [f"  {code}  {label.text()}" for code, label in reference.choices(codes).items() if not only or code in only]

"""From what a form holds to the fields of an entity, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.entity import Value


YES, NO = "yes", "no"
"""The codes of an answer to choose; nothing chosen is not known."""


def answer_code(answer: bool | None) -> str | None:
    """Return the code of a yes or no, None where it is not known."""
    return None if answer is None else YES if answer else NO


def answer_of(code: object) -> bool | None:
    """Return the yes or no that a code stands for, None where nothing is chosen."""
    return {YES: True, NO: False}.get(str(code))


def fields_of(kind: type[Value], values: Mapping[str, object]) -> dict[str, Any]:
    """Return those values that are fields of `kind`; where nothing is entered, the field's own default."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in kind.model_fields:
            field = kind.model_fields[name]
            found[name] = field.get_default() if value is None and not field.is_required() else value
    return found


def values_of(entity: Value, *names: str) -> dict[str, object]:
    """Return the named fields of an entity, all of them for no name."""
    return {name: getattr(entity, name) for name in names or type(entity).model_fields}


def options(name: str) -> list[tuple[str, str]]:
    """Return the codes of a list of reference data with their labels, to choose from."""
    return [(code, label.text()) for code, label in reference.choices(name).items()]

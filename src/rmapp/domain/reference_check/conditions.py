"""Whether conditions in a file can be read, and whether the codes in them exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rmapp.domain import reference
from rmapp.domain.condition import ConditionFault, leaves, parse_condition
from rmapp.domain.value_fields import code_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.condition import FieldType
    from rmapp.domain.reference_check.found import Findings


def check_condition(found: Findings, file: str, place: str, data: object, types: Mapping[str, FieldType]) -> None:
    """Keep a problem where a condition cannot be read, and one for each code in it that its list does not have."""
    try:
        condition = parse_condition(data, types, place)
    except ConditionFault as fault:
        found.say(file, fault.place, fault.what)
        return
    for leaf in leaves(condition):
        among, where = _codes(found, leaf.field)
        if among is not None and leaf.op != "is_known":
            codes = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
            found.known(file, f"{place}, {leaf.field}", cast("tuple[str, ...]", codes), among, where)


def _codes(found: Findings, field: str) -> tuple[set[str] | None, str]:
    if field == "tech_grade":
        card = found.contents["scorecard_v1"]
        return {one["code"] for one in (*card["grades"], card["grade_x"])}, "scorecard_v1.json, grades"
    name = code_list(field)
    if name is None:
        return None, ""
    file, key = reference.place_of_list(name)
    codes = found.enumeration(key) if file == "enums" else found.codes(file, key)
    return codes, f"{file}.json, {key}"

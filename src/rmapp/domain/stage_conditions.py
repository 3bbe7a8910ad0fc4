"""The evidence of stages as data: for each kind the condition that shows it, and the words that hint at it.

Both are in `lifecycle_lists.json`; the language is that of products (domain reference, 2.1 and 6.2).
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.condition import Condition, parse_condition
from rmapp.domain.reference_items import Item
from rmapp.domain.value_fields import value_types
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Rule(Item):
    evidence: str
    when: dict[str, Any] | None = None


@cache
def evidence_conditions() -> Mapping[str, Condition]:
    """Return the condition of each kind of evidence that facts can show; what only a person sees has none.

    Raises RmappError for a bad file.
    """
    types = value_types()
    try:
        return MappingProxyType(
            {
                rule.evidence: parse_condition(rule.when, types, f"evidence_conditions.{rule.evidence}")
                for rule in reference.read(_Rule, "lifecycle_lists", "evidence_conditions")
                if rule.when is not None
            }
        )
    except InputError as error:
        raise RmappError(
            _("The code list {name}.json cannot be used: {what}").format(name="lifecycle_lists", what=error.message)
        ) from error

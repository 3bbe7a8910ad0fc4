"""One filter of a list: the field of the query it sets, its name and its choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from rmapp.domain.entity import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Kind = Literal["any", "days", "yes_no", "one"]
Options = tuple[tuple[str, str], ...]
Q = TypeVar("Q", bound=Value)


@dataclass(frozen=True)
class Filter:
    """One filter: the field of the query it sets, its name, and what gives the codes with labels to choose from.

    The choices are asked for when they are shown: the code lists take longer to read than the list to paint.
    Of kind `any` several codes may be chosen; of `one`, `days` and `yes_no` one.
    """

    field: str
    name: str
    kind: Kind
    options: Callable[[], Options]

    def chosen(self, query: Value) -> tuple[str, ...]:
        """Return the codes that a query has chosen."""
        value = getattr(query, self.field)
        if value is None:
            return ()
        if self.kind == "yes_no":
            return ("yes" if value else "no",)
        return tuple(value) if self.kind == "any" else (str(value),)

    def applied(self, query: Q, codes: Sequence[str]) -> Q:
        """Return the query with these codes chosen; none takes the filter away."""
        value: object = tuple(codes)
        if self.kind != "any":
            value = _single(self.kind, codes[-1]) if codes else None
        return query.model_copy(update={self.field: value})


def _single(kind: Kind, code: str) -> object:
    return int(code) if kind == "days" else code == "yes" if kind == "yes_no" else code

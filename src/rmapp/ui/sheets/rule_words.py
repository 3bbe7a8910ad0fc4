"""A rule that says no is told inside the sheet that asked, where what was typed still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from rmapp.errors import InputError, RuleError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def told_in_sheet(store: Any, verb: Callable[..., T], *args: Any, **fields: Any) -> T:  # noqa: ANN401 - screens do not know the storage room
    """Run a verb; what a rule refuses becomes an InputError of no field, which a sheet shows above its form."""
    try:
        return verb(store, *args, **fields)
    except RuleError as error:
        raise InputError({"": error.message}) from error

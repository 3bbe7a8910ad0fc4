"""What is wrong with something that was typed: where, a sentence, and where one is clear a fix."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Fix(NamedTuple):
    """A one-click repair: put `value` into the field `field`; `label` says so."""

    label: str
    field: str
    value: object


class Problem(NamedTuple):
    """One thing to mend; `field` is a path such as `limit` or `tranches.1.amount` (counted from 0).

    A warning does not block saving.
    """

    field: str
    message: str
    fix: Fix | None = None
    severity: Literal["error", "warning"] = "error"

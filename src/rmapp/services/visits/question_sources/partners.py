"""Questions that ask a firm to introduce us to its best partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.question import WEIGHTS, Question, question_key
from rmapp.services.partners.introductions import best_introductions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store

MOST = 2
"""So many introductions are asked for at one visit; the page of introductions has the others."""


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield the introductions that are worth most, as far as nobody has asked for them."""
    for partner in best_introductions(store, firm_id, most=MOST, restricted=restricted):
        yield Question(
            key=question_key("introduction", partner.link.id),
            kind="empty",
            weight=WEIGHTS["introduction"],
            code="introduction",
            about=partner.link.relation,
            subject=partner.name("zh"),
            latin=partner.name("en"),
        )

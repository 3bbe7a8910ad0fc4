"""Rights to shares that go with a loan and end before the visit after the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.classes import is_hidden
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.visit_change import Ahead
from rmapp.services.clients.investment_links import is_standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rmapp.storage.store import Store


def rights_ahead(store: Store, firm_id: str, until: date, *, restricted: bool) -> Iterator[Ahead]:
    """Yield the rights that end up to a day and were neither used nor given up."""
    today = store.clock.today()
    for link in store.all(InvestmentLink, firm_id=firm_id):
        if link.expires_on is None or not today <= link.expires_on <= until or not is_standing(link):
            continue
        if not is_hidden(link.confidentiality, restricted=restricted):
            yield Ahead(
                kind="option_ends",
                on=link.expires_on,
                code=link.option or "",
                subject=link.option_holder or link.investor,
                money=link.option_amount,
                row_id=link.id,
            )

"""Questions about the firm itself: who it is, where it sits, what it makes and how it sells."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain.claim import Claim
from rmapp.domain.classes import is_hidden
from rmapp.domain.firm import Firm
from rmapp.domain.question import WEIGHTS, Question, question_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store

CLAIM_DAYS = 730
"""Reported facts older than this are asked again."""

_FIELDS = ("uscc", "summary", "operating_address", "registered_capital", "established_on", "website")
_CLAIMS = ("customers", "sales_channels")
_AGEING = ("customers", "sales_channels", "market_rank", "countries_sold", "outlets")


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield what is not known, or known from too long ago, about the firm."""
    firm = store.get(Firm, firm_id)
    for field in _FIELDS:
        if not getattr(firm, field) and _applies(firm, field):
            yield Question(
                key=question_key(field),
                kind="empty",
                weight=WEIGHTS[field],
                code=field,
            )
    claims = store.all(Claim, order="as_of, rid", firm_id=firm_id)
    newest = {one.kind: one for one in claims if not is_hidden(one.confidentiality, restricted=restricted)}
    known = {one.kind for one in claims}
    for kind in _CLAIMS:
        if kind not in known:
            yield Question(key=question_key(kind), kind="empty", weight=WEIGHTS[kind], code=kind)
    oldest = store.clock.today() - timedelta(days=CLAIM_DAYS)
    for kind in _AGEING:
        claim = newest.get(kind)
        if claim is not None and claim.as_of is not None and claim.as_of.last_day() < oldest:
            yield Question(
                key=question_key("claim_stale", kind),
                kind="stale",
                weight=WEIGHTS["claim_stale"],
                code="claim_stale",
                about=kind,
                on=claim.as_of,
            )


def _applies(firm: Firm, field: str) -> bool:
    """Tell whether a field is asked for: only firms of China have a social credit code."""
    return field != "uscc" or firm.country == "CN"

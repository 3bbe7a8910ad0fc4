"""Questions for what products and the scorecard ask for: the few facts that would decide the most."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmapp.domain.claim_fields import CLAIM_FIELDS, kind_of
from rmapp.domain.condition import evaluate, judged
from rmapp.domain.offers import products
from rmapp.domain.question import WEIGHTS, Question, question_key
from rmapp.domain.value_questions import value_questions
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.scoring.scorecards import active_scorecard
from rmapp.storage.discreet import candid, discreet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rmapp.domain.known import Values
    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

MOST = 3
"""So many facts are asked for at once: others of the list are as important."""

_A_PRODUCT, _AN_INDICATOR = 2, 1


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield the facts that are not known and on which most products and indicators wait, at most three."""
    values, known = _known(store, firm_id, restricted=restricted)
    asked = value_questions()
    card = active_scorecard(store, store.clock.today())
    wanted = needs(values, converter(store), [one.field for one in card.indicators if one.field])
    kinds = [kind for kind, _count in wanted.most_common() if kind in asked and CLAIM_FIELDS[kind].code not in known]
    for place, kind in enumerate(kinds[:MOST]):
        yield Question(
            key=question_key("value_missing", kind),
            kind="empty",
            # The heavier need stays first: the list itself puts questions of one weight in the order of their keys.
            weight=WEIGHTS["value_missing"] - place,
            code="value_missing",
            about=kind,
        )


def needs(
    values: Values, convert: Callable[[Money, str], Money | None], indicators: Iterable[str] = ()
) -> Counter[str]:
    """Return for each kind of claim that is not known how much waits for it, in the order of the product file.

    A product that is only possible counts twice, an indicator of the scorecard (by its field) once.
    """
    found = Counter[str]()
    for product in products().values():
        if product.retired or evaluate(product.eligibility, values, convert) is not None:
            continue
        open_ = {one.leaf.field for one in judged(product.eligibility, values, convert) if one.truth is None}
        for field in sorted(open_):
            if kind := kind_of(field):
                found[kind] += _A_PRODUCT
    for field in indicators:
        if field not in values and (kind := kind_of(field)):
            found[kind] += _AN_INDICATOR
    return found


def _known(store: Store, firm_id: str, *, restricted: bool) -> tuple[Values, frozenset[str]]:
    """Return the values that may be told of, and the fields that are known at all.

    What is known and may not be told of is not asked for either: the question would be heard as not knowing.
    """
    if restricted:
        values = firm_values(store, firm_id)
        return values, frozenset(values)
    with discreet(store):
        values = firm_values(store, firm_id)
    with candid(store):
        return values, frozenset(firm_values(store, firm_id))

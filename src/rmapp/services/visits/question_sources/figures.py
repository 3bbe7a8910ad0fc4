"""Questions about figures: statements missing or too old, gaps in the newest one, and two sources that differ."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from rmapp.domain import financial_figures
from rmapp.domain.classes import is_hidden
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim
from rmapp.domain.money import total
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question import WEIGHTS, Question, Told, question_key
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import current_stage
from rmapp.services.visits.agenda import STALE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.storage.store import Store

_AMOUNTS = ("revenue", "net_profit", "cash", "rd_expense")
_COMPARED = ("revenue", "net_profit", "headcount")
_BEFORE_SALES = frozenset({"rd_seed", "startup"})
_WHOLE_BP = 10_000
_NEAR = 100
"""Two figures that differ by less than one part in so many are the same figure, rounded."""


def questions(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield what is not known of the firm's figures, or known twice and differently."""
    snapshots = [
        one
        for one in store.all(FinancialSnapshot, order="period_end, rid", firm_id=firm_id, forecast=False)
        if not is_hidden(one.confidentiality, restricted=restricted)
    ]
    actual = financial_figures.current_snapshots(snapshots)
    yield from _newest(store, actual)
    yield from _differing(snapshots)
    yield from _stage(store, firm_id, actual)
    yield from _counts(store, firm_id, restricted=restricted)
    yield from _funding(store, firm_id, restricted=restricted)
    yield from _shares(store, firm_id, restricted=restricted)


def _newest(store: Store, actual: Sequence[FinancialSnapshot]) -> Iterator[Question]:
    if not actual:
        weight = WEIGHTS["statement_missing"]
        yield Question(key="statement_missing", kind="empty", weight=weight, code="statement_missing")
        return
    newest = actual[-1]
    if (store.clock.today() - newest.period_end).days > STALE_DAYS:
        yield Question(
            key=question_key("statement_stale", newest.id),
            kind="stale",
            weight=WEIGHTS["statement_stale"],
            code="statement_stale",
            about=newest.period_type,
            on=PartialDate.of(newest.period_end),
        )
        return
    for field in (*_AMOUNTS, "headcount"):
        if getattr(newest, field) is None:
            yield Question(
                key=question_key(field, newest.id),
                kind="empty",
                weight=WEIGHTS[field],
                code=field,
                about=newest.period_type,
                on=PartialDate.of(newest.period_end),
            )


def _differing(snapshots: Sequence[FinancialSnapshot]) -> Iterator[Question]:
    """Yield the figures that two standing statements of one period and scope tell differently."""
    replaced = {one.supersedes for one in snapshots if one.supersedes}
    same = defaultdict[tuple[object, ...], list[FinancialSnapshot]](list)
    for one in snapshots:
        if one.id not in replaced:
            same[one.period_type, one.period_end, one.scope].append(one)
    for rivals in same.values():
        for first, second in pairwise(rivals):
            for field in _COMPARED:
                if _differ(getattr(first, field), getattr(second, field)):
                    yield Question(
                        key=question_key("figure_differs", field, second.id),
                        kind="contradictory",
                        weight=WEIGHTS["figure_differs"],
                        code="figure_differs",
                        about=second.period_type,
                        subject=field,
                        on=PartialDate.of(second.period_end),
                        told=(_told(first, field), _told(second, field)),
                    )


def _told(one: FinancialSnapshot, field: str) -> Told:
    value = getattr(one, field)
    as_of = one.as_of or (PartialDate.of(one.received_on) if one.received_on else None)
    if field == "headcount":
        return Told(number=value, source=one.source, as_of=as_of)
    return Told(money=value, source=one.source, as_of=as_of)


def _stage(store: Store, firm_id: str, actual: Sequence[FinancialSnapshot]) -> Iterator[Question]:
    """Yield that a firm before its first sales has revenue in its newest full year."""
    stage = current_stage(store.all(StageEvent, firm_id=firm_id))
    years = [one for one in actual if one.period_type == "fy"]
    revenue = (years[-1].product_revenue or years[-1].revenue) if years else None
    if stage in _BEFORE_SALES and revenue is not None and revenue.minor > 0:
        yield Question(
            key=question_key("stage_differs", stage),
            kind="contradictory",
            weight=WEIGHTS["stage_differs"],
            code="stage_differs",
            about=stage,
            money=revenue,
        )


def _counts(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield the numbers of rights that two sources give for the same time and do not agree on."""
    by_kind = defaultdict[tuple[str, str | None], list[IpCountClaim]](list)
    for one in store.all(IpCountClaim, order="as_of, rid", firm_id=firm_id):
        if one.count is not None and not is_hidden(one.confidentiality, restricted=restricted):
            by_kind[one.ip_type, one.status].append(one)
    for claims in by_kind.values():
        if len(claims) > 1:
            first, second = claims[-2:]
            is_same_time = first.as_of is not None and second.as_of is not None and _year(first) == _year(second)
            exact = first.qualifier == second.qualifier == "exact"
            if is_same_time and exact and first.count != second.count and first.source != second.source:
                yield Question(
                    key=question_key("patents_differ", second.id),
                    kind="contradictory",
                    weight=WEIGHTS["patents_differ"],
                    code="patents_differ",
                    about=second.ip_type,
                    told=tuple(Told(number=one.count, source=one.source, as_of=one.as_of) for one in (first, second)),
                )


def _year(claim: IpCountClaim) -> int:
    return claim.as_of.first_day().year if claim.as_of else 0


def _funding(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    """Yield that the known rounds add up to more than the reported total: one of the two is wrong."""
    totals = store.all(FundingTotalClaim, order="as_of, rid", firm_id=firm_id)
    rounds = store.all(FundingEvent, firm_id=firm_id)
    if any(is_hidden(one.confidentiality, restricted=restricted) for one in (*totals, *rounds)):
        return
    claim = totals[-1] if totals else None
    if claim is None or claim.amount is None or claim.qualifier in ("more_than", "at_least"):
        return
    ccy = claim.amount.ccy
    known = total((one.amount for one in rounds if one.amount is not None and one.amount.ccy == ccy), ccy)
    if known > claim.amount and _differ(known, claim.amount):
        yield Question(
            key=question_key("funding_differs", claim.id),
            kind="contradictory",
            weight=WEIGHTS["funding_differs"],
            code="funding_differs",
            told=(Told(money=claim.amount, source=claim.source, as_of=claim.as_of), Told(money=known)),
        )


def _shares(store: Store, firm_id: str, *, restricted: bool) -> Iterator[Question]:
    today = store.clock.today()
    held = [
        one.pct_bp or 0
        for one in store.all(OwnershipLink, child_id=firm_id, kind="equity")
        if (one.valid_to is None or one.valid_to.last_day() >= today)
        and not is_hidden(one.confidentiality, restricted=restricted)
    ]
    if sum(held) > _WHOLE_BP:
        weight = WEIGHTS["shares_differ"]
        yield Question(key="shares_differ", kind="contradictory", weight=weight, code="shares_differ")


def _differ(first: object, second: object) -> bool:
    """Tell whether two known figures differ by more than rounding; figures of two currencies are not compared."""
    left, right = _number(first), _number(second)
    if left is None or right is None or getattr(first, "ccy", "") != getattr(second, "ccy", ""):
        return False
    return abs(left - right) * _NEAR > max(abs(left), abs(right))


def _number(value: object) -> int | None:
    minor = getattr(value, "minor", value)
    return minor if isinstance(minor, int) else None

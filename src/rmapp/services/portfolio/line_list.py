"""The list of credit lines of the whole book: ids in order, rows for painting, sums, and why it is empty."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rmapp import i18n
from rmapp.domain import line_query, reference
from rmapp.domain.exposure import is_ours
from rmapp.domain.facility import Facility
from rmapp.domain.line_query import BUCKETS, Bucket, LineQuery
from rmapp.domain.line_row import LineHint, LineRow, LineSums, ListSums
from rmapp.domain.money import Money, convert
from rmapp.domain.query import Chip
from rmapp.i18n import _
from rmapp.services.lines.line_views import COUNTED, USE_ORDER, LineUse, facility_views, use_of
from rmapp.services.lines.rates import base_rates_on
from rmapp.storage import line_card_list
from rmapp.storage.current_rates import current_rates
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.line_card_list import Sums
    from rmapp.storage.store import Store


class LadderStep(NamedTuple):
    """One step of the maturity ladder with the sums of its lines."""

    bucket: Bucket
    sums: LineSums


def ids(store: Store, query: LineQuery) -> list[str]:
    """Return the ids of the lines of a list, in order; firm names are sorted for the current language."""
    rates = base_rates_on(store, store.clock.today()) if query.sort == "price" else {}
    return line_card_list.ids(store, query, statuses_of(query), i18n.current(), rates)


def rows(store: Store, ids: Sequence[str]) -> list[LineRow]:
    """Return the rows of some lines in the order asked; unknown ids are left out.

    Made for windows of about 200 rows: the amounts are those of the client's page, read in a few statements.
    """
    known = line_card_list.window(store, ids, i18n.current())
    wanted = [id for id in ids if id in known]
    views = {view.facility.id: view for view in facility_views(store, store.all(Facility, id=wanted))} if wanted else {}
    banks = bank_names(store)
    return [_row(views[id], known[id][:4], banks) for id in wanted if id in views]


def count(store: Store, query: LineQuery) -> int:
    """Return how many lines a list has."""
    return line_card_list.count(store, query, statuses_of(query))


def sums(store: Store, query: LineQuery) -> ListSums:
    """Return the sums of a list in CNY, by use and by whose lines they are; no use is mixed with another."""
    statuses = statuses_of(query)
    found = line_card_list.sums(store, query, statuses)
    by_use: dict[tuple[LineUse, bool], list[Sums]] = defaultdict(list)
    for one in found:
        by_use[use_of(one.status), one.own].append(one)
    inner: dict[tuple[LineUse, bool], list[tuple[int, int]]] = defaultdict(list)
    for part in line_card_list.inner_sums(store, query, statuses):
        use, above = use_of(part.status), use_of(part.umbrella_status)
        is_held = use == above or {use, above} <= COUNTED
        if is_held and part.own == part.umbrella_own:
            inner[use, part.own].append((part.limit, part.outstanding))
    ordered = sorted(by_use, key=lambda key: (not key[1], USE_ORDER.index(key[0])))
    rate_on, stale = _oldest_rate(store, line_card_list.currencies(store, query, statuses))
    return ListSums(
        lines=sum(one.lines for one in found),
        sums=tuple(_summed(key, by_use[key], inner[key]) for key in ordered),
        rate_on=rate_on,
        stale=stale,
    )


def ladder(store: Store, use: LineUse = "in_use") -> tuple[LadderStep, ...]:
    """Return the maturity ladder of our own bank's lines of one use (domain 3.5): each sum is that of its list.

    Umbrella limits stand on no step: what is drawn under one matures with its lines.
    """
    steps = []
    for bucket in BUCKETS:
        found = sums(store, ladder_query(bucket, use)).sums
        zero = Money.zero("CNY")
        steps.append(LadderStep(bucket, found[0] if found else LineSums(use, True, 0, zero, 0, zero, 0)))
    return tuple(steps)


def ladder_query(bucket: Bucket | None, use: LineUse = "in_use") -> LineQuery:
    """Return the list of the lines on one step of the ladder, or on all of them."""
    return LineQuery(uses=(use,), own=True, umbrella=False, bucket=bucket, sort="maturity")


def hints(store: Store, query: LineQuery) -> list[LineHint]:
    """Return, for a list without lines, the filters to drop: most lines first, useless ones left out."""
    text = (Chip("text", _("Text"), query.text),) if query.text.strip() else ()
    tried = [
        LineHint(chip, count(store, line_query.without(query, chip.field)))
        for chip in (*text, *line_query.chips(query))
    ]
    return sorted((hint for hint in tried if hint.lines), key=lambda hint: -hint.lines)


def statuses_of(query: LineQuery) -> list[str] | None:
    """Return the statuses that the filters on use and status leave; None for any."""
    if not query.uses and not query.statuses:
        return None
    every = query.statuses or tuple(reference.labels("line_status"))
    return [status for status in every if not query.uses or use_of(status) in query.uses]


def _row(view: FacilityView, firm: Sequence[str], banks: frozenset[str]) -> LineRow:
    facility, amounts = view.facility, view.amounts
    firm_id, name, second, monogram = firm
    return LineRow(
        id=facility.id,
        firm_id=firm_id,
        firm_name=name,
        second_name=second,
        monogram=monogram,
        facility_type=facility.facility_type,
        reference_no=facility.reference_no,
        use=view.use,
        status=facility.status,
        ccy=facility.limit.ccy if facility.limit else facility.ccy,
        limit=facility.limit,
        limit_qualifier=facility.limit_qualifier,
        outstanding=amounts.outstanding,
        utilisation_bp=amounts.utilisation_bp,
        over_limit=bool(amounts.over_limit),
        free=amounts.available,
        price_bp=view.all_in_bp,
        maturity_on=facility.maturity_on,
        securities=tuple(dict.fromkeys(one.type for one in facility.security)),
        lender=facility.lender,
        own=is_ours(facility.lender, banks),
        parent_id=facility.parent_id,
    )


def _summed(key: tuple[LineUse, bool], parts: Sequence[Sums], inner: Sequence[tuple[int, int]]) -> LineSums:
    use, own = key
    lines = sum(one.lines for one in parts)
    return LineSums(
        use=use,
        own=own,
        lines=lines,
        limit=Money(minor=sum(one.limit for one in parts) - sum(limit for limit, _owed in inner)),
        limits_unknown=lines - sum(one.limits_known for one in parts),
        outstanding=Money(minor=sum(one.outstanding for one in parts) - sum(owed for _limit, owed in inner)),
        outstandings_unknown=lines - sum(one.outstandings_known for one in parts),
    )


def _oldest_rate(store: Store, currencies: Sequence[str]) -> tuple[date | None, bool]:
    """Return the day of the oldest exchange rate that these currencies need, and whether one is old."""
    rates, today = current_rates(store), store.clock.today()
    found = [convert(Money(minor=0, ccy=ccy), "CNY", today, rates) for ccy in currencies if ccy != "CNY"]
    known = [one for one in found if one is not None]
    return min((one.rate_on for one in known if one.rate_on), default=None), any(one.stale for one in known)

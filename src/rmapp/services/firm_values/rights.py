"""Values from patents and trade marks: counts as reported, and as many as the book has records of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import patent_rules
from rmapp.domain.known import Known
from rmapp.services.firm_values.knowing import at_least, bound_of, newest, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.domain.intellectual_property import IpCountClaim, IpRight
    from rmapp.services.firm_values.facts import FirmFacts

_NAMED = ("invention", "utility_model", "design", "pct", "foreign_patent")
_PATENTS = (*_NAMED, "unspecified_patent")


def rights(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    """Yield the numbers of rights; records alone only say that there are at least so many."""
    granted = [one for one in facts.rights if one.ip_type in _PATENTS and _is_granted(facts, one)]
    inventions = [one for one in granted if one.ip_type == "invention"]
    counts = [one for one in facts.counts if one.status in (None, "granted")]
    by_type = {kind: _reported(counts, (kind,)) for kind in _PATENTS}
    whole = [*_one(_sum([by_type[kind] for kind in _NAMED])), *_one(by_type["unspecified_patent"])]
    filed = [one for one in facts.rights if one.ip_type == "invention"]
    found = {
        "patents_granted_invention": [*_one(by_type["invention"]), *_recorded(inventions)],
        "patents_granted_total": [*whole, *_recorded(granted)],
        "trademarks_registered": [
            *_one(_reported(counts, ("trademark",))),
            *_recorded([one for one in facts.rights if one.ip_type == "trademark" and _is_granted(facts, one)]),
        ],
        "patents_invention_filed": [*_one(_reported(facts.counts, ("invention",))), *_recorded(filed)],
        "patents_pledgeable": _recorded([one for one in granted if _is_pledgeable(facts, one)]),
    }
    for code, values in found.items():
        best = at_least(values)
        if best is not None:
            yield code, best


def _is_granted(facts: FirmFacts, right: IpRight) -> bool:
    ended = patent_rules.has_ended(right, facts.today)
    return patent_rules.is_granted(right) is True and ended is not True and right.status != "transferred"


def _is_pledgeable(facts: FirmFacts, right: IpRight) -> bool:
    charged = right.id in facts.charged
    return patent_rules.pledgeable(right, facts.today, names=facts.names, charged=charged).answer is True


def _reported(counts: Iterable[IpCountClaim], kinds: tuple[str, ...]) -> Known | None:
    """Return the newest reported number; a number without a status is one of rights that were granted."""
    latest = newest(one for one in counts if one.ip_type in kinds and one.count is not None)
    if latest is None or latest.count is None:
        return None
    bound = bound_of(latest.qualifier)
    if bound == "range":
        return said(latest, latest.count)
    return said(latest, latest.count, bound, qualifier=latest.qualifier)


def _sum(counts: Iterable[Known | None]) -> Known | None:
    """Return the sum of numbers by type; kinds that nobody gave a number of may add to it."""
    known = [one for one in counts if one is not None and one.bound != "at_most"]
    if not known:
        return None
    latest = max(known, key=lambda one: str(one.as_of or ""))
    whole = sum(one.value for one in known if isinstance(one.value, int))
    return Known(whole, "at_least", None, latest.as_of, latest.source, latest.citation)


def _recorded(rows: list[IpRight]) -> list[Known]:
    latest = newest(rows)
    return [] if latest is None else [said(latest, len(rows), "at_least")]


def _one(known: Known | None) -> list[Known]:
    return [] if known is None else [known]

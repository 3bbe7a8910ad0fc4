"""Whether a product may be offered to a firm, how well it fits, and which requirement says so (domain reference, 6.3).

Pure: the known facts of a firm go in, a finding comes out. A person decides what is done with it.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain.condition import AllOf, Condition, Leaf, Not, evaluate, holds, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rmapp.domain.condition import Truth
    from rmapp.domain.known import Known, Values
    from rmapp.domain.money import Money
    from rmapp.domain.offers import Product, Scenario

    Convert = Callable[[Money, str], Money | None]

MatchResult = Literal["eligible", "possible", "not_eligible"]
Mark = Literal["met", "missed", "unknown"]

RESULTS: tuple[MatchResult, ...] = ("eligible", "possible", "not_eligible")
"""The results in the order in which products are shown."""

_RESULT_OF: Mapping[Truth, MatchResult] = MappingProxyType({True: "eligible", None: "possible", False: "not_eligible"})
_MARK_OF: Mapping[Truth, Mark] = MappingProxyType({True: "met", None: "unknown", False: "missed"})
_MOVES_BY_ITSELF = frozenset({"years_since_established", "funding_last_24m"})
"""Fields whose value changes from day to day without any new fact; of them only the truth counts as an input."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One requirement of a product and whether the firm meets it.

    `opposed` requirements stand under a `not`, and `mark` says whether the product gets what it asks for.
    `choice` numbers the alternatives of which one is enough, 0 where there is none. `decides` tells whether the
    whole comes out as it does because of this one. `points` is what a preferred condition is worth, None for
    a requirement of the eligibility.
    """

    leaf: Leaf
    known: Known | None
    mark: Mark
    opposed: bool = False
    choice: int = 0
    decides: bool = True
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a product is for a firm; `potential` is the fit with the points of what is not known yet."""

    product: Product
    result: MatchResult
    fit: int
    potential: int
    rulings: tuple[Ruling, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the fields that are not known and keep a possible product from being decided, each once."""
        if self.result != "possible":
            return ()
        return _once(one.leaf.field for one in self.rulings if one.points is None and one.decides)

    @property
    def rewarded(self) -> tuple[str, ...]:
        """Return the fields that are not known and would make the product fit better, each once."""
        return _once(one.leaf.field for one in self.rulings if one.points is not None and one.mark == "unknown")

    @property
    def hindrances(self) -> tuple[Ruling, ...]:
        """Return the requirements because of which a product is not eligible."""
        if self.result != "not_eligible":
            return ()
        return tuple(one for one in self.rulings if one.points is None and one.decides)

    @property
    def reasons(self) -> tuple[Ruling, ...]:
        """Return what speaks for a product: preferred conditions by points, then what its eligibility stands on."""
        preferred = [one for one in self.rulings if one.points is not None and one.mark == "met"]
        needed = [one for one in self.rulings if one.points is None and one.mark == "met" and one.decides]
        return (*sorted(preferred, key=_points_first), *needed)


@dataclass(frozen=True, slots=True)
class ScenarioFit:
    """How a scenario stands for a firm: the highest fit among its eligible products, None where there is none.

    `in_stage` tells whether the scenario is one of the firm's stage; else it has no score.
    """

    scenario: Scenario
    in_stage: bool
    score: int | None
    eligible: tuple[str, ...]
    possible: tuple[str, ...]

    @property
    def fires(self) -> bool:
        """Tell whether the scenario is one of the firm's stage and has a product that may be offered."""
        return self.score is not None


def result_of(product: Product, values: Values, convert: Convert) -> MatchResult:
    """Return whether a product may be offered; the quick half of `match`, for a whole book."""
    return _RESULT_OF[evaluate(product.eligibility, values, convert)]


def match(product: Product, values: Values, convert: Convert) -> Finding:
    """Return what a product is for a firm of which these facts are known, with a ruling for each leaf."""
    fit = potential = 0
    numbers = itertools.count(1)
    rulings = list(_rulings(product.eligibility, values, convert, numbers, _Place()))
    for one in product.preferred:
        truth = evaluate(one.when, values, convert)
        fit += one.points if truth else 0
        potential += one.points if truth is not False else 0
        rulings += _rulings(one.when, values, convert, numbers, _Place(one.points))
    return Finding(product, result_of(product, values, convert), fit, potential, tuple(rulings))


def match_all(products: Iterable[Product], values: Values, convert: Convert) -> tuple[Finding, ...]:
    """Return the findings of all products that are still offered, the best first (domain reference, 6.3)."""
    return tuple(sorted((match(one, values, convert) for one in products if not one.retired), key=rank))


def rank(found: Finding) -> tuple[int, int, int, str]:
    """Return the place of a finding: by result, fit, potential, and the product's code."""
    return RESULTS.index(found.result), -found.fit, -found.potential, found.product.code


def scenario_fits(
    scenarios: Iterable[Scenario], found: Sequence[Finding], stage: str | None
) -> tuple[ScenarioFit, ...]:
    """Return how each scenario stands, those that fire first, the highest score first."""
    by_code = {one.product.code: one for one in found}
    fits = []
    for scenario in scenarios:
        if scenario.retired:
            continue
        own = [by_code[code] for code in scenario.products if code in by_code]
        eligible = [one for one in own if one.result == "eligible"]
        in_stage = stage in scenario.stages
        fits.append(
            ScenarioFit(
                scenario,
                in_stage,
                max((one.fit for one in eligible), default=None) if in_stage else None,
                tuple(one.product.code for one in eligible),
                tuple(one.product.code for one in own if one.result == "possible"),
            )
        )
    return tuple(sorted(fits, key=_scenario_place))


def basis(product: Product, values: Values, convert: Convert) -> str:
    """Return a short mark of the inputs of a match; it changes when a fact that the product looks at does.

    Of facts that change with the calendar alone only the outcome counts. When and by whom a fact was told is
    no input: the same number told again changes nothing.
    """
    conditions = (product.eligibility, *(one.when for one in product.preferred))
    parts = [
        f"{leaf.field} {leaf.op} {leaf.value} {holds(leaf, values.get(leaf.field), convert)} {_value(leaf, values)}"
        for condition in conditions
        for leaf in leaves(condition)
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class _Place(NamedTuple):
    """Where in a product a condition stands, as it is handed down the tree."""

    points: int | None = None
    opposed: bool = False
    choice: int = 0
    decides: bool = True


def _rulings(
    condition: Condition, values: Values, convert: Convert, numbers: Iterator[int], place: _Place
) -> Iterator[Ruling]:
    if isinstance(condition, Leaf):
        known = values.get(condition.field)
        truth = _turned(holds(condition, known, convert), opposed=place.opposed)
        yield Ruling(condition, known, _MARK_OF[truth], place.opposed, place.choice, place.decides, place.points)
        return
    if isinstance(condition, Not):
        yield from _rulings(condition.part, values, convert, numbers, place._replace(opposed=not place.opposed))
        return
    # Under a `not`, all of them becomes one of them, and the other way round.
    one_is_enough = isinstance(condition, AllOf) is place.opposed and len(condition.parts) > 1
    group = next(numbers) if one_is_enough else 0
    whole = evaluate(condition, values, convert)
    for part in condition.parts:
        decides = place.decides and evaluate(part, values, convert) is whole
        yield from _rulings(part, values, convert, numbers, place._replace(choice=group, decides=decides))


def _turned(truth: Truth, *, opposed: bool) -> Truth:
    return truth if truth is None or not opposed else not truth


def _value(leaf: Leaf, values: Values) -> str:
    known = values.get(leaf.field)
    if known is None or leaf.field in _MOVES_BY_ITSELF:
        return ""
    value = " ".join(sorted(known.value)) if isinstance(known.value, frozenset) else repr(known.value)
    return f"{value} {known.bound} {known.high!r}"


def _points_first(ruling: Ruling) -> int:
    return -(ruling.points or 0)


def _scenario_place(one: ScenarioFit) -> tuple[bool, int, bool, str]:
    return not one.fires, -(one.score or 0), not one.in_stage, one.scenario.code


def _once(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fields))

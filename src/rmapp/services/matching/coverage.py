"""Scenarios against products: how each stands for one firm, and with how many firms of the book."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.offers import products, scenarios
from rmapp.services.matching.states import STATES, State, product_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rmapp.storage.store import Store

CHUNK = 500
"""How many firms are read at once."""

MOST_OPEN = 50
"""How many firms of a gap are kept by name."""

_DONE: tuple[State, ...] = ("in_use", "proposed", "refused", "mentioned")


class Cell(NamedTuple):
    """A product in a scenario: how many firms of its stages stand how; `gap` have it open and never heard of it."""

    scenario: str
    product: str
    counts: dict[State, int]

    @property
    def gap(self) -> int:
        """Return how many firms may have the product and nobody talked about it with them."""
        return self.counts["eligible"]

    @property
    def reached(self) -> int:
        """Return with how many firms the product is in use, proposed, talked about or refused."""
        return sum(self.counts[state] for state in _DONE)


class FirmCell(NamedTuple):
    """A product in a scenario for one firm; `in_stage` tells whether the scenario is one of its stage."""

    scenario: str
    product: str
    state: State
    in_stage: bool


class Coverage:
    """Counts the cells of the matrix over firms, chunk by chunk, so that a large book can be read bit by bit."""

    def __init__(self) -> None:
        self.firms = 0
        self._open: dict[tuple[str, str], list[str]] = {}
        self._counts: dict[tuple[str, str], Counter[State]] = {
            (scenario, product): Counter() for scenario, product, _stages in _places()
        }

    def add(self, store: Store, firm_ids: Sequence[str]) -> None:
        """Count these firms too."""
        places = tuple(_places())
        for firm_id, (stage, states) in product_states(store, firm_ids).items():
            self.firms += 1
            for scenario, product, stages in places:
                if stage in stages:
                    self._counts[scenario, product][states[product]] += 1
                    if states[product] == "eligible":
                        self._note_open((scenario, product), firm_id)

    def cells(self) -> tuple[Cell, ...]:
        """Return the cells in the order of the scenarios and of their products."""
        return tuple(
            Cell(scenario, product, {state: counts[state] for state in STATES})
            for (scenario, product), counts in self._counts.items()
        )

    def open_firms(self, scenario: str, product: str) -> tuple[str, ...]:
        """Return the first firms, 50 at most, that may have a product that nobody talked about with them."""
        return tuple(self._open.get((scenario, product), ()))

    def _note_open(self, place: tuple[str, str], firm_id: str) -> None:
        firms = self._open.setdefault(place, [])
        if len(firms) < MOST_OPEN:
            firms.append(firm_id)

    def gaps(self, most: int = 10) -> tuple[Cell, ...]:
        """Return the cells in which most firms may have a product that nobody talked about."""
        open_ = [cell for cell in self.cells() if cell.gap]
        return tuple(sorted(open_, key=_by_gap)[:most])


def firm_matrix(store: Store, firm_id: str) -> tuple[FirmCell, ...]:
    """Return the matrix of one firm; nothing for a firm that is gone."""
    found = product_states(store, [firm_id]).get(firm_id)
    if found is None:
        return ()
    stage, states = found
    return tuple(
        FirmCell(scenario, product, states[product], stage in stages) for scenario, product, stages in _places()
    )


def coverage(store: Store, firm_ids: Iterable[str]) -> Coverage:
    """Return the counts over these firms, read in chunks."""
    found = Coverage()
    for chunk in chunks(list(firm_ids)):
        found.add(store, chunk)
    return found


def chunks(firm_ids: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    """Yield the ids in parts that are read at once."""
    for start in range(0, len(firm_ids), size):
        yield firm_ids[start : start + size]


def _places() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each product of each scenario that is still offered, with the stages of the scenario."""
    offered = products()
    for scenario in scenarios().values():
        for code in scenario.products:
            if not scenario.retired and code in offered and not offered[code].retired:
                yield scenario.code, code, scenario.stages


def _by_gap(cell: Cell) -> tuple[int, str, str]:
    return -cell.gap, cell.scenario, cell.product

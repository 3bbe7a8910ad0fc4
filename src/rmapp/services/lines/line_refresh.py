"""Keeping the rows of the list of credit lines up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.facility import Facility
from rmapp.services.lines.line_views import facility_views
from rmapp.storage import line_cards
from rmapp.storage.line_cards import CardAmounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rmapp.storage.store import Store


def refresh_touched(store: Store, touched: Mapping[str, Collection[str]]) -> None:
    """Bring the rows up to date after these records changed, in the transaction that changed them."""
    lines = line_cards.touched_lines(store, touched)
    if lines:
        line_cards.refresh(store, lines, _umbrellas(store, line_cards.umbrella_ids(store, lines)))


def rebuild(store: Store) -> None:
    """Write every row anew."""
    line_cards.rebuild(store, _umbrellas(store, line_cards.umbrella_ids(store)))


def _umbrellas(store: Store, ids: Sequence[str]) -> dict[str, CardAmounts]:
    """Return what umbrella limits carry: the amounts of their lines, as everywhere else."""
    views = facility_views(store, store.all(Facility, id=ids)) if ids else []
    return {
        view.facility.id: CardAmounts(
            None if view.amounts.outstanding is None else view.amounts.outstanding.minor,
            view.amounts.utilisation_bp,
            view.amounts.over_limit,
        )
        for view in views
    }

"""Every firm of the book by its numbers and names, to find the ones that a table means."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.names import display_name, normalise_name
from rmapp.domain.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.storage.store import Store

_MOST_SIMILAR = 6


class KnownName(NamedTuple):
    """A name of a firm in the book."""

    id: str
    kind: str
    lang: str
    text: str
    valid_to: PartialDate | None


class KnownFirm(NamedTuple):
    """What decides whether a row means this firm."""

    id: str
    uscc: str | None
    lei: str | None
    region: str | None
    city: str


class FirmIndex:
    """The firms of the book, read once for an import."""

    def __init__(self, store: Store) -> None:
        self.firms = {
            row[0]: KnownFirm(*row)
            for row in store.rows(
                "SELECT id, uscc, lei, region_code, city FROM firm WHERE deleted_at IS NULL AND merged_into IS NULL"
            )
        }
        self._names: dict[str, list[KnownName]] = defaultdict(list)
        for firm_id, id, kind, lang, text, valid_to in store.rows(
            "SELECT firm_id, id, kind, lang, text, valid_to FROM firm_name WHERE deleted_at IS NULL"
        ):
            if firm_id in self.firms:
                self._names[firm_id].append(
                    KnownName(id, kind, lang, text, PartialDate(valid_to) if valid_to else None)
                )
        self.by_uscc = {firm.uscc: firm.id for firm in self.firms.values() if firm.uscc}
        self.by_lei = {firm.lei: firm.id for firm in self.firms.values() if firm.lei}

    def names(self, firm_id: str) -> Sequence[KnownName]:
        """Return the names of a firm."""
        return self._names.get(firm_id, ())

    def title(self, firm_id: str) -> str:
        """Return the name to show for a firm."""
        return display_name(self.names(firm_id))

    @cached_property
    def _by_text(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for firm_id, names in self._names.items():
            for name in names:
                found[name.text.casefold()].add(firm_id)
        return found

    @cached_property
    def _by_core(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for firm_id, names in self._names.items():
            for name in names:
                found[normalise_name(name.text)].add(firm_id)
        return found

    def by_exact_name(self, text: str) -> set[str]:
        """Return the firms that carry exactly this name, apart from capitals."""
        return self._by_text.get(text.casefold(), set())

    def by_name(self, text: str) -> set[str]:
        """Return the firms with this name apart from legal form, brackets and city."""
        return self._by_core.get(normalise_name(text), set()) if self._names else set()

    def similar(self, text: str) -> list[str]:
        """Return a few firms of which one name lies within the other, shortest first."""
        core = normalise_name(text)
        if len(core) < 2:
            return []
        found = {
            firm_id: abs(len(known) - len(core))
            for known, ids in self._by_core.items()
            if core in known or (len(known) > 1 and known in core)
            for firm_id in ids
        }
        return sorted(found, key=lambda firm_id: (found[firm_id], firm_id))[:_MOST_SIMILAR]

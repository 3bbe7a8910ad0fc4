"""The firm that a row of people, meetings or credit lines belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.import_cells import UNVERIFIED
from rmapp.domain.import_problem import Choice, RowProblem
from rmapp.i18n import _
from rmapp.services.importing.firm_index import FirmIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.import_check import CheckedRow
    from rmapp.services.importing.plan import ImportOptions
    from rmapp.storage.store import Store


class FirmLinker:
    """Finds firms by credit code, else by name; remembers what it found."""

    def __init__(self, store: Store, options: ImportOptions, columns: Mapping[str, str]) -> None:
        self.index = FirmIndex(store)
        self._options = options
        self._column = columns.get("firm") or columns.get("firm_uscc")
        self._similar: dict[str, list[str]] = {}

    def link(self, row: CheckedRow) -> tuple[str | None, RowProblem | None]:
        """Return the firm's id, or the problem of not knowing it; a near name has both."""
        decision = self._options.decisions.get(row.row)
        if decision in self.index.firms:
            return decision, None
        uscc, name = row.values.get("firm_uscc"), row.values.get("firm")
        if isinstance(uscc, str) and (found := self.index.by_uscc.get(uscc.removeprefix(UNVERIFIED))):
            return found, None
        if not isinstance(name, str):
            return None, self._problem(row, uscc, _("No firm of the book has this credit code"), [])
        exact = self.index.by_exact_name(name)
        named = exact or self.index.by_name(name)
        if len(named) == 1:
            firm_id = next(iter(named))
            if exact:
                return firm_id, None
            cause = _("Taken for {name}").format(name=self.index.title(firm_id))
            return firm_id, self._problem(row, name, cause, [firm_id], firm_id)
        if named:
            cause = _("Several firms of the book have this name. Choose one")
            return None, self._problem(row, name, cause, sorted(named))
        if name not in self._similar:
            self._similar[name] = self.index.similar(name)
        cause = _("No firm of the book has this name. Choose one, or import the firms first")
        return None, self._problem(row, name, cause, self._similar[name])

    def _problem(
        self, row: CheckedRow, value: object, cause: str, ids: list[str], fix: str | None = None
    ) -> RowProblem:
        choices = tuple(Choice(firm_id, self.index.title(firm_id)) for firm_id in ids)
        severity = "look" if fix else "error"
        return RowProblem(
            row.row, self._column, str(value), cause, "look" if severity == "look" else "error", fix, choices, "match"
        )

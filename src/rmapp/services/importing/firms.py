"""Rows of a table of firms: which firm of the book each means, and what it changes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from rmapp.domain import reference
from rmapp.domain.classes import is_lowering
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.firm import Firm, FirmName, Listing
from rmapp.domain.import_cells import UNVERIFIED
from rmapp.domain.import_problem import Choice, RowProblem
from rmapp.domain.names import normalise_name
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import current_stage
from rmapp.i18n import _
from rmapp.services.importing.firm_index import FirmIndex
from rmapp.services.importing.plan import (
    ACCEPT,
    NEW,
    Edit,
    FieldChange,
    PlannedRow,
    action_of,
    compare,
    open_problems,
    pick,
    show,
)
from rmapp.services.stages.listing.applications import class_of_move

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rmapp.domain.entity import Entity
    from rmapp.domain.import_check import CheckedRow
    from rmapp.services.importing.firm_index import KnownName
    from rmapp.services.importing.plan import Action, ImportOptions
    from rmapp.storage.store import Store

_PLAIN = (
    "established_on",
    "registered_capital",
    "paid_in_capital",
    "region_code",
    "city",
    "registered_address",
    "operating_address",
    "website",
    "industry_gb",
    "org_form",
    "ownership_type",
    "size_class",
    "tier",
    "relationship_status",
    "owner",
    "confidentiality",
    "summary",
)
_NAMES = (("name", "legal"), ("name_en", "legal"), ("name_short", "short"), ("name_former", "former"))
_EXCHANGES = {"SH": "XSHG", "SZ": "XSHE", "BJ": "BJSE", "HK": "XHKG", "NQ": "NEEQ"}
_CHUNK = 500


class _Match(NamedTuple):
    firm_id: str | None
    how: str = ""
    problem: RowProblem | None = None


def _language(text: str) -> str:
    return "zh" if any("\u3400" <= sign <= "\u9fff" for sign in text) else "en"


def _identifier(values: Mapping[str, object], name: str) -> tuple[str | None, bool]:
    """Return an identifier of a row and whether it is to be saved although its check fails."""
    text = values.get(name)
    if not isinstance(text, str):
        return None, False
    return text.removeprefix(UNVERIFIED), text.startswith(UNVERIFIED)


class FirmPlanner:
    """Plans the rows of one table of firms, in the order of the file."""

    def __init__(self, store: Store, options: ImportOptions, columns: Mapping[str, str]) -> None:
        self._store = store
        self._options = options
        self._columns = columns
        self._index = FirmIndex(store)
        self._seen: dict[tuple[str, str], int] = {}
        self._today = PartialDate.of(store.clock.today())

    def plan(self, rows: list[CheckedRow]) -> Iterator[PlannedRow]:
        """Yield the plan of each row; firms of the book are read in blocks."""
        for start in range(0, len(rows), _CHUNK):
            block = rows[start : start + _CHUNK]
            matches = [_Match(None) if row.failed else self._match(row) for row in block]
            wanted = [match.firm_id for match in matches if match.firm_id]
            book = _Book(self._store, wanted)
            for row, match in zip(block, matches, strict=True):
                yield self._plan_row(row, match, book)

    def _match(self, row: CheckedRow) -> _Match:
        decision = self._options.decisions.get(row.row)
        if decision in self._index.firms:
            return _Match(decision, _("your choice"))
        uscc, _u = _identifier(row.values, "uscc")
        lei, _l = _identifier(row.values, "lei")
        if uscc in self._index.by_uscc:
            return _Match(self._index.by_uscc[uscc], _("credit code"))
        if lei in self._index.by_lei:
            return _Match(self._index.by_lei[lei], _("LEI"))
        return _Match(None) if decision == NEW else self._match_name(row, uscc)

    def _match_name(self, row: CheckedRow, uscc: str | None) -> _Match:
        texts = [cast("str", row.values[name]) for name, _kind in _NAMES if name in row.values]
        exact = {firm_id for text in texts for firm_id in self._index.by_exact_name(text)}
        found = exact or {firm_id for text in texts for firm_id in self._index.by_name(text)}
        if not found:
            return _Match(None)
        if len(found) > 1:
            cause = _("Several firms of the book have this name. Choose one")
            return _Match(None, "", self._question(row, sorted(found), cause, "error", None))
        firm_id = next(iter(found))
        firm, title = self._index.firms[firm_id], self._index.title(firm_id)
        if uscc and firm.uscc and uscc != firm.uscc:
            cause = _("Same name as {name} in the book, with another credit code").format(name=title)
            return _Match(None, "", self._question(row, [firm_id], cause, "look", NEW))
        region = _same_region(row.values, firm.region, firm.city)
        if region is False:
            cause = _("Same name as {name} in the book, in another region").format(name=title)
            return _Match(None, "", self._question(row, [firm_id], cause, "look", NEW))
        if exact or region:
            return _Match(firm_id, _("name") if region is None else _("name and region"))
        cause = _("Looks like {name}, already in the book").format(name=title)
        return _Match(firm_id, _("name"), self._question(row, [firm_id], cause, "look", firm_id))

    def _question(self, row: CheckedRow, ids: list[str], cause: str, severity: str, fix: str | None) -> RowProblem:
        merge = _("Update {name}")
        choices = [Choice(firm_id, merge.format(name=self._index.title(firm_id))) for firm_id in ids]
        choices.append(Choice(NEW, _("Add as a new firm")))
        column = next((self._columns[name] for name, _kind in _NAMES if name in row.values), None)
        return RowProblem(
            row.row,
            column,
            self._title(row.values),
            cause,
            "error" if severity == "error" else "look",
            fix,
            tuple(choices),
            about="match",
        )

    def _title(self, values: Mapping[str, object]) -> str:
        return next((str(values[name]) for name, _kind in _NAMES if name in values), "")

    def _repeated(self, row: CheckedRow, firm_id: str | None) -> RowProblem | None:
        """Return the problem of a firm that stands in the file twice, and remember this row."""
        uscc, _u = _identifier(row.values, "uscc")
        lei, _l = _identifier(row.values, "lei")
        keys = [(kind, key) for kind, key in (("firm", firm_id), ("uscc", uscc), ("lei", lei)) if key]
        name, decided = self._title(row.values), self._options.decisions.get(row.row) == NEW
        if name and not decided and not keys:
            keys.append(("name", f"{normalise_name(name)} {str(row.values.get('region_code', ''))[:4]}"))
        earlier = next((self._seen[key] for key in keys if key in self._seen), None)
        for key in keys:
            self._seen.setdefault(key, row.row)
        if earlier is None:
            return None
        cause = _("The same firm stands in row {row} already").format(row=earlier)
        choices = (Choice(NEW, _("Add as a new firm")),) if keys[0][0] == "name" else ()
        column = next(iter(self._columns.values()), None)
        return RowProblem(row.row, column, name, cause, choices=choices, about="match" if choices else "row")

    def _plan_row(self, row: CheckedRow, match: _Match, book: _Book) -> PlannedRow:
        title = self._title(row.values)
        if row.failed:
            return PlannedRow(row.row, "error", title, row.problems)
        problems = [*row.problems, *filter(None, (match.problem,))]
        problems += filter(None, (self._repeated(row, match.firm_id),))
        firm = book.firms.get(match.firm_id or "")
        edits: tuple[Edit, ...] = ()
        changes: tuple[FieldChange, ...] = ()
        if firm is None:
            new = self._new_firm(row.values)
        else:
            new, edits, changes = self._changes(firm, row.values, book)
            problems += filter(None, (self._stage_problem(row, firm.id, book), self._name_problem(row, firm.id)))
            problems += filter(None, (self._class_problem(row, firm),))
        left = open_problems(problems, self._options)
        good: Action = "add" if firm is None else "update" if new or edits else "same"
        return PlannedRow(row.row, action_of(left, good), title, left, match.firm_id, match.how, changes, new, edits)

    def _fields(self, values: Mapping[str, object]) -> dict[str, object]:
        wanted = pick(values, *_PLAIN)
        for name in ("uscc", "lei"):
            number, unverified = _identifier(values, name)
            if number is not None:
                wanted |= {name: number, f"{name}_unverified": unverified}
        if "remark" in values:
            wanted["pinned_note"] = values["remark"]
        return wanted

    def _new_firm(self, values: Mapping[str, object]) -> tuple[Entity, ...]:
        fields = {"owner": self._store.actor, **self._fields(values)}
        firm = Firm.model_validate(fields)
        names = [
            FirmName.model_validate(
                {"firm_id": firm.id, "kind": kind, "lang": _language(str(values[name])), "text": values[name]}
            )
            for name, kind in _NAMES
            if name in values
        ]
        return (firm, *names, *self._facts(firm.id, values, frozenset(), frozenset()), *self._stage(firm.id, values))

    def _facts(
        self, firm_id: str, values: Mapping[str, object], held: frozenset[str], listed: frozenset[str]
    ) -> Iterator[Entity]:
        for code in cast("tuple[str, ...]", values.get("designations", ())):
            if code not in held:
                yield DesignationHolding(firm_id=firm_id, designation=code, source="bank_system")
        stock = values.get("stock_code")
        if isinstance(stock, str) and stock not in listed:
            exchange = _EXCHANGES.get(stock.rpartition(".")[2], "")
            yield Listing(firm_id=firm_id, exchange=exchange, code=stock, source="bank_system")

    def _stage(self, firm_id: str, values: Mapping[str, object]) -> Iterator[Entity]:
        stage = values.get("stage")
        if isinstance(stage, str):
            yield StageEvent(
                firm_id=firm_id,
                to_stage=stage,
                effective_on=self._today,
                recorded_at=self._store.now(),
                recorded_by=self._store.actor,
                source="bank_system",
                note=_("Imported"),
                confidentiality=class_of_move(self._store, firm_id, None, stage, self._today),
            )

    def _changes(
        self, firm: Firm, values: Mapping[str, object], book: _Book
    ) -> tuple[tuple[Entity, ...], tuple[Edit, ...], tuple[FieldChange, ...]]:
        fields = self._fields(values)
        if _lowers(firm, values):
            del fields["confidentiality"]
        edits, changes = compare(firm, fields, "firms")
        new: list[Entity] = []
        for name, kind in _NAMES:
            if name in values:
                added, renamed, change = self._rename(firm.id, str(values[name]), kind)
                new, edits, changes = [*new, *added], (*edits, *renamed), (*changes, *change)
        facts = [*self._facts(firm.id, values, book.held(firm.id), book.listed(firm.id))]
        if firm.id not in book.stages:
            facts += self._stage(firm.id, values)
        return (*new, *facts), edits, (*changes, *map(_fact_change, facts))

    def _rename(self, firm_id: str, text: str, kind: str) -> tuple[list[Entity], list[Edit], list[FieldChange]]:
        """Return what gives a firm a name: the old one of its kind and language becomes a former name."""
        known, lang = self._index.names(firm_id), _language(text)
        if _is_called(known, text):
            return [], [], []
        added = FirmName.model_validate({"firm_id": firm_id, "kind": kind, "lang": lang, "text": text})
        old = [name for name in known if name.kind == kind and name.lang == lang and name.valid_to is None]
        if kind == "former" or not old:
            return [added], [], [FieldChange(reference.text("name_kind", kind), show(None), text)]
        edit = Edit(FirmName, old[0].id, {"kind": "former", "valid_to": self._today})
        return [added], [edit], [FieldChange(reference.text("name_kind", kind), old[0].text, text)]

    def _name_problem(self, row: CheckedRow, firm_id: str) -> RowProblem | None:
        name = row.values.get("name")
        if not isinstance(name, str) or _is_called(self._index.names(firm_id), name):
            return None
        cause = _("The book calls this firm {name}. That becomes its former name").format(
            name=self._index.title(firm_id)
        )
        keep = (Choice(ACCEPT, _("Rename the firm")),)
        return RowProblem(row.row, self._columns["name"], name, cause, "look", ACCEPT, keep, about="row")

    def _class_problem(self, row: CheckedRow, firm: Firm) -> RowProblem | None:
        if not _lowers(firm, row.values):
            return None
        cause = _("The book says {name}. A lower class needs a reason and is not given by an import").format(
            name=reference.text("confidentiality", firm.confidentiality)
        )
        keep = (Choice(ACCEPT, _("Leave the class as it is")),)
        given = str(row.values["confidentiality"])
        column = self._columns["confidentiality"]
        return RowProblem(row.row, column, given, cause, "look", ACCEPT, keep, about="row")

    def _stage_problem(self, row: CheckedRow, firm_id: str, book: _Book) -> RowProblem | None:
        stage, held = row.values.get("stage"), book.stages.get(firm_id)
        if not isinstance(stage, str) or held in (None, stage):
            return None
        cause = _("The book says {stage}. A move needs evidence and is not made by an import").format(
            stage=reference.text("stage", held or "")
        )
        keep = (Choice(ACCEPT, _("Leave the stage as it is")),)
        return RowProblem(row.row, self._columns["stage"], stage, cause, "look", ACCEPT, keep, about="row")


def _lowers(firm: Firm, values: Mapping[str, object]) -> bool:
    """Tell whether a row gives a firm of the book a less confidential class."""
    given = values.get("confidentiality")
    return isinstance(given, str) and is_lowering(firm.confidentiality, given)


def _is_called(known: Sequence[KnownName], text: str) -> bool:
    """Tell whether a firm has this name, apart from legal form, brackets and city."""
    core = normalise_name(text)
    return any(name.text == text or normalise_name(name.text) == core for name in known)


def _same_region(values: Mapping[str, object], region: str | None, city: str) -> bool | None:
    """Tell whether a row and a firm are in the same city; None where one does not say."""
    code = values.get("region_code")
    if isinstance(code, str) and region:
        size = 2 if code.endswith("0000") or region.endswith("0000") else 4
        return code[:size] == region[:size]
    named = values.get("city")
    return named == city if isinstance(named, str) and city else None


def _fact_change(fact: Entity) -> FieldChange:
    if isinstance(fact, DesignationHolding):
        return FieldChange(_("Designations"), show(None), reference.text("designation", fact.designation))
    if isinstance(fact, StageEvent):
        return FieldChange(_("Stage"), show(None), reference.text("stage", fact.to_stage))
    return FieldChange(_("Stock code"), show(None), fact.code if isinstance(fact, Listing) else "")


class _Book:
    """What the book knows about some firms."""

    def __init__(self, store: Store, ids: list[str]) -> None:
        self.firms = {firm.id: firm for firm in store.all(Firm, id=ids)} if ids else {}
        self._held: dict[str, set[str]] = {}
        self._listed: dict[str, set[str]] = {}
        self.stages: dict[str, str | None] = {}
        if not ids:
            return
        for holding in store.all(DesignationHolding, firm_id=ids):
            self._held.setdefault(holding.firm_id, set()).add(holding.designation)
        for listing in store.all(Listing, firm_id=ids):
            self._listed.setdefault(listing.firm_id, set()).add(listing.code)
        events: dict[str, list[StageEvent]] = {}
        for event in store.all(StageEvent, firm_id=ids):
            events.setdefault(event.firm_id, []).append(event)
        self.stages = {firm_id: current_stage(some) for firm_id, some in events.items()}

    def held(self, firm_id: str) -> frozenset[str]:
        """Return the designations that the book has for a firm."""
        return frozenset(self._held.get(firm_id, ()))

    def listed(self, firm_id: str) -> frozenset[str]:
        """Return the stock codes that the book has for a firm."""
        return frozenset(self._listed.get(firm_id, ()))

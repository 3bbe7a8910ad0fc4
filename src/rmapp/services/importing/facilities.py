"""Rows of a table of credit lines: new lines with their balance, and what changes on known ones."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from rmapp.domain import reference
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry, Pricing, Security, UseOfProceeds
from rmapp.domain.import_problem import RowProblem
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import _
from rmapp.services.importing.firm_link import FirmLinker
from rmapp.services.importing.plan import FieldChange, PlannedRow, action_of, compare, open_problems, pick, show
from rmapp.services.lines.line_views import facility_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from rmapp.domain.entity import Entity
    from rmapp.domain.import_check import CheckedRow
    from rmapp.services.importing.plan import ImportOptions
    from rmapp.storage.store import Store

_PLAIN = (
    "reference_no",
    "contract_no",
    "lender",
    "branch",
    "facility_type",
    "limit",
    "status",
    "committed",
    "revolving",
    "tenor_months",
    "proposed_on",
    "submitted_on",
    "approved_on",
    "approval_expires_on",
    "signed_on",
    "available_from",
    "available_to",
    "maturity_on",
    "repayment_method",
    "loan_class",
    "approver",
    "note",
)


class FacilityPlanner:
    """Plans the rows of one table of credit lines."""

    def __init__(self, store: Store, options: ImportOptions, columns: Mapping[str, str]) -> None:
        self._store = store
        self._options = options
        self._columns = columns
        self._firms = FirmLinker(store, options, columns)
        self._lines: dict[str, list[Facility]] = defaultdict(list)
        for line in store.all(Facility):
            self._lines[line.firm_id].append(line)
        self._seen: dict[tuple[object, ...], int] = {}
        facts = store.info
        self._own = {"lender": facts.get("bank", ""), "branch": facts.get("branch", "")}

    def plan(self, rows: list[CheckedRow]) -> Iterator[PlannedRow]:
        """Yield the plan of each row."""
        for row in rows:
            yield self._plan_row(row)

    def _plan_row(self, row: CheckedRow) -> PlannedRow:
        values = row.values
        if row.failed:
            return PlannedRow(row.row, "error", str(values.get("firm", "")), row.problems)
        firm_id, problem = self._firms.link(row)
        problems = [*row.problems, *filter(None, (problem,))]
        if firm_id is None:
            return PlannedRow(row.row, "error", str(values.get("firm", "")), tuple(problems))
        kind = reference.text("facility_type", str(values["facility_type"]))
        title = f"{self._firms.index.title(firm_id)} {kind}"
        problems += filter(None, (self._repeated(row, firm_id),))
        left = open_problems(problems, self._options)
        line, how = self._find(firm_id, values)
        if line is not None:
            return self._update(row, line, how, left, title)
        return PlannedRow(row.row, action_of(left, "add"), title, left, new=tuple(self._new_line(firm_id, values)))

    def _find(self, firm_id: str, values: Mapping[str, object]) -> tuple[Facility | None, str]:
        """Return the line of the book that a row means, and how it was found."""
        lines = self._lines.get(firm_id, [])
        for field in ("reference_no", "contract_no"):
            number = values.get(field)
            same = [line for line in lines if number and getattr(line, field) == number]
            if same:
                return same[0], _("firm and number")
            if number and any(getattr(line, field) for line in lines):
                lines = [line for line in lines if not getattr(line, field)]
        lender = values.get("lender") or self._own["lender"]
        for line in lines:
            same_limit = "limit" not in values or line.limit == values["limit"]
            if line.facility_type == values["facility_type"] and line.lender == lender and same_limit:
                return line, _("firm, type, lender and limit")
        return None, ""

    def _fields(self, values: Mapping[str, object]) -> dict[str, object]:
        wanted = pick(values, *_PLAIN)
        if isinstance(rate := values.get("rate"), int):
            wanted["pricing"] = Pricing(base="fixed", fixed_bp=rate)
        if kinds := cast("tuple[str, ...]", values.get("security", ())):
            wanted["security"] = tuple(Security(type=kind) for kind in kinds)
        if uses := cast("tuple[str, ...]", values.get("use_of_proceeds", ())):
            wanted["use_of_proceeds"] = tuple(UseOfProceeds(code=use) for use in uses)
        if isinstance(limit := values.get("limit"), Money):
            wanted["ccy"] = limit.ccy
        elif "ccy" in values:
            wanted["ccy"] = values["ccy"]
        return wanted

    def _new_line(self, firm_id: str, values: Mapping[str, object]) -> Iterator[Entity]:
        kind = reference.facility_types()[str(values["facility_type"])]
        usual = {"committed": kind.committed_default, "revolving": kind.revolving_default, "source": "bank_system"}
        own = self._own if "lender" not in values else {}
        line = Facility.model_validate({**usual, **own, **self._fields(values), "firm_id": firm_id})
        yield line
        if line.limit is not None:
            yield self._entry(line, "limit_change", line.limit, line.signed_on)
        drawn = values.get("drawn")
        if isinstance(drawn, Money) and not drawn.is_zero:
            yield from self._draw(line, drawn, 1, values)

    def _draw(self, line: Facility, amount: Money, sequence: int, values: Mapping[str, object]) -> Iterator[Entity]:
        on = cast("date | None", values.get("drawn_on"))
        draw = Drawdown(
            facility_id=line.id,
            sequence=sequence,
            disbursed_on=on,
            amount=amount,
            due_on=line.maturity_on,
            purpose=_("Balance from the import"),
            source="bank_system",
            as_of=PartialDate.of(on or self._store.clock.today()),
        )
        yield draw
        unit = reference.facility_types()[line.facility_type].draw_unit
        kind = "disbursement" if unit in ("drawdown", "none") else "issue"
        yield self._entry(line, kind, amount, on, draw.id)

    def _entry(
        self, line: Facility, kind: str, amount: Money, on: date | None, draw_id: str | None = None
    ) -> LedgerEntry:
        day = on if on is not None or draw_id is not None else self._store.clock.today()
        return LedgerEntry(
            facility_id=line.id,
            drawdown_id=draw_id,
            kind=kind,
            amount=amount,
            value_on=PartialDate.of(day) if day else None,
            note=_("Imported"),
        )

    def _update(
        self, row: CheckedRow, line: Facility, how: str, left: tuple[RowProblem, ...], title: str
    ) -> PlannedRow:
        edits, changes = compare(line, self._without_guesses(self._fields(row.values), line), "facilities")
        new: list[Entity] = []
        limit = row.values.get("limit")
        if isinstance(limit, Money) and limit != line.limit:
            new.append(self._entry(line, "limit_change", limit, None))
        drawn = row.values.get("drawn")
        if isinstance(drawn, Money):
            moved, change = self._move_balance(line, drawn, row.values)
            new, changes = [*new, *moved], (*changes, *change)
        action = action_of(left, "update" if edits or new else "same")
        return PlannedRow(row.row, action, title, left, line.id, how, changes, tuple(new), edits)

    def _without_guesses(self, fields: dict[str, object], line: Facility) -> dict[str, object]:
        """Return the fields that the file gives: a status that was only concluded changes nothing."""
        if "status" not in self._columns:
            fields.pop("status", None)
        if line.pricing is not None and "pricing" in fields:
            rate = cast("Pricing", fields["pricing"]).fixed_bp
            fields["pricing"] = line.pricing if line.pricing.fixed_bp == rate else fields["pricing"]
        for name, key in (("security", "type"), ("use_of_proceeds", "code")):
            told = [getattr(one, key) for one in cast("tuple[object, ...]", fields.get(name, ()))]
            if told and told == [getattr(one, key) for one in getattr(line, name)]:
                fields.pop(name)
        return fields

    def _move_balance(
        self, line: Facility, drawn: Money, values: Mapping[str, object]
    ) -> tuple[list[Entity], tuple[FieldChange, ...]]:
        """Return the ledger entries that bring the balance of a line to what the file says."""
        view = facility_view(self._store, line.id)
        held = view.amounts.outstanding
        if held is not None and (held == drawn or held.ccy != drawn.ccy):
            return [], ()
        change = FieldChange(_("Drawn"), show(held), show(drawn))
        if held is None or held < drawn:
            more = drawn if held is None else drawn - held
            if more.is_zero:
                return [], ()
            sequence = self._store.count(Drawdown, facility_id=line.id) + 1
            return list(self._draw(line, more, sequence, values)), (change,)
        unit = reference.facility_types()[line.facility_type].draw_unit
        kind = "principal_repayment" if unit in ("drawdown", "none") else "release"
        on = cast("date | None", values.get("drawn_on"))
        return [self._entry(line, kind, held - drawn, on)], (change,)

    def _repeated(self, row: CheckedRow, firm_id: str) -> RowProblem | None:
        values = row.values
        number = values.get("reference_no") or values.get("contract_no")
        key: tuple[object, ...] = (firm_id, number)
        if not number:
            names = ("facility_type", "lender", "limit", "maturity_on")
            key = (firm_id, *(str(values.get(name)) for name in names))
        earlier = self._seen.setdefault(key, row.row)
        if earlier == row.row:
            return None
        cause = _("The same line stands in row {row} already").format(row=earlier)
        column = self._columns.get("reference_no") or self._columns["facility_type"]
        return RowProblem(row.row, column, str(number or values["facility_type"]), cause, about="row")

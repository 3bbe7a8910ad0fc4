"""The terms of a line as they are typed: the main ones in sight, the others in parts that fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import draw_units, reference
from rmapp.domain.facility_draft import OWN_SOURCE
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.sheets import facility_fields
from rmapp.ui.sheets.code_fields import SearchChoice
from rmapp.ui.sheets.typed_fields import Typed, change_of, is_blank, put, typed
from rmapp.ui.widgets.fields import Choice, Field
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.message_line import MessageLine
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.ui.context import UiContext
    from rmapp.ui.sheets.facility_fields import FormChoices
    from rmapp.ui.sheets.field_reader import FieldReader

COLUMNS = 48
SHORTEST = 36
"""The columns that a message has at least."""
# The span of each field in the grid; fields of a row follow each other.
_MAIN = (
    (("facility_type", 16), ("security", 12), ("firm_id", 12), ("status", 8)),
    (("limit", 9), ("ccy", 6), ("signed_on", 12), ("maturity_on", 12), ("pricing", 9)),
    (("limit_reason", COLUMNS),),
)
_KIND = ("margin_bp", "exposure_factor_bp", "obligor_id")
_PARTS = {
    "price": (
        (("repricing", 12), ("first_reset_on", 12), ("day_count", 14), ("late_bp", 10)),
        (("floor_bp", 12), ("cap_bp", 12), ("repayment_method", 24)),
    ),
    "place": ((("parent_id", 24), ("group_limit_id", 24)),),
    "approval": (
        (("proposed_on", 12), ("submitted_on", 12), ("approved_on", 12), ("approval_expires_on", 12)),
        (("approver", 24), ("contract_no", 24)),
    ),
    "source": (
        (("source", 12), ("as_of", 12), ("limit_since", 12), ("confidentiality", 12)),
        (("citation", COLUMNS),),
    ),
    "more": (
        (("reference_no", 10), ("lender", 12), ("branch", 10), ("use_of_proceeds", 16)),
        (("tenor_months", 12), ("available_from", 12), ("available_to", 12)),
        (("status_reason", COLUMNS),),
        (("note", COLUMNS),),
    ),
}
_TICKS = {"place": ("sub_limit",), "approval": ("green_passage",), "more": ("revolving", "committed")}


class FacilityTerms(QWidget):
    """The main terms; `parts` are widgets with the others by their code. `changed` carries the name of the field."""

    changed = Signal(str)
    fix_chosen = Signal(str)

    def __init__(self, choices: FormChoices, context: UiContext, today: date) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._touched: set[str] = set()
        for name, (label, control) in facility_fields.controls(choices, context, today).items():
            field = Field("" if isinstance(control, CheckBox) else label, control)
            field.setObjectName(name)
            field.fix_chosen.connect(self._on_fix_chosen)
            control.setProperty("column", name)
            change_of(control).connect(self._on_control_changed)
            self.fields[name] = field
        currency = self.control("ccy")
        if isinstance(currency, Choice):
            currency.setMinimumContentsLength(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid(_MAIN))
        kind = QHBoxLayout()
        kind.setSpacing(metrics.space(3))
        for name in _KIND:
            kind.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        kind.addStretch(1)
        column.addLayout(kind)
        self.parts = {code: self._part(code) for code in _PARTS}
        self._fit()

    def _part(self, code: str) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        if code == "more":
            column.addWidget(PlainLabel(_("More terms"), role="section"))
        ticks = QHBoxLayout()
        ticks.setSpacing(metrics.space(5))
        for name in _TICKS.get(code, ()):
            ticks.addWidget(self.control(name))
            self.fields[name].hide()
        ticks.addStretch(1)
        if code == "more":
            column.addLayout(ticks)
        column.addLayout(self._grid(_PARTS[code]))
        if code in ("place", "approval"):
            column.addLayout(ticks)
        return part

    def _grid(self, rows: Sequence[Sequence[tuple[str, int]]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(metrics.space(2))
        line = 0
        for places in rows:
            row, at = line, 0
            for name, span in places:
                field = self.fields[name]
                field.setContentsMargins(0, 0, 0 if at + span == COLUMNS else metrics.space(3), 0)
                grid.addWidget(field, row, at, 1, span, Qt.AlignmentFlag.AlignTop)
                if span < COLUMNS:
                    line += 1
                    self._place_message(grid, field, line, at)
                at += span
            line += 1
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def _place_message(self, grid: QGridLayout, field: Field, line: int, at: int) -> None:
        """Let what is wrong with a field use the width of its row: from the field on, or up to the right edge."""
        is_late = COLUMNS - at < SHORTEST
        first = COLUMNS - SHORTEST if is_late else at
        message = MessageLine(ends_right=is_late)
        field.take_message(message)
        grid.addWidget(message, line, first, 1, COLUMNS - first)

    def main_stops(self) -> list[QWidget]:
        """Return the controls of the main terms in the order of reading."""
        return [self.control(name) for name in (*(name for row in _MAIN for name, _span in row), *_KIND)]

    def part_stops(self, code: str) -> list[QWidget]:
        """Return the controls of a part in the order of reading."""
        fields = [self.control(name) for row in _PARTS[code] for name, _span in row]
        ticks = [self.control(name) for name in _TICKS.get(code, ())]
        return [*ticks, *fields] if code == "more" else [*fields, *ticks]

    def with_links(self, stops: Sequence[QWidget]) -> list[QWidget]:
        """Return the stops with the link of each field after its control."""
        whole = [field for field in self.fields.values() if field.isAncestorOf(field.control)]  # ticks stand alone
        links = {id(field.control): field.link() for field in whole}
        return [one for stop in stops for one in (stop, links.get(id(stop))) if one is not None]

    def part_of(self, name: str) -> str:
        """Return the part that a field stands in; empty for a main term."""
        for code, rows in _PARTS.items():
            if name in _TICKS.get(code, ()) or any(name == one for row in rows for one, _span in row):
                return code
        return ""

    def is_used(self, code: str) -> bool:
        """Tell whether anything is entered in a part."""
        return any(not is_blank(one) for one in self.part_stops(code) if one.property("column") != "day_count")

    def control(self, name: str) -> QWidget:
        """Return the control of a field."""
        return self.fields[name].control

    def controls(self) -> list[QWidget]:
        """Return all controls."""
        return [field.control for field in self.fields.values()]

    def snapshot(self) -> dict[str, Typed]:
        """Return what is typed."""
        return {name: typed(field.control) for name, field in self.fields.items()}

    def fill(self, values: dict[str, Typed]) -> None:
        """Show what a snapshot says."""
        for name, field in self.fields.items():
            if name == "limit":
                self.use_ccy(str(values.get("ccy") or "CNY"))
            if name in values:
                put(field.control, values[name])
        self._fit()

    def show(self, draft: FacilityDraft) -> None:  # type: ignore[override]
        """Fill the fields with a draft; what they do not show is kept."""
        self.fill(facility_fields.values(draft))

    def use_ccy(self, ccy: str) -> None:
        """Take the limit in this currency where the text names none."""
        limit = self.control("limit")
        if isinstance(limit, MoneyEdit):
            limit.set_ccy(ccy)
            limit.set_suffix("")  # the currency stands in its own field

    def use_type(self, code: str, before: str) -> None:
        """Take the usual terms of a type where nothing else was chosen than those of the type before."""
        kind = reference.facility_types().get(code)
        if kind is None:
            return
        is_ours = typed(self.control("source")) == OWN_SOURCE
        for name, is_usual in (("revolving", kind.revolving_default), ("committed", kind.committed_default)):
            if name not in self._touched:
                put(self.control(name), is_ours and is_usual)
        old = reference.facility_types().get(before)
        usual = {
            "security": (kind.typical_security[:1], old.typical_security[:1] if old else ()),
            "use_of_proceeds": (kind.typical_use, old.typical_use if old else ()),
        }
        for name, (new, former) in usual.items():
            chosen = typed(self.control(name))
            if isinstance(chosen, list) and name not in self._touched and (not chosen or set(chosen) == set(former)):
                put(self.control(name), list(new) if is_ours else [])
        tenor = str(kind.typical_tenor_months[1]) if kind.typical_tenor_months and is_ours else ""
        former_tenor = str(old.typical_tenor_months[1]) if old and old.typical_tenor_months else ""
        if "tenor_months" not in self._touched and typed(self.control("tenor_months")) in ("", former_tenor):
            put(self.control("tenor_months"), tenor)
        self._fit()

    def use_source(self) -> None:
        """Take back the usual terms that nobody chose where a line is known from reports only, and the reverse."""
        code = typed(self.control("facility_type"))
        if isinstance(code, str):
            self.use_type(code, code)

    def read(self, draft: FacilityDraft, reader: FieldReader) -> dict[str, Any]:
        """Return the fields of the draft that are typed here."""
        return facility_fields.read({name: field.control for name, field in self.fields.items()}, draft, reader)

    def settle(self) -> None:
        """Take what is typed where the focus still is."""
        kind = self.control("facility_type")
        if isinstance(kind, SearchChoice):
            kind.settle()

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        for field in self.fields.values():
            field.set_locked(locked)

    def ask_for_limit_reason(self, *, is_asked: bool) -> None:
        """Ask why the limit of a stored line changes, or no longer."""
        self.fields["limit_reason"].setVisible(is_asked)

    def _fit(self) -> None:
        """Show the fields that this type and status need, and those that hold something."""
        kind = self.control("facility_type")
        code = kind.code() or "" if isinstance(kind, Choice) else ""
        needed = {
            "margin_bp": draw_units.has_margin(code),
            "exposure_factor_bp": draw_units.is_contract(code),
            "obligor_id": code in draw_units.OBLIGOR_TYPES,
            "status_reason": typed(self.control("status")) == "suspended",
            "limit_reason": False,
        }
        for name, is_needed in needed.items():
            self.fields[name].setVisible(is_needed or (name != "status_reason" and not is_blank(self.control(name))))
        self.control("sub_limit").setEnabled(bool(typed(self.control("parent_id"))))

    def _on_control_changed(self) -> None:
        name = str(self.sender().property("column"))
        self._touched.add(name)
        if name in ("status", "parent_id"):
            self._fit()
        self.changed.emit(name)

    def _on_fix_chosen(self) -> None:
        self.fix_chosen.emit(self.sender().objectName())

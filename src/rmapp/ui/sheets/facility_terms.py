"""The terms of a line as they are typed: type, security, borrower, limit, dates, price, status and the rest."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.facility import Security, UseOfProceeds
from rmapp.domain.pricing_text import write_pricing
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.sheets.code_fields import Group, ManyChoice, SearchChoice
from rmapp.ui.sheets.typed_fields import Typed, change_of, put, typed
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, Field, LineEdit, TextArea
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.ui.sheets.field_reader import FieldReader

COLUMNS = 48
# The span of each field in the grid; fields of a row follow each other.
_MAIN = (
    (("facility_type", 16), ("security", 12), ("firm_id", 12), ("status", 8)),
    (("limit", 9), ("ccy", 6), ("signed_on", 12), ("maturity_on", 12), ("pricing", 9)),
)
_MORE = (
    (("reference_no", 10), ("contract_no", 10), ("lender", 12), ("use_of_proceeds", 16)),
    (("repayment_method", 20), ("available_from", 11), ("available_to", 11)),
    (("status_reason", COLUMNS),),
    (("note", COLUMNS),),
)
_TEXTS = ("reference_no", "lender", "contract_no", "status_reason", "note")
_DAYS = ("signed_on", "maturity_on", "available_from", "available_to")


class FacilityTerms(QWidget):
    """The main terms; `more` is a widget with the others. `changed` carries the name of the field."""

    changed = Signal(str)
    fix_chosen = Signal(str)

    def __init__(self, borrowers: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__()
        self.more = QWidget()
        self.fields: dict[str, Field] = {}
        self._base: FacilityDraft | None = None
        for name, (label, control) in _controls(borrowers, today).items():
            field = Field("" if isinstance(control, CheckBox) else label, control)
            field.setObjectName(name)
            field.fix_chosen.connect(self._on_fix_chosen)
            control.setProperty("column", name)
            change_of(control).connect(self._on_control_changed)
            self.fields[name] = field
        currency = self.control("ccy")
        if isinstance(currency, Choice):
            currency.setMinimumContentsLength(3)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid(_MAIN))
        more = QVBoxLayout(self.more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(metrics.space(2))
        more.addWidget(PlainLabel(_("More terms"), role="section"))
        ticks = QHBoxLayout()
        ticks.setSpacing(metrics.space(5))
        for name in ("revolving", "committed"):
            ticks.addWidget(self.control(name))
            self.fields[name].hide()
        ticks.addStretch(1)
        more.addLayout(ticks)
        more.addLayout(self._grid(_MORE))
        self._fit()

    def _grid(self, rows: Sequence[Sequence[tuple[str, int]]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(metrics.space(2))
        for row, places in enumerate(rows):
            at = 0
            for name, span in places:
                field = self.fields[name]
                field.setContentsMargins(0, 0, 0 if at + span == COLUMNS else metrics.space(3), 0)
                grid.addWidget(field, row, at, 1, span, Qt.AlignmentFlag.AlignTop)
                at += span
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def main_stops(self) -> list[QWidget]:
        """Return the controls of the main terms in the order of reading."""
        return [self.control(name) for row in _MAIN for name, _span in row]

    def more_stops(self) -> list[QWidget]:
        """Return the controls of the other terms in the order of reading."""
        names = ["revolving", "committed", *(name for row in _MORE for name, _span in row)]
        return [self.control(name) for name in names]

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
        self._base = draft
        self.fill(_values(draft))

    def use_ccy(self, ccy: str) -> None:
        """Take the limit in this currency where the text names none."""
        limit = self.control("limit")
        if isinstance(limit, MoneyEdit):
            limit.set_ccy(ccy)
            limit.set_suffix("")  # the currency stands in its own field

    def read(self, draft: FacilityDraft, reader: FieldReader) -> dict[str, Any]:
        """Return the fields of the draft that are typed here."""
        read: dict[str, Any] = {name: reader.text(self.control(name)) for name in _TEXTS}
        read |= {name: reader.day(name, self.control(name)) for name in _DAYS}
        for name in ("firm_id", "ccy", "status", "facility_type"):
            read[name] = reader.code(self.control(name)) or getattr(draft, name)
        read["repayment_method"] = reader.code(self.control("repayment_method"))
        read["limit"] = reader.money("limit", self.control("limit"))
        read["pricing"] = reader.pricing("pricing", self.control("pricing"), draft.pricing)
        for name in ("revolving", "committed"):
            read[name] = bool(typed(self.control(name)))
        read["security"] = _kept(draft.security, _codes(self.control("security")), "type", Security)
        read["use_of_proceeds"] = _kept(
            draft.use_of_proceeds, _codes(self.control("use_of_proceeds")), "code", UseOfProceeds
        )
        return read

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        for field in self.fields.values():
            field.set_locked(locked)

    def _fit(self) -> None:
        self.fields["status_reason"].setVisible(typed(self.control("status")) == "suspended")

    def _on_control_changed(self) -> None:
        name = str(self.sender().property("column"))
        if name == "status":
            self._fit()
        self.changed.emit(name)

    def _on_fix_chosen(self) -> None:
        self.fix_chosen.emit(self.sender().objectName())


def _controls(borrowers: Sequence[tuple[str, str]], today: date) -> dict[str, tuple[str, QWidget]]:
    def days(label: str) -> tuple[str, QWidget]:
        return label, DateEdit(name=label, today=today)

    def words(label: str) -> tuple[str, QWidget]:
        return label, LineEdit(name=label)

    def many(label: str, listed: str) -> tuple[str, QWidget]:
        return label, ManyChoice(_labels(listed), name=label)

    return {
        "facility_type": (_("Facility"), SearchChoice(_types(), name=_("Facility"))),
        "security": many(_("Security"), "security_type"),
        "firm_id": (_("Borrower"), Choice(borrowers, name=_("Borrower"))),
        "ccy": (_("Currency"), Choice(_currencies(), name=_("Currency"))),
        "limit": (_("Limit"), MoneyEdit(name=_("Limit"))),
        "signed_on": (_("Signed"), DateEdit(name=_("Signed"), future=False, today=today)),
        "maturity_on": days(_("Matures")),
        "pricing": (_("Rate"), LineEdit(name=_("Rate"), placeholder=_("LPR 1Y + 35 bp"))),
        "status": (_("Status"), Choice(_labels("line_status"), name=_("Status"))),
        "reference_no": words(_("Reference")),
        "lender": words(_("Lender")),
        "use_of_proceeds": many(_("Use of proceeds"), "use_of_proceeds"),
        "repayment_method": (
            _("Repayment"),
            Choice(_labels("repayment_method"), name=_("Repayment"), empty=_("not said")),
        ),
        "available_from": days(_("Available from")),
        "available_to": days(_("Available to")),
        "contract_no": words(_("Contract number")),
        "revolving": ("", CheckBox(_("Revolving: repayments can be drawn again"))),
        "committed": ("", CheckBox(_("Committed: the bank must pay out"))),
        "status_reason": words(_("Why it is suspended")),
        "note": (_("Note"), TextArea(name=_("Note"), lines=2)),
    }


def _labels(listed: str) -> list[tuple[str, str]]:
    return [(code, label.text()) for code, label in reference.choices(listed).items()]


def _types() -> list[Group]:
    kinds = [kind for kind in reference.facility_types().values() if not kind.retired]
    order = list(reference.labels("facility_family"))
    kinds.sort(key=lambda kind: order.index(kind.family))
    return [
        (reference.text("facility_family", family), [(kind.code, kind.label.text()) for kind in members])
        for family, members in groupby(kinds, key=lambda kind: kind.family)
    ]


def _currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in reference.choices("currency")]


def _codes(control: QWidget) -> tuple[str, ...]:
    return control.codes() if isinstance(control, ManyChoice) else ()


def _kept(known: Sequence[Any], codes: Sequence[str], name: str, kind: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Return the known entries of these codes, and new ones for codes without."""
    kept = [one for one in known if getattr(one, name) in codes]
    held = {getattr(one, name) for one in kept}
    return (*kept, *(kind(**{name: code}) for code in codes if code not in held))


def _values(draft: FacilityDraft) -> dict[str, Typed]:
    values: dict[str, Typed] = {name: getattr(draft, name) for name in _TEXTS}
    for name in _DAYS:
        day = getattr(draft, name)
        values[name] = format_date(day) if day else ""
    for name in ("firm_id", "ccy", "status", "facility_type", "repayment_method", "revolving", "committed"):
        values[name] = getattr(draft, name)
    values["limit"] = "" if draft.limit is None else f"{draft.limit.amount:f}"
    values["pricing"] = write_pricing(draft.pricing)
    values["security"] = list(dict.fromkeys(one.type for one in draft.security))
    values["use_of_proceeds"] = list(dict.fromkeys(one.code for one in draft.use_of_proceeds))
    return values

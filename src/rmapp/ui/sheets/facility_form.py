"""The form of the credit line editor: terms, tranches, draw-downs; read as one draft, filled from one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.facility_checks import Problem, check_facility
from rmapp.domain.money import Money, format_compact, total
from rmapp.domain.wording import format_date, format_rate
from rmapp.i18n import _, current, ngettext
from rmapp.ui import metrics
from rmapp.ui.sheets.draw_rows import DrawRows, draw_values
from rmapp.ui.sheets.facility_terms import FacilityTerms
from rmapp.ui.sheets.field_reader import FieldReader
from rmapp.ui.sheets.tranche_rows import TrancheRows, tranche_values
from rmapp.ui.sheets.typed_fields import Typed, is_blank, put
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.services.line_preview import LinePreview
    from rmapp.ui.sheets.row_editor import EditorRow, RowEditor
    from rmapp.ui.widgets.fields import Field

BLANK_TRANCHES = 3


class Reading(NamedTuple):
    """What the form says: a draft, what is wrong with it by path of the rows on screen, and the rows behind it."""

    draft: FacilityDraft
    problems: tuple[Problem, ...]
    draw_places: tuple[int, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return what has to be mended before saving."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return what is doubtful."""
        return tuple(one for one in self.problems if one.severity == "warning")


class FacilityForm(QWidget):
    """`changed` carries the path of the field that was typed in."""

    changed = Signal(str)

    def __init__(self, draft: FacilityDraft, borrowers: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__()
        self._base, self._today = draft, today
        self._problems: dict[str, Problem] = {}
        self.terms = FacilityTerms(borrowers, today)
        self.tranches = TrancheRows(today)
        self.draws = DrawRows(today)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.space(6), metrics.space(4), metrics.space(6), metrics.space(4))
        column.setSpacing(metrics.space(5))
        for part in (self.terms, self.tranches, self.draws, self.terms.more):
            column.addWidget(part)
        column.addStretch(1)
        self.terms.changed.connect(self._on_terms_changed)
        self.tranches.changed.connect(self._on_tranches_changed)
        self.tranches.removed.connect(self.draws.drop_tranche)
        self.draws.changed.connect(self._on_draws_changed)
        self.terms.fix_chosen.connect(self.apply_fix)
        self.tranches.fix_chosen.connect(self._on_tranche_fix)
        self.draws.fix_chosen.connect(self._on_draw_fix)
        self._show(draft)

    def _show(self, draft: FacilityDraft) -> None:
        self.terms.show(draft)
        self._use_ccy(draft.ccy)
        tranches: list[dict[str, Typed]] = [tranche_values(one) for one in draft.tranches]
        is_new = not draft.tranches and not draft.draws and draft.limit is None
        self.tranches.fill(tranches or [{} for _blank in range(BLANK_TRANCHES if is_new else 0)])
        self.draws.set_tranches(len(self.tranches.rows))
        self.draws.fill([draw_values(one) for one in draft.draws])
        self._order_stops()

    # Reading

    def snapshot(self) -> dict[str, Any]:
        """Return what is typed, as JSON-like values."""
        return {
            "terms": self.terms.snapshot(),
            "tranches": self.tranches.snapshot(),
            "draws": self.draws.snapshot(),
        }

    def fill(self, snapshot: dict[str, Any]) -> None:
        """Show what a snapshot says."""
        self.terms.fill(snapshot["terms"])
        self._use_ccy(str(snapshot["terms"].get("ccy") or "CNY"))
        self.tranches.fill(snapshot["tranches"])
        self.draws.set_tranches(len(self.tranches.rows))
        self.draws.fill(snapshot["draws"])
        self._order_stops()

    def read(self) -> Reading:
        """Return the draft as typed and everything that is wrong with it, unreadable fields first."""
        reader = FieldReader()
        fields = self.terms.read(self._base, reader)
        tranches, tranche_places = self.tranches.read(reader)
        draws, draw_places = self.draws.read(reader, tranche_places)
        draft = self._base.model_copy(update=fields | {"tranches": tuple(tranches), "draws": tuple(draws)})
        draft = draft.model_copy(update={"tenor_months": self._tenor(draft)})
        unreadable = {one.field for one in reader.problems}
        found = [_on_screen(one, tranche_places, draw_places) for one in check_facility(draft, self._today)]
        problems = [*reader.problems, *(one for one in found if one.field not in unreadable)]
        return Reading(draft, tuple(problems), tuple(draw_places))

    def _tenor(self, draft: FacilityDraft) -> int | None:
        same = (draft.signed_on, draft.maturity_on) == (self._base.signed_on, self._base.maturity_on)
        months = months_between(draft.signed_on, draft.maturity_on)
        return self._base.tenor_months if same or months is None else months

    # Showing

    def show_result(self, reading: Reading, preview: LinePreview) -> None:
        """Show what is wrong beside the fields, and what each field comes to."""
        draft = reading.draft
        self._show_sums(draft)
        self.draws.show_left(reading.draw_places, preview.left_after)
        self.show_problems(reading)
        other = "en" if current() == "zh_CN" else "zh_CN"
        months = months_between(draft.signed_on or self._today, draft.maturity_on)
        echoes = {
            "limit": format_compact(draft.limit, other) if draft.limit else "",
            "maturity_on": ngettext("{n} month", "{n} months", months).format(n=months) if months else "",
            "pricing": _("{rate} today").format(rate=format_rate(preview.all_in_bp)) if preview.all_in_bp else "",
        }
        for name, words in echoes.items():
            if name not in self._problems:
                self.terms.fields[name].set_echo(words)

    def show_problems(self, reading: Reading) -> None:
        """Put each problem beside its field, but none yet for an empty field of the row being typed."""
        before = self._problems
        self._problems = {}
        for one in sorted(reading.problems, key=lambda problem: problem.severity):
            self._problems.setdefault(one.field, one)
        self._problems = {path: one for path, one in self._problems.items() if not self._is_hushed(path)}
        for name, field in self.terms.fields.items():
            self._say_at(field, self._problems.get(name), was_said=name in before)
        for editor, code in ((self.tranches, "tranches"), (self.draws, "draws")):
            for place, row in enumerate(editor.rows):
                self._say_in(row, f"{code}.{place}.")

    def shown_problems(self) -> tuple[Problem, ...]:
        """Return the problems that are shown beside their fields."""
        return tuple(self._problems.values())

    def _say_at(self, field: Field, problem: Problem | None, *, was_said: bool) -> None:
        if problem is None:
            if was_said:
                field.clear()
        elif problem.severity == "error":
            field.set_error(problem.message, problem.fix.label if problem.fix else "")
        else:
            field.set_warning(problem.message, problem.fix.label if problem.fix else "")

    def _say_in(self, row: EditorRow, path: str) -> None:
        found = {name: self._problems.get(path + name) for name in row.controls}
        for name, problem in found.items():
            row.set_state(name, problem.severity if problem else "")
        first = next((one for one in found.values() if one is not None), None)
        if first is None:
            row.say("")
        else:
            row.say(first.message, first.fix.label if first.fix else "", warning=first.severity == "warning")

    def _is_hushed(self, path: str) -> bool:
        control = self.control(path)
        focus = QApplication.focusWidget()
        if control is None or focus is None:
            return False
        code, _dot, rest = path.partition(".")
        if not rest:
            return control is focus and isinstance(self._reading_of(path), Problem)
        row = self._editor(code).rows[int(rest.split(".")[0])]
        return control is focus or (is_blank(control) and row.isAncestorOf(focus))

    def _reading_of(self, path: str) -> Problem | None:
        """Return what makes a term unreadable; that is not said while it is being typed."""
        reader = FieldReader()
        self.terms.read(self._base, reader)
        return next((one for one in reader.problems if one.field == path), None)

    # Fields by path

    def control(self, path: str) -> QWidget | None:
        """Return the control at a path such as `limit` or `tranches.1.amount`; None where there is none."""
        code, _dot, rest = path.partition(".")
        if not rest:
            return self.terms.control(code) if code in self.terms.fields else None
        place, _dot, name = rest.partition(".")
        rows = self._editor(code).rows
        if int(place) >= len(rows):
            return None
        return rows[int(place)].controls.get(name)

    def focus(self, path: str) -> bool:
        """Put the focus into a field; False where there is none."""
        control = self.control(path)
        if control is None:
            return False
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def apply_fix(self, path: str) -> None:
        """Do what the link beside a field offers."""
        problem = self._problems.get(path)
        if problem is None or problem.fix is None:
            return
        control = self.control(problem.fix.field)
        if control is None:
            return
        put(control, _written(problem.fix.value))
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(problem.fix.field)

    def controls(self) -> list[QWidget]:
        """Return all controls, also those of rows."""
        return [*self.terms.controls(), *self.tranches.controls(), *self.draws.controls()]

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.terms.set_locked(locked)
        self.tranches.set_locked(locked)
        self.draws.set_locked(locked)

    def _editor(self, code: str) -> RowEditor:
        return self.tranches if code == "tranches" else self.draws

    def _use_ccy(self, ccy: str) -> None:
        self.terms.use_ccy(ccy)
        self.tranches.set_ccy(ccy)
        self.draws.set_ccy(ccy)

    def _order_stops(self) -> None:
        stops = [
            *self.terms.main_stops(),
            *self.tranches.stops(),
            *self.draws.stops(),
            *self.terms.more_stops(),
        ]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _show_sums(self, draft: FacilityDraft) -> None:
        for editor, amounts in (
            (self.tranches, [one.amount for one in draft.tranches]),
            (self.draws, [one.amount for one in draft.draws]),
        ):
            known = [money for money in amounts if money is not None and money.ccy == draft.ccy]
            words = _("Sum {amount}").format(amount=format_compact(total(known, draft.ccy))) if known else ""
            editor.set_note(words)

    def _ccy(self) -> str:
        return FieldReader().code(self.terms.control("ccy")) or "CNY"

    def _on_terms_changed(self, name: str) -> None:
        reader = FieldReader()
        if name == "ccy":
            self._use_ccy(self._ccy())
        elif name == "limit":
            self.terms.use_ccy(self._ccy())
            limit = reader.money("limit", self.terms.control("limit"))
            if limit is not None and limit.ccy != self._ccy() and self.terms.control("ccy").isEnabled():
                put(self.terms.control("ccy"), limit.ccy)
                self.tranches.set_ccy(limit.ccy)
                self.draws.set_ccy(limit.ccy)
        elif name == "facility_type":
            self._use_defaults(reader.code(self.terms.control("facility_type")) or "")
        self.changed.emit(name)

    def _use_defaults(self, code: str) -> None:
        kind = reference.facility_types().get(code)
        if kind is not None and self._base.limit is None:
            put(self.terms.control("revolving"), bool(kind.revolving_default))
            put(self.terms.control("committed"), bool(kind.committed_default))

    def _on_tranches_changed(self, path: str) -> None:
        self.draws.set_tranches(len(self.tranches.rows))
        self._on_rows_changed(path)

    def _on_draws_changed(self, path: str) -> None:
        self._on_rows_changed(path)

    def _on_rows_changed(self, path: str) -> None:
        control = self.control(path)
        if control is None:
            self._order_stops()
        elif isinstance(control, MoneyEdit):
            control.set_ccy(self._ccy())
            control.set_suffix("")
        self.changed.emit(path)

    def _on_tranche_fix(self, place: int) -> None:
        self._fix_row("tranches", place)

    def _on_draw_fix(self, place: int) -> None:
        self._fix_row("draws", place)

    def _fix_row(self, code: str, place: int) -> None:
        for path, problem in self._problems.items():
            if path.startswith(f"{code}.{place}.") and problem.fix is not None:
                self.apply_fix(path)
                return


def months_between(start: date | None, end: date | None) -> int | None:
    """Return the months from one day to another, rounded to the nearest; None where one is not known."""
    if start is None or end is None or end <= start:
        return None
    return round((end - start).days / 30.4375)


def _on_screen(problem: Problem, tranches: Sequence[int], draws: Sequence[int]) -> Problem:
    field = _row_path(problem.field, tranches, draws)
    fix = problem.fix
    if fix is not None:
        fix = fix._replace(field=_row_path(fix.field, tranches, draws))
    return problem._replace(field=field, fix=fix)


def _row_path(path: str, tranches: Sequence[int], draws: Sequence[int]) -> str:
    code, _dot, rest = path.partition(".")
    if not rest:
        return path
    index, _dot, name = rest.partition(".")
    place = (tranches if code == "tranches" else draws)[int(index)]
    return f"{code}.{place}.{name}"


def _written(value: object) -> Typed:
    if isinstance(value, Money):
        return f"{value.amount:f}"
    return format_date(value) if hasattr(value, "isoformat") else str(value)  # type: ignore[arg-type]

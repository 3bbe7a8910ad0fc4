"""The form of the credit line editor: terms, rows of each kind, folded parts; read as one draft, filled from one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from rmapp.domain import draw_units
from rmapp.domain.facility_checks import check_facility
from rmapp.domain.facility_part_checks import drawn_amount
from rmapp.domain.money import format_compact, total
from rmapp.domain.problem import Problem
from rmapp.domain.repayment_schedule import schedule
from rmapp.domain.umbrella_checks import check_umbrella
from rmapp.domain.wording import format_date, format_rate
from rmapp.i18n import _, current, ngettext
from rmapp.ui import metrics
from rmapp.ui.sheets.condition_rows import ConditionRows, condition_values
from rmapp.ui.sheets.covenant_rows import CovenantRows, covenant_values
from rmapp.ui.sheets.draw_rows import DrawRows, draw_values
from rmapp.ui.sheets.facility_reading import Reading, limit_reason_problem, months_between, on_screen, written
from rmapp.ui.sheets.facility_terms import FacilityTerms
from rmapp.ui.sheets.field_reader import FieldReader
from rmapp.ui.sheets.fold_section import INDENT, FoldSection
from rmapp.ui.sheets.price_rows import FeeRows, ScheduleRows, fee_values, payment_values
from rmapp.ui.sheets.schedule_maker import ScheduleMaker
from rmapp.ui.sheets.security_rows import ChargeRows, charge_values, unsecured_words
from rmapp.ui.sheets.tranche_rows import TrancheRows, tranche_values
from rmapp.ui.sheets.typed_fields import is_blank, put
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.services.origination.line_preview import LinePreview
    from rmapp.ui.context import UiContext
    from rmapp.ui.sheets.facility_fields import FormChoices
    from rmapp.ui.sheets.row_editor import EditorRow, RowEditor
    from rmapp.ui.widgets.fields import Field


class FacilityForm(QWidget):
    """`changed` carries the path of the field that was typed in."""

    changed = Signal(str)

    def __init__(self, draft: FacilityDraft, choices: FormChoices, context: UiContext, today: date) -> None:
        super().__init__()
        self._base, self._choices, self._today = draft, choices, today
        self._problems: dict[str, Problem] = {}
        self._rate_bp: int | None = None
        self._sent_to = ""
        self.terms = FacilityTerms(choices, context, today)
        self.tranches, self.draws = TrancheRows(today), DrawRows(today)
        self.charges, self.covenants = ChargeRows(today, choices.things), CovenantRows(today, choices.figures)
        self.conditions, self.fees, self.schedule = ConditionRows(today), FeeRows(), ScheduleRows(today)
        self.maker = ScheduleMaker()
        self.editors: dict[str, RowEditor] = {
            "tranches": self.tranches,
            "draws": self.draws,
            "charges": self.charges,
            "covenants": self.covenants,
            "conditions": self.conditions,
            "fees": self.fees,
            "schedule": self.schedule,
        }
        parts = self.terms.parts
        self.folds = {
            "price": FoldSection(
                _("Price, fees and repayment"), [parts["price"], self.fees, self.maker, self.schedule]
            ),
            "place": FoldSection(_("Umbrella and group limit"), [parts["place"]]),
            "approval": FoldSection(_("Approval"), [parts["approval"]]),
            "source": FoldSection(_("Source"), [parts["source"]]),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.space(6) - INDENT, metrics.space(4), metrics.space(6), metrics.space(4))
        column.setSpacing(metrics.space(5))
        shown = (self.terms, self.tranches, self.draws, self.charges, self.covenants, self.conditions)
        for part in (*shown, *self.folds.values(), parts["more"]):
            part.setContentsMargins(0 if isinstance(part, FoldSection) else INDENT, 0, 0, 0)
            column.addWidget(part)
        column.addStretch(1)
        self.terms.changed.connect(self._on_terms_changed)
        self.terms.fix_chosen.connect(self.apply_fix)
        self.tranches.removed.connect(self.draws.drop_tranche)
        self.maker.asked.connect(self._on_schedule_asked)
        for editor in self.editors.values():
            editor.changed.connect(self._on_rows_changed)
            editor.fix_chosen.connect(self._on_row_fix)
        self._show(draft)

    def _show(self, draft: FacilityDraft) -> None:
        self.terms.show(draft)
        self._use_ccy(draft.ccy)
        if self._choices.is_new:
            self.terms.use_type(draft.facility_type, "")
        self._type = draft.facility_type
        self.tranches.fill([tranche_values(one) for one in draft.tranches])
        if self._choices.is_new:
            self.tranches.offer(draft.facility_type)
        self.draws.set_tranches(len(self.tranches.rows))
        self.draws.fill([draw_values(one) for one in draft.draws])
        self.charges.fill([charge_values(one) for one in draft.charges])
        self.covenants.fill([covenant_values(one) for one in draft.covenants])
        self.conditions.fill([condition_values(one) for one in draft.conditions])
        self.fees.fill([fee_values(one) for one in draft.fees])
        self.schedule.fill([payment_values(one) for one in draft.schedule])
        self.folds["price"].set_open(bool(draft.fees or draft.schedule))
        self.folds["source"].set_open(draft.is_reported)
        self.folds["place"].set_open(draft.parent_id is not None or draft.group_limit_id is not None)
        self._fit_rows()
        self._order_stops()

    # Reading

    def snapshot(self) -> dict[str, Any]:
        """Return what is typed, as JSON-like values."""
        return {"terms": self.terms.snapshot()} | {code: rows.snapshot() for code, rows in self.editors.items()}

    def fill(self, snapshot: dict[str, Any]) -> None:
        """Show what a snapshot says."""
        self.terms.fill(snapshot["terms"])
        self._type = FieldReader().code(self.terms.control("facility_type")) or self._type
        self._use_ccy(str(snapshot["terms"].get("ccy") or "CNY"))
        for code, editor in self.editors.items():
            if code == "draws":
                self.draws.set_tranches(len(self.tranches.rows))
            editor.fill(snapshot.get(code, []))
        self._fit_rows()
        self._order_stops()

    def read(self) -> Reading:
        """Return the draft as typed and everything that is wrong with it, unreadable fields first."""
        reader = FieldReader()
        fields = self.terms.read(self._base, reader)
        places: dict[str, list[int]] = {}
        rows: dict[str, tuple[Any, ...]] = {}
        tranches, places["tranches"] = self.tranches.read(reader)
        draws, places["draws"] = self.draws.read(reader, places["tranches"])
        charges, places["charges"] = self.charges.read(reader)
        covenants, places["covenants"] = self.covenants.read(reader, str(fields["ccy"]))
        conditions, places["conditions"] = self.conditions.read(reader)
        fees, places["fees"] = self.fees.read(reader)
        payments, places["schedule"] = self.schedule.read(reader)
        rows |= {"tranches": tuple(tranches), "draws": tuple(draws), "charges": tuple(charges)}
        rows |= {"covenants": tuple(covenants), "conditions": tuple(conditions), "fees": tuple(fees)}
        draft = self._base.model_copy(update=fields | rows | {"schedule": tuple(payments)})
        unreadable = {one.field for one in reader.problems}
        checked = [
            *check_facility(draft, self._today),
            *check_umbrella(draft, self._choices.umbrellas, self._today, self._choices.rates),
            *limit_reason_problem(draft, self._choices.stored_limit),
        ]
        found = [one for one in on_screen(checked, places) if one.field not in unreadable]
        return Reading(draft, (*reader.problems, *found), tuple(places["draws"]))

    # Showing

    def show_result(self, reading: Reading, preview: LinePreview) -> None:
        """Show what is wrong beside the fields, and what each field comes to."""
        draft = reading.draft
        self._rate_bp = preview.all_in_bp
        self._show_sums(draft)
        self._show_folds(draft, preview)
        limit = self._choices.stored_limit
        self.terms.ask_for_limit_reason(is_asked=limit is not None and draft.limit != limit)
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
        for code, editor in self.editors.items():
            for place, row in enumerate(editor.rows):
                self._say_in(row, f"{code}.{place}.")

    def shown_problems(self) -> tuple[Problem, ...]:
        """Return the problems that are shown beside their fields."""
        return tuple(self._problems.values())

    def _say_at(self, field: Field, problem: Problem | None, *, was_said: bool) -> None:
        if problem is None:
            if was_said:
                field.clear()
        else:
            say = field.set_error if problem.severity == "error" else field.set_warning
            say(problem.message, problem.fix.label if problem.fix and field.control.isEnabled() else "")

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
        if control is None or focus is None or path == self._sent_to:
            return False
        code, _dot, rest = path.partition(".")
        if not rest:
            return control is focus and isinstance(self._reading_of(path), Problem)
        row = self.editors[code].rows[int(rest.split(".")[0])]
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
        rows = self.editors[code].rows
        if int(place) >= len(rows):
            return None
        return rows[int(place)].controls.get(name)

    def focus(self, path: str) -> bool:
        """Put the focus into a field, and say at once what is wrong with it; False where there is none."""
        control = self.control(path)
        if control is None:
            return False
        self._unfold(path)
        self._sent_to = path
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def apply_fix(self, path: str) -> None:
        """Do what the link beside a field offers."""
        problem = self._problems.get(path)
        if problem is None or problem.fix is None:
            return
        control = self.control(problem.fix.field)
        if control is None or not control.isEnabled():
            return
        put(control, written(problem.fix.value))
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(problem.fix.field)

    def controls(self) -> list[QWidget]:
        """Return all controls, also those of rows."""
        return [*self.terms.controls(), *(one for editor in self.editors.values() for one in editor.controls())]

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.terms.set_locked(locked)
        self.maker.set_locked(locked)
        for editor in self.editors.values():
            editor.set_locked(locked)

    def _use_ccy(self, ccy: str) -> None:
        self.terms.use_ccy(ccy)
        for editor in self.editors.values():
            editor.set_ccy(ccy)

    def _order_stops(self) -> None:
        stops = [*self.terms.main_stops()]
        for code in ("tranches", "draws", "charges", "covenants", "conditions"):
            stops += self.editors[code].stops()
        stops += [self.folds["price"].head, *self.terms.part_stops("price"), *self.fees.stops()]
        stops += [*self.maker.stops(), *self.schedule.stops()]
        for code in ("place", "approval", "source"):
            stops += [self.folds[code].head, *self.terms.part_stops(code)]
        stops += self.terms.part_stops("more")
        for one, following in pairwise(self.terms.with_links(stops)):
            QWidget.setTabOrder(one, following)

    def _unfold(self, path: str) -> None:
        code = path.partition(".")[0]
        part = "price" if code in ("fees", "schedule") else self.terms.part_of(code)
        if part in self.folds:
            self.folds[part].set_open(True)

    def _fit_rows(self) -> None:
        """Show only what this type has: nothing is drawn under an umbrella limit itself."""
        code = FieldReader().code(self.terms.control("facility_type")) or ""
        is_drawn = draw_units.draw_unit(code) != draw_units.NO_DRAWS
        for editor in (self.tranches, self.draws):
            editor.setVisible(is_drawn or any(not row.is_blank() for row in editor.rows))
        self.folds["place"].setVisible(
            bool(self._choices.umbrellas or self._choices.group_limits) or self.terms.is_used("place")
        )

    def _show_folds(self, draft: FacilityDraft, preview: LinePreview) -> None:
        said = [ngettext("{n} fee", "{n} fees", len(draft.fees)).format(n=len(draft.fees))] if draft.fees else []
        if preview.next_reset_on is not None:
            said.append(_("next reset {date}").format(date=format_date(preview.next_reset_on)))
        count = len(draft.schedule)
        if count:
            said.append(ngettext("{n} payment", "{n} payments", count).format(n=count))
        self.folds["price"].set_note(" · ".join(said))
        above = next((one.name for one in self._choices.umbrellas if one.id == draft.parent_id), "")
        self.folds["place"].set_note(above)
        self.folds["approval"].set_note(_("green passage") if draft.green_passage else "")

    def _show_sums(self, draft: FacilityDraft) -> None:
        for editor, amounts in (
            (self.tranches, [one.amount for one in draft.tranches]),
            (self.draws, [one.amount for one in draft.draws]),
            (self.schedule, [one.principal for one in draft.schedule]),
        ):
            known = [money for money in amounts if money is not None and money.ccy == draft.ccy]
            words = _("Sum {amount}").format(amount=format_compact(total(known, draft.ccy))) if known else ""
            editor.set_note(words)
        is_unsecured = {one.type for one in draft.security} == {"unsecured"}
        self.charges.set_note("" if draft.charges else unsecured_words(is_unsecured))

    def _ccy(self) -> str:
        return FieldReader().code(self.terms.control("ccy")) or "CNY"

    def _on_terms_changed(self, name: str) -> None:
        self._sent_to = ""
        reader = FieldReader()
        if name == "ccy":
            self._use_ccy(self._ccy())
        elif name == "limit":
            self.terms.use_ccy(self._ccy())
            limit = reader.money("limit", self.terms.control("limit"))
            if limit is not None and limit.ccy != self._ccy() and self.terms.control("ccy").isEnabled():
                put(self.terms.control("ccy"), limit.ccy)
                for editor in self.editors.values():
                    editor.set_ccy(limit.ccy)
        elif name == "facility_type":
            self._use_type(reader.code(self.terms.control("facility_type")) or "")
        elif name == "source" and self._choices.is_new:
            self.terms.use_source()
        elif name in ("signed_on", "maturity_on"):
            start, end = (reader.day(day, self.terms.control(day)) for day in ("signed_on", "maturity_on"))
            months = months_between(start, end)
            if months is not None:
                put(self.terms.control("tenor_months"), str(months))
        self.changed.emit(name)

    def _use_type(self, code: str) -> None:
        if self._choices.is_new and code != self._type:
            self.terms.use_type(code, self._type)
            self.tranches.offer(code)
            self.draws.set_tranches(len(self.tranches.rows))
            self._order_stops()
        self._type = code
        self._fit_rows()

    def _on_rows_changed(self, path: str) -> None:
        self._sent_to = ""
        if path.startswith("tranches."):
            self.draws.set_tranches(len(self.tranches.rows))
        control = self.control(path)
        if control is None:
            self._order_stops()
        elif isinstance(control, MoneyEdit):
            control.set_ccy(self._ccy())
            control.set_suffix("")
        self.changed.emit(path)

    def _on_row_fix(self, place: int) -> None:
        code = next(code for code, editor in self.editors.items() if editor is self.sender())
        for path, problem in self._problems.items():
            if path.startswith(f"{code}.{place}.") and problem.fix is not None:
                self.apply_fix(path)
                return

    def _on_schedule_asked(self) -> None:
        draft = self.read().draft
        made = self.maker.made(draft, drawn_amount(draft) or draft.limit, self._rate_bp, self._today)
        if made:
            self.schedule.fill([payment_values(one) for one in schedule(made)])
            self._order_stops()
            self.changed.emit("schedule.0.principal")

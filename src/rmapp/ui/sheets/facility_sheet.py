"""The credit line editor: the form at the left, its live result at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QWidget

from rmapp.domain import reference
from rmapp.domain.facility_draft import FacilityDraft
from rmapp.errors import InputError
from rmapp.i18n import _, listed
from rmapp.services import drafts
from rmapp.services.clients import firms, groups
from rmapp.services.origination import facilities, line_places
from rmapp.services.origination.line_preview import preview_line, read_base
from rmapp.ui import metrics
from rmapp.ui.sheets.debt_effects import DebtEffects
from rmapp.ui.sheets.facility_fields import FormChoices
from rmapp.ui.sheets.facility_form import FacilityForm
from rmapp.ui.sheets.facility_result import FacilityResult
from rmapp.ui.sheets.form_history import FormHistory
from rmapp.ui.sheets.line_sheet import ask_to_discard, save_on_keys
from rmapp.ui.sheets.sight import bring_into_sight
from rmapp.ui.tokens import active
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.labels import PlainLabel, plain
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from rmapp.domain.problem import Problem
    from rmapp.services.origination.line_preview import LinePreview
    from rmapp.ui.context import UiContext

KIND = "facility"
WIDTH = 1200
TALLEST = 620
BESIDE = 190  # what header, footer and the scrim around the sheet take of the window's height
BESIDE_UP_TO = 1.5
"""The size of text up to which there is room for the result beside the form."""

KEPT_AFTER_MS = 400


def open_facility(window: QWidget, context: UiContext, firm_id: str, facility_id: str | None = None) -> Sheet:
    """Open the editor for a line of a firm, or for a new one."""
    sheet = FacilitySheet(window, context, firm_id, facility_id)
    sheet.open(sheet.first_stop())
    return sheet


class FacilitySheet(Sheet):
    """Checks and computes on each change; saving is one step that Undo takes back."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, facility_id: str | None) -> None:
        self._context, self._firm_id, self._facility_id = context, firm_id, facility_id
        name = context.ask(firms.display_name, firm_id)
        stored = context.ask(facilities.facility_draft, facility_id) if facility_id else None
        draft = stored or FacilityDraft(firm_id=firm_id, lender=str(context.workspace.store.info.get("bank", "")))
        title = _("New credit line") if stored is None else _("Edit credit line")
        number = listed(filter(None, (draft.reference_no, name)))
        super().__init__(
            window, _("Credit line") if context.read_only else title, subtitle=number, kind="dialog", width=WIDTH
        )
        self._base = context.ask(read_base, firm_id, facility_id)
        self.form = FacilityForm(draft, self._choices(name, stored), context, context.clock.today())
        self.result = FacilityResult()
        self._draft_id: str | None = None
        self._kept_banner = Banner(
            "info", _("This is what you typed last time; it is not saved yet."), action=_("Start over")
        )
        self._keeper = QTimer(self, singleShot=True, interval=KEPT_AFTER_MS)
        self._keeper.timeout.connect(self._keep)
        self._lay_out()
        self._opening = self.form.snapshot()
        self._history = FormHistory(self._opening)
        self._effect = DebtEffects(context, self._firm_id, facility_id)
        self._reading = self.form.read()
        self._read()
        self._known_doubts = {one.message for one in self._reading.warnings} if stored else set()
        self._lock(stored is not None)
        self._offer_draft()
        self._connect()
        self._show()
        save_on_keys(self, self.save)

    # Building

    def _lay_out(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._kept = QWidget()
        holder = QHBoxLayout(self._kept)
        holder.setContentsMargins(metrics.space(6), metrics.space(3), metrics.space(6), metrics.space(3))
        holder.addWidget(self._kept_banner)
        self.body.addWidget(self._kept)
        self._kept.hide()
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(0)
        if active().text_factor > BESIDE_UP_TO:
            row.setDirection(QBoxLayout.Direction.TopToBottom)
            self.result.stand_below()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form.setProperty("surface", "raised")
        self.form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        scroll.setWidget(self.form)
        self._scroll = scroll
        row.addWidget(scroll, 1)
        row.addWidget(self.result)
        self.body.addLayout(row, 1)
        scroll.setMinimumHeight(min(TALLEST, self.window().height() - round(BESIDE * active().text_factor)))
        self._undo = IconButton("undo-2", _("Undo typing"), key="Ctrl Z")
        self._redo = IconButton("redo-2", _("Redo typing"), key="Ctrl Shift Z")
        self.add_tool(self._undo)
        self.add_tool(self._redo)
        hint = _("Tab moves, Enter adds a row, Ctrl Backspace removes it, Ctrl Z undoes")
        self.add_left(PlainLabel(hint, role="small", tone="secondary"))
        self._cancel = Button(_("Cancel"), key="Esc")
        self._save = Button(_("Save line"), kind="primary", key="Ctrl S")
        self.add_right(self._cancel)
        self.add_right(self._save)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_changed)
        self.result.reason_changed.connect(self._on_reason_changed)
        self._undo.clicked.connect(self.undo_typing)
        self._redo.clicked.connect(self.redo_typing)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_form_grown)
        self._cancel.clicked.connect(self.dismiss)
        self._save.clicked.connect(self.save)
        self._kept_banner.acted.connect(self._on_start_over)
        self._context.closing.connect(self._keep)
        QApplication.instance().focusChanged.connect(self._on_focus_moved)  # type: ignore[union-attr]
        self.set_guard(self._may_close)

    def _choices(self, name: str, stored: FacilityDraft | None) -> FormChoices:
        return FormChoices(
            borrowers=self._borrowers(name),
            umbrellas=self._base.umbrellas,
            group_limits=self._context.ask(line_places.group_limits_for, self._firm_id),
            things=self._base.collateral.choices,
            figures=self._base.figures,
            rates=self._base.rates,
            stored_limit=stored.limit if stored else None,
            is_new=stored is None,
        )

    def _borrowers(self, name: str) -> list[tuple[str, str]]:
        group = self._context.ask(groups.group_of, self._firm_id)
        others = [firm_id for firm_id in group if firm_id != self._firm_id] if self._facility_id is None else []
        return [(self._firm_id, name), *((one, self._context.ask(firms.display_name, one)) for one in others)]

    def _lock(self, is_stored: bool) -> None:
        if self._context.read_only:
            self.form.set_locked(True)
            self._cancel.set_label(_("Close"))
            self._save.hide()
            self._undo.hide()
            self._redo.hide()
            return
        if is_stored:
            self.form.terms.fields["firm_id"].set_locked(True)
            self.form.terms.fields["status"].set_locked(True)
            view = self._base.stored
            has_moved = view is not None and any(entry.kind != "limit_change" for entry in view.entries)
            self.form.terms.fields["ccy"].set_locked(has_moved)

    def _offer_draft(self) -> None:
        if self._context.read_only:
            return
        kept = self._context.ask(drafts.newest_draft, KIND, self._firm_id, facility_id=self._facility_id)
        if kept is None:
            return
        self._draft_id = kept.id
        self.form.fill(kept.body["form"])
        self.result.reason.setText(str(kept.body.get("reason", "")))
        self._history.step("", self.form.snapshot())
        self._kept.show()

    # What the user does

    def save(self) -> None:
        """Write the line, or go to what is still wrong."""
        self.form.terms.settle()
        self._read()
        if self._context.read_only or self._reading.errors:
            self._focus_first(self._reading.errors)
            self._show()
            return
        if not self._is_changed():
            return
        reason = self.result.reason.text().strip()
        if self._new_doubts() and not reason:
            self.result.ask_for_reason()
            return
        draft = self._reading.draft
        if reason:
            draft = draft.model_copy(update={"note": "\n".join(filter(None, (draft.note, reason)))})
        name = reference.text("facility_type", draft.facility_type)
        label = _("Changed the line {name}") if self._facility_id else _("Added the line {name}")
        try:
            done = self._context.do(facilities.save_facility, draft, self._facility_id, label=label.format(name=name))
        except InputError as problem:
            self._context.show_problem(problem)
            return
        if done is not None:
            self._close()

    def first_stop(self) -> QWidget:
        """Return where to begin."""
        return self._cancel if self._context.read_only else self.form.terms.control("facility_type")

    def undo_typing(self) -> None:
        """Take back what was typed last, field by field."""
        self._go_to(self._history.undo(self.form.snapshot()))

    def redo_typing(self) -> None:
        """Type again what was taken back."""
        self._go_to(self._history.redo(self.form.snapshot()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo and redo over the whole form in place of the single field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._replays(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _replays(self, watched: QObject, event: QKeyEvent) -> bool:
        if not isinstance(watched, QWidget) or not self.form.isAncestorOf(watched) or self._context.read_only:
            return False
        control = Qt.KeyboardModifier.ControlModifier
        both = control | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Z and event.modifiers() == control:
            self.undo_typing()
            return True
        if (event.key() == Qt.Key.Key_Z and event.modifiers() == both) or (
            event.key() == Qt.Key.Key_Y and event.modifiers() == control
        ):
            self.redo_typing()
            return True
        return False

    # Following what is typed

    def _show(self) -> None:
        preview = self._read()
        self.form.show_result(self._reading, preview)
        self.result.show_preview(preview)
        self.result.show_state(changed=self._is_changed(), locked=self._context.read_only)
        self._show_problems()
        self._undo.setEnabled(self._history.can_undo())
        self._redo.setEnabled(self._history.can_redo())

    def _read(self) -> LinePreview:
        """Read the form, and add what it would do to the covenants of the client."""
        self._reading = self.form.read()
        draft = self._reading.draft
        preview = preview_line(self._base, draft)
        effect = self._effect.of(draft, preview.amounts, self._base.figures)
        self._reading = self._reading._replace(problems=(*self._reading.problems, *effect.warnings))
        self.result.show_debt(effect.debt_ratio, breaks=bool(effect.warnings))
        return preview

    def _show_problems(self) -> None:
        shown = set(self.form.shown_problems())
        errors = self._reading.errors
        said = [one for one in errors if one in shown or self.form.control(one.field) is None]
        self.result.show_problems(said, self._reading.warnings, needs_reason=bool(self._new_doubts()))
        changed = self._is_changed()
        self._save.setEnabled(changed and not errors)
        self._save.setToolTip(plain(errors[0].message if errors else "" if changed else _("Nothing was changed yet.")))

    def _new_doubts(self) -> list[Problem]:
        return [one for one in self._reading.warnings if one.message not in self._known_doubts]

    def _is_changed(self) -> bool:
        return self.form.snapshot() != self._opening

    def _go_to(self, step: tuple[dict[str, Any], str] | None) -> None:
        if step is None:
            return
        snapshot, path = step
        self.form.fill(snapshot)
        self._watch()
        self._show()
        self._keeper.start()
        self.form.focus(path)

    def _watch(self) -> None:
        for control in self.form.controls():
            control.installEventFilter(self)

    def _focus_first(self, errors: tuple[Problem, ...]) -> None:
        for one in errors:
            if self.form.focus(one.field):
                control = self.form.control(one.field)
                if control is not None:
                    bring_into_sight(self._scroll, control)
                return

    def _on_changed(self, path: str) -> None:
        self._history.step(path, self.form.snapshot())
        self._watch()
        self._show()
        self._keeper.start()

    def _on_reason_changed(self) -> None:
        self.result.clear_reason_error()
        self._keeper.start()

    def _on_focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.is_open() and self.form.isAncestorOf(now):
            self.form.show_problems(self._reading)
            self._show_problems()
            bring_into_sight(self._scroll, now)

    def _on_form_grown(self) -> None:
        """Follow a row that was added just now and had no place when it got the focus."""
        held = QApplication.focusWidget()
        if held is not None and self.is_open():
            bring_into_sight(self._scroll, held)

    # The draft and the way out

    def _keep(self) -> None:
        if self._context.read_only or not self._context.is_open or not self.is_open():
            return
        if not self._is_changed():
            self._forget()
            return
        body = {
            "facility_id": self._facility_id,
            "form": self.form.snapshot(),
            "reason": self.result.reason.text(),
        }
        kept = self._context.do(
            drafts.put_draft,
            KIND,
            self._firm_id,
            body,
            self._draft_id,
            label=_("Draft of a credit line"),
            undoable=False,
            quiet=True,
        )
        if kept is not None:
            self._draft_id = kept.result

    def _forget(self) -> None:
        if self._draft_id is not None:
            self._context.do(
                drafts.drop_draft, self._draft_id, label=_("Draft of a credit line"), undoable=False, quiet=True
            )
            self._draft_id = None

    def _on_start_over(self) -> None:
        self._kept.hide()
        self.form.fill(self._opening)
        self.result.reason.clear()
        self._history.step("", self.form.snapshot())
        self._forget()
        self._watch()
        self._show()
        self.form.focus("facility_type")

    def _may_close(self) -> bool:
        if self._context.read_only or not self._is_changed():
            self._keeper.stop()
            self._forget()
            return True
        ask_to_discard(self, _("The line is not saved. Discard takes away what you typed here."), self._close)
        return False

    def _close(self) -> None:
        self._keeper.stop()
        self._forget()
        self.set_guard(_always)
        self.dismiss()


def _always() -> bool:
    return True

"""The sheet of a client: a new one needs a name and a stage, everything else may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from rmapp.domain import reference
from rmapp.domain.firm import Listing
from rmapp.domain.firm_draft import FirmDraft, NameDraft
from rmapp.domain.identifiers import check_stock_code, normalise_uscc
from rmapp.domain.names import display_name
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.clients import duplicates, facts, firms
from rmapp.services.stages import lifecycle
from rmapp.ui.sheets.firm_fields import LISTING, FirmFields
from rmapp.ui.sheets.firm_names import NameRows
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.form_values import fields_of, values_of
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.sheet import ask
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.clients.firms import FirmCheck
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet

_LOOK_MS = 200
_CHECKED = ("uscc", "lei", "summary", "pinned_note", "watch_reason")
"""Fields that are checked while they are typed."""
_LENGTHS = {"uscc": 18, "lei": 20}


def open_firm(window: QWidget, context: UiContext, firm_id: str | None = None) -> Sheet:
    """Open the sheet of a new client, or of one of the book."""
    sheet = FirmSheet(window, context, firm_id)
    sheet.open(sheet.first_field())
    return sheet


class FirmSheet(FormSheet):
    """Checks numbers and finds clients of the same name while it is typed; saves all as one step."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str | None) -> None:
        title = _("Edit client") if firm_id else _("New client")
        super().__init__(window, title, save=_("Save") if firm_id else _("Add the client"))
        self._context, self._firm_id = context, firm_id
        self._draft = context.ask(firms.firm_draft, firm_id) if firm_id else FirmDraft()
        self._unverified = {name for name in _LENGTHS if getattr(self._draft, f"{name}_unverified")}
        self._same_id = ""
        self._twins: dict[str, str] = {}
        self._names = NameRows()
        self._same = Banner("warning", "", action=_("Open that client"), icon="copy")
        self._another = CheckBox(_("This is another firm of the same name"))
        self._fields = FirmFields(is_new=firm_id is None, today=context.clock.today())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._build_page()
        self._fill()
        self._connect()

    def _build_page(self) -> None:
        self.page.addWidget(self._names)
        self.page.addWidget(self._same)
        self.page.addWidget(self._another)
        self._same.hide()
        self._another.hide()
        self.page.addWidget(self._fields)
        self.page.addStretch(1)

    def _fill(self) -> None:
        names = self._draft.names or (NameDraft(text="", lang="zh"), NameDraft(text="", lang="en"))
        self._names.set_names(names)
        self._fields.set_values(values_of(self._draft))
        if self._firm_id is not None:
            self.set_title(_("Edit client"), display_name(self._context.ask(firms.names, self._firm_id)))
            self._look()
        if self._context.read_only:
            self._names.set_locked(True)
            self._fields.set_read_only(True)
            self.saver.setEnabled(False)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._look)
        self._names.changed.connect(self._timer.start)
        self._fields.changed.connect(self._timer.start)
        self._same.acted.connect(self._on_same_chosen)
        for name in _LENGTHS:
            control = self._fields.control(name)
            if isinstance(control, LineEdit):
                control.setObjectName(name)
                control.textEdited.connect(self._on_number_edited)
                control.editingFinished.connect(self._look)
            self._fields.field(name).setObjectName(name)
            self._fields.field(name).fix_chosen.connect(self._on_fix_chosen)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in."""
        return self._names.first()

    def is_changed(self) -> bool:
        """Tell whether something was typed."""
        return self._names.is_changed() or self._fields.is_changed()

    def save(self) -> None:
        """Write the client and close; a new one is then shown."""
        self._timer.stop()
        try:
            values = self._fields.values()
            draft = self._read(values)
            done = self._context.do(
                _write,
                self._firm_id,
                draft,
                values,
                confirmed=self._another.isChecked(),
                label=self._label(draft),
            )
        except InputError as problem:
            self._show_errors(problem)
            return
        if done is not None:
            self.finish()
            if self._firm_id is None:
                self._context.open_client(done.result)

    def _label(self, draft: FirmDraft) -> str:
        words = _("Changed {name}") if self._firm_id else _("Added {name}")
        return words.format(name=draft.names[0].text if draft.names else "")

    def _read(self, values: dict[str, object]) -> FirmDraft:
        fields = fields_of(FirmDraft, values)
        fields["names"] = self._names.names()
        for name in _LENGTHS:
            fields[f"{name}_unverified"] = name in self._unverified
        return self._draft.model_copy(update=fields)

    def _show_errors(self, problem: InputError) -> None:
        rest = self._fields.show_errors({name: text for name, text in problem.fields.items() if name != "names"})
        self.say("\n".join(rest))
        self._look()
        self._names.show_error(problem.fields.get("names", ""))
        if "names" in problem.fields:
            self.show_widget(self._names)

    def _look(self) -> None:
        """Show what is wrong or doubtful in the numbers and texts, and who has the same name."""
        if not self._context.is_open:
            return
        draft = self._read(self._fields.peek())
        checked = self._context.ask(firms.check_firm, draft, self._firm_id)
        self._twins = self._context.ask(
            duplicates.same_identifier, normalise_uscc(draft.uscc or ""), normalise_uscc(draft.lei or ""), self._firm_id
        )
        for name in _CHECKED:
            self._show_check(name, checked, str(getattr(draft, name) or ""))
        self._show_same(checked)

    def _show_check(self, name: str, checked: FirmCheck, text: str) -> None:
        field = self._fields.field(name)
        most = _LENGTHS.get(name, 0)
        if name in checked.errors and len(text) < most and field.control.hasFocus() and name not in self._twins:
            field.set_echo(_("{n} of {most} characters").format(n=len(text), most=most))
        elif name in checked.errors and name in _LENGTHS:
            fix = _("Open that client") if name in self._twins else _("Save as unverified")
            field.set_error(checked.errors[name], fix)
        elif name in checked.errors:
            field.set_error(checked.errors[name])
        elif name in checked.warnings:
            unverified = _("Saved as unverified: {problem}").format(problem=checked.warnings[name])
            field.set_warning(unverified if name in self._unverified else checked.warnings[name])
        elif name in _LENGTHS and text:
            field.set_echo(_("The check character fits."))
        elif name != "summary" or field.has_error():
            field.clear()

    def _show_same(self, checked: FirmCheck) -> None:
        same = checked.same_name[:1]
        self._same.setVisible(bool(same))
        self._another.setVisible(bool(same))
        if not same:
            self._another.setChecked(False)
            return
        self._same_id = same[0].firm_id
        place = same[0].city or _("place not known")
        said = _("“{name}” ({place}) is in the book already.").format(name=same[0].name, place=place)
        self._same.set_text(said)

    def _on_number_edited(self) -> None:
        self._unverified.discard(self.sender().objectName())

    def _on_fix_chosen(self) -> None:
        name = self.sender().objectName()
        if name in self._twins:
            self._open_other(self._twins[name])
            return
        self._unverified.add(name)
        self._look()
        self._fields.control(name).setFocus()

    def _on_same_chosen(self) -> None:
        self._open_other(self._same_id)

    def _open_other(self, firm_id: str) -> None:
        self._same_id = firm_id
        ask(
            self.window(),
            _("Open the other client?"),
            _("What you typed here is not in the book yet. Opening the other client drops it."),
            confirm=_("Open that client"),
            on_yes=self._on_other_wanted,
        )

    def _on_other_wanted(self) -> None:
        self.finish()
        self._context.open_client(self._same_id)


def _write(
    store: Any,  # noqa: ANN401 - screens do not know the storage room
    firm_id: str | None,
    draft: FirmDraft,
    values: dict[str, object],
    *,
    confirmed: bool,
) -> str:
    if firm_id is not None:
        return firms.save_firm(store, firm_id, draft, confirmed=confirmed).id
    stage, since = values["stage"], values["stage_since"]
    if not isinstance(stage, str):
        problems = firms.check_firm(store, draft).errors
        raise InputError({**problems, "stage": _("Choose the stage the firm is in now.")})
    firm = firms.add_firm(store, draft, confirmed=confirmed)
    if stage == "listed":
        facts.add_fact(store, _listing(firm.id, {name: values[name] for name in LISTING}))
    try:
        on = since if isinstance(since, PartialDate) else store.clock.today()
        lifecycle.move_stage(store, firm.id, stage, on)
    except InputError as error:
        shown = {"effective_on": "stage_since", "to_stage": "stage"}
        raise InputError({shown.get(name, name): text for name, text in error.fields.items()}) from error
    except RuleError as error:
        raise InputError({"stage": error.message}) from error
    return firm.id


def _listing(firm_id: str, values: dict[str, object]) -> Listing:
    board = str(values["board"] or "")
    known = reference.boards().get(board)
    if known is None:
        raise InputError({"board": _("Choose the board where the shares trade.")})
    checked = check_stock_code(str(values["stock_code"] or ""), board)
    if checked.problem:
        raise InputError({"stock_code": checked.problem})
    since = values["listed_on"]
    if not isinstance(since, PartialDate):
        raise InputError({"listed_on": _("Write since when; a year will do.")})
    return Listing(firm_id=firm_id, exchange=known.exchange or board, code=checked.normal, board=board, listed_on=since)

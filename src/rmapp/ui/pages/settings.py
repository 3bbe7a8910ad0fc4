"""The settings: how the window looks on this device, who uses the book, how it is protected and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp import errors, settings
from rmapp.domain.business_days import HOME, country_names
from rmapp.domain.passphrase import check_new_passphrase, describe
from rmapp.i18n import LANGUAGES, _, ngettext
from rmapp.services import books
from rmapp.services.clients import book_facts
from rmapp.ui import metrics
from rmapp.ui.door import LANGUAGE_NAMES
from rmapp.ui.page import Page
from rmapp.ui.pages.code_lists_card import CodeListsCard
from rmapp.ui.pages.paper_terms_card import PaperTermsCard
from rmapp.ui.pages.reminder_card import ReminderCard
from rmapp.ui.pages.scorecards_card import ScorecardsCard
from rmapp.ui.pages.stage_tasks_card import StageTasksCard
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card, setting_line
from rmapp.ui.widgets.fields import Choice, Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from rmapp.i18n import Language
    from rmapp.ui.context import UiContext


class SettingsPage(Page):
    """Every choice acts at once; the passphrase needs its button."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(max_width=760)
        outer.addWidget(self._scroll)
        body = self._scroll.body
        body.addWidget(self._build_look())
        body.addWidget(self._build_user())
        body.addWidget(self._build_lock())
        body.addWidget(ReminderCard(context))
        body.addWidget(PaperTermsCard(context))
        body.addWidget(self._build_rates())
        self._scorecards = ScorecardsCard(context)
        body.addWidget(self._scorecards)
        self._code_lists = CodeListsCard(context)
        body.addWidget(self._code_lists)
        self._tasks = StageTasksCard(context)
        body.addWidget(self._tasks)
        body.addWidget(self._build_keeping())
        body.addStretch(1)
        self.refresh()
        context.theme_changed.connect(self._on_look_changed)

    def enter(self, card: str = "", **args: Any) -> None:
        """Show the settings, those of the code lists where `card` says so."""
        if card == "code_lists":
            # The cards have their places after the layout only.
            QTimer.singleShot(0, self, self._go_to_code_lists)

    def _go_to_code_lists(self) -> None:
        self._scroll.verticalScrollBar().setValue(self._code_lists.y())

    def title(self) -> str:
        """Return the page's name."""
        return _("Settings")

    def footer_text(self) -> str:
        """Say where the book lies."""
        return _("Book: {folder}").format(folder=self.context.workspace.folder)

    def refresh(self) -> None:
        """Show what is set now."""
        info = self.context.workspace.store.info
        for name, edit in self._facts.items():
            edit.setText(info.get(name, ""))
            edit.set_locked(self.context.read_only)
        self._country.set_code(info.get("country") or HOME)
        self._country.setEnabled(not self.context.read_only)
        self._scorecards.refresh()
        self._tasks.refresh()
        backups = books.list_backups(self.context.workspace.folder)
        folder = self.context.workspace.folder / "backups"
        said = ngettext("{n} backup in {folder}", "{n} backups in {folder}", len(backups))
        self._backups.setText(said.format(n=len(backups), folder=folder) if backups else _("No backup yet"))

    def state(self) -> dict[str, Any]:
        """Return the place of the scroll bar."""
        return {"scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll to where it was."""
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def _build_look(self) -> Card:
        chosen = self.context.settings
        card = Card(_("Appearance"), icon="sun-moon")
        language = Segmented([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], name=_("Language"))
        language.set_code(chosen.spoken())
        language.chosen.connect(self._on_language_chosen)
        card.add(setting_line(_("Language"), language))
        labels = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
        theme = self._theme = Segmented([(code, labels[code]) for code in settings.THEMES], name=_("Theme"))
        theme.set_code(chosen.theme)
        theme.chosen.connect(self._on_theme_chosen)
        card.add(setting_line(_("Theme"), theme))
        sizes = self._sizes = Segmented(
            [(str(size), f"{round(size * 100)} %") for size in settings.TEXT_FACTORS], name=_("Text size")
        )
        sizes.set_code(str(chosen.text_factor))
        sizes.chosen.connect(self._on_size_chosen)
        card.add(setting_line(_("Text size"), sizes))
        borders = Switch(_("Stronger borders"), checked=chosen.strong_borders)
        borders.toggled.connect(self._on_borders_toggled)
        card.add(setting_line(_("Stronger borders"), borders))
        motion = Switch(_("Reduced motion"), checked=chosen.reduced_motion)
        motion.toggled.connect(self._on_motion_toggled)
        card.add(setting_line(_("Reduced motion"), motion))
        return card

    def _build_user(self) -> Card:
        card = Card(_("You"), icon="id-card", note=_("printed on briefs and written into the change log"))
        row = QHBoxLayout()
        row.setSpacing(metrics.space(3))
        labels = {"user_name": _("Your name"), "bank": _("Bank"), "branch": _("Branch")}
        self._facts: dict[str, LineEdit] = {}
        for name, label in labels.items():
            edit = LineEdit(name=label)
            edit.setObjectName(name)
            edit.editingFinished.connect(self._on_fact_edited)
            self._facts[name] = edit
            row.addWidget(Field(label, edit))
        card.add(row)
        self._country = Choice([*country_names().items()], name=_("Business days of"))
        self._country.changed.connect(self._on_country_chosen)
        hint = _("Approval times count its business days, make-up working weekends included.")
        card.add(Field(_("Business days of"), self._country, hint=hint))
        return card

    def _build_lock(self) -> Card:
        card = Card(_("Lock"), icon="lock")
        protected = books.book_state(self.context.workspace.folder) != "unprotected"
        if not protected:
            card.add(
                PlainLabel(
                    _("This book has no passphrase and does not lock. Keep no real clients in it."),
                    tone="warning",
                    wrap=True,
                )
            )
            return card
        minutes = Choice(
            [(str(n), ngettext("{n} minute", "{n} minutes", n).format(n=n)) for n in settings.LOCK_MINUTES],
            name=_("Lock when not used for"),
        )
        minutes.set_code(str(self.context.settings.lock_minutes))
        minutes.changed.connect(self._on_minutes_chosen)
        card.add(setting_line(_("Lock when not used for"), minutes))
        self._build_passphrase(card)
        return card

    def _build_passphrase(self, card: Card) -> None:
        self.old = LineEdit(name=_("Present passphrase"), password=True)
        self.new = LineEdit(name=_("New passphrase"), password=True)
        self.again = LineEdit(name=_("New passphrase again"), password=True)
        self._passphrase = {
            "old": Field(_("Present passphrase"), self.old),
            "passphrase": Field(_("New passphrase"), self.new),
            "again": Field(_("New passphrase again"), self.again),
        }
        self.new.textChanged.connect(self._on_new_typed)
        row = QHBoxLayout()
        row.setSpacing(metrics.space(3))
        for field in self._passphrase.values():
            row.addWidget(field)
        card.add(row)
        change = Button(_("Change passphrase"), icon="key-round")
        change.clicked.connect(self._on_change_clicked)
        card.add(_beside(change))

    def _build_rates(self) -> Card:
        card = Card(_("Rates"), icon="coins", note=_("exchange rates and base rates, each with its day"))
        enter = Button(_("Show and enter rates"))
        enter.clicked.connect(self._on_rates_clicked)
        row = QHBoxLayout()
        row.addWidget(enter)
        row.addStretch(1)
        card.add(row)
        return card

    def _build_keeping(self) -> Card:
        card = Card(_("Keeping the book"), icon="archive")
        self._backups = PlainLabel("", tone="secondary", wrap=True, selectable=True)
        card.add(self._backups)
        back_up = Button(_("Back up now"), icon="archive")
        back_up.clicked.connect(self._on_back_up_clicked)
        check = Button(_("Check the book"), icon="shield-check")
        check.clicked.connect(self._on_check_clicked)
        self._found = PlainLabel("", wrap=True)
        self._found.hide()
        card.add(_beside(back_up, check))
        card.add(self._found)
        return card

    def _on_language_chosen(self, code: str) -> None:
        self.context.use_language(cast("Language", code))

    def _on_theme_chosen(self, code: str) -> None:
        self.context.use_look(theme=code)

    def _on_size_chosen(self, code: str) -> None:
        self.context.use_look(text_factor=float(code))

    def _on_look_changed(self) -> None:
        """Follow what was changed by key or palette."""
        self._theme.set_code(self.context.settings.theme)
        self._sizes.set_code(str(self.context.settings.text_factor))

    def _on_borders_toggled(self, strong: bool) -> None:
        self.context.use_look(strong_borders=strong)

    def _on_motion_toggled(self, reduced: bool) -> None:
        self.context.use_look(reduced_motion=reduced)

    def _on_minutes_chosen(self, code: str) -> None:
        self.context.settings.lock_minutes = int(code)
        self.context.save_settings()

    def _on_fact_edited(self) -> None:
        edit = self.sender()
        if not isinstance(edit, LineEdit):
            return
        name, text = edit.objectName(), edit.text().strip()
        if text != self.context.workspace.store.info.get(name, ""):
            self.context.do(book_facts.set_fact, name, text, label=_("Change the user of the book"), quiet=True)

    def _on_country_chosen(self, code: str) -> None:
        if code != (self.context.workspace.store.info.get("country") or HOME):
            self.context.do(book_facts.set_fact, "country", code, label=_("Change the user of the book"), quiet=True)

    def _on_new_typed(self, text: str) -> None:
        self._passphrase["passphrase"].set_echo(describe(text))

    def _on_change_clicked(self) -> None:
        for field in self._passphrase.values():
            field.clear()
        try:
            chosen = check_new_passphrase(self.new.text(), self.again.text())
            books.change_passphrase(self.context.workspace.folder, self.old.text(), chosen, clock=self.context.clock)
        except errors.InputError as problem:
            for name, text in problem.fields.items():
                self._passphrase[name].set_error(text)
        except errors.StorageError as problem:
            self._passphrase["old"].set_error(problem.message)
        else:
            for edit in (self.old, self.new, self.again):
                edit.clear()
            self.context.tell(_("The passphrase was changed. The recovery key stays the same."))

    def _on_rates_clicked(self) -> None:
        self.context.open_sheet("rates")

    def _on_back_up_clicked(self) -> None:
        self.context.run("book.backup")
        self.refresh()

    def _on_check_clicked(self) -> None:
        report = books.check(self.context.workspace)
        self._found.set_tone("success" if report.sound else "danger")
        self._found.setText(_("The book was checked and is sound.") if report.sound else "\n".join(report.problems))
        self._found.show()


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(metrics.space(2))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row

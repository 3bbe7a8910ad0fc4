"""The card of the settings with the code lists of this device: whose they are, how old, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rmapp.domain.wording import format_date
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _, listed, ngettext
from rmapp.services import code_lists
from rmapp.ui import messages, metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rmapp.services.code_lists import CodeList
    from rmapp.ui.context import UiContext

_MOST_LINES = 30
_PATTERN = "JSON (*.json)"


class CodeListsCard(Card):
    """A row for each file; a file that does not pass the check changes nothing and its faults stay readable."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("Code lists"), icon="list-checks", note=_("of this device, for all its books"))
        self._context = context
        self._own: tuple[str, ...] = ()
        hint = _(
            "A bank may put its own files in the place of the shipped ones: save a copy, edit it, and use it. Each is "
            "checked first; codes that are no longer offered stay in it as retired."
        )
        self.add(PlainLabel(hint, role="small", tone="tertiary", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(metrics.space(1))
        self.add(self._rows)
        self._said = PlainLabel("", tone="danger", wrap=True, selectable=True)
        self._said.hide()
        self.add(self._said)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(metrics.space(2))
        use_file = Button(_("Use a file…"), icon="upload")
        use_file.clicked.connect(self._on_file_clicked)
        use_folder = Button(_("Use a folder of files…"))
        use_folder.clicked.connect(self._on_folder_clicked)
        self._all_back = Button(_("All back to shipped"), kind="ghost")
        self._all_back.clicked.connect(self._on_all_back_clicked)
        for button in (use_file, use_folder, self._all_back):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self.add(self._buttons)
        self.refresh()

    def refresh(self) -> None:
        """Read the files and show them."""
        clear(self._rows)
        try:
            found = code_lists.code_lists(self._context.clock.today())
        except (RmappError, OSError) as problem:
            self._show_fault(str(problem))
            return
        self._own = tuple(one.name for one in found if one.own)
        # Files that need each other go back together only.
        self._all_back.setVisible(len(self._own) > 1)
        old = [one.label.text() for one in found if one.stale]
        if old:
            sentence = _("Checked more than 12 months ago; what they say may have changed: {names}.")
            self._rows.addWidget(Banner("warning", sentence.format(names=listed(old))))
        for one in found:
            self._rows.addLayout(self._row(one))
            if one.problems:
                self._rows.addWidget(_problems(one))

    def _row(self, one: CodeList) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(one.label.text()))
        day = _("checked {date}").format(date=format_date(one.as_of)) if one.as_of else ""
        sub = " · ".join(part for part in (f"{one.name}.json", day) if part)
        words.addWidget(ElidedLabel(sub, role="small", tone="warning" if one.stale else "tertiary"))
        row.addLayout(words, 1)
        row.addWidget(PlainLabel(_state(one), role="small", tone=_tone(one)))
        if one.as_of is not None:
            row.addWidget(self._tool(_("Save a copy…"), _("Save a copy of {file}"), one.name, self._on_copy_clicked))
        if one.own:
            back = self._tool(_("Back to shipped"), _("Back to the shipped {file}"), one.name, self._on_back_clicked)
            row.addWidget(back)
        return row

    def _tool(self, label: str, said: str, name: str, act: Callable[[], None]) -> Button:
        button = Button(label, kind="ghost", size="small")
        button.setObjectName(name)
        button.setAccessibleName(said.format(file=f"{name}.json"))
        button.clicked.connect(act)
        return button

    def _on_copy_clicked(self) -> None:
        name = self.sender().objectName()
        target = messages.save_file(self, _("Save a copy to edit"), f"{name}.json", _PATTERN)
        if target is None:
            return
        try:
            code_lists.save_copy(name, target)
        except RmappError as problem:
            self._show_fault(problem.message)
        else:
            self._context.tell(_("Saved as {file}.").format(file=target))

    def _on_file_clicked(self) -> None:
        self._use(messages.choose_file(self, _("Use a file"), _PATTERN))

    def _on_folder_clicked(self) -> None:
        self._use(messages.choose_folder(self, _("Use a folder of files")))

    def _use(self, path: Path | None) -> None:
        if path is None:
            return
        try:
            names = code_lists.use_files(path)
        except (RmappError, OSError) as problem:
            self._show_fault(_refusal(problem))
            return
        self._done(_("From the next start on: {names}").format(names=", ".join(f"{name}.json" for name in names)))

    def _on_back_clicked(self) -> None:
        self._back((self.sender().objectName(),))

    def _on_all_back_clicked(self) -> None:
        self._back(self._own)

    def _back(self, names: tuple[str, ...]) -> None:
        try:
            code_lists.back_to_shipped(*names)
        except (RmappError, OSError) as problem:
            self._show_fault(_refusal(problem))
            return
        if len(names) == 1:
            sentence = _(
                "The shipped {name}.json is in use from the next start on. Codes of the own file stay known as retired."
            )
            self._done(sentence.format(name=names[0]))
            return
        self._done(_("The shipped files are in use from the next start on. Codes of own files stay known as retired."))

    def _show_fault(self, text: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def _done(self, sentence: str) -> None:
        self._show_fault("")
        self._context.tell(sentence)
        self.refresh()


def _refusal(problem: Exception) -> str:
    lines = str(problem).splitlines()
    lead = _("Nothing was changed.")
    if isinstance(problem, InputError):
        said = ngettext("Nothing was changed. {n} fault:", "Nothing was changed. {n} faults:", len(lines))
        lead = said.format(n=len(lines))
    return "\n".join((lead, *_cut(lines)))


def _cut(lines: list[str]) -> list[str]:
    left = len(lines) - _MOST_LINES
    more = _("{n} more. “rmapp reference check” names all.").format(n=left)
    return lines if left <= 0 else [*lines[:_MOST_LINES], more]


def _problems(one: CodeList) -> PlainLabel:
    lines = _cut([problem.sentence() for problem in one.problems])
    return PlainLabel("\n".join(lines), role="small", tone="danger", wrap=True, selectable=True)


def _state(one: CodeList) -> str:
    if one.problems:
        return _("own file, not used")
    if one.waits:
        return _("own, from the next start") if one.own else _("shipped, from the next start")
    return _("own file") if one.own else _("shipped")


def _tone(one: CodeList) -> str:
    return "danger" if one.problems else "accent" if one.own or one.waits else "tertiary"

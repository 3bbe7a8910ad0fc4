"""Questions of a command over whatever page or sheet is open: the command waits for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop

from rmapp.i18n import _, ngettext
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.questions import WhatOfNumbers

_WIDE = 480


class WindowQuestions:
    """Asks over a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def reason(self, title: str, text: str, confirm: str) -> str | None:
        """Ask for a reason in words; None = cancelled."""
        question = _Question(self._window, title, [text])
        edit = LineEdit(name=_("Reason"))
        field = Field(_("Reason"), edit, required=True)
        question.body.addWidget(field)
        given: list[str] = []

        def take() -> None:
            if edit.text().strip():
                given.append(edit.text().strip())
                question.dismiss()
            else:
                field.set_error(_("Give a reason; it is kept with the change."))
                edit.setFocus()
                question.fit()

        edit.returnPressed.connect(take)
        question.add_choice(_("Cancel"), question.dismiss, key="Esc")
        question.add_choice(confirm, take, kind="primary")
        question.wait(edit)
        return given[0] if given else None

    def numbers(self, sentences: Sequence[str]) -> WhatOfNumbers | None:
        """Show what looks like personal numbers; they are removed, kept, or the text is gone over again."""
        title = ngettext("A personal number in the text", "{n} personal numbers in the text", len(sentences))
        question = _Question(self._window, title.format(n=len(sentences)), sentences)
        chosen: list[WhatOfNumbers] = []

        def keep() -> None:
            chosen.append("keep")
            question.dismiss()

        def remove() -> None:
            chosen.append("remove")
            question.dismiss()

        question.add_choice(_("Back to the text"), question.dismiss, key="Esc")
        question.add_choice(_("Keep and save"), keep)
        first = question.add_choice(_("Remove and save"), remove, kind="primary")
        question.wait(first)
        return chosen[0] if chosen else None


class _Question(Sheet):
    """A dialog that holds up the command which asks until it goes."""

    def __init__(self, window: QWidget, title: str, sentences: Sequence[str]) -> None:
        super().__init__(window, title, kind="dialog", width=_WIDE)
        for sentence in sentences:
            self.body.addWidget(PlainLabel(sentence, tone="secondary", wrap=True))

    def add_choice(self, text: str, chosen: Callable[[], None], *, kind: str = "secondary", key: str = "") -> Button:
        """Add a button at the right of the footer; the last one is the main action."""
        button = Button(text, kind=kind, key=key)
        button.clicked.connect(chosen)
        self.add_right(button)
        return button

    def fit(self) -> None:
        """Take the height that the content now needs."""
        self._place()

    def wait(self, first: QWidget) -> None:
        """Show the question and return once it has gone."""
        loop = QEventLoop()
        self.dismissed.connect(loop.quit)
        # Where the book locks meanwhile the dialog goes without an answer.
        self.destroyed.connect(loop.quit)
        self.open(first)
        loop.exec()

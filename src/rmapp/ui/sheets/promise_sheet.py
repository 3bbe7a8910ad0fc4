"""The sheet of a promise: a new one, or how an open one ended: done with a result, moved, or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.classes import USUAL
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed
from rmapp.services.clients import promises
from rmapp.ui.promise_words import put_off
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.promise import Promise
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_promise(
    window: QWidget, context: UiContext, firm_id: str = "", promise_id: str = "", step: str = "keep"
) -> EntitySheet:
    """Open the sheet of a new promise of a firm, or of an open promise; `step` is keep, move or drop."""
    sheet: EntitySheet
    if promise_id:
        sheet = ClosePromiseSheet(window, context, context.ask(promises.promise_of, promise_id), step)
    else:
        sheet = NewPromiseSheet(window, context, firm_id)
    sheet.open(sheet.first_field())
    return sheet


class NewPromiseSheet(EntitySheet):
    """Who promises what to whom, until when."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str) -> None:
        super().__init__(window, context, _("Add a commitment"), width=WIDTH)
        self._firm_id = firm_id
        sides = (("ours", _("We promise the client")), ("theirs", _("The client promises us")))
        self._form = self.add_form(
            (
                FieldSpec("side", _("Direction"), "choice", options=sides, required=True, span=2),
                FieldSpec("text", _("What is promised"), "text", required=True, span=2),
                FieldSpec("owner", _("Who will do it"), required=True),
                FieldSpec("due_on", _("Due"), "date", required=True, placeholder=_("fri, 18 Dec, +10")),
                FieldSpec("proof", _("What will prove it"), span=2, placeholder=_("signed copy, mail, bank slip")),
                FieldSpec("confidentiality", _("Confidentiality"), "choice", options=_classes(), required=True, span=2),
            )
        )
        self._form.set_values({"confidentiality": USUAL})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("text")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Write the promise."""
        draft = promises.PromiseDraft(**{**values, "proof": values["proof"] or ""})
        return self.context.do(promises.add_promise, self._firm_id, draft, label=_("Commitment added"))


class ClosePromiseSheet(EntitySheet):
    """How a promise ended, in a few words, or its new day."""

    def __init__(self, window: QWidget, context: UiContext, promise: Promise, step: str) -> None:
        said = _("{owner}, due {date}").format(owner=promise.owner, date=format_date(promise.due_on))
        proof = _("proof: {text}").format(text=promise.proof) if promise.proof else ""
        subtitle = listed(part for part in (said, put_off(promise), proof) if part)
        super().__init__(window, context, promise.text, subtitle=subtitle, width=WIDTH)
        self._promise = promise
        self._steps = Segmented(
            [("keep", _("Done")), ("move", _("Move")), ("drop", _("Drop"))], name=_("What happened to it")
        )
        self._steps.chosen.connect(self._on_step_chosen)
        self._steps.setEnabled(not context.read_only)
        self.page.addWidget(self._steps)
        self._by_step: dict[str, EntityForm] = {
            "keep": self.add_form(
                (
                    FieldSpec("result", _("How it was done"), "multiline", required=True, span=2),
                    FieldSpec("on", _("Done on"), "past_date", required=True),
                )
            ),
            "move": self.add_form((FieldSpec("due_on", _("New day"), "date", required=True, span=2),)),
            "drop": self.add_form((FieldSpec("reason", _("Why it is dropped"), "multiline", required=True, span=2),)),
        }
        self._by_step["keep"].set_values({"on": context.clock.today()})
        self._by_step["move"].set_values({"due_on": promise.due_on})
        self.page.addStretch(1)
        self._steps.set_code(step)
        self._show_step(step)

    def first_field(self) -> QWidget:
        """Return the field of the chosen step."""
        form = self._by_step[self._steps.code()]
        return form.control({"keep": "result", "move": "due_on", "drop": "reason"}[self._steps.code()])

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Close or move the promise."""
        step = self._steps.code()
        if step == "move":
            moved = _("Commitment moved to {date}").format(date=format_date(values["due_on"]))
            return self.context.do(promises.move_promise, self._promise.id, values["due_on"], label=moved)
        if step == "drop":
            dropped = _("Commitment dropped")
            return self.context.do(promises.drop_promise, self._promise.id, values["reason"], label=dropped)
        return self.context.do(
            promises.keep_promise,
            self._promise.id,
            values["result"],
            on=values["on"],
            label=_("Commitment kept"),
        )

    def _show_step(self, step: str) -> None:
        for code, form in self._by_step.items():
            form.setVisible(code == step)

    def _on_step_chosen(self, step: str) -> None:
        self._show_step(step)
        self.first_field().setFocus()


def _classes() -> tuple[tuple[str, str], ...]:
    return tuple((code, label.text()) for code, label in reference.choices("confidentiality").items())

"""What was decided about a matched product: put off to a later day, or refused by the client, with the reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rmapp.domain.offers import products
from rmapp.i18n import _
from rmapp.services import matching
from rmapp.services.clients import firms
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_product(window: QWidget, context: UiContext, firm_id: str, product: str, act: str = "put_off") -> EntitySheet:
    """Open the sheet of a decision; `act` is put_off or reply, which begins with the client's answer."""
    sheet = ProductSheet(window, context, firm_id, product, act)
    sheet.open(sheet.first_field())
    return sheet


class ProductSheet(EntitySheet):
    """The answer, until when the match stays quiet, and why."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, product: str, act: str) -> None:
        title = _("Log the reply") if act == "reply" else _("Not now")
        name = products()[product].label.text()
        client = context.ask(firms.display_name, firm_id)
        subtitle = _("{product} · {client}").format(product=name, client=client)
        super().__init__(window, context, title, subtitle=subtitle, width=WIDTH)
        self._firm_id, self._product, self._name = firm_id, product, name
        self.page.addWidget(
            PlainLabel(
                _("The match stays quiet until the day below, or until a fact that it was made from changes."),
                tone="secondary",
                wrap=True,
            )
        )
        if act == "reply" and products()[product].credit:
            said_yes = _("If the client agreed, take the proposed line further among the credit lines instead.")
            self.page.addWidget(PlainLabel(said_yes, tone="secondary", wrap=True))
        answers = [("declined", _("The client said no")), ("dismissed", _("We put it off"))]
        self._form = self.add_form(
            (
                FieldSpec("answer", _("Answer"), "choice", options=answers, required=True),
                FieldSpec("until", _("Stays quiet until"), "date", required=True),
                FieldSpec("reason", _("Why"), "multiline", required=True, span=2),
            )
        )
        until = context.clock.today() + timedelta(days=matching.QUIET_DAYS)
        self._form.set_values({"answer": "declined" if act == "reply" else "dismissed", "until": until})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("reason")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Write the decision."""
        verb = matching.decline if values["answer"] == "declined" else matching.dismiss
        label = _("Decision noted: {product}").format(product=self._name)
        return self.context.do(
            verb, self._firm_id, self._product, values["reason"] or "", until=values["until"], label=label
        )

"""The sheet of an introduction: asked for, promised for a day, given, or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.supply_link import SupplyLink
from rmapp.i18n import _
from rmapp.services.clients import facts
from rmapp.services.partners import introductions
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.form_values import options, values_of
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_introduction(window: QWidget, context: UiContext, link_id: str) -> EntitySheet:
    """Open the sheet of the introduction to a partner."""
    sheet = IntroductionSheet(window, context, context.ask(facts.fact_of, SupplyLink, link_id))
    sheet.open(sheet.first_field())
    return sheet


class IntroductionSheet(EntitySheet):
    """How the introduction stands; a day that the client names becomes a commitment of theirs."""

    def __init__(self, window: QWidget, context: UiContext, link: SupplyLink) -> None:
        super().__init__(window, context, _("Introduction"), subtitle=link.name, width=WIDTH)
        self._link = link
        self._form = self.add_form(
            (
                FieldSpec("introduction", _("Introduction"), "choice", options("introduction"), required=True),
                FieldSpec("asked_on", _("Asked on"), "past_date", hint=_("Left empty, today is filled in.")),
                FieldSpec(
                    "due_on",
                    _("Promised for"),
                    "date",
                    placeholder=_("fri, 18 Dec, +10"),
                    hint=_("With a day it becomes a commitment of the client."),
                ),
                FieldSpec("owner", _("Who will do it")),
            )
        )
        self._form.set_values(values_of(link, "introduction", "asked_on"))
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("introduction")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Note how it stands."""
        return self.context.do(
            introductions.mark_introduction,
            self._link.id,
            values["introduction"],
            asked_on=values["asked_on"],
            due_on=values["due_on"],
            owner=values["owner"] or "",
            label=_("Introduction to {name} noted").format(name=self._link.name),
        )

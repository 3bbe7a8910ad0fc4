"""The sheet that puts a proposed stage move off: why, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.stages import stage_proposals
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.chips import short_stage_label
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_stage_not_yet(window: QWidget, context: UiContext, firm_id: str, stage: str) -> EntitySheet:
    """Open the sheet for the move to a stage."""
    sheet = StageNotYetSheet(window, context, firm_id, stage)
    sheet.open(sheet.first_field())
    return sheet


class StageNotYetSheet(EntitySheet):
    """The same suggestion stays away until its evidence changes, or until the day."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, stage: str) -> None:
        title = _("Not yet {stage}").format(stage=short_stage_label(stage))
        super().__init__(window, context, title, subtitle=context.ask(firms.display_name, firm_id), width=WIDTH)
        self._firm_id, self._stage = firm_id, stage
        found = context.ask(stage_proposals.proposal, firm_id)
        if found is not None:
            self.page.addWidget(PlainLabel(found.words(), tone="secondary", wrap=True))
        self._form = self.add_form(
            (
                FieldSpec("reason", _("Why not yet"), "text", required=True, span=2),
                FieldSpec(
                    "until",
                    _("Ask again on"),
                    "date",
                    hint=_("Empty: only when the evidence changes, which always brings it back."),
                    placeholder=_("fri, 18 Dec, +10"),
                    span=2,
                ),
            )
        )
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("reason")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Put the move off."""
        fields = (self._firm_id, self._stage, values["reason"] or "", values["until"])
        return self.context.do(_put_off, *fields, label=_("Stage suggestion put off"))


def _put_off(store: Any, *fields: Any) -> object:  # noqa: ANN401 - screens do not know the storage room
    try:
        return stage_proposals.not_yet(store, *fields)
    except RuleError as error:
        raise InputError({"": error.message}) from error

"""The fields of a note together with what its words say about the next stages of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from rmapp.ui.sheets.note_fields import NoteFields
from rmapp.ui.sheets.stage_offers import StageOffers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from rmapp.services.notes.meetings import MeetingDraft
    from rmapp.ui.context import UiContext


class NoteForm(NoteFields):
    """Offers stand right below the text they were found in."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._offers = StageOffers(context)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - the fields made it so
        column.insertWidget(column.indexOf(self._fields["discussion"]) + 1, self._offers)
        self._offers.changed.connect(self.changed)
        self.changed.connect(self._read_text)

    def set_client(self, firm_id: str | None) -> None:
        """Say whose stages the text may speak of."""
        self._offers.set_firm(firm_id)

    def said(self) -> tuple[str, ...]:
        """Return the kinds of evidence that were ticked; what is only planned shows none."""
        return () if self._is_planned() else self._offers.ticked()

    def set_draft(self, draft: MeetingDraft) -> None:
        """Show a note of the book."""
        super().set_draft(draft)
        self._read_text()

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, with what is ticked."""
        return super().raw() | {"said": list(self._offers.ticked())}

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show a draft again as it was typed."""
        super().set_raw(body)
        self._read_text()
        self._offers.set_ticked(str(code) for code in body.get("said", ()))

    def _read_text(self) -> None:
        """Read what was written about the meeting itself; what is only planned has an agenda, which says nothing."""
        text = f"{self.discussion.text()}\n{self._summary.text()}"
        self._offers.set_text("" if self._is_planned() else text)

    def _is_planned(self) -> bool:
        return self._status.code() == "planned"

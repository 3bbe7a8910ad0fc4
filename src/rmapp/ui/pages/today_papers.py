"""The card of Today that says which papers should be back or destroyed by now; without any it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext
from rmapp.services.paperwork import custody
from rmapp.services.paperwork.custody import LatePapers
from rmapp.ui.pages.today_part import TodayCard
from rmapp.ui.tabs.rows import RowButton

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext


class PapersCard(TodayCard[LatePapers]):
    """One line: how many papers are out after their last day, and the oldest of them."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Paper still out"), icon="file-text")

    def read(self) -> LatePapers:
        """Return what is late."""
        return self.context.ask(custody.late_papers)

    def fill(self, found: LatePapers) -> None:
        """Say it; a click lists them."""
        self.setVisible(found.oldest is not None)
        if found.oldest is None:
            return
        title = ngettext("{n} paper past its last day", "{n} papers past their last day", found.total)
        said = _("{paper}, copy {copy}") if found.oldest.copy_no else "{paper}"
        row = RowButton(
            title.format(n=format_number(found.total)),
            said.format(paper=custody.what_text(found.oldest), copy=found.oldest.copy_no),
            right=custody.state_text(found.oldest),
            icon="file-text",
            tone="danger",
            opens="briefs",
        )
        row.clicked.connect(self._on_clicked)
        self.add(row)

    def _on_clicked(self) -> None:
        self.context.open_page("briefs", whereabouts="late")

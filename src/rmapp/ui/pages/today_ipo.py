"""The card of Today about applications for a listing: what lapses, what is late, and what the bank has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.ipo_wording import next_words, window_words
from rmapp.i18n import _
from rmapp.services.stages import ipo
from rmapp.ui.ipo_words import SOON
from rmapp.ui.pages.today_part import TodayCard
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.labels import LinkLabel

if TYPE_CHECKING:
    from rmapp.services.stages.ipo import IpoRow
    from rmapp.ui.context import UiContext

MOST = 3


class IpoCard(TodayCard[tuple["IpoRow", ...]]):
    """The most urgent applications; a click opens the client at its application."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("On the way to the exchange"), icon="trending-up")
        self._all = LinkLabel(_("IPO desk"))
        self._all.clicked.connect(self._on_all_clicked)
        self.set_tools(self._all)
        self.hide()

    def read(self) -> tuple[IpoRow, ...]:
        """Return the open applications."""
        return self.context.ask(ipo.desk)

    def fill(self, found: tuple[IpoRow, ...]) -> None:
        """List the first ones; without any the card is not there."""
        self.setVisible(bool(found))
        if not found:
            return
        self.set_count(len(found))
        for row in found[:MOST]:
            self.add(self._row(row))

    def _row(self, row: IpoRow) -> RowButton:
        soon = row.window is not None and row.window.days <= SOON
        tone = "danger" if row.is_late else "warning" if soon else "accent"
        button = RowButton(row.firm_name, _words(row), icon="trending-up", tone=tone, opens=row.firm_id)
        button.clicked.connect(self._on_clicked)
        return button

    def _on_clicked(self) -> None:
        self.context.open_client(self.sender().objectName(), "listing")

    def _on_all_clicked(self) -> None:
        self.context.open_page("ipo_desk")


def _words(row: IpoRow) -> str:
    """Return what matters most: what lapses soon, else what usually comes next."""
    if row.window is not None and row.window.days <= SOON:
        return window_words(row.window)
    if row.next is not None:
        return next_words(row.next, reference.text("ipo_status", row.next.status))
    return reference.text("ipo_status", row.now.status) if row.now else _("No step yet")

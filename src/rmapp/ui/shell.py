"""The working window of an open book: rail, top bar, page, footer, banners, toast, palette and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from rmapp import errors
from rmapp.i18n import _
from rmapp.ui import actions, book_line, icons, metrics, registry
from rmapp.ui.footer import Footer
from rmapp.ui.page_stack import PageStack
from rmapp.ui.palette import Palette
from rmapp.ui.rail import Rail
from rmapp.ui.shortcuts_page import show_keys
from rmapp.ui.top_bar import TopBar
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.sheet import Sheet
from rmapp.ui.widgets.toast import ToastHost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from rmapp.services.clients.cards import Counts, PageCounts
    from rmapp.services.workspace import Change
    from rmapp.ui.command_runner import CommandRunner
    from rmapp.ui.context import Told, UiContext
    from rmapp.ui.history import History
    from rmapp.ui.page import Crumb
    from rmapp.ui.palette_rows import Row

_FOLDS_BELOW = 1440
_COUNT_AFTER = 100
"""Milliseconds after opening or a change, when the page is painted: counting views reads much of a large book."""

_OF_A_CLIENT = ("client", "brief")
_MENU = ("book.other", "book.restore", "book.sample", "book.backup", "book.check", "help.keys", "book.lock")


class Shell(QWidget):
    """Lives as long as a book is open in one language; then it is made anew."""

    def __init__(self, window: QWidget, context: UiContext, runner: CommandRunner, history: History) -> None:
        super().__init__(window)
        self.context = context
        self.runner = runner
        self.rail = Rail(book_line.keeping(context).name)
        self.top_bar = TopBar()
        self.stack = PageStack(context, history)
        self.footer = Footer()
        self.toast = ToastHost(window)
        self.palette_box = Palette(window, context)
        self._error: QWidget | None = None
        self._firms = 0
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._build()
        self._connect()
        self.show_keeping()
        self._show_notices()

    def begin(self) -> None:
        """Show the last place, else the first page of the rail, else the settings."""
        from rmapp.services.clients import cards

        self._show_page_counts(self.context.ask(cards.page_counts))
        self._show_views({})
        self._counting.start(_COUNT_AFTER)
        try:
            if self.stack.resume():
                return
        except errors.RmappError as problem:
            self.context.show_problem(problem)
        first = next((entry.code for entry in registry.pages() if entry.rail), "settings")
        self.stack.visit(first if self._firms else "start", {})

    def show_keeping(self) -> None:
        """Say how the book is protected and when it was backed up."""
        keeping = book_line.keeping(self.context)
        self.rail.set_keeping(keeping.title, keeping.note, safe=keeping.safe, lockable=keeping.safe)
        self.footer.set_book_line(keeping.line)

    def end(self) -> None:
        """Write what must not be lost before the shell goes."""
        self.stack.remember()
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._counting.stop()
        self.runner.set_page(None)
        self.toast.hide_message()
        self.toast.deleteLater()
        self.palette_box.hide()
        self.palette_box.deleteLater()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(Divider(vertical=True))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self._build_banners())
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)
        row.addLayout(column, 1)

    def _build_banners(self) -> QFrame:
        ground = QFrame()
        ground.setProperty("surface", "canvas")
        self._banners = QVBoxLayout(ground)
        self._banners.setContentsMargins(metrics.space(6), 0, metrics.space(6), 0)
        self._banners.setSpacing(0)
        return ground

    def _connect(self) -> None:
        # These outlive the shell; `end` lets go of them.
        self._links = (
            (self.context.changed, self._on_changed),
            (self.context.told, self._on_told),
            (self.context.failed, self._on_failed),
            (self.context.page_requested, self._on_page_requested),
            (self.context.sheet_requested, self._on_sheet_requested),
            (self.context.theme_changed, self._fit),
            (self.runner.palette_asked, self.palette_box.open),
            (self.runner.keys_asked, self._on_keys_asked),
            (self.runner.kept, self.show_keeping),
            (self.runner.rail_asked, self._on_rail_asked),
            (self.runner.steps_asked, self._on_steps_asked),
        )
        for signal, slot in self._links:
            signal.connect(slot)
        self.rail.page_chosen.connect(self.context.open_page)
        self.rail.view_chosen.connect(self._on_view_chosen)
        self.rail.view_add_asked.connect(self._on_view_add_asked)
        self.rail.lock_asked.connect(self._on_lock_asked)
        self.rail.menu_asked.connect(self._on_menu_asked)
        self.top_bar.command_chosen.connect(self.runner.run)
        self.top_bar.crumb_chosen.connect(self._on_crumb_chosen)
        self.stack.page_shown.connect(self._on_page_shown)
        self.stack.chrome_changed.connect(self._show_chrome)
        self.palette_box.chosen.connect(self._on_palette_chosen)
        self._counting.timeout.connect(self._count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail where the window is narrow."""
        super().resizeEvent(event)
        self._fit_rail()

    def _fit(self) -> None:
        self.top_bar.fit()
        self.footer.fit()
        self._fit_rail()
        self._show_chrome()

    def _fit_rail(self) -> None:
        chosen = self.context.settings.rail_open
        narrow = self.width() < _FOLDS_BELOW
        self.rail.set_open(not narrow if chosen is None else chosen)

    def _show_chrome(self) -> None:
        page = self.stack.page()
        if page is None:
            return
        self.top_bar.show_page(page, read_only=self.context.read_only)
        self.footer.set_page_line(page.footer_text())
        self.rail.set_current("clients" if self.stack.code() in _OF_A_CLIENT else self.stack.code())

    def _show_notices(self) -> None:
        for notice in self.context.workspace.notices:
            self._add_banner("warning", notice)
        if self.context.workspace.held_elsewhere:
            self._add_banner(
                "warning",
                _(
                    "Read-only: the book is open in another window of rmapp. Here it can be read "
                    "and printed, but not changed."
                ),
            )

    def _count(self) -> None:
        from rmapp.services.clients import cards

        counts = self.context.ask(cards.counts)
        self._show_page_counts(counts)
        self._show_views(counts.views)

    def _show_page_counts(self, counts: PageCounts | Counts) -> None:
        from rmapp.services.visits import today

        self._firms = counts.firms
        waiting = self.context.ask(today.waiting_count)
        shown = {"clients": counts.firms, "lines": counts.lines, "notes": counts.notes, "briefs": counts.briefs}
        self.rail.set_counts(shown | ({"today": waiting} if waiting else {}))

    def _show_views(self, counts: Mapping[str, int]) -> None:
        from rmapp.services.clients import views

        self.rail.set_views(self.context.ask(views.views) if registry.offers("page:clients") else [], counts)

    def _add_banner(self, tone: str, text: str) -> QWidget:
        """Show a banner with the room above it; both go together."""
        slot = QWidget()
        column = QVBoxLayout(slot)
        column.setContentsMargins(0, metrics.space(2), 0, 0)
        banner = Banner(tone, text, action=_("Close"))
        banner.acted.connect(slot.hide)
        column.addWidget(banner)
        self._banners.addWidget(slot)
        return slot

    def _drop_error(self) -> None:
        if self._error is not None:
            self._error.hide()
            self._error.deleteLater()
            self._error = None

    def _on_changed(self, change: Change[Any]) -> None:
        self._drop_error()
        self.stack.take_change(change)
        self._counting.start(_COUNT_AFTER)
        self._show_chrome()

    def _on_told(self, told: Told) -> None:
        if told.can_undo:
            act = self._on_undo_chosen
            self.toast.show_message(told.text, action=_("Undo"), key="Ctrl Z", tone=told.tone, on_action=act)
        else:
            self.toast.show_message(told.text, tone=told.tone)

    def _on_undo_chosen(self) -> None:
        # A toast goes after its action; the next one must come after that.
        QTimer.singleShot(0, self.context.undo)

    def _on_failed(self, problem: errors.RmappError) -> None:
        self._drop_error()
        self._error = self._add_banner("danger", problem.message)
        sheets = [sheet for sheet in self.window().findChildren(Sheet) if sheet.is_open()]
        if sheets:  # which covers the banner
            sheets[-1].show_problem(problem.message)

    def _on_page_requested(self, code: str, args: dict[str, Any]) -> None:
        if not registry.offers(f"page:{code}"):
            return
        self._drop_error()
        try:
            self.stack.visit(code, args)
        except errors.RmappError as problem:
            self.context.show_problem(problem)

    def _on_sheet_requested(self, kind: str, args: dict[str, Any]) -> None:
        if not registry.offers(f"sheet:{kind}"):
            return
        try:
            sheet = registry.sheet(kind).open(self.window(), self.context, **args)
            if sheet is None:  # a file that could not be read opens none
                return
            sheet.dismissed.connect(self._on_sheet_dismissed)
            self._keep_form(sheet, kind, args)
        except errors.RmappError as problem:
            self.context.show_problem(problem)

    def _on_sheet_dismissed(self) -> None:
        page = self.stack.page()
        if page is not None:
            page.on_sheet_closed()

    def _keep_form(self, sheet: Sheet, kind: str, args: dict[str, Any]) -> None:
        # The forms know the code lists, which the window does not need before it is painted.
        from rmapp.ui.form_drafts import keep_form

        keep_form(self.context, sheet, kind, args)

    def _on_page_shown(self) -> None:
        self.runner.set_page(self.stack.page())
        self._show_chrome()

    def _on_crumb_chosen(self, crumb: Crumb) -> None:
        self.context.open_page(crumb.code, **(crumb.args or {}))

    def _on_view_chosen(self, view_id: str) -> None:
        self.context.open_page("clients", view=view_id)

    def _on_view_add_asked(self) -> None:
        if self.stack.code() != "clients":
            self.context.open_page("clients")
        self.runner.run("view.save")

    def _on_lock_asked(self) -> None:
        self.runner.run("book.lock")

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action_id in _MENU:
            action = actions.action(action_id)
            if action is not None:
                entry = menu.addAction(icons.icon(action.icon), action.text)
                entry.setObjectName(action.id)
                entry.triggered.connect(self._on_menu_chosen)
        menu.popup(place)

    def _on_menu_chosen(self) -> None:
        self.runner.run(self.sender().objectName())

    def _on_keys_asked(self) -> None:
        show_keys(self.window())

    def _on_rail_asked(self) -> None:
        self.context.settings.rail_open = not self.rail.is_open()
        self.context.save_settings()
        self._fit_rail()

    def _on_steps_asked(self, steps: int) -> None:
        try:
            self.stack.walk(steps)
        except errors.RmappError as problem:
            self.context.show_problem(problem)

    def _on_palette_chosen(self, row: Row) -> None:
        if row.kind == "command":
            self.runner.run(row.key, row.firm_id or None)
        elif row.kind == "file":
            self.context.open_sheet("attachment", attachment_id=row.key)
        elif row.kind == "note":
            self.context.open_client(row.firm_id, "timeline")
        elif row.kind == "person":
            self.context.open_client(row.firm_id, "people")
        else:
            self.context.open_client(row.firm_id)

"""The page of one client: its head, and its tabs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QStackedWidget, QVBoxLayout

from rmapp.domain.wording import format_date
from rmapp.errors import NotFoundError
from rmapp.i18n import _
from rmapp.services import touched
from rmapp.services.clients import firms
from rmapp.services.stages import ipo, lifecycle, stage_board, stage_proposals
from rmapp.ui import metrics
from rmapp.ui.client_header import ClientHeader
from rmapp.ui.client_walk import ClientWalk
from rmapp.ui.ipo_words import thin_steps
from rmapp.ui.page import Crumb, Page
from rmapp.ui.suggested_move import accept_move, put_off_move
from rmapp.ui.tabs import catalogue
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.tabs import TabBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.tabs.tab import ClientTab

SHRINKS_AT = 24
_PICKS = {"line": "credit", "product": "products"}
"""What can be chosen on a tab from outside, and on which."""


class ClientPage(Page):
    """One page for all clients: tabs are built when first shown, and filled again for each client."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._header: FirmHeader | None = None
        self._firm_id = ""
        self._entries = catalogue.tabs()
        self._tabs: dict[str, ClientTab] = {}
        self._stale: set[str] = set()
        self._looks: dict[str, dict[str, Any]] = {}
        self._head = ClientHeader()
        self._bar = TabBar(_("Parts of the client page"))
        self._stack = QStackedWidget()
        self._gone = EmptyState(
            "user-search",
            _("This client is not in the book"),
            _("It was removed or merged. Undo brings back what was removed last."),
            actions=[(_("All clients"), "secondary")],
        )
        self._walk = ClientWalk(context)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QFrame()
        self._top.setProperty("surface", "surface")
        head = QVBoxLayout(self._top)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(metrics.space(1))
        side = metrics.space(6)
        self._head.setContentsMargins(side, 0, side, 0)
        tabs = self._bar.layout()
        if tabs is not None:
            tabs.setContentsMargins(side, 0, side, 0)
        head.addWidget(self._head)
        head.addWidget(self._bar)
        column.addWidget(self._top)
        column.addWidget(self._stack, 1)
        column.addWidget(self._gone, 1)
        self._gone.hide()
        self._head.stage_chosen.connect(self._on_stage_chosen)
        self._head.past_chosen.connect(self._on_past_chosen)
        self._head.suggested.accepted.connect(self._on_suggestion_accepted)
        self._head.suggested.put_off.connect(self._on_suggestion_put_off)
        self._bar.chosen.connect(self.show_tab)
        self._gone.chosen.connect(self._on_gone_chosen)

    # What the shell asks

    def enter(self, **args: Any) -> None:
        """Show the client `firm_id` at the given tab, with the `line` or `product` chosen there, or as it was left."""
        self._keep_look()
        before = self._firm_id
        self._firm_id = str(args.get("firm_id") or self._firm_id)
        self._read()
        if self._firm_id != before:
            self._begin_at_top()
        if self._header is None:
            return
        look = self._looks.get(self._firm_id, {})
        tab = args.get("tab") or look.get("tab")
        self.show_tab(tab if tab in self._bar.codes() else self._entries[0].code)
        picked = ({"tab": tab, "look": {name: args[name]}} for name, tab in _PICKS.items() if args.get(name))
        self._restore_look(next(picked, look))

    def leave(self) -> None:
        """Keep how this client's page looks."""
        self._keep_look()

    def title(self) -> str:
        """Return the client's name."""
        return self._header.name if self._header else _("Client")

    def breadcrumb(self) -> list[Crumb]:
        """Return the way from the list of clients."""
        return [Crumb(_("Clients"), "clients"), Crumb(self.title())]

    def footer_text(self) -> str:
        """Return when and by whom the client was last changed."""
        change = self._header.last_change if self._header else None
        if change is None:
            return ""
        at = datetime.fromisoformat(change.at).astimezone()
        said = _("Last change {date} {time} by {name}")
        return said.format(date=format_date(at.date(), "short"), time=at.strftime("%H:%M"), name=change.by)

    def primary_actions(self) -> list[str]:
        """Return the brief and the note."""
        return ["brief.open", "note.new"]

    def menu_actions(self) -> list[str]:
        """Return what else can be done with a client."""
        facts = ["client.edit", "fact.new", "person.new", "line.new"]
        steps = ["stage.move", "evidence.new", "stage.tasks", "ipo.start", "score.new", "signal.new"]
        return ["visit.plan", *facts, *steps, "record.open", "client.copy", "contacts.export", "client.remove"]

    def shows_search(self) -> bool:
        """Leave the room to the buttons."""
        return False

    def header_tools(self) -> QWidget | None:
        """Return the arrows that walk through the list the user came from."""
        return self._walk if self._walk.holds(self._firm_id) else None

    def state(self) -> dict[str, Any]:
        """Return the tab and how it looks."""
        return {"firm_id": self._firm_id, **self._look()} if self._header else {}

    def restore(self, state: dict[str, Any]) -> None:
        """Show a tab again as it was."""
        if self._header is None or state.get("firm_id") != self._firm_id:
            return
        if state.get("tab") in self._bar.codes():
            self.show_tab(state["tab"])
        self._restore_look(state)

    def on_changed(self, change: Change[Any]) -> None:
        """Read again only what concerns this client."""
        if self._firm_id and self.context.ask(touched.concerns, change.touched, self._firm_id):
            self.refresh()

    def refresh(self) -> None:
        """Read the client again; the tabs that are not shown follow when they are."""
        self._read()
        if self._header is not None:
            self.show_tab(self._bar.code())

    def _read(self) -> None:
        try:
            self._header = self.context.ask(firms.firm_page, self._firm_id)
        except NotFoundError:
            self._header = None
        self._top.setVisible(self._header is not None)
        self._stack.setVisible(self._header is not None)
        self._gone.setVisible(self._header is None)
        if self._header is not None:
            self._firm_id = self._header.firm.id
            self._show_header(self._header)
        self.chrome_changed.emit()

    def focus_filter(self) -> bool:
        """Move the focus into the search box of the tab, if it has one."""
        tab = self._tabs.get(self._bar.code())
        return tab is not None and tab.focus_filter()

    def current_firm(self) -> str | None:
        """Return the client shown."""
        return self._firm_id if self._header else None

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the shown tab from the client's commands, wherever on the page the focus is."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_for_tab(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keys of the shown tab on to it."""
        if self._is_for_tab(event):
            self._tabs[self._bar.code()].keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _is_for_tab(self, event: QKeyEvent) -> bool:
        tab = self._tabs.get(self._bar.code())
        return self._header is not None and tab is not None and tab.acts_on(event)

    # Commands of the table

    def next_tab(self) -> None:
        """Show the next tab."""
        self._bar.step(1)

    def previous_tab(self) -> None:
        """Show the tab before."""
        self._bar.step(-1)

    def new_fact(self) -> None:
        """Open the sheet for a reported fact."""
        self.context.open_sheet("fact", firm_id=self._firm_id)

    def new_person(self) -> None:
        """Open the sheet for a person."""
        self.context.open_sheet("person", firm_id=self._firm_id)

    def copy_identifiers(self) -> None:
        """Put the name and the identifiers on the clipboard."""
        if self._header is None:
            return
        firm = self._header.firm
        lines = [self._header.name, self._header.second_name, firm.uscc, firm.lei]
        lines += [f"{one.register_name} {one.number}" for one in firm.other_ids]
        self.context.copy("\n".join(filter(None, lines)))
        self.context.tell(_("Name and identifiers copied"))

    def remove_client(self) -> None:
        """Take the client out of the book; Undo brings it back."""
        name = self.title()
        self.context.do(firms.remove_firm, self._firm_id, label=_("Removed {name}").format(name=name))

    def show_tab(self, code: str) -> None:
        """Show a tab; it is built on the first visit."""
        if code not in self._bar.codes():
            return
        tab = self._tabs.get(code) or self._build_tab(code)
        if code in self._stale and self._header is not None:
            self._stale.discard(code)
            tab.show_client(self._header)
        self._bar.set_code(code)
        self._stack.setCurrentWidget(tab)
        self._fit_head()

    def _keep_focus(self) -> None:
        # The steps of the head are made anew for each client; with the focus lost no key of the page would work.
        focus = QApplication.focusWidget()
        if self.isVisible() and (focus is None or self._head.isAncestorOf(focus)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_tab(self, code: str) -> ClientTab:
        entry = next(entry for entry in self._entries if entry.code == code)
        tab = entry.build(self.context)
        tab.tab_requested.connect(self.show_tab)
        self._tabs[code] = tab
        self._stale.add(code)
        self._stack.addWidget(tab)
        area = _scroll_area(tab)
        if area is not None:
            area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        return tab

    def _show_header(self, header: FirmHeader) -> None:
        strip = self.context.ask(lifecycle.stage_strip, header.firm.id)
        self._keep_focus()
        self._head.show_client(header, strip, self.context.ask(stage_board.stay_of, header.firm.id))
        listing = self.context.ask(ipo.application, header.firm.id)
        self._head.show_listing(thin_steps(listing) if listing is not None and listing.is_open else ())
        proposal = self.context.ask(stage_proposals.proposal, header.firm.id)
        self._head.show_proposal(proposal, locked=self.context.read_only)
        self._walk.show_place(header.firm.id)
        shown = [entry for entry in self._entries if entry.shown is None or entry.shown(self.context, header)]
        counts = {entry.code: entry.count(self.context, header) if entry.count else None for entry in shown}
        if self._bar.codes() != list(counts):
            self._bar.set_tabs([(entry.code, entry.title, counts[entry.code]) for entry in shown])
        for code, count in counts.items():
            self._bar.set_count(code, count)
        self._stale = set(self._tabs)

    def _look(self) -> dict[str, Any]:
        code = self._bar.code()
        tab = self._tabs.get(code)
        return {"tab": code, "look": tab.state() if tab else {}}

    def _keep_look(self) -> None:
        if self._header is not None and self._tabs:
            self._looks[self._firm_id] = self._look()

    def _restore_look(self, look: dict[str, Any]) -> None:
        if look.get("tab") == self._bar.code():
            self._tabs[self._bar.code()].restore(look.get("look") or {})
        self._fit_head()

    def _begin_at_top(self) -> None:
        """Scroll all tabs up, so that another client does not begin where the one before was left."""
        for area in filter(None, map(_scroll_area, self._tabs.values())):
            area.verticalScrollBar().setValue(0)

    def _fit_head(self) -> None:
        tab = self._tabs.get(self._bar.code())
        area = _scroll_area(tab) if tab else None
        if area is None:
            self._head.set_compact(False)
            return
        bar = area.verticalScrollBar()
        if self._head.is_compact():
            if bar.value() == 0:
                self._head.set_compact(False)
        elif bar.value() > SHRINKS_AT and bar.maximum() - self._head.saved_height() > SHRINKS_AT:
            # A tab that would fit once the head is small must not make it small, or it would flicker.
            self._head.set_compact(True)

    def _on_scrolled(self) -> None:
        self._fit_head()

    def _on_stage_chosen(self, code: str) -> None:
        if self.context.read_only:
            self.context.tell(_("This book is open for reading only; nothing can be changed now."), tone="warning")
            return
        self.context.open_sheet("stage_move", firm_id=self._firm_id, stage=code)

    def _on_suggestion_accepted(self, proposal: Proposal) -> None:
        accept_move(self.context, proposal)

    def _on_suggestion_put_off(self, proposal: Proposal) -> None:
        put_off_move(self.context, proposal)

    def _on_past_chosen(self) -> None:
        self.show_tab("timeline")

    def _on_gone_chosen(self) -> None:
        self.context.open_page("clients")


def _scroll_area(tab: ClientTab) -> QAbstractScrollArea | None:
    """Return the area that scrolls the whole tab: the first one directly in it."""
    found = tab.findChildren(QAbstractScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found[0] if found else None

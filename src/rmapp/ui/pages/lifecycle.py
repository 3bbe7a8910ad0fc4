"""The lifecycle board: all firms by stage, moved on with a reason (design 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from rmapp.domain import reference
from rmapp.domain.query import FirmQuery
from rmapp.domain.wording import format_days, format_number
from rmapp.i18n import _, ngettext
from rmapp.services.stages import stage_board, stage_proposals
from rmapp.services.stages.stage_board import NO_STAGE
from rmapp.ui.page import Page
from rmapp.ui.pages.client_empty import ClientsEmpty
from rmapp.ui.pages.lifecycle_bar import NUMBERS, USUAL_NUMBER, LifecycleBar, usual_query
from rmapp.ui.pages.lifecycle_board import LifecycleBoard
from rmapp.ui.pages.lifecycle_drag import CardDrag
from rmapp.ui.pages.lifecycle_menus import LifecycleMenus
from rmapp.ui.suggested_move import accept_move
from rmapp.ui.widgets.chips import short_stage_label
from rmapp.ui.widgets.sheet import ask, is_covered

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from rmapp.services.stages.stage_board import BoardFacts
    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

FACTS_MS = 150
_MORE = 50
_FAR = 3
"""So many columns away a move is asked about before its reason is."""
_SHOWN = frozenset(
    {"firm", "firm_name", "meeting", "meeting_firm", "promise", "facility", "stage_event", "designation_holding"}
    | {"ledger_entry", "drawdown", "tranche", "drawing_condition", "fx_rate", "signal"}
    | stage_proposals.SOURCES
)


class LifecyclePage(Page):
    """Answers where the firms stand between laboratory and stock exchange, and who has stood still."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._query = usual_query(scope="mine")
        self._number = USUAL_NUMBER
        self._more: dict[str, int] = {}
        self._total = 0
        self._facts: BoardFacts | None = None
        self._moving = ""
        self._far = ("", "")
        self.bar = LifecycleBar()
        self.board = LifecycleBoard(context.clock.today, may_write=not context.read_only)
        self.drag = CardDrag(self.board, context)
        self._menus = LifecycleMenus(self, context)
        self._empty = ClientsEmpty(context)
        self._middle = QStackedWidget()
        self._facts_wait = QTimer(self)
        self._facts_wait.setSingleShot(True)
        self._facts_wait.setInterval(FACTS_MS)
        self._build()
        self._connect()
        self._use(self._query)
        if not self._total:
            self._use(usual_query())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        self._middle.addWidget(self.board)
        self._middle.addWidget(self._empty)
        column.addWidget(self._middle, 1)

    def _connect(self) -> None:
        self.bar.asked.connect(self._on_query_asked)
        self.bar.number_asked.connect(self._on_number_asked)
        self.bar.filters.left_down.connect(self.board.take_focus)
        self._empty.query_chosen.connect(self._on_query_asked)
        self._facts_wait.timeout.connect(self._on_facts_due)
        board, menus = self.board, self._menus
        board.opened.connect(self.context.open_client)
        board.more_asked.connect(self._on_more_asked)
        board.card_menu_asked.connect(menus.show_for_firm)
        board.column_menu_asked.connect(menus.show_for_column)
        board.folds_changed.connect(self._read)
        self.drag.asked.connect(self._on_move_asked)
        self.drag.refused.connect(self._on_refused)
        for keys, slot in (("Ctrl+Shift+Left", self._on_back_asked), ("Ctrl+Shift+Right", self._on_forward_asked)):
            shortcut = QShortcut(QKeySequence(keys), self, slot)
            # A sheet over the page has these keys for its own fields.
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        menus.client_asked.connect(self.context.open_client)
        menus.move_asked.connect(self._on_move_asked)
        menus.accept_asked.connect(self._on_accept_asked)
        menus.list_asked.connect(self._on_list_asked)
        menus.fold_asked.connect(board.fold)
        menus.unfold_all_asked.connect(board.unfold_all)

    def enter(self, query: FirmQuery | None = None, firm_id: str | None = None, **args: Any) -> None:
        """Show the board as it was left, what a query asks for, or the card of a firm."""
        if query is not None:
            self._use(query)
        if firm_id is not None and not self._show_firm(firm_id):
            # A filter or the scope keeps the firm out.
            self._use(usual_query())
            self._show_firm(firm_id)

    def title(self) -> str:
        """Return the page's name."""
        return _("Lifecycle")

    def count(self) -> int | None:
        """Return how many firms are on the board."""
        return self._total

    def footer_text(self) -> str:
        """Return moves, stays and what has stalled."""
        if self._facts is None:
            return ""
        moves, median, stalled = self._facts
        n_moves, n_stalled = format_number(moves), format_number(stalled)
        parts = [ngettext("{n} move this quarter", "{n} moves this quarter", moves).format(n=n_moves)]
        if median is not None:
            parts.append(_("median time in stage {days}").format(days=format_days(median)))
        parts.append(ngettext("{n} stalled", "{n} stalled", stalled).format(n=n_stalled))
        parts.append(_("Ctrl + Shift + arrows move a card by keyboard"))
        return "   ".join(parts)

    def primary_actions(self) -> list[str]:
        """Offer the desk of those on their way to the exchange beside a new note."""
        return ["go.ipo_desk", *super().primary_actions()]

    def current_firm(self) -> str | None:
        """Return the firm of the chosen card."""
        return self.board.current_firm() if self._middle.currentWidget() is self.board else None

    def focus_filter(self) -> bool:
        """Move the focus into the filter box."""
        self.bar.filters.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.filters.box.selectAll()
        return True

    def query(self) -> FirmQuery:
        """Return which firms are on the board."""
        return self._query

    def state(self) -> dict[str, Any]:
        """Return filters, order, folded columns, the number of cards and the chosen one."""
        return {
            "query": self._query.to_json(),
            "number": self._number,
            "more": dict(self._more),
            "folds": self.board.folds(),
            "selected": self.board.current_firm(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the board as it was left."""
        number = int(state.get("number", USUAL_NUMBER))
        self._number = number if number in NUMBERS else USUAL_NUMBER
        self.board.set_folds(state.get("folds", {}))
        self._query = FirmQuery.from_json(str(state.get("query", "{}")))
        self._more = dict(state.get("more", {}))
        selected = state.get("selected")
        self._read(also=selected)
        if selected:
            self.board.select_firm(selected)

    def refresh(self) -> None:
        """Read the board again; the chosen card stays chosen."""
        self._read(also=self._moving or self.board.current_firm())

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        if set(change.touched) & _SHOWN:
            self.refresh()

    def on_sheet_closed(self) -> None:
        """Take the marks of a move away; a moved firm is chosen where it is now."""
        self.drag.settle()
        if self._moving:
            firm_id, self._moving = self._moving, ""
            self._read(also=firm_id)
            self.board.select_firm(firm_id)
            self.board.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keys of the board work at once."""
        super().showEvent(event)
        if not event.spontaneous():
            self.board.take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Put a carried card back."""
        super().hideEvent(event)
        self.drag.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let arrows, J and K find the board from any button."""
        keys = (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Down, Qt.Key.Key_Up)
        if event.key() in keys and not event.modifiers():
            self.board.take_focus()
        else:
            super().keyPressEvent(event)

    def _use(self, query: FirmQuery) -> None:
        """Show the firms of a query."""
        self._query = query
        self._more = {}
        self._read()

    def _read(self, also: str | None = None) -> None:
        most = {**self._more, **dict.fromkeys(self.board.folded(), 0)}
        columns = self.context.ask(stage_board.board, self._query, most, usual=self._number, also=also)
        self._total = sum(column.firms for column in columns)
        self.bar.show_query(self._query, self._number)
        if self._total:
            self.board.show_columns(columns)
            self._middle.setCurrentWidget(self.board)
        else:
            self._empty.show_for(self._query)
            self._middle.setCurrentWidget(self._empty)
        self.chrome_changed.emit()
        self._facts_wait.start()

    def _show_firm(self, firm_id: str) -> bool:
        """Choose the card of a firm, in a folded column too; False when it is not on the board."""
        self._read(also=firm_id)
        stage = self.context.ask(stage_board.stage_on_board, self._query, firm_id)
        if stage is not None and self.board.column(stage).is_folded():
            self.board.fold(stage, folded=False)
            self._read(also=firm_id)
        return self.board.select_firm(firm_id)

    def _move(self, firm_id: str, to: str) -> None:
        """Ask for the reason of a move."""
        self._moving = firm_id
        self.context.open_sheet("board_move", firm_id=firm_id, stage=to)
        self._follow()

    def _follow(self) -> None:
        """Choose the moved card where it is now; a sheet over the page does so when it closes."""
        if not is_covered(self.window()):
            self.on_sheet_closed()

    def _on_query_asked(self, query: FirmQuery) -> None:
        self._use(query)

    def _on_number_asked(self, number: int) -> None:
        self._number, self._more = number, {}
        self._read()

    def _on_more_asked(self, stage: str) -> None:
        self._more[stage] = len(self.board.shown(stage)) + _MORE
        self._read()

    def _on_facts_due(self) -> None:
        if self.context.is_open:
            self._facts = self.context.ask(stage_board.facts, self._query)
            self.chrome_changed.emit()

    def _on_list_asked(self, stage: str) -> None:
        self.context.open_page("clients", query=self._query.model_copy(update={"stages": (stage,)}))

    def _on_refused(self, why: str) -> None:
        self.context.tell(why, tone="warning")

    def _on_back_asked(self) -> None:
        self._move_by(-1)

    def _on_forward_asked(self) -> None:
        self._move_by(1)

    def _move_by(self, by: int) -> None:
        """Move the chosen card to the stage beside its own."""
        firm_id = self.board.current_firm()
        if firm_id is None:
            return
        if self.context.read_only:
            self._on_refused(_("This book is open for reading only; nothing can be changed now."))
            return
        stages = (NO_STAGE, *reference.stages())
        at = stages.index(self.board.current_stage()) + by
        if not 0 < at < len(stages):
            self._on_refused(_("There is no stage beyond this one."))
            return
        problem = self.drag.preview(firm_id, stages[at]).problems.get("", "")
        if problem:
            self._on_refused(problem)
        else:
            self._move(firm_id, stages[at])

    def _on_move_asked(self, firm_id: str, to: str) -> None:
        card, start = self.board.card(firm_id), self.board.stage_of(firm_id) or NO_STAGE
        stages = tuple(reference.stages())
        if card is None or start == NO_STAGE or abs(stages.index(to) - stages.index(start)) < _FAR:
            self._move(firm_id, to)
            return
        self._far = (firm_id, to)
        said = _("{firm} would go from {start} to {to}, which is {n} columns away. Is that where it belongs?").format(
            firm=card.firm.name,
            start=short_stage_label(start),
            to=short_stage_label(to),
            n=abs(stages.index(to) - stages.index(start)),
        )
        title = _("Move to {stage}?").format(stage=short_stage_label(to))
        sheet = ask(self.window(), title, said, confirm=_("Go on"), on_yes=self._on_far_confirmed)
        sheet.dismissed.connect(self.drag.settle)

    def _on_accept_asked(self, proposal: Proposal) -> None:
        self._moving = proposal.firm_id
        accept_move(self.context, proposal)
        self._follow()

    def _on_far_confirmed(self) -> None:
        self._move(*self._far)

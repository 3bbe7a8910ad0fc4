"""Scenarios against products: for the whole book where nobody spoke of what would fit, for one client what stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.offers import products, scenarios
from rmapp.domain.query import FirmQuery
from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext
from rmapp.services.clients import cards, firms
from rmapp.services.matching.coverage import Coverage, chunks, firm_matrix
from rmapp.ui import metrics
from rmapp.ui.page import Crumb, Page
from rmapp.ui.pages.matrix_side import CellCard, state_words
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.matrix_grid import GridCell, MatrixGrid
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.services.matching.coverage import Cell, FirmCell
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_SIDE, _WIDEST_SIDE = 284, 420
STEP = 100
"""How many firms are counted between two looks at what the user does."""

_READ = frozenset({"firm", "facility", "product_decision", "need", "stage_event", "claim", "financial_snapshot"})
_TONES = {"in_use": "success", "eligible": "accent", "proposed": "success", "mentioned": "success"}
_GLYPHS = {"in_use": "●", "proposed": "◐", "mentioned": "○", "refused": "–", "eligible": "+", "possible": "?"}
_STRENGTHS = {"in_use": 1.0, "eligible": 0.9, "proposed": 0.7, "mentioned": 0.5, "possible": 0.25, "refused": 0.2}


class MatrixPage(Page):
    """The grid at the left, the chosen place in words at the right; the book is counted bit by bit."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._coverage = Coverage()
        self._rest: Iterator[Sequence[str]] = iter(())
        self._total = 0
        self._is_chosen = False
        self._stale = True
        self._scope = Segmented([("mine", _("Mine")), ("book", _("Whole book"))], name=_("Whose clients"))
        self._said = PlainLabel("", tone="secondary")
        self.grid = MatrixGrid(name=_("Scenarios and products"))
        self.side = CellCard(context)
        self._pulse = QTimer(self)
        self._pulse.setInterval(0)
        self._build()
        self._scope.set_code("book")
        self._scope.chosen.connect(self._on_scope_chosen)
        self.grid.chosen.connect(self._on_cell_chosen)
        self._pulse.timeout.connect(self._count_on)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        side = metrics.space(5)
        column.setContentsMargins(side, metrics.space(3), side, 0)
        column.setSpacing(metrics.space(3))
        head = QHBoxLayout()
        head.addWidget(self._scope)
        head.addWidget(self._said)
        head.addStretch(1)
        column.addLayout(head)
        beside = QHBoxLayout()
        beside.setSpacing(metrics.space(4))
        scroll = self._scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        ground.setProperty("surface", "none")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.grid)
        inner.addStretch(1)
        scroll.setWidget(ground)
        beside.addWidget(scroll, 1)
        right = PageScroll(margin=2)
        right.body.addWidget(self.side)
        right.body.addStretch(1)
        right.setFixedWidth(min(round(_SIDE * active().text_factor), _WIDEST_SIDE))
        beside.addWidget(right)
        column.addLayout(beside, 1)

    # What the shell asks

    def enter(self, firm_id: str = "", **args: Any) -> None:
        """Show the book, or one client."""
        self._stale = self._stale or firm_id != self._firm_id
        self._firm_id = firm_id
        self._scope.setVisible(not firm_id)
        if self._stale:
            self.refresh()

    def leave(self) -> None:
        """Stop counting; it begins anew on the next visit."""
        self._stale = self._stale or self._pulse.isActive()
        self._pulse.stop()

    def title(self) -> str:
        """Return the page's name."""
        return _("Scenarios and products")

    def breadcrumb(self) -> list[Crumb]:
        """Return the way from a client, if there is one."""
        if not self._firm_id:
            return []
        name = self.context.ask(firms.display_name, self._firm_id)
        return [Crumb(name, "client", {"firm_id": self._firm_id, "tab": "products"}), Crumb(self.title())]

    def footer_text(self) -> str:
        """Return how many clients are counted."""
        if self._firm_id:
            return ""
        n = self._coverage.firms
        return ngettext("{n} client counted", "{n} clients counted", n).format(n=format_number(n))

    def current_firm(self) -> str | None:
        """Return the client whose matrix is shown."""
        return self._firm_id or None

    def on_changed(self, change: Change[Any]) -> None:
        """Count anew when what is counted changed."""
        if change.touched.keys() & _READ:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def refresh(self) -> None:
        """Read anew."""
        self._stale = False
        self.grid.set_axes(
            [(code, one.label.text()) for code, one in scenarios().items() if not one.retired],
            [(code, one.label.text()) for code, one in products().items() if not one.retired],
        )
        if self._firm_id:
            self._show_firm()
        else:
            self._begin()
        self.chrome_changed.emit()

    def _show_firm(self) -> None:
        self._pulse.stop()
        cells = self.context.ask(firm_matrix, self._firm_id)
        self._said.setText(
            _(
                "Places of the present stage are filled: + may be offered, ? to ask, ● in use, ◐ proposed, "
                "○ mentioned, – refused."
            )
        )
        self.grid.set_cells({(one.scenario, one.product): _firm_cell(one) for one in cells})
        self._show_place()

    def _begin(self) -> None:
        self._coverage = Coverage()
        ids = self.context.ask(cards.ids, FirmQuery(scope="mine" if self._scope.code() == "mine" else "all"))
        self._total, self._rest = len(ids), chunks(ids, STEP)
        self._show_counts()
        self._pulse.start()

    def _count_on(self) -> None:
        part = next(self._rest, None)
        if part is None:
            self._pulse.stop()
            self._show_counts()
            self._begin_at_gap()
            self.chrome_changed.emit()
            return
        self.context.ask(self._coverage.add, part)
        done, total = format_number(self._coverage.firms), format_number(self._total)
        self._said.setText(_("Counting: {done} of {total} clients").format(done=done, total=total))

    def _begin_at_gap(self) -> None:
        """Choose the largest gap, as long as nobody chose a place."""
        gaps = self._coverage.gaps(1)
        if gaps and not self._is_chosen:
            self.grid.choose(gaps[0].scenario, gaps[0].product)
            self._is_chosen = False

    def _show_counts(self) -> None:
        cells = self._coverage.cells()
        most = max((cell.gap for cell in cells), default=0)
        self._said.setText(_("The number says with how many clients nobody spoke of a product that fits them."))
        self.grid.set_cells({(one.scenario, one.product): _book_cell(one, most) for one in cells})
        self._show_place()

    def _show_place(self) -> None:
        place = self.grid.current()
        if place is not None:
            self._show_cell(*place)

    def _on_cell_chosen(self, scenario: str, product: str) -> None:
        self._is_chosen = True
        self._show_cell(scenario, product)

    def _show_cell(self, scenario: str, product: str) -> None:
        centre = self.grid.cell_rect().center().toPoint()
        self._scroll.ensureVisible(centre.x(), centre.y())
        if self._firm_id:
            cells = self.context.ask(firm_matrix, self._firm_id)
            one = next(each for each in cells if (each.scenario, each.product) == (scenario, product))
            self.side.show_firm(self._firm_id, one)
            return
        cell = next(one for one in self._coverage.cells() if (one.scenario, one.product) == (scenario, product))
        self.side.show_cell(cell, self._coverage.open_firms(scenario, product))

    def _on_scope_chosen(self, _code: str) -> None:
        self.refresh()


def _book_cell(cell: Cell, most: int) -> GridCell:
    said = _("{scenario}, {product}: {counts}").format(
        scenario=reference.text("scenario", cell.scenario),
        product=reference.text("product", cell.product),
        counts=state_words(cell.counts),
    )
    return GridCell(str(cell.gap) if cell.gap else "", cell.gap / most if most else 0.0, said)


def _firm_cell(cell: FirmCell) -> GridCell:
    said = _("{scenario}, {product}: {counts}").format(
        scenario=reference.text("scenario", cell.scenario),
        product=reference.text("product", cell.product),
        counts=state_words({cell.state: 1}),
    )
    if not cell.in_stage:
        return GridCell("", 0.0, said)
    tone = _TONES.get(cell.state, "neutral")
    return GridCell(_GLYPHS.get(cell.state, ""), _STRENGTHS.get(cell.state, 0.0), said, tone)

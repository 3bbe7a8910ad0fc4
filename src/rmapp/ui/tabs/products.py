"""The products of a client: what the bank can offer now, why and why not, what is in use and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.offers import scenarios
from rmapp.i18n import _
from rmapp.services import matching
from rmapp.services.matching.states import product_states
from rmapp.ui import metrics
from rmapp.ui.tabs.product_row import ProductRow
from rmapp.ui.tabs.product_side import InUseCard, RefusedCard, WhyCard
from rmapp.ui.tabs.rows import clear
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.chips import CountBadge
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.matching import Match
    from rmapp.ui.context import UiContext

_WIDE = 170
_LIST_WIDTH, _SIDE_WIDTH = 1000, 400


class ProductsTab(ClientTab):
    """Products that may be offered by fit, then those to ask about; the rest on request. Rules at the side."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._header: FirmHeader | None = None
        self._found: tuple[Match, ...] = ()
        self._left_off = (0, False)
        self._seeks = False
        self._rows: list[ProductRow] = []
        self._chosen = ""
        self._scenario = ""
        self._badge = CountBadge(0)
        self._scenarios = Choice((), name=_("Scenario"))
        self._scenarios.setMinimumWidth(metrics.grown(_WIDE))
        self._sort = Choice((("fit", _("Sort: fit")), ("potential", _("Sort: potential"))), name=_("Sort by"))
        self._sort.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self._which = Segmented(
            [("fitting", _("What fits")), ("all", _("All, with why not"))], name=_("Which products")
        )
        self._matrix = IconButton("table-2", _("Scenarios and products"))
        self._matrix.clicked.connect(self._on_matrix_clicked)
        self.why = WhyCard(context)
        self.in_use = InUseCard(context)
        self.refused = RefusedCard(context)
        self._build()

    def _build(self) -> None:
        # The rules stand beside the list and scroll by themselves, or those of a late product would be out of sight.
        self._scroll = PageScroll(max_width=_LIST_WIDTH, margin=6)
        self._side = PageScroll(max_width=_SIDE_WIDTH, margin=6, leading=0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 70)
        outer.addWidget(self._side, 30)
        left, right = self._scroll.body, self._side.body
        left.setSpacing(metrics.space(3))
        left.addLayout(self._head())
        self._list = QVBoxLayout()
        self._list.setSpacing(metrics.space(3))
        left.addLayout(self._list)
        left.addStretch(1)
        self._cards = QWidget()
        cards = QVBoxLayout(self._cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(metrics.space(4))
        for card in (self.why, self.in_use, self.refused):
            cards.addWidget(card)
        right.addWidget(self._cards)
        right.addStretch(1)
        # Rows have their places after the layout only, and that says so by another length of the list.
        self._scroll.verticalScrollBar().rangeChanged.connect(self._go_to_chosen)
        self._scenarios.changed.connect(self._on_scenario_chosen)
        self._sort.changed.connect(self._on_view_changed)
        self._which.chosen.connect(self._on_view_changed)
        self.refused.offered_again.connect(self._on_offered_again)

    def _head(self) -> FlowLayout:
        head = FlowLayout(gap=metrics.space(2), spread=True)
        head.addWidget(_beside(PlainLabel(_("Matched products"), role="subtitle"), self._badge, self._matrix))
        head.addWidget(_beside(self._which, self._scenarios, self._sort))
        return head

    def show_client(self, header: FirmHeader) -> None:
        """Match all products to this client; after a change of the same one the list stays where it was."""
        if self._header is None or header.firm.id != self._header.firm.id:
            self._scenario = self._chosen = ""
        else:
            focus = QApplication.focusWidget()
            self._left_off = self._scroll.verticalScrollBar().value(), self._scroll.isAncestorOf(focus or self)
            QTimer.singleShot(0, self, self._go_back)
        self._seeks = False
        self._header = header
        self._found = self.context.ask(matching.match_firm, header.firm.id)
        self._show_scenarios()
        self._show_rows()
        self.in_use.show_client(header)
        self.refused.show_matches(header, self._found)

    def state(self) -> dict[str, Any]:
        """Return what is chosen and how far the tab is scrolled."""
        return {
            "product": self._chosen,
            "scenario": self._scenario,
            "which": self._which.code(),
            "scroll": self._scroll.verticalScrollBar().value(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Look again as it did, or show one `product` that was asked for, whatever its result."""
        wanted = str(state.get("product", ""))
        self._chosen = wanted
        self._scenario = str(state.get("scenario", ""))
        result = next((one.result for one in self._found if one.product.code == wanted), "")
        is_all = state.get("which") == "all" or result == "not_eligible"
        self._which.set_code("all" if is_all else "fitting")
        if self._header is not None:
            self._show_scenarios()
            self._show_rows()
        if "scroll" in state:
            self._scroll.verticalScrollBar().setValue(int(state["scroll"]))
        else:
            self._seeks = True
            QTimer.singleShot(0, self, self._go_to_chosen)

    def _go_to_chosen(self) -> None:
        row = self._row()
        if self._seeks and row is not None:
            self._scroll.ensureWidgetVisible(row)

    def _go_back(self) -> None:
        scroll, had_focus = self._left_off
        row = self._row()
        if had_focus and row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.verticalScrollBar().setValue(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the rules below the list where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        ground = self._scroll.widget()
        if ground is None:
            return
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        cards = self._cards.minimumSizeHint().width() + metrics.space(6) + bar
        is_beside = self.width() >= ground.minimumSizeHint().width() + bar + cards
        self._side.setMinimumWidth(cards if is_beside else 0)
        if is_beside == self._side.isVisibleTo(self):
            return
        self._side.setVisible(is_beside)
        if is_beside:
            self._side.body.insertWidget(0, self._cards)
        else:
            self._scroll.body.addWidget(self._cards)

    def _row(self) -> ProductRow | None:
        """Return the row of the chosen product."""
        return next((row for row in self._rows if row.match.product.code == self._chosen), None)

    def _show_scenarios(self) -> None:
        """Offer the scenarios with the best fit in each, those of the stage first."""
        stage = self._header.stage if self._header is not None else None
        options = [("", _("All scenarios"))]
        for one in matching.scenario_scores(self._found, stage):
            said = _("{scenario} · {score}") if one.score is not None else _("{scenario}")
            if one.in_stage:
                options.append((one.scenario.code, said.format(scenario=one.scenario.label.text(), score=one.score)))
        self._scenarios.set_options(options)
        self._scenarios.set_code(self._scenario if self._scenario in dict(options) else "")
        self._scenario = self._scenarios.code() or ""

    def _show_rows(self) -> None:
        used, before = self._used(), [row.match.product.code for row in self._rows]
        fitting = [one for one in self._found if one.result == "eligible" and not one.quiet]
        self._badge.set_text(_("{n} of {all}").format(n=len(fitting), all=len(self._found)))
        shown = self._filtered()
        clear(self._list)
        self._rows = []
        for result, heading in self._parts():
            part = [one for one in shown if one.result == result]
            if not part:
                continue
            if heading:
                self._list.addWidget(PlainLabel(heading, role="section", tone="secondary"))
            for one in part:
                self._add_row(one, in_use=one.product.code in used)
        if not self._rows:
            self._list.addWidget(PlainLabel(self._nothing(), tone="tertiary", wrap=True))
        codes = [row.match.product.code for row in self._rows]
        if self._chosen not in codes:
            # The one that came after a product that is gone takes its place.
            at = before.index(self._chosen) if self._chosen in before else 0
            self._chosen = codes[min(at, len(codes) - 1)] if codes else ""
        self._choose(self._chosen)

    def _parts(self) -> Sequence[tuple[str, str]]:
        parts = [("eligible", ""), ("possible", _("Ask the client"))]
        return [*parts, ("not_eligible", _("Not eligible"))] if self._which.code() == "all" else parts

    def _filtered(self) -> list[Match]:
        wanted = scenarios()[self._scenario].products if self._scenario else None
        shown = [one for one in self._found if (wanted is None or one.product.code in wanted) and not one.quiet]
        if self._sort.code() == "potential":
            shown.sort(key=_by_potential)
        return shown

    def _add_row(self, match: Match, *, in_use: bool) -> None:
        row = ProductRow(match, in_use=in_use, read_only=self.context.read_only)
        row.shown.connect(self._on_row_shown)
        row.acted.connect(self._on_acted)
        row.stepped.connect(self._on_stepped)
        self._rows.append(row)
        self._list.addWidget(row)

    def _used(self) -> set[str]:
        """Return the products that are in use with our own bank."""
        if self._header is None:
            return set()
        firm_id = self._header.firm.id
        _stage, states = self.context.ask(product_states, [firm_id]).get(firm_id, (None, {}))
        return {code for code, state in states.items() if state == "in_use"}

    def _nothing(self) -> str:
        if self._scenario:
            return _("No product of this scenario fits now. Choose another one, or look at why not.")
        if self._header is not None and self._header.stage is None:
            return _("Products depend on the stage. Record the stage of this client first.")
        return _("No product fits this client now. Look at why not: a fact may be missing.")

    def _choose(self, code: str) -> None:
        self._chosen = code
        found = None
        for row in self._rows:
            is_it = row.match.product.code == code
            row.set_chosen(is_it)
            found = row.match if is_it else found
        self.why.show_match(found)
        self._side.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, self, self._arrange)

    def _on_row_shown(self, code: str) -> None:
        self._seeks = False
        self._choose(code)
        if not self._side.isVisibleTo(self):
            self._scroll.ensureWidgetVisible(self.why)

    def _on_stepped(self, step: int) -> None:
        codes = [row.match.product.code for row in self._rows]
        at = codes.index(self._chosen) + step
        if 0 <= at < len(codes):
            self._choose(codes[at])
            self._rows[at].setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(self._rows[at])

    def _on_matrix_clicked(self) -> None:
        if self._header is not None:
            self.context.open_page("matrix", firm_id=self._header.firm.id)

    def _on_scenario_chosen(self, code: str) -> None:
        self._scenario = code
        self._show_rows()

    def _on_view_changed(self, _value: object) -> None:
        self._show_rows()

    def _on_offered_again(self, code: str) -> None:
        self._on_acted("undo", code)

    def _on_acted(self, act: str, code: str) -> None:
        if self._header is None:
            return
        firm_id, product = self._header.firm.id, _product(self._found, code)
        self._chosen = code
        name = product.product.label.text()
        if act == "propose":
            self.context.do(matching.propose, firm_id, code, label=_("Proposed: {product}").format(product=name))
        elif act == "undo":
            self.context.do(
                matching.offer_again, firm_id, code, label=_("Offered again: {product}").format(product=name)
            )
        elif act == "line" and product.decision is not None:
            self.context.open_page("client", firm_id=firm_id, tab="credit", line=product.decision.facility_id)
        else:
            self.context.open_sheet("product", firm_id=firm_id, product=code, act=act)


def _beside(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.space(2))
    for widget in widgets:
        row.addWidget(widget)
    return holder


def _product(found: Sequence[Match], code: str) -> Match:
    return next(one for one in found if one.product.code == code)


def _by_potential(match: Match) -> tuple[int, int, str]:
    return -match.potential, -match.fit, match.product.code

"""The card with the group of a client: its tree or the same as a table, and the limits it shares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from rmapp.domain import reference
from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_date, format_percent
from rmapp.errors import InputError
from rmapp.i18n import _, current, ngettext
from rmapp.services.clients import groups
from rmapp.ui import metrics
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.group_layout import places
from rmapp.ui.tabs.group_tree import GroupTree, in_unit
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel, plain

if TYPE_CHECKING:
    from rmapp.domain.ownership import GroupLimit
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.groups import GroupNode, GroupView
    from rmapp.ui.context import UiContext

_INDENT = 18


class GroupCard(ClientCard):
    """Firms under the same control, with what each owes."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Group"), icon="network")
        self._header: FirmHeader | None = None
        self._group: GroupView | None = None
        self._day = DateEdit(name=_("Links of the day"), future=False, today=context.clock.today())
        self._day.setFixedWidth(self._day.minimumSizeHint().width())
        self._day.setToolTip(plain(_("Draw the group from the links of a past day")))
        self._day.setPlaceholderText(_("Today"))
        self._day.changed.connect(self._on_day_changed)
        self._day.failed.connect(self._on_day_failed)
        self._as_table = IconButton("table-2", _("Show as table"), size=26, checkable=True)
        self._as_table.toggled.connect(self._on_table_toggled)
        firm = Button(_("Add firm"), kind="ghost", size="small", icon="plus")
        firm.clicked.connect(self.add_one)
        limit = Button(_("Add group limit"), kind="ghost", size="small", icon="plus")
        limit.clicked.connect(self._on_limit_asked)
        for tool in (self._day, self._as_table, firm, limit):
            self.set_tools(tool)
        for tool in (firm, limit):
            tool.setEnabled(not context.read_only)

    def fill(self, header: FirmHeader) -> None:
        """Draw the tree, or say that there is no group."""
        if self._header is None or self._header.firm.id != header.firm.id:
            self._day.set_date(None)
        self._header = header
        day = self._chosen_day()
        found = self._group = self.context.ask(groups.group, header.firm.id, day)
        alone = found.size < 2 and not found.top.children and found.top.firm_id == header.firm.id
        self._as_table.setVisible(not alone)
        self._day.setVisible(not alone or day is not None)
        self.set_note("" if alone else _unit())
        self.set_count(None if alone else found.size)
        if alone:
            self.say_empty(_("No firm above or below this one is recorded."), _("Add a firm of the group"))
        elif self._as_table.isChecked():
            self.add(self._table(found))
        else:
            self.add(self._tree(found))
        if day is not None:
            words = _("Links of {date}, amounts of today.").format(date=format_date(day))
            self.add(PlainLabel(words, role="small", tone="warning", wrap=True))
        if found.cycle:
            self.add(Banner("warning", _("These firms own each other in a circle; each is shown once.")))
        if not alone:
            self.add(PlainLabel(_sum(found), role="small", tone="tertiary", wrap=True))
        for one in found.limits:
            self.add(self._limit_row(one))
        for owner in found.dependent:
            said = _("depends on it economically")
            self.add(RowButton(owner.name, said, icon="link", opens=owner.id))

    def add_one(self) -> None:
        """Open the sheet of a link, for a firm below."""
        self.context.open_sheet("ownership", firm_id=self.firm_id, side="subsidiary")

    def _tree(self, found: GroupView) -> QWidget:
        tree = GroupTree()
        tree.show_group((found.top, *found.other_tops), self.firm_id)
        tree.chosen.connect(self._on_node_chosen)
        area = _Area(tree)
        tree.moved.connect(area.reveal)
        return area

    def _table(self, found: GroupView) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.space(5))
        grid.setVerticalSpacing(metrics.space(1))
        grid.setColumnStretch(0, 1)
        for column, words in enumerate((_("Firm"), _("Owned"), _("Drawn"), _("Limit"))):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(PlainLabel(words, role="small", tone="tertiary"), 0, column, side)
        for row, place in enumerate(places((found.top, *found.other_tops)), start=1):
            node = place.node
            name = LinkLabel(node.name, role="body")
            name.setObjectName(node.firm_id)
            name.setProperty("node", node)
            name.clicked.connect(self._on_name_clicked)
            slot = QWidget()
            line = QHBoxLayout(slot)
            line.setContentsMargins(place.depth * _INDENT, 0, 0, 0)
            line.addWidget(name)
            line.addStretch(1)
            grid.addWidget(slot, row, 0)
            share = format_percent(node.owned_bp, 0) if node.owned_bp is not None else "–"
            for column, words in enumerate((share, in_unit(node.outstanding), in_unit(node.limit)), start=1):
                grid.addWidget(PlainLabel(words, numeric=True), row, column, Qt.AlignmentFlag.AlignRight)
        return table

    def _limit_row(self, limit: GroupLimit) -> RowButton:
        amount = format_compact(limit.limit) if limit.limit else _("amount not known")
        title = _("Group limit {amount}").format(amount=amount)
        said = " · ".join(part for part in (limit.lender, limit.borrowers, limit.purpose, limit.security) if part)
        status = reference.text("line_status", limit.status)
        row = RowButton(title, said, right=status, icon="users-round", opens=limit.id)
        row.clicked.connect(self._on_limit_clicked)
        return row

    def _on_node_chosen(self, node: GroupNode) -> None:
        if node.kind == "firm" and node.firm_id != self.firm_id:
            self.context.open_client(node.firm_id, "people")
        elif node.kind == "person":
            self.context.open_sheet("person", firm_id=self.firm_id, person_id=node.firm_id)

    def _on_name_clicked(self) -> None:
        self._on_node_chosen(self.sender().property("node"))

    def _on_table_toggled(self, as_table: bool) -> None:
        self._as_table.set_name(_("Show as picture") if as_table else _("Show as table"))
        if self._header is not None:
            self.show_client(self._header)

    def _chosen_day(self) -> date | None:
        """Return the day written, None for today; while it cannot be read, today."""
        try:
            day = self._day.date()
        except InputError:
            return None
        return day if isinstance(day, date) else None

    def _on_day_failed(self, _sentence: str) -> None:
        self._day.set_state("error")

    def _on_day_changed(self) -> None:
        self._day.set_state("")
        if self._header is not None:
            self.show_client(self._header)

    def _on_limit_asked(self) -> None:
        top = self._group.top if self._group is not None else None
        firm_id = top.firm_id if top is not None and top.kind == "firm" else self.firm_id
        self.context.open_sheet("group_limit", firm_id=firm_id)

    def _on_limit_clicked(self) -> None:
        limits = {limit.id: limit for limit in self._group.limits} if self._group is not None else {}
        limit = limits[self.row_key()]
        self.context.open_sheet("group_limit", firm_id=limit.firm_id, limit=limit)


class _Area(QScrollArea):
    """A tree that is too wide scrolls sideways; it is as high as the tree."""

    def __init__(self, tree: GroupTree) -> None:
        super().__init__()
        self.setWidget(tree)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(tree.sizeHint().height() + bar)

    def reveal(self, box: QRect) -> None:
        """Scroll to a box."""
        self.ensureVisible(box.center().x(), box.center().y(), box.width() // 2 + metrics.space(2), 0)


def _unit() -> str:
    return _("in ¥10,000") if current() == "zh_CN" else _("in ¥m")


def _sum(found: GroupView) -> str:
    firms = ngettext("{n} firm", "{n} firms", found.size).format(n=found.size)
    if found.outstanding is None or found.limit is None:
        return firms
    said = _("{firms}, {drawn} drawn of {limit}")
    return said.format(firms=firms, drawn=format_compact(found.outstanding), limit=format_compact(found.limit))

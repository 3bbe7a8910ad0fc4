"""A limit that several firms of a group share: what is used of it and of its parts, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.limits.explain import explain_group_limit
from rmapp.ui import line_wording
from rmapp.ui.tabs.explained import Figure
from rmapp.ui.tabs.limit_words import split_words
from rmapp.ui.tabs.rows import source_line
from rmapp.ui.widgets.bars import UtilisationBar
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.services.limits.exposure import GroupLimitUse
    from rmapp.ui.context import UiContext


class GroupLimitCard(Card):
    """Amount, use and room of one limit with its parts; one that does not bind us shows what was reported."""

    group_asked = Signal()

    def __init__(self, context: UiContext, used: GroupLimitUse, *, to_group: bool = True) -> None:
        super().__init__(_("Limit shared in the group"))
        self._context, self._used = context, used
        self.setAccessibleName(used.name)
        if to_group:
            group = IconButton("network", _("Show the group"), size=26)
            group.clicked.connect(self.group_asked)
            self.set_tools(group)
        edit = IconButton("pencil", _("Edit {name}").format(name=used.name), size=26)
        edit.clicked.connect(self._on_edit_clicked)
        self.set_tools(edit)
        self._fill()

    def _fill(self) -> None:
        used, limit = self._used, self._used.limit
        self.add(PlainLabel(used.name, role="small", tone="secondary", wrap=True))
        self._row(_("Limit"), limit.limit)
        if used.binds:
            self._row(_("Used"), used.use)
            if used.use is not None and limit.limit is not None and limit.limit.minor > 0:
                bar = UtilisationBar()
                share = used.use.minor / limit.limit.minor
                bar.set_value(share, f"{share:.0%}")
                self.add(bar)
            for part in used.sub_limits:
                self._part(part.name, part.use, part.sub_limit.limit)
            self.add(Divider())
            self._row(_("Left"), used.room, strong=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        tone = "warning" if used.over_allocated is not None else "secondary"
        words.addWidget(PlainLabel(split_words(used), role="small", tone=tone, wrap=True))
        for text in filter(None, (limit.lender, limit.borrowers, limit.security, limit.purpose, _until(used))):
            words.addWidget(PlainLabel(text, role="small", tone="secondary", wrap=True))
        words.addWidget(PlainLabel(source_line(limit), role="small", tone="tertiary", wrap=True))
        self.add(words)

    def _row(self, label: str, money: Money | None, *, strong: bool = False) -> None:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(label, tone="primary" if strong else "secondary"))
        row.addStretch(1)
        tone = "secondary" if money is None else "danger" if money.minor < 0 else "accent" if strong else "primary"
        words = line_wording.amount(money)
        row.addWidget(
            Figure(self._context, label, words, explain_group_limit, self._used.limit.id, tone=tone, weight=600)
        )
        self.add(row)

    def _part(self, name: str, use: Money | None, limit: Money | None) -> None:
        row = QHBoxLayout()
        row.addWidget(ElidedLabel(name, role="small", tone="secondary"), 1)
        said = _("{used} of {limit}").format(used=line_wording.in_unit(use), limit=line_wording.in_unit(limit))
        row.addWidget(PlainLabel(said, role="small", numeric=True))
        self.add(row)

    def _on_edit_clicked(self) -> None:
        limit = self._used.limit
        self._context.open_sheet("group_limit", firm_id=limit.firm_id, limit=limit)


def _until(used: GroupLimitUse) -> str:
    day = used.limit.valid_to
    return _("valid until {date}").format(date=format_date(day)) if day is not None else ""

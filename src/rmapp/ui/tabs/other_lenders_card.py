"""What a client is known to have with other lenders: each line as told last, known totals, our share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_partial, format_percent
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.lines import other_lenders
from rmapp.services.portfolio.line_tables import rate_sentences
from rmapp.services.portfolio.other_lines_table import other_lines_table
from rmapp.ui.tabs.export_button import Exportable, ExportButton
from rmapp.ui.tabs.rows import EmptyLine, RowButton, clear, source_line
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.domain.other_line import OtherLine
    from rmapp.services.lines.other_lenders import OtherLenders
    from rmapp.ui.context import UiContext


class OtherLendersCard(Card):
    """One row for each line; a click opens what was told last."""

    def __init__(self, context: UiContext, firm_id: str) -> None:
        super().__init__(_("Other lenders"), icon="building")
        self._context, self._firm_id = context, firm_id
        add = IconButton("plus", _("Add a line of another lender"), size=26)
        add.setEnabled(not context.read_only)
        add.clicked.connect(self._on_add_clicked)
        self.set_tools(add)
        table = Exportable(_("Other lenders"), other_lines_table, (firm_id,))
        self._export = ExportButton(context, _("Export the lines of other lenders"), [table], firm_id=firm_id)
        self.set_tools(self._export)
        self.refresh_lines()

    def refresh_lines(self) -> None:
        """Read and show what is known now."""
        self.set_error("")
        clear(self.body)
        try:
            found = self._context.ask(other_lenders.other_lines, self._firm_id)
        except RmappError as problem:
            self.set_error(problem.message)
            return
        self.set_count(len(found.lines) or None)
        self._export.setVisible(bool(found.lines))
        if not found.lines:
            empty = EmptyLine(
                _("Nothing is known of other lenders."),
                _("Add a line of another lender"),
                enabled=not self._context.read_only,
            )
            empty.clicked.connect(self._on_add_clicked)
            self.add(empty)
            return
        for line in found.lines:
            row = RowButton(_title(line), _below(line), right=amounts_text(line), icon="building-2", opens=line.id)
            row.clicked.connect(self._on_row_clicked)
            self.add(row)
        for words, tone in _totals(found):
            self.add(PlainLabel(words, role="small", tone=tone, wrap=True))

    def _on_add_clicked(self) -> None:
        self._context.open_sheet("other_line", firm_id=self._firm_id)

    def _on_row_clicked(self) -> None:
        line_id = self.sender().objectName()
        self._context.open_sheet("other_line", firm_id=self._firm_id, line_id=line_id)


def _title(line: OtherLine) -> str:
    kind = reference.text("facility_type", line.facility_type) if line.facility_type else ""
    return " · ".join(part for part in (line.lender, kind) if part)


def _below(line: OtherLine) -> str:
    security = reference.text("security_type", line.security) if line.security else ""
    return " · ".join(part for part in (source_line(line), security, line.price_note) if part)


def amounts_text(line: OtherLine) -> str:
    """Return what is owed of the limit, as far as it is known."""
    return _("{outstanding} of {limit}").format(outstanding=_known(line.outstanding), limit=_known(line.limit))


def _known(money: Money | None) -> str:
    return _("not known") if money is None else format_compact(money)


def _totals(found: OtherLenders) -> list[tuple[str, str]]:
    """Return what is known of all lenders, as sentences with their tones."""
    said = [
        (
            _("Known at other lenders: outstanding {outstanding}, limit {limit}, oldest statement {date}.").format(
                outstanding=_known(found.known_outstanding),
                limit=_known(found.known_limit),
                date=format_partial(found.oldest_as_of) if found.oldest_as_of else _("not known"),
            ),
            "secondary",
        )
    ]
    if found.share_of_wallet_bp is not None:
        share = _("Our share of what the client is known to owe: {share}.")
        said.append((share.format(share=format_percent(found.share_of_wallet_bp, 0)), "secondary"))
    tone = "warning" if found.stale else "tertiary"
    return said + [(words, tone) for words in rate_sentences(found.rate_on, stale=found.stale)]

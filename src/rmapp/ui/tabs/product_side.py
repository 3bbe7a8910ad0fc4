"""What stands beside the matched products: the rules of the chosen one, what is in use, what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.match_wording import origin_text
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.ui import metrics
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.product_row import truth_of
from rmapp.ui.tabs.rows import RowButton, clear
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.truth_mark import truth_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.matching import Match, MatchLine
    from rmapp.ui.context import UiContext

MOST_REFUSED = 6


class WhyCard(Card):
    """Every rule of one product with what is known, and what the product usually is."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("Why this"), icon="lightbulb")
        self._context = context

    def show_match(self, match: Match | None) -> None:
        """Show the rules of this product, or what matching is."""
        clear(self.body)
        self.add(
            PlainLabel(
                _(
                    "A product is matched by rules that you can read and edit. Each looks at the stage and at facts of "
                    "this book. Nothing here is an offer."
                ),
                tone="secondary",
                wrap=True,
            )
        )
        if match is not None:
            self._add_rules(match)
            self._add_terms(match)
        edit = Button(_("Edit the rules"), kind="ghost", icon="sliders-horizontal", size="small")
        edit.clicked.connect(self._on_edit_clicked)
        foot = QHBoxLayout()
        foot.addWidget(edit)
        foot.addStretch(1)
        self.add(foot)

    def _add_rules(self, match: Match) -> None:
        self.add(Divider())
        self.add(PlainLabel(match.product.label.text(), weight=600, wrap=True))
        needed = [line for line in match.lines if not line.is_preferred]
        group = 0
        for line in needed:
            if line.choice and line.choice != group:
                self.add(PlainLabel(_("One of these is enough:"), role="small", tone="tertiary"))
            elif group and not line.choice:
                self.add(PlainLabel(_("And:"), role="small", tone="tertiary"))
            group = line.choice
            self.add(_RuleLine(line))
        preferred = [line for line in match.lines if line.is_preferred]
        if preferred:
            said = _("Makes it fit better: {fit} of 100 points").format(fit=match.fit)
            self.add(PlainLabel(said, role="small", tone="tertiary"))
        for line in preferred:
            self.add(_RuleLine(line))

    def _add_terms(self, match: Match) -> None:
        guide = match.product.guidance
        said = []
        if guide.max_limit is not None:
            said.append(_("up to {amount}").format(amount=format_money(guide.max_limit)))
        if guide.tenor_months is not None:
            low, high = guide.tenor_months
            said.append(_("{low} to {high} months").format(low=low, high=high))
        if guide.security:
            said.append(listed(reference.text("security_type", code) for code in guide.security))
        if said:
            self.add(Divider())
            terms = _("Usual terms: {terms}").format(terms=_(", ").join(said))
            self.add(PlainLabel(terms, role="small", tone="secondary", wrap=True))
        if match.product.documents:
            papers = _(", ").join(reference.text("product_document", code) for code in match.product.documents)
            self.add(
                PlainLabel(
                    _("Documents: {documents}").format(documents=papers), role="small", tone="secondary", wrap=True
                )
            )

    def _on_edit_clicked(self) -> None:
        self._context.open_page("settings", card="code_lists")


class _RuleLine(QWidget):
    """A requirement: its mark, what it is about, what is known and what is asked for."""

    def __init__(self, line: MatchLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        row.addWidget(truth_mark(truth_of(line)), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        label = (
            line.label if line.points is None else _("{label} (+{points})").format(label=line.label, points=line.points)
        )
        words.addWidget(PlainLabel(label, role="small", weight=500, wrap=True))
        said = _("{actual}, needs {requirement}").format(actual=line.actual, requirement=line.requirement)
        words.addWidget(PlainLabel(said, role="small", tone="secondary", wrap=True))
        if line.source or line.as_of is not None:
            words.addWidget(PlainLabel(origin_text(line), role="small", tone="tertiary", wrap=True))
        row.addLayout(words, 1)
        self.setAccessibleName(label)
        self.setAccessibleDescription(said)


class InUseCard(ClientCard):
    """The credit products that this client uses, with their lines."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("In use"), icon="package-check")

    def fill(self, header: FirmHeader) -> None:
        """List the lines of our own bank that are in use."""
        credit = header.credit
        lines = [
            view for view in credit.lines if view.use == "in_use" and view.facility.id not in credit.reported_lines
        ]
        self.set_count(len(lines) or None)
        if not lines:
            self.say_empty(_("No product of ours is in use."))
        for view in lines:
            since = view.facility.signed_on
            row = RowButton(
                reference.text("facility_type", view.facility.facility_type),
                right=_("since {date}").format(date=format_date(since)) if since else "",
                opens=view.facility.id,
            )
            row.clicked.connect(self._on_clicked)
            self.add(row)

    def _on_clicked(self) -> None:
        self.context.open_page("client", firm_id=self.firm_id, tab="credit", line=self.row_key())


class RefusedCard(ClientCard):
    """What the client told us no to, and what was put off, with the reason and the day."""

    offered_again = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Told us no, or not now"), icon="circle-slash")
        self._found: Sequence[Match] = ()

    def show_matches(self, header: FirmHeader, found: Sequence[Match]) -> None:
        """Show those of the matches of this client that are quiet."""
        self._found = found
        self.show_client(header)

    def fill(self, header: FirmHeader) -> None:
        """List the matches that are quiet."""
        found = [one for one in self._found if one.quiet]
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("Nothing was refused or put off."))
        for one in found[:MOST_REFUSED]:
            self.add(self._row(one))
        if len(found) > MOST_REFUSED:
            rest = len(found) - MOST_REFUSED
            self.add(PlainLabel(ngettext("{n} more", "{n} more", rest).format(n=rest), role="small", tone="tertiary"))

    def _row(self, match: Match) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        words = QVBoxLayout()
        words.setSpacing(0)
        name = match.product.label.text()
        words.addWidget(PlainLabel(name, weight=500, wrap=True))
        words.addWidget(PlainLabel(_refusal(match), role="small", tone="secondary", wrap=True))
        row.addLayout(words, 1)
        again = IconButton("rotate-ccw", _("Offer again: {product}").format(product=name), size=26)
        again.setObjectName(match.product.code)
        again.setEnabled(not self.context.read_only)
        again.clicked.connect(self._on_again_clicked)
        row.addWidget(again, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _on_again_clicked(self) -> None:
        self.offered_again.emit(self.row_key())


def _refusal(match: Match) -> str:
    decision = match.decision
    if decision is None:
        return ""
    on = format_date(decision.decided_on)
    if decision.answer == "declined":
        said = _("Told us no on {date}: {reason}") if decision.reason else _("Told us no on {date}")
        return said.format(date=on, reason=decision.reason)
    until = format_date(decision.until) if decision.until else on
    said = _("Not before {date}: {reason}") if decision.reason else _("Not before {date}")
    return said.format(date=until, reason=decision.reason)

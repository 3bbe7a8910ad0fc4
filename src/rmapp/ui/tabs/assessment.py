"""The tab of a client's assessment: how strong it is, on what evidence, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.services import scoring
from rmapp.ui import metrics
from rmapp.ui.grade_bands import aid_words
from rmapp.ui.tabs.flag_card import FlagCard
from rmapp.ui.tabs.score_cards import DimensionCard, RadarCard, ScoreCard, Scores
from rmapp.ui.tabs.score_side_cards import InnovationCard, ScoreHistoryCard, ThreeTestsCard
from rmapp.ui.tabs.score_story_card import StoryCard
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.scoring import AssessmentView, PeerScores
    from rmapp.ui.context import UiContext


class AssessmentTab(ClientTab):
    """Radar and reasons at the left, the score and its dimensions at the right."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._view: AssessmentView | None = None
        self._scores: Scores | None = None
        self._peers: PeerScores | None = None
        self.radar = RadarCard()
        self.story = StoryCard(locked=context.read_only)
        self.flags = FlagCard(context)
        self.score = ScoreCard()
        self.dimensions = DimensionCard()
        self.history = ScoreHistoryCard(context)
        self.tests = ThreeTestsCard(context)
        self.points = InnovationCard(context)
        self._empty = EmptyState(
            "target",
            _("This client has not been scored yet"),
            _("What the book knows is filled in already; you judge the rest and see the grade at once."),
            actions=[(_("Score the firm"), "secondary")] if not context.read_only else [],
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        self._scroll = PageScroll(max_width=1400, margin=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._scroll.body.addWidget(self._empty)
        columns = QHBoxLayout()
        columns.setSpacing(metrics.space(4))
        columns.addLayout(_column(self.radar, self.story, self.flags, self.tests), 44)
        columns.addLayout(_column(self.score, self.dimensions, self._aid(), self.history, self.points), 56)
        self._scroll.body.addLayout(columns)
        self._scored = (self.radar, self.story, self.score, self.dimensions, self._aid_line)

    def _aid(self) -> QWidget:
        self._aid_line = QWidget()
        row = QHBoxLayout(self._aid_line)
        row.setContentsMargins(metrics.space(1), 0, 0, 0)
        row.setSpacing(metrics.space(2))
        row.addWidget(IconLabel("info", role="text_tertiary"))
        self._aid_words = PlainLabel("", role="small", tone="tertiary", wrap=True)
        row.addWidget(self._aid_words, 1)
        return self._aid_line

    def _connect(self) -> None:
        self._empty.chosen.connect(self._on_score_asked)
        self.story.score_asked.connect(self._on_score_asked)
        self.story.override_asked.connect(self._on_override_asked)
        self.story.peers_asked.connect(self._on_peers_asked)

    def show_client(self, header: FirmHeader) -> None:
        """Read the assessments of the client and fill every card."""
        self._firm_id = header.firm.id
        view = self._view = self.context.ask(scoring.latest, self._firm_id)
        for part in self._scored:
            part.setVisible(view is not None)
        self._empty.setVisible(view is None)
        if view is not None:
            self._show(view)
        for card in (self.flags, self.tests, self.history, self.points):
            card.show_client(header)

    def _show(self, view: AssessmentView) -> None:
        now, before = scoring.standing(view), self.context.ask(scoring.previous, self._firm_id)
        self._scores = Scores(
            view.card, now, before.assessment if before else None, view.flags, self.context.clock.today()
        )
        self._peers = self.context.ask(scoring.peers, self._firm_id)
        self.score.show_scores(self._scores)
        self.dimensions.show_scores(self._scores)
        sentences = scoring.explain(view._replace(assessment=now))
        choices = self.context.ask(scoring.override_choices, self._firm_id)
        self.story.show_story(self._scores, sentences, self._peers, can_override=bool(choices))
        self._show_radar(with_peers=self.story.shows_peers())
        count = len(view.card.dimensions)
        said = _("{n} dimensions, 0 to 100 each. Weights differ by stage. {aid}")
        self._aid_words.setText(said.format(n=count, aid=aid_words()))

    def _show_radar(self, *, with_peers: bool) -> None:
        if self._scores is not None:
            self.radar.show_scores(self._scores, self._peers if with_peers else None)

    def state(self) -> dict[str, Any]:
        """Return how far the tab is scrolled and what is unfolded."""
        return {"scroll": self._scroll.verticalScrollBar().value(), "open": self.dimensions.opened()}

    def restore(self, state: dict[str, Any]) -> None:
        """Unfold and scroll as before."""
        self.dimensions.open_these([str(code) for code in state.get("open", [])])
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def _on_score_asked(self) -> None:
        self.context.open_sheet("score", firm_id=self._firm_id)

    def _on_override_asked(self) -> None:
        self.context.open_sheet("grade_override", firm_id=self._firm_id)

    def _on_peers_asked(self, shown: bool) -> None:
        self._show_radar(with_peers=shown)


def _column(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(metrics.space(4))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column

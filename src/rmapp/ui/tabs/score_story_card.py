"""How a score comes about, in words, with the cheapest way to gain a point; from here it is scored again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from rmapp.domain.scoring import format_score
from rmapp.i18n import _, ngettext
from rmapp.i18n import sentences as joined
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.flow_box import FlowBox
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.scoring import PeerScores
    from rmapp.ui.tabs.score_cards import Scores


class StoryCard(Card):
    """Sentences about the newest assessment, and what can be done with it."""

    score_asked = Signal()
    override_asked = Signal()
    peers_asked = Signal(bool)
    """Carries whether the firms of the same stage are to be shown."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__("", icon="lightbulb")
        self._again = Button(_("Score again"), kind="soft", icon="clipboard")
        self._again.setEnabled(not locked)
        self._again.clicked.connect(self.score_asked)
        self._compare = Button("", kind="ghost", icon="users-round")
        self._compare.setCheckable(True)
        self._compare.toggled.connect(self.peers_asked)
        self._override = Button(_("Set the grade by hand"), kind="ghost", icon="pencil")
        self._override.setEnabled(not locked)
        self._override.clicked.connect(self.override_asked)
        self._told = PlainLabel("", tone="secondary", wrap=True, selectable=True)
        self._by_hand = PlainLabel("", role="small", tone="secondary", wrap=True, selectable=True)
        buttons = FlowBox(gap=metrics.space(2))
        buttons.set_widgets((self._again, self._compare, self._override))
        for part in (self._told, self._by_hand, buttons):
            self.add(part)

    def show_story(
        self, scores: Scores, sentences: Sequence[str], peers: PeerScores | None, *, can_override: bool
    ) -> None:
        """Tell how the score comes about."""
        now = scores.now
        said = _("How {score} comes about").format(score=format_score(now.total))
        self.set_title(said if now.total is not None else _("How it comes about"))
        self._told.setText(joined(sentences))
        reason = _("Grade set by hand: {reason} Approved by {approver}.")
        words = reason.format(reason=_sentence(now.override_reason), approver=now.approver)
        self._by_hand.setText(words if now.override else "")
        self._by_hand.setVisible(bool(now.override))
        self._show_compare(peers)
        self._override.setVisible(can_override)

    def shows_peers(self) -> bool:
        """Tell whether the firms of the same stage were asked for."""
        return self._compare.isChecked()

    def _show_compare(self, peers: PeerScores | None) -> None:
        if peers is None:
            self._compare.setChecked(False)
            self._compare.setEnabled(False)
            self._compare.set_label(_("Compare: fewer than 3 such firms"))
            return
        words = ngettext("Compare with {n} firm of this stage", "Compare with {n} firms of this stage", peers.firms)
        self._compare.setEnabled(True)
        self._compare.set_label(words.format(n=peers.firms))


def _sentence(text: str) -> str:
    """Return a text that ends as a sentence does."""
    words = text.strip()
    return words if words.endswith((".", "。", "!", "！", "?", "？")) else _("{words}.").format(words=words)

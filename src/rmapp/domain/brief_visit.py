"""What a brief says about the visit itself: what we want from it, what is new since the last one, what to ask."""

from __future__ import annotations

from datetime import date

from rmapp.domain.entity import Value
from rmapp.domain.question import Question
from rmapp.domain.visit_change import Ahead, VisitChange


class BriefAim(Value):
    """What we want from the meeting, the one question that matters, and the decision we can give on the spot."""

    objective: str = ""
    key_question: str = ""
    decision_ready: str = ""

    def lines(self) -> tuple[str, ...]:
        """Return the three texts, empty ones too."""
        return (self.objective, self.key_question, self.decision_ready)


class BriefSince(Value):
    """What changed since the last visit, newest first, and what is ahead; `since` is None before the first visit."""

    since: date | None = None
    changes: tuple[VisitChange, ...] = ()
    ahead: tuple[Ahead, ...] = ()


class BriefAsk(Value):
    """The questions to ask, the heaviest first; `left_out` counts those that have no place on the page."""

    questions: tuple[Question, ...] = ()
    left_out: int = 0

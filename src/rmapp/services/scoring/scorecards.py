"""Which version of the scorecard holds on a day, and the one that an assessment was made with."""

from __future__ import annotations

from rmapp.storage.scorecards import active_scorecard, scorecard_of

__all__ = ["active_scorecard", "scorecard_of"]

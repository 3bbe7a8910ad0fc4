"""Assessments of firms by a scorecard: begun, tried, saved, set by hand, explained and compared (domain 5)."""

from __future__ import annotations

from rmapp.services.scoring import flags, three_tests
from rmapp.services.scoring.assessments import (
    AssessmentDraft,
    AssessmentView,
    history,
    latest,
    override_choices,
    override_grade,
    previous,
    save_assessment,
    standing,
    try_assessment,
)
from rmapp.services.scoring.explaining import explain
from rmapp.services.scoring.peers import PeerScores, peers
from rmapp.services.scoring.reviews import REVIEW_DAYS, Review, Reviews, review_on, reviews_due
from rmapp.services.scoring.scorecards import active_scorecard, scorecard_of
from rmapp.services.scoring.starting import ScoringForm, start_assessment

__all__ = [
    "REVIEW_DAYS",
    "AssessmentDraft",
    "AssessmentView",
    "PeerScores",
    "Review",
    "Reviews",
    "ScoringForm",
    "active_scorecard",
    "explain",
    "flags",
    "history",
    "latest",
    "override_choices",
    "override_grade",
    "peers",
    "previous",
    "review_on",
    "reviews_due",
    "save_assessment",
    "scorecard_of",
    "standing",
    "start_assessment",
    "three_tests",
    "try_assessment",
]

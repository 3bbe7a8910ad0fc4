"""The worked example of domain 5.2 as scores, and how tests write them into a book."""

from __future__ import annotations

from rmapp.domain.assessment import IndicatorScore
from rmapp.domain.scorecard import shipped_scorecard
from rmapp.services import scoring

WORKED = {
    "top_designation": ("srdi_or_gazelle", 4),
    "rd_platform": ("provincial", 4),
    "compliance": ("", 4),
    "founder_years": ("12", 4),
    "founder_record": ("led_product", 4),
    "rd_staff_share": ("0.61", 5),
    "key_staff_turnover": ("0.08", 4),
    "talent_programme": ("city", 3),
    "rd_intensity": ("0.186", 4),
    "rd_amount": ("41000000", 4),
    "rd_growth": ("0.14", 3),
    "rd_milestones": ("", 4),
    "invention_granted": ("42", 4),
    "all_granted": ("112", 4),
    "trl": ("9", 5),
    "core_ownership": ("", 4),
    "policy_fit": ("core", 5),
    "market_growth": ("0.24", 4),
    "niche_share": ("0.12", 4),
    "customer_quality": ("", 3),
    "gross_margin": ("0.41", 4),
    "top5_customers": ("0.58", 3),
    "dso": ("74", 3),
    "repeatability": ("", 3),
    "revenue_cagr": ("0.38", 4),
    "runway": ("18.3", 4),
    "funding_24m": ("60000000", 4),
    "investor_quality": ("known", 3),
    "debt_ratio": ("0.448", 4),
    "unmet_need": ("", 3),
    "independence": ("", 4),
    "jobs_growth": ("0.08", 3),
    "green_safety": ("", 3),
}
"""Indicators with raw text and score; the awards are unknown."""


def worked_scores(**other):
    """Return the scores of the worked example; `other` replaces the score of an indicator by hand."""
    scores = []
    for indicator in shipped_scorecard().indicators:
        raw, score = WORKED.get(indicator.code, ("", None))
        scores.append(
            IndicatorScore(
                code=indicator.code,
                raw=raw,
                score=other.get(indicator.code, score),
                by_hand=indicator.code in other,
                comment="seen on site" if indicator.comment_required or indicator.code in other else "",
            )
        )
    return tuple(scores)


def save_worked(book, firm_id, as_of=None, profile="growth", **other):
    """Save the worked example as an assessment of a firm; return it."""
    form = book.ask(scoring.start_assessment, firm_id)
    draft = form.draft.model_copy(
        update={"profile": profile, "as_of": as_of or form.draft.as_of, "indicators": worked_scores(**other)}
    )
    return book.do(scoring.save_assessment, draft, label="Score").result

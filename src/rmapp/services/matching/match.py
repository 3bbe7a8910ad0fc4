"""One product for one firm, with its rules in words and the decision that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rmapp.domain.match_wording import MatchLine
    from rmapp.domain.matching import Finding, MatchResult
    from rmapp.domain.offers import Product
    from rmapp.domain.product_decision import ProductDecision
    from rmapp.services.matching.decisions import Reopened


class Match(NamedTuple):
    """What a product is for a firm; a `quiet` one was put off or refused and its facts are the same since.

    `reopened` says what brought one back that was put off, refused, or proposed with a line that has ended since.
    """

    finding: Finding
    lines: tuple[MatchLine, ...]
    decision: ProductDecision | None
    quiet: bool
    reopened: Reopened | None = None

    @property
    def product(self) -> Product:
        """Return the product."""
        return self.finding.product

    @property
    def result(self) -> MatchResult:
        """Return whether it may be offered."""
        return self.finding.result

    @property
    def fit(self) -> int:
        """Return the points, 0 to 100, of preferred conditions that are met."""
        return self.finding.fit

    @property
    def potential(self) -> int:
        """Return the fit with the points of what is not known yet."""
        return self.finding.potential

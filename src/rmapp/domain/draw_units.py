"""What is drawn under a type of credit: money, a bill, a letter of credit, a guarantee or a contract (domain 3.2)."""

from __future__ import annotations

from rmapp.domain import reference
from rmapp.domain.money import Money

NO_DRAWS = "none"
MONEY = "drawdown"
OBLIGOR_TYPES = frozenset(
    {
        "receivables_factoring",
        "reverse_factoring",
        "e_receivable_finance",
        "bill_discount",
        "order_loan",
        "dealer_finance",
        "forfaiting",
    }
)
"""The types where somebody else than the borrower may owe: the anchor firm, the acceptor of a bill."""

_WITH_MARGIN = frozenset({"bill", "lc", "guarantee"})
_CONTINGENT = frozenset({"bill", "lc", "guarantee", "contract", "commitment"})


def draw_unit(facility_type: str) -> str:
    """Return the code of what is drawn under a type; `drawdown` for a type that is not known."""
    kind = reference.facility_types().get(facility_type)
    return kind.draw_unit if kind is not None else MONEY


def is_contingent(facility_type: str) -> bool:
    """Tell whether draws are issued and released, and not paid out and repaid."""
    return draw_unit(facility_type) in _CONTINGENT


def has_margin(facility_type: str) -> bool:
    """Tell whether cash margin is usual for draws of a type."""
    return draw_unit(facility_type) in _WITH_MARGIN


def is_contract(facility_type: str) -> bool:
    """Tell whether the limit carries the risk of contracts and not their notional."""
    return draw_unit(facility_type) == "contract"


def risk_of(notional: Money, factor_bp: int) -> Money:
    """Return what a contract takes of its limit: CNY 40m at 10 % are CNY 4m."""
    return notional.part(factor_bp)


def risk_factor_bp(facility_type: str, own_bp: int | None = None) -> int:
    """Return the factor from notional to risk in basis points, of the line where it has its own."""
    if own_bp is not None:
        return own_bp
    kind = reference.facility_types().get(facility_type)
    return kind.exposure_factor_bp if kind is not None else 10_000

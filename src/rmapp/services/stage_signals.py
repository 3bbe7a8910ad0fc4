"""What the book already knows as evidence for a stage: met, not met, or not known (domain reference, 2.1).

A signal is said to be met or not met only where recorded facts decide it. What only a person can judge
(a prototype, repeat customers) stays unknown until somebody ticks it with a stage move.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.claim import Claim
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.financial_figures import current_snapshots, growth, ratio
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm, Listing
from rmapp.domain.funding import FundingEvent
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.money import format_compact
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import valid_events
from rmapp.domain.wording import format_percent, format_period
from rmapp.i18n import _, ngettext
from rmapp.services.groups import group_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

_YEARLY = ("fy", "ttm")
_FIVE = 5
_GROUP = 3
_FIFTH = Decimal("0.2")
_TENTH = Decimal("0.1")
_HALF = Decimal("0.5")


class Signal(NamedTuple):
    """One kind of evidence: `met` is None where the book does not know; `why` says what decided.

    `by_hand` marks evidence that somebody ticked with an earlier stage move.
    """

    code: str
    label: str
    met: bool | None
    why: str
    by_hand: bool


class Finding(NamedTuple):
    """What the facts say about one kind of evidence."""

    met: bool | None = None
    why: str = ""


class FirmFacts:
    """The facts about one firm that stage evidence is read from, each list read once."""

    def __init__(self, store: Store, firm_id: str) -> None:
        self.firm = store.get(Firm, firm_id)
        self.today: date = store.clock.today()
        self.snapshots = current_snapshots(store.all(FinancialSnapshot, firm_id=firm_id))
        self.rounds = [event.round for event in store.all(FundingEvent, firm_id=firm_id)]
        self.designations = [
            one.designation for one in store.all(DesignationHolding, firm_id=firm_id) if one.is_active(self.today)
        ]
        self.rights = store.all(IpRight, firm_id=firm_id)
        self.counts = store.all(IpCountClaim, firm_id=firm_id)
        self.overseas = store.all(OverseasPresence, firm_id=firm_id)
        self.claims = store.all(Claim, firm_id=firm_id)
        self.listings = store.all(Listing, firm_id=firm_id)
        self.group_size = len(group_of(store, firm_id))
        moves = valid_events(store.all(StageEvent, firm_id=firm_id))
        self.ticked = {code for event in moves for code in event.evidence}

    @property
    def is_listed(self) -> bool:
        """Tell whether a listing is open today."""
        return any(
            one.listed_on is not None
            and one.listed_on.first_day() <= self.today
            and (one.delisted_on is None or one.delisted_on.last_day() > self.today)
            for one in self.listings
        )

    def latest(self, field: str) -> FinancialSnapshot | None:
        """Return the newest full-year figures that know a field."""
        known = [one for one in self.snapshots if one.period_type in _YEARLY and getattr(one, field) is not None]
        return known[-1] if known else None

    def years(self, field: str, count: int) -> list[Money] | None:
        """Return a field of the last `count` financial years in a row, oldest first; None where one is missing."""
        by_year = {
            one.period_end.year: getattr(one, field)
            for one in self.snapshots
            if one.period_type == "fy" and getattr(one, field) is not None
        }
        last = max(by_year, default=0)
        wanted = range(last - count + 1, last + 1)
        return [by_year[year] for year in wanted] if all(year in by_year for year in wanted) else None


def signals(store: Store, firm_id: str, stage: str) -> tuple[Signal, ...]:
    """Return the entry evidence of a stage with what the book knows about each."""
    facts = FirmFacts(store, firm_id)
    return tuple(_signal(code, facts) for code in reference.stages()[stage].entry_evidence)


def _signal(code: str, facts: FirmFacts) -> Signal:
    finding = _RULES[code](facts) if code in _RULES else Finding()
    label = reference.text("evidence", code)
    if finding.met is None and code in facts.ticked:
        return Signal(code, label, met=True, why=_("noted with an earlier stage move"), by_hand=True)
    return Signal(code, label, finding.met, finding.why, by_hand=False)


def _revenue(facts: FirmFacts) -> FinancialSnapshot | None:
    return facts.latest("product_revenue") or facts.latest("revenue")


def _sold(snapshot: FinancialSnapshot) -> Money | None:
    return snapshot.product_revenue if snapshot.product_revenue is not None else snapshot.revenue


def _first_revenue(facts: FirmFacts) -> Finding:
    snapshot = _revenue(facts)
    sold = _sold(snapshot) if snapshot else None
    if snapshot is None or sold is None:
        return Finding()
    why = _("{period}: revenue {amount}").format(
        period=format_period(snapshot.period_type, snapshot.period_end), amount=format_compact(sold)
    )
    return Finding(sold.minor > 0, why)


def _no_product_revenue(facts: FirmFacts) -> Finding:
    found = _first_revenue(facts)
    return found if found.met is None else found._replace(met=not found.met)


def _seed_or_no_round(facts: FirmFacts) -> Finding:
    known = [code for code in facts.rounds if code != "undisclosed"]
    if not known:
        return Finding()
    return Finding(set(known) == {"seed"}, _rounds_text(known))


def _round_in(*codes: str) -> Callable[[FirmFacts], Finding]:
    def find(facts: FirmFacts) -> Finding:
        closed = [code for code in facts.rounds if code in codes]
        return Finding(met=True, why=_rounds_text(closed)) if closed else Finding()

    return find


def _rounds_text(codes: Iterable[str]) -> str:
    return _(", ").join(reference.text("funding_round", code) for code in dict.fromkeys(codes))


def _designation_in(*codes: str) -> Callable[[FirmFacts], Finding]:
    def find(facts: FirmFacts) -> Finding:
        held = [code for code in facts.designations if not codes or code in codes]
        names = _(", ").join(reference.text("designation", code) for code in dict.fromkeys(held))
        return Finding(met=True, why=names) if held else Finding()

    return find


def _rd_majority(facts: FirmFacts) -> Finding:
    snapshot = facts.latest("rd_expense")
    share = ratio(snapshot.rd_expense, snapshot.operating_cost) if snapshot else None
    if share is None:
        return Finding()
    return Finding(share > _HALF, _("R&D is {share} of operating cost").format(share=format_percent(share)))


def _first_hires(facts: FirmFacts) -> Finding:
    known = [one.headcount for one in facts.snapshots if one.headcount is not None]
    if not known:
        return Finding()
    return Finding(known[-1] >= _FIVE, ngettext("{n} employee", "{n} employees", known[-1]).format(n=known[-1]))


def _patent_filed(facts: FirmFacts) -> Finding:
    counted = any(one.ip_type == "invention" and (one.count or 0) > 0 for one in facts.counts)
    if counted or any(one.ip_type == "invention" for one in facts.rights):
        return Finding(met=True, why=reference.text("ip_type", "invention"))
    return Finding()


def _growth_twice(facts: FirmFacts) -> Finding:
    sums = facts.years("revenue", 3)
    if sums is None:
        return Finding()
    rates = [growth(now, before) for before, now in pairwise(sums)]
    if any(rate is None for rate in rates):
        return Finding()
    known = [rate for rate in rates if rate is not None]
    shares = _(", ").join(format_percent(rate) for rate in known)
    return Finding(all(rate >= _FIFTH for rate in known), _("revenue grew by {shares}").format(shares=shares))


def _above_zero(field: str, count: int) -> Callable[[FirmFacts], Finding]:
    def find(facts: FirmFacts) -> Finding:
        sums = facts.years(field, count)
        if sums is None:
            return Finding()
        return Finding(all(one.minor > 0 for one in sums), _(", ").join(format_compact(one) for one in sums))

    return find


def _overseas(facts: FirmFacts) -> Finding:
    if facts.overseas:
        kinds = dict.fromkeys(reference.text("overseas_kind", one.kind) for one in facts.overseas)
        return Finding(met=True, why=_(", ").join(kinds))
    snapshot = facts.latest("export_revenue")
    share = ratio(snapshot.export_revenue, snapshot.revenue) if snapshot else None
    told = [one.share_bp for one in facts.claims if one.kind == "export_share" and one.share_bp is not None]
    if share is None and told:
        share = Decimal(told[-1]) / 10_000
    if share is None:
        return Finding()
    return Finding(share >= _TENTH, _("exports are {share} of revenue").format(share=format_percent(share)))


def _group(facts: FirmFacts) -> Finding:
    if facts.group_size < _GROUP:
        return Finding()
    return Finding(met=True, why=_("{n} firms under the same control").format(n=facts.group_size))


def _joint_stock(facts: FirmFacts) -> Finding:
    form = facts.firm.org_form
    return Finding() if form is None else Finding(form == "joint_stock", reference.text("org_form", form))


def _trading(facts: FirmFacts) -> Finding:
    codes: Sequence[str] = [one.code or one.exchange for one in facts.listings]
    return Finding(met=True, why=_(", ").join(codes)) if facts.is_listed else Finding()


_RULES: Mapping[str, Callable[[FirmFacts], Finding]] = MappingProxyType(
    {
        "ev_no_product_revenue": _no_product_revenue,
        "ev_seed_or_no_round": _seed_or_no_round,
        "ev_rd_majority_of_cost": _rd_majority,
        "ev_angel_round": _round_in("angel", "pre_a"),
        "ev_first_hires": _first_hires,
        "ev_patent_filed": _patent_filed,
        "ev_first_revenue": _first_revenue,
        "ev_series_a": _round_in("a", "a_plus"),
        "ev_first_designation": _designation_in(),
        "ev_revenue_growth_20pct_2y": _growth_twice,
        "ev_series_b_plus": _round_in("b", "c", "d", "e_plus"),
        "ev_srdi_or_hnte": _designation_in("srdi_sme", "hnte"),
        "ev_overseas_presence": _overseas,
        "ev_multi_entity_group": _group,
        "ev_little_giant": _designation_in("little_giant", "single_champion"),
        "ev_profitable_3y": _above_zero("net_profit", 3),
        "ev_positive_ocf_2y": _above_zero("operating_cash_flow", 2),
        "ev_joint_stock_form": _joint_stock,
        "ev_shares_trading": _trading,
    }
)

"""Reading what is known of many firms: one statement for each kind of row, however many firms."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rmapp.domain import ownership_rules
from rmapp.domain.assessment import Assessment, InnovationPoints, RiskFlag
from rmapp.domain.claim import Claim
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm, FirmName, Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.person import Person, Role
from rmapp.domain.signal import Signal
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.technology import TechnologyStep
from rmapp.services.firm_values.facts import FirmFacts
from rmapp.services.lines.loan_flags import many_loan_flags
from rmapp.storage.many_rows import rows_of
from rmapp.storage.scorecards import active_scorecard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rmapp.domain.entity import Entity
    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

_SOURCE = ("source", "as_of", "citation")
_FIRM = ("established_on", "org_form", "watch_status")
_FIGURES = tuple(name for name in FinancialSnapshot.model_fields if name not in ("received_on", "audited"))
_MARKS = ("portfolio_id", "created_at", "created_by", "deleted_at", "confidentiality")
_RIGHT = (
    *("ip_type", "applicant", "filed_on", "granted_on", "status", "expires_on", "pledged", "pledged_to"),
    *_SOURCE,
)
_CLAIM = ("kind", "text", "number", "share_bp", "answer", "money", "high", "qualifier", "period", *_SOURCE)
_ROUND = ("round", "announced_on", "closed_on", "amount", "amount_qualifier", *_SOURCE)
_LINK = ("parent_kind", "parent_id", "parent_name", "child_id", "kind", "pct_bp", "controls", "valid_from", "valid_to")

_LISTS: Mapping[str, tuple[type[Entity], tuple[str, ...]]] = {
    "stages": (StageEvent, ("from_stage", "to_stage", "effective_on", "recorded_at", "supersedes", "evidence")),
    "evidence": (StageEvidence, ("evidence", "met", "seen_on")),
    "steps": (TechnologyStep, ("phase", "readiness", "reached_on", *_SOURCE)),
    "designations": (
        DesignationHolding,
        ("designation", "granted_on", "expires_on", "revoked_on", *_SOURCE),
    ),
    "rights": (IpRight, _RIGHT),
    "counts": (IpCountClaim, ("ip_type", "status", "count", "qualifier", *_SOURCE)),
    "snapshots": (FinancialSnapshot, tuple(name for name in _FIGURES if name not in _MARKS)),
    "rounds": (FundingEvent, _ROUND),
    "totals": (FundingTotalClaim, ("amount", "qualifier", *_SOURCE)),
    "overseas": (OverseasPresence, ("kind", *_SOURCE)),
    "claims": (Claim, _CLAIM),
    "listings": (Listing, ("listed_on", "delisted_on", *_SOURCE)),
    "roles": (Role, ("person_id", "role", "is_actual_controller", "valid_to")),
    "signals": (Signal, ("severity", "status", "raised_on")),
    "assessments": (Assessment, ("as_of", "grade", "override", "total", "provisional", "flags")),
    "flags": (RiskFlag, ("flag", "found_on", "evidence", "cleared_on", *_SOURCE)),
    "points": (InnovationPoints, ("year", *_SOURCE)),
    "applications": (
        IpoApplication,
        ("market_value", "market_value_on", "milestone_reached", "closed_on", *_SOURCE),
    ),
    "ipo_events": (IpoEvent, ("ipo_application_id", "status", "reached_on", "round", "recorded_at", *_SOURCE)),
    "supply": (SupplyLink, ("relation", *_SOURCE)),
}
_PERSON = ("degree", "senior_title", "years_in_field", "talent_programme", "talent_level", "venture_record", *_SOURCE)

_CHARGED = """SELECT collateral.ip_right_id FROM charge JOIN collateral ON collateral.id = charge.collateral_id
    WHERE charge.deleted_at IS NULL AND collateral.deleted_at IS NULL AND charge.ended_on IS NULL
        AND collateral.ip_right_id IN (SELECT value FROM json_each(?))"""


def read_facts(
    store: Store, firm_ids: Sequence[str], convert: Callable[[Money, str], Money | None]
) -> dict[str, FirmFacts]:
    """Return what is known of these firms; firms that are gone are left out."""
    today = store.clock.today()
    firms = rows_of(store, Firm, firm_ids, _FIRM, by="id")
    card = active_scorecard(store, today)
    facts = {
        firm_id: FirmFacts(firm=firms[firm_id][0], today=today, convert=convert, card=card)
        for firm_id in firm_ids
        if firm_id in firms
    }
    for name, (entity, fields) in _LISTS.items():
        for firm_id, rows in rows_of(store, entity, facts, fields).items():
            setattr(facts[firm_id], name, rows)
    for firm_id, flags in many_loan_flags(store, list(facts)).items():
        facts[firm_id].loans = flags
    _read_people(store, facts)
    _read_rights(store, facts)
    _read_groups(store, facts)
    return facts


def _read_people(store: Store, facts: Mapping[str, FirmFacts]) -> None:
    wanted = {role.person_id for one in facts.values() for role in one.roles}
    if not wanted:
        return
    people = rows_of(store, Person, sorted(wanted), _PERSON, by="id")
    for one in facts.values():
        one.people = {role.person_id: people[role.person_id][0] for role in one.roles if role.person_id in people}


def _read_rights(store: Store, facts: Mapping[str, FirmFacts]) -> None:
    """Read the names of firms that hold rights, and which of these are charged."""
    with_rights = {firm_id: one for firm_id, one in facts.items() if one.rights}
    if not with_rights:
        return
    for firm_id, names in rows_of(store, FirmName, with_rights, ("text",)).items():
        with_rights[firm_id].names = tuple(name.text for name in names)
    ids = json.dumps([right.id for one in with_rights.values() for right in one.rights])
    charged = frozenset(row[0] for row in store.rows(_CHARGED, (ids,)))
    for one in with_rights.values():
        one.charged = charged


def _read_groups(store: Store, facts: Mapping[str, FirmFacts]) -> None:
    """Count the firms under the same control; firms without any link of control stay unknown."""
    links = _links_around(store, facts)
    around: dict[str, list[OwnershipLink]] = defaultdict(list)
    for link in links:
        for node in {ownership_rules.node_of(link), link.child_id}:
            around[node].append(link)
    for firm_id in facts.keys() & around.keys():
        near = _joined(firm_id, around)
        facts[firm_id].group = len(ownership_rules.group_of(firm_id, near, facts[firm_id].today).firms | {firm_id})


def _links_around(store: Store, facts: Mapping[str, FirmFacts]) -> list[OwnershipLink]:
    """Return the links of control that hold today around these firms, read level by level."""
    found: dict[str, OwnershipLink] = {}
    waiting, seen = set(facts), set[str]()
    today = store.clock.today()
    while waiting:
        seen |= waiting
        ids = sorted(waiting)
        level: list[Any] = []
        for by in ("child_id", "parent_id"):
            level += [link for links in rows_of(store, OwnershipLink, ids, _LINK, by=by).values() for link in links]
        new = [
            link
            for link in level
            if link.id not in found and ownership_rules.has_control(link) and ownership_rules.is_valid(link, today)
        ]
        found |= {link.id: link for link in new}
        waiting = {id for link in new for id in (link.parent_id, link.child_id) if id} - seen
    return list(found.values())


def _joined(firm_id: str, around: Mapping[str, Iterable[OwnershipLink]]) -> list[OwnershipLink]:
    links: dict[str, OwnershipLink] = {}
    waiting, seen = {firm_id}, set[str]()
    while waiting:
        node = waiting.pop()
        seen.add(node)
        for link in around.get(node, ()):
            links[link.id] = link
            waiting |= {ownership_rules.node_of(link), link.child_id} - seen
    return list(links.values())

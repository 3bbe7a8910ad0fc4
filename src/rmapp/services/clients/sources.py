"""Where the book's facts about a firm come from, and what each source supports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import reference
from rmapp.domain.call_report import Answer
from rmapp.domain.claim import Claim
from rmapp.domain.claim_kinds import claim_kind_text
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.domain.person import Person, Role
from rmapp.domain.question_target import ANSWER_SOURCES
from rmapp.domain.question_wording import code_text
from rmapp.domain.stage import StageEvent
from rmapp.domain.wording import format_period
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rmapp.domain.entity import Entity
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.provenance import Sourced
    from rmapp.storage.store import Store

_OF_FIRM: tuple[type[Sourced], ...] = (
    DesignationHolding,
    IpCountClaim,
    IpRight,
    FundingEvent,
    FundingTotalClaim,
    OverseasPresence,
    FinancialSnapshot,
    Listing,
    Claim,
    Facility,
    GroupLimit,
    StageEvent,
)


class Support(NamedTuple):
    """A fact that a source supports: which record, and in words what it is."""

    type: type[Entity]
    id: str
    label: str


class Source(NamedTuple):
    """One source: its citation in words (empty for none), its kind (`info_source`) and what it supports.

    `as_of` is the newest date its facts stand for; `first_seen` the UTC moment the book first used it.
    """

    citation: str
    kind: str
    as_of: PartialDate | None
    supports: tuple[Support, ...]
    first_seen: str


class _Stated(NamedTuple):
    as_of: PartialDate | None
    written_at: str
    support: Support


def sources(store: Store, firm_id: str) -> list[Source]:
    """Return every source of the book's facts about a firm: cited ones first, then newest first."""
    groups: dict[tuple[str, str], list[_Stated]] = {}
    for fact in _sourced(store, firm_id):
        stated = _Stated(fact.as_of, fact.created_at, Support(type(fact), fact.id, fact_label(fact)))
        groups.setdefault((fact.citation.strip(), fact.source), []).append(stated)
    for kind, stated in _answers(store, firm_id):
        groups.setdefault(("", kind), []).append(stated)
    found = [
        Source(
            citation=citation,
            kind=kind,
            as_of=max((fact.as_of for fact in facts if fact.as_of), default=None),
            supports=tuple(fact.support for fact in facts),
            first_seen=min(fact.written_at for fact in facts),
        )
        for (citation, kind), facts in groups.items()
    ]
    found.sort(key=lambda source: (str(source.as_of or ""), source.first_seen), reverse=True)
    return sorted(found, key=lambda source: not source.citation)


def fact_label(fact: Sourced) -> str:
    """Return in words what a sourced record is about, in the current language."""
    for kind, label in _LABELS:
        if isinstance(fact, kind):
            return label(fact)
    return type(fact).__name__


_LABELS: tuple[tuple[type[Sourced], Callable[[Any], str]], ...] = (
    (DesignationHolding, lambda fact: reference.text("designation", fact.designation)),
    (IpCountClaim, lambda fact: fact.reported_type or reference.text("ip_type", fact.ip_type)),
    (IpRight, lambda fact: fact.title or fact.number or reference.text("ip_type", fact.ip_type)),
    (FundingEvent, lambda fact: reference.text("funding_round", fact.round)),
    (FundingTotalClaim, lambda _fact: _("Money raised in all")),
    (OverseasPresence, lambda fact: reference.text("overseas_kind", fact.kind)),
    (FinancialSnapshot, lambda fact: format_period(fact.period_type, fact.period_end)),
    (Facility, lambda fact: reference.text("facility_type", fact.facility_type)),
    (GroupLimit, lambda _fact: _("Group limit")),
    (StageEvent, lambda fact: reference.text("stage", fact.to_stage)),
    (Listing, lambda fact: fact.code or _("Listing")),
    (Claim, lambda fact: claim_kind_text(fact.kind)),
    (OwnershipLink, lambda _fact: _("Who owns whom")),
    (Person, lambda fact: fact.name),
)


def _sourced(store: Store, firm_id: str) -> Iterator[Sourced]:
    for kind in _OF_FIRM:
        yield from store.all(kind, firm_id=firm_id)
    links = [*store.all(OwnershipLink, child_id=firm_id), *store.all(OwnershipLink, parent_id=firm_id)]
    yield from {link.id: link for link in links}.values()
    person_ids = {role.person_id for role in store.all(Role, firm_id=firm_id)}
    yield from store.all(Person, id=sorted(person_ids)) if person_ids else ()


def _answers(store: Store, firm_id: str) -> Iterator[tuple[str, _Stated]]:
    """Yield the answers that were written to facts, with the kind of source: each is the source of its field."""
    for answer in store.all(Answer, firm_id=firm_id):
        if answer.written_on is not None:
            support = Support(Answer, answer.id, code_text(answer.question))
            yield ANSWER_SOURCES[answer.means], _Stated(answer.answered_as_of, answer.created_at, support)

"""What is publicly known of a firm: its brief without anything that is not from a public source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief import (
    BriefClaim,
    BriefIpCount,
    BriefPerson,
    BriefRound,
    ClientBrief,
    MayLeave,
    Names,
)
from rmapp.domain.claim import Claim
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.funding import FundingEvent
from rmapp.domain.intellectual_property import IpCountClaim
from rmapp.i18n import listed
from rmapp.services.clients import people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store

_PUBLIC = "public"
_REGISTERED = frozenset({"registered_capital", "established_on"})
"""Figures of the business register, which anybody can look up."""

_KEPT = ("names", "code", "legal_names", "uscc", "city", "industry", "nature", "confidentiality", "owner", "as_of")


def public_brief(store: Store, firm_id: str, brief: ClientBrief) -> ClientBrief:
    """Return a brief with what the register and public sources say; no credit, notes, promises or remarks."""
    held = {row.designation for row in store.all(DesignationHolding, firm_id=firm_id) if row.source == _PUBLIC}
    shared = {name: getattr(brief, name) for name in _KEPT if name in MayLeave.model_fields}
    return ClientBrief(
        **shared,
        summary=brief.summary if brief.nature == "public_facts" else "",
        visit=brief.visit,
        designations=tuple(one for one in brief.designations if one.code in held),
        facts=tuple(one for one in brief.facts if one.source == _PUBLIC or one.code in _REGISTERED),
        ip_counts=tuple(_counts(store, firm_id)),
        people=tuple(_people(store, firm_id)),
        funding=tuple(_rounds(store, firm_id)),
        claims=tuple(_claims(store, firm_id)),
        sources=tuple(one for one in brief.sources if one.source == _PUBLIC),
    )


def _counts(store: Store, firm_id: str) -> Iterator[BriefIpCount]:
    for row in store.all(IpCountClaim, order="as_of desc", firm_id=firm_id, source=_PUBLIC):
        yield BriefIpCount(**{name: getattr(row, name) for name in BriefIpCount.model_fields})


def _claims(store: Store, firm_id: str) -> Iterator[BriefClaim]:
    for row in store.all(Claim, order="as_of desc, rid", firm_id=firm_id, source=_PUBLIC):
        if row.answer is not None and not row.text.strip():
            continue  # a bare yes or no is for the rules that ask for it
        yield BriefClaim(**{name: getattr(row, name) for name in BriefClaim.model_fields})


def _rounds(store: Store, firm_id: str) -> Iterator[BriefRound]:
    for row in store.all(FundingEvent, firm_id=firm_id, source=_PUBLIC):
        yield BriefRound(
            round=row.round,
            on=row.closed_on or row.announced_on,
            amount=row.amount,
            qualifier=row.amount_qualifier,
            lead=row.lead or listed(investor.name for investor in row.investors),
        )


def _people(store: Store, firm_id: str) -> Iterator[BriefPerson]:
    for one in people.people(store, firm_id):
        if one.person.source == _PUBLIC:
            latin = one.person.name_latin or one.person.name
            yield BriefPerson(names=Names(en=latin, zh=one.person.name), roles=(one.role.role,), title=one.role.title)

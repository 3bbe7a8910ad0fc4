"""Named firms in the sample book: what the press reported about them, each fact with source and date.

Nothing is added to the published facts but this project's own reading of stage and industry, which says
so. What a report leaves open stays unknown.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rmapp import paths
from rmapp.domain.claim import Claim
from rmapp.domain.degrees import degree_in
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.firm import Firm, FirmName, Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim, Investor
from rmapp.domain.intellectual_property import IpCountClaim
from rmapp.domain.money import Money
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.stage import StageEvent
from rmapp.services.clients.facts import add_fact
from rmapp.services.sample_book.public_credit import CREDIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmapp.storage.store import Store

Fact = dict[str, Any]
Proof = dict[str, Any]
"""Source, as-of date and citation, as every sourced record keeps them."""

_PUBLISHED: Mapping[str, str] = MappingProxyType(
    {
        "china_daily_20251215": "2025-12-15",
        "financial_news_20251223": "2025-12-23",
        "hkcd_20251128": "2025-11-28",
        "leapmotor_public_2023": "2023-11-20",
        "leapmotor_ipo_2022": "2022-09",
        "hz_daily_2025": "2025-04-25",
    }
)

_READINGS: Mapping[str, tuple[tuple[str, int | None, str], ...]] = MappingProxyType(
    {
        "leapmotor": (
            ("has_export", None, "more than 1,700 sales and service outlets worldwide"),
            ("fx_receipts_or_payments", None, "the bank plans import and export bills and currency hedging"),
            ("anchor_buyer", None, "the bank plans supply-chain finance for many small suppliers"),
            ("anchor_seller", None, "more than 1,700 sales and service outlets worldwide"),
        ),
        "lingban": (
            ("fx_receipts_or_payments", None, "sold in more than 80 countries; the bank plans cross-border payments"),
        ),
        "desman": (
            ("brand_or_market_rank_top3", None, "high-end products first worldwide in sales and market share"),
            ("patents_pledgeable", 3, "a bank took three patents as a pledge in 2024"),
        ),
    }
)
"""What the reported words mean for conditions: yes where no number stands, each with the words it rests on."""

_NOTES = ("note", "purpose", "as_said_by", "lender")
"""What a fact says beside the figure or the words themselves."""


def write_public_firms(store: Store) -> None:
    """Write the five reported firms of the reference data with their facts."""
    data = json.loads((paths.resources() / "reference" / "demo_facts.json").read_text("utf-8"))
    for record in data["firms"]:
        firm = _write_firm(store, record)
        proofs = {key: _proof(key, source["title"]) for key, source in data["sources"].items()}
        for fact in record["facts"]:
            proof = dict(proofs[fact["source"]])
            if "as_of" in fact:
                proof["as_of"] = PartialDate(fact["as_of"])
            _write_fact(store, firm.id, fact, proof)
        _write_stage(store, firm.id, record, proofs)
        _write_readings(store, firm.id, record["key"], proofs)


def _proof(key: str, title: str) -> Proof:
    return {"source": "public", "as_of": PartialDate(_PUBLISHED[key]), "citation": title}


def _write_firm(store: Store, record: dict[str, Any]) -> Firm:
    firm = store.add(
        Firm(
            nature="public_facts",
            country=record["country"],
            region_code=record["region_code"],
            city=record["city_en"],
            industry_gb=record["gb4754"],
            sei_codes=(record["sei"],),
            confidentiality="public",
        )
    )
    for code, text in record["name"].items():
        if text:
            kind, _part, lang = code.partition("_")
            store.add(FirmName(firm_id=firm.id, kind=kind, lang=lang, text=text))
    return firm


def _write_stage(store: Store, firm_id: str, record: dict[str, Any], proofs: Mapping[str, Proof]) -> None:
    """Write the stage with the earliest day that a report gives for it, else the year of the report."""
    credit_years = [fact["year"] for fact in record["facts"] if fact["kind"] == "credit_line" and "year" in fact]
    listed = next((fact for fact in record["facts"] if fact["kind"] == "listing"), None)
    key = listed["source"] if listed else "china_daily_20251215"
    year = PartialDate.of(min(credit_years)) if credit_years else PartialDate(_PUBLISHED[key][:4])
    store.add(
        StageEvent(
            firm_id=firm_id,
            to_stage=record["stage"],
            effective_on=PartialDate(listed["month"]) if listed else year,
            recorded_at=store.now(),
            recorded_by=store.actor,
            evidence=("ev_shares_trading",) if listed else (),
            note=f"Own reading: {record['stage_basis'].removeprefix('own reading: ')}",
            **proofs[key],
        )
    )


def _write_readings(store: Store, firm_id: str, key: str, proofs: Mapping[str, Proof]) -> None:
    """Write what the words of a report answer of what products ask; hard stops were not reported on."""
    proof = proofs["china_daily_20251215"]
    for kind, number, words in _READINGS.get(key, ()):
        answer = True if number is None else None
        note = f"Own reading: {words}"
        add_fact(store, Claim(firm_id=firm_id, kind=kind, answer=answer, number=number, note=note, **proof))


def _write_fact(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    kind = fact["kind"]
    if kind == "bank_plan" and fact["facility_type"] is None:
        _write_claim(store, firm_id, fact, proof)
    elif kind in CREDIT:
        CREDIT[kind](store, firm_id, fact, proof)
    elif kind in _RECORDS:
        _RECORDS[kind](store, firm_id, fact, proof)
    else:
        _write_claim(store, firm_id, fact, proof)


def _write_claim(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    value = fact.get("value")
    amount = fact.get("amount") or fact.get("low") or fact.get("limit")
    text = _text(fact) or fact.get("note", "")
    since = fact.get("formed") or fact.get("month") or fact.get("from_year") or fact.get("year")
    add_fact(
        store,
        Claim(
            firm_id=firm_id,
            kind=fact["kind"],
            text=text,
            number=fact.get("count"),
            share_bp=round(value * 10_000) if isinstance(value, float) else None,
            money=_money(amount),
            high=_money(fact.get("high")),
            qualifier=fact.get("qualifier", "exact"),
            period=str(fact.get("period", "")) or _years(fact),
            since=PartialDate(str(since)) if since else None,
            note="; ".join(str(fact[key]) for key in _NOTES if key in fact and fact[key] != text),
            **proof,
        ),
    )


def _text(fact: Fact) -> str:
    value = fact.get("value", "")
    said = value if isinstance(value, list) else [value] if isinstance(value, str) and value else []
    named = [fact[key] for key in ("name", "partner", "product", "indication") if key in fact]
    if "share_partner_pct" in fact:
        named[-1] = f"{fact['partner']} {fact['share_partner_pct']}%, the firm {fact['share_firm_pct']}%"
    return ", ".join(str(part) for part in (*said, *named, *fact.get("channels", ())))


def _years(fact: Fact) -> str:
    return f"{fact['from_year']}-{fact['to_year']}" if "to_year" in fact else ""


def _money(value: dict[str, Any] | None) -> Money | None:
    return Money(**value) if value else None


def _write_patents(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    add_fact(
        store,
        IpCountClaim(
            firm_id=firm_id,
            ip_type=fact["ip_type"],
            reported_type=fact["reported_type"],
            status=fact.get("ip_status"),
            count=fact["count"],
            qualifier=fact["qualifier"],
            **proof,
        ),
    )


def _write_places(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    for place in fact["places"]:
        city = place[2:].strip(" ()")
        kind = fact["operation_kind"]
        add_fact(store, OverseasPresence(firm_id=firm_id, country=place[:2], city=city, kind=kind, **proof))


def _write_person(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    person = store.add(
        Person(
            name=fact.get("name_zh") or fact["name_en"],
            name_latin=fact["name_en"],
            record=fact.get("note", ""),
            degree=degree_in(fact.get("note", "")),
            legal_basis=fact["legal_basis"],
            **proof,
        )
    )
    store.add(Role(person_id=person.id, firm_id=firm_id, role=fact["role"]))


def _write_designation(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    granted = PartialDate.of(fact["year"])
    holding = DesignationHolding(firm_id=firm_id, designation=fact["designation"], granted_on=granted, **proof)
    add_fact(store, holding)


def _write_listing(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    listed_on = PartialDate(fact["month"])
    code, board = fact["code"], fact["board"]
    listing = Listing(firm_id=firm_id, exchange=fact["exchange"], code=code, board=board, listed_on=listed_on, **proof)
    add_fact(store, listing)


def _write_round(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    investor = fact.get("investor") or fact.get("name")
    add_fact(
        store,
        FundingEvent(
            firm_id=firm_id,
            round=fact.get("round", "strategic"),
            closed_on=PartialDate.of(fact["year"]) if "year" in fact else proof["as_of"],
            amount=_money(fact.get("amount")),
            amount_qualifier=fact.get("qualifier", "exact"),
            investors=(Investor(name=investor),) if investor else (),
            **proof,
        ),
    )
    if "note" in fact:
        share = fact.get("stake_pct_about")
        add_fact(
            store,
            Claim(
                firm_id=firm_id,
                kind="milestone",
                text=f"{investor}: {fact['note']}" if investor else fact["note"],
                share_bp=share * 100 if share else None,
                qualifier="about" if share else "exact",
                since=PartialDate.of(fact["year"]) if "year" in fact else proof["as_of"],
                **proof,
            ),
        )


def _write_total(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    investors = tuple(Investor(name=name) for name in fact["investors"])
    amount, qualifier = _money(fact["amount"]), fact["qualifier"]
    total = FundingTotalClaim(firm_id=firm_id, amount=amount, qualifier=qualifier, investors=investors, **proof)
    add_fact(store, total)


_RECORDS: Mapping[str, Callable[[Store, str, Fact, Proof], None]] = MappingProxyType(
    {
        "ip_count": _write_patents,
        "overseas_presence": _write_places,
        "person": _write_person,
        "designation": _write_designation,
        "listing": _write_listing,
        "funding": _write_round,
        "investor": _write_round,
        "funding_total": _write_total,
    }
)

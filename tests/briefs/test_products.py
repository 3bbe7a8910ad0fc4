"""The products on an internal brief: the best three with their reasons, also where room is scarce."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rmapp.briefs.client_brief import render_brief
from rmapp.briefs.products import products
from rmapp.briefs.records import reported_facts
from rmapp.domain.brief import BriefClaim
from rmapp.domain.brief_fit import BriefFit, BriefProduct
from rmapp.domain.brief_listing import BriefListing, ListingDeed, ListingStep, ListingTest
from rmapp.domain.brief_score import BriefDimension, BriefScore
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.reference_items import Label
from rmapp.services import search
from rmapp.services.printing import briefs
from rmapp.services.sample_book.public import write_public_firms
from tests.books import new_book
from tests.brief_samples import brief_options, sample_brief
from tests.briefs.pdf_text import pages_text, squeezed
from tests.briefs.test_group_section import WIDTH, texts

HALF = WIDTH / 2 - 9


def offered(product, fit, why, *, ask=False):
    return BriefProduct(product=product, fit=fit, ask=ask, told="", why=Label(en=why, zh=why))


FIT = BriefFit(
    products=(
        offered("P03", 100, "R&D / revenue: 14.1%"),
        offered("P05", 80, "Staff: 512"),
        offered("P06", 60, "Grade: T2"),
        offered("P07", 0, "Not known yet: Patents", ask=True),
    ),
    scenarios=(),
    left_out=2,
)


@pytest.mark.parametrize("tight", [False, True])
def test_each_of_the_best_three_says_why(tight):
    said = texts(products(FIT, HALF, tight=tight))
    assert {"R&D / revenue: 14.1%", "Staff: 512", "Grade: T2"} <= set(said)
    assert ("Not known yet: Patents" in said) is not tight


def test_where_room_is_scarce_reasons_take_one_line():
    long = FIT.model_copy(update={"products": (offered("P03", 100, "A reason of many words " * 8),)})
    assert products(long, HALF, tight=True).height < products(long, HALF).height
    assert any(text.startswith("A reason") and text.endswith("…") for text in texts(products(long, HALF, tight=True)))


def test_a_reason_that_is_required_and_preferred_is_given_once(tmp_path):
    book = new_book(tmp_path)
    try:
        book.do(write_public_firms, label="Add")
        fit = book.ask(briefs.compile_brief, book.ask(search.resolve_firm, "Star Airlines")).fit
        (abroad,) = [one.why for one in fit.products if one.why and "operation centre" in one.why.en]
        assert abroad.en == "Overseas subsidiary, plant or operation centre: yes"
        assert abroad.zh == "境外机构：是"
    finally:
        book.close()


def test_the_name_of_a_reported_fact_is_not_cut():
    long = BriefClaim(kind="equipment_plan_12m", text="9", as_of=PartialDate.of(2026, 8))
    assert not any("…" in text for text in texts(reported_facts((long,), WIDTH)))


def test_products_beside_the_radar_stay_on_a_full_brief_with_an_application():
    names = ("Team", "Technology", "Market", "Model", "Capital", "Qualifications", "Research", "Social value")
    rays = tuple(BriefDimension(label=Label(en=one, zh=one), score=Decimal(70), known=Decimal(1)) for one in names)
    steps = (ListingStep(status="inquiry", state="now", reached_on=PartialDate.of(2025), round=2),)
    deeds = tuple(
        ListingDeed(kind=one, status="planned") for one in ("proceeds_account", "advisory", "equity_plan_finance")
    )
    tests = tuple(ListingTest(board="sse_star", test=str(one), truth=None) for one in range(1, 6))
    full = sample_brief(
        fit=FIT,
        score=BriefScore(as_of=date(2025, 12, 1), total=Decimal(70), grade="T3", dimensions=rays, version="1.0.0"),
        listing=BriefListing(track="a_share", board="sse_star", steps=steps, deeds=deeds, tests=tests),
    )
    pages = pages_text(render_brief(full, brief_options(watermark=False)))
    text = squeezed("".join(pages))
    assert len(pages) == 2
    shown, left_out = text.split("Noroomfor:")
    assert "Patentsandmarks" in left_out
    assert all(
        squeezed(words) in shown
        for words in ("Products that fit", "Way to the stock exchange", "70.0 of 100", "v1.0.0")
    )

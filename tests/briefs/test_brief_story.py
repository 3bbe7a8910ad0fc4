"""The story of the line, and what an amount waits for, as they come from the book to paper."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from rmapp.briefs.drawing import CircleMark, TextMark
from rmapp.briefs.line_story import line_story
from rmapp.briefs.styles import SECTION_TOP
from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.facility import FxRate, Tranche
from rmapp.services.origination import facilities
from rmapp.services.printing import briefs
from tests.books import NOW, add_firm, new_book
from tests.briefs.pdf_text import pages_text, squeezed
from tests.services.test_briefs import a_line, yuan

TODAY = NOW.date()


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, label="Add").result.id


def draw(store, line, amount, days):
    on = TODAY - timedelta(days=days)
    facilities.record_draw(store, facilities.DrawInput(facility_id=line.id, amount=amount, on=on))


def umbrella(store, firm, limit):
    """Write a limit of 50m over all kinds of credit and a line under it."""
    bank = store.info["bank"]
    over = facilities.save_facility(store, a_line(firm, 50, lender=bank, facility_type="comprehensive_limit"))
    draft = a_line(firm, 1, lender=bank, facility_type="working_capital_loan", parent_id=over.id, ccy=limit.ccy)
    return facilities.save_facility(store, draft.model_copy(update={"limit": limit}))


def test_under_an_umbrella_the_balance_is_that_of_its_lines(book, firm):
    def fill(store):
        line = umbrella(store, firm, yuan(40))
        draw(store, line, yuan(12), 20)
        draw(store, line, yuan(5), 10)

    book.do(fill, label="Fill")
    story = book.ask(briefs.compile_brief, firm).credit.story

    assert [point.amount for point in story.limits][-1] == yuan(50), "the line's own limit is within the umbrella's"
    assert [(TODAY - point.on).days for point in story.balance][:2] == [20, 10]
    assert [point.amount for point in story.balance][:2] == [yuan(12), yuan(17)]
    assert story.balance[-1].amount == yuan(17)
    assert {step.facility_type for step in story.steps} == {"comprehensive_limit"}


def test_lines_in_another_currency_are_told_in_that_of_the_umbrella(book, firm):
    def fill(store):
        store.add(FxRate(base="USD", quote="CNY", on=TODAY, rate=Decimal("7.2"), source="own_observation"))
        dollars = yuan(4).model_copy(update={"ccy": "USD"})
        line = umbrella(store, firm, dollars)
        draw(store, line, dollars, 9)

    book.do(fill, label="Fill")
    story = book.ask(briefs.compile_brief, firm).credit.story

    assert story.balance[-1].amount == yuan(28.8)
    assert story.limits[-1].amount == yuan(50)


def test_a_line_alone_keeps_its_own_balance(book, firm):
    def fill(store):
        line = facilities.save_facility(store, a_line(firm, 41, lender=store.info["bank"]))
        draw(store, line, yuan(11), 7)

    book.do(fill, label="Fill")
    story = book.ask(briefs.compile_brief, firm).credit.story

    assert (story.limits[-1].amount, story.balance[-1].amount) == (yuan(41), yuan(11))


@pytest.mark.parametrize("tight", [False, True])
def test_a_number_on_the_highest_limit_stands_below_the_legend(book, firm, tight):
    def fill(store):
        draw(store, facilities.save_facility(store, a_line(firm, 60, lender=store.info["bank"])), yuan(30), 20)

    book.do(fill, label="Fill")
    drawing = line_story(book.ask(briefs.compile_brief, firm).credit.story, TODAY, 260, tight=tight)
    badges = [one for one in drawing.marks if isinstance(one, CircleMark)]
    heading, _unit, legend = [one for one in drawing.marks if isinstance(one, TextMark)][:3]
    assert heading.y < legend.y < SECTION_TOP + 9
    assert min(one.y - one.radius for one in badges) > legend.y + 2


def condition(store, line):
    store.add(Tranche(facility_id=line.id, sequence=1, amount=yuan(7), condition="Purchase contract"))


def valuation(store, line):
    thing = store.add(Collateral(firm_id=line.firm_id, type="mortgage_land", description="Land", lendable_bp=5000))
    store.add(Valuation(collateral_id=thing.id, value=yuan(40), valued_on=TODAY - timedelta(days=9)))
    store.add(Charge(collateral_id=thing.id, facility_id=line.id, registered_on=TODAY - timedelta(days=8)))


@pytest.mark.parametrize(
    ("causes", "waits_for", "legend"),
    [
        ((condition,), "condition", "Waiting for a condition"),
        ((valuation,), "valuation", "Waiting for a valuation"),
        ((condition, valuation), "", "Waiting"),
    ],
)
@pytest.mark.parametrize("edition", ["internal", "client"])
def test_both_editions_name_what_the_firms_amount_waits_for(book, firm, edition, causes, waits_for, legend):
    def fill(store):
        line = facilities.save_facility(store, a_line(firm, 41, lender=store.info["bank"]))
        for cause in causes:
            cause(store, line)

    book.do(fill, label="Fill")
    brief = book.ask(briefs.compile_brief, firm)
    made = briefs.print_brief(brief, firm, book.ask(briefs.new_options, "en"), edition)
    text = squeezed("".join(pages_text(made.pdf)))

    assert brief.exposure.waits_for == waits_for
    share = f"{brief.exposure.waiting.minor / brief.exposure.limit.minor:.0%}"
    assert f"{squeezed(legend)}{share}" in text


def test_nothing_waits_for_anything_where_nothing_waits(book, firm):
    book.do(lambda store: facilities.save_facility(store, a_line(firm, 41, lender=store.info["bank"])), label="Fill")
    brief = book.ask(briefs.compile_brief, firm)

    assert (brief.exposure.waiting, brief.exposure.waits_for) == (yuan(0), "")

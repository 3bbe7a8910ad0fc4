"""Loans that go along with an investment: checks, what ends first, and what the visit is told."""

from datetime import timedelta

import pytest

from rmapp import i18n
from rmapp.domain.change_wording import ahead_text
from rmapp.domain.facility import Facility
from rmapp.domain.funding import FundingEvent
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.money import Money
from rmapp.errors import InputError
from rmapp.services.clients import facts, investment_links
from rmapp.services.visits.since_visit import since_last_visit
from tests.books import CLOCK, add_firm

TODAY = CLOCK.today()


def day(days):
    return TODAY + timedelta(days=days)


def add(book, firm, **fields):
    return book.do(facts.add_fact, InvestmentLink(firm_id=firm, **fields), label="add").result


def stored(book, row):
    return book.do(lambda store: store.add(row), label="add").result


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"investor"}),
        ({"investor": "F", "option_share_bp": 10_001, "option": "warrant"}, {"option_share_bp"}),
        ({"investor": "F", "option_amount": Money.of(-5), "option": "warrant"}, {"option_amount"}),
        ({"investor": "F", "option_amount": Money.of(5)}, {"option"}),
        ({"investor": "F", "expires_on": day(5)}, {"option"}),
        ({"option": "warrant", "exercisable_from": day(5), "expires_on": day(4)}, {"expires_on"}),
        ({"option": "promise"}, {"option"}),
        ({"facility_id": "gone"}, {"facility_id"}),
        ({"funding_event_id": "gone"}, {"funding_event_id"}),
        ({"investor": "F", "status": "unheard"}, {"status"}),
    ],
)
def test_what_cannot_be_linked(book, firm, fields, wrong):
    with pytest.raises(InputError) as caught:
        add(book, firm, **fields)
    assert set(caught.value.fields) == wrong


def test_line_and_round_are_those_of_the_firm(book, firm):
    other = book.do(add_firm, "另一家有限公司", label="other").result.id
    line = stored(book, Facility(firm_id=other, facility_type="working_capital_loan", ccy="CNY"))
    event = stored(book, FundingEvent(firm_id=other, round="a"))
    for field, row in (("facility_id", line), ("funding_event_id", event)):
        with pytest.raises(InputError):
            add(book, firm, **{field: row.id})
        assert add(book, other, **{field: row.id}).id


@pytest.mark.parametrize(
    ("fields", "doubtful"),
    [
        ({"status": "agreed", "expires_on": day(-1)}, {"expires_on"}),
        ({"status": "agreed", "expires_on": TODAY}, set()),
        ({"status": "lapsed", "expires_on": day(1)}, {"status"}),
        ({"status": "exercised", "exercisable_from": day(1)}, {"status"}),
        ({"status": "exercised", "exercisable_from": TODAY}, set()),
    ],
)
def test_what_looks_wrong_is_told_and_saved(book, firm, fields, doubtful):
    link = InvestmentLink(firm_id=firm, option="warrant", **fields)
    assert set(book.ask(facts.fact_warnings, link)) == doubtful
    assert book.do(facts.add_fact, link, label="add").result


def test_what_is_over_or_ends_first_stands_first(book, firm):
    add(book, firm, investor="later", option="warrant", expires_on=day(91))
    add(book, firm, investor="no right")
    add(book, firm, investor="used", option="warrant", status="exercised", expires_on=day(5))
    add(book, firm, investor="soon", option="warrant", expires_on=day(90), status="agreed")
    add(book, firm, investor="over", option="warrant", expires_on=day(-1), status="agreed")
    found = book.ask(investment_links.linked_investments, firm)
    assert [(one.link.investor, one.state) for one in found] == [
        ("over", "over"),
        ("soon", "soon"),
        ("later", "open"),
        ("no right", "none"),
        ("used", "ended"),
    ]
    assert found[1].days_left == 90


def test_a_restricted_line_is_not_told_and_a_restricted_link_is_left_out(book, firm):
    line = stored(
        book,
        Facility(firm_id=firm, facility_type="working_capital_loan", ccy="CNY", confidentiality="restricted"),
    )
    add(book, firm, investor="open", facility_id=line.id)
    add(book, firm, investor="hidden", option="warrant", expires_on=day(9), confidentiality="restricted")
    whole = book.ask(investment_links.linked_investments, firm)
    assert [one.link.investor for one in whole] == ["hidden", "open"]
    assert whole[1].line is not None
    seen = book.ask(investment_links.linked_investments, firm, restricted=False)
    assert [(one.link.investor, one.line) for one in seen] == [("open", None)]
    assert [one for one in book.ask(since_last_visit, firm, restricted=False).ahead if one.kind == "option_ends"] == []


def test_a_right_that_ends_soon_is_told_at_the_visit(book, firm):
    add(book, firm, option="warrant", option_holder="Fund", expires_on=day(20), status="agreed")
    add(book, firm, option="convertible", expires_on=day(20), status="waived")
    add(book, firm, option="share_option", expires_on=day(-1), status="agreed")
    (ahead,) = [one for one in book.ask(since_last_visit, firm).ahead if one.kind == "option_ends"]
    assert (ahead.code, ahead.on, ahead.subject) == ("warrant", day(20), "Fund")
    assert ahead_text(ahead) == "Warrant to subscribe for shares ends"
    with i18n.speaking("zh_CN"):
        assert ahead_text(ahead).startswith("认股权")

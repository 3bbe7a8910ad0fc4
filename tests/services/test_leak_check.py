"""The check before a client's paper: numbers, other clients and lenders in its words are named with their place."""

from datetime import date

import pytest

from rmapp.domain.brief import client_edition
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.other_line import OtherLine
from rmapp.domain.promise import Promise
from rmapp.services.printing.brief_variants import compile_variant
from rmapp.services.printing.briefs import compile_for_client
from rmapp.services.privacy.leak_check import client_leaks
from tests.books import add_firm


def leaks(book, firm):
    value = client_edition(book.ask(compile_for_client, firm))
    return book.ask(client_leaks, firm, value)


def deciding(book, firm):
    return [(one.kind, one.place, one.found) for one in leaks(book, firm) if one.needs_decision]


def say(book, firm, summary):
    book.do(lambda store: store.change(Firm, firm, summary=summary), label="Change")


def promise(book, firm, text, side="theirs"):
    made = Promise(firm_id=firm, side=side, text=text, owner="Gu", due_on=date(2026, 4, 1))
    return book.do(lambda store: store.add(made), label="Add").result.id


def test_a_clean_paper_has_nothing_to_decide(book, firm):
    assert leaks(book, firm) == ()
    say(book, firm, "示例科技有限公司 makes sensors")
    assert deciding(book, firm) == [], "its own name is no leak"


def test_a_personal_number_is_named_with_its_place(book, firm):
    id = promise(book, firm, "Send papers, ring 13812345678")
    assert deciding(book, firm) == [("number", "promise", "13812345678")]
    assert leaks(book, firm)[0].record_id == id


def test_our_own_promises_are_not_on_the_paper(book, firm):
    promise(book, firm, "Ring 13812345678", "ours")
    assert leaks(book, firm) == ()


@pytest.mark.parametrize("text", ["Supplies 光谱仪器有限公司 with lenses", "Supplies QUIET OPTICS with lenses"])
def test_another_client_is_named(book, firm, text):
    book.do(add_firm, "光谱仪器有限公司", label="Add")
    book.do(add_firm, "Quiet Optics", label="Add")
    say(book, firm, text)
    ((kind, place, found),) = deciding(book, firm)
    assert (kind, place) == ("other_firm", "summary")
    assert found.casefold() in text.casefold()


def test_a_name_within_the_firms_own_name_is_none(book):
    book.do(add_firm, "潮声", label="Add")
    firm = book.do(add_firm, "潮声传感", label="Add").result.id
    say(book, firm, "潮声传感 makes sensors")
    assert deciding(book, firm) == []
    say(book, firm, "潮声传感 is not 潮声")
    assert deciding(book, firm) == [("other_firm", "summary", "潮声")]


def test_another_lender_is_named_and_our_own_bank_is_not(book, firm):
    book.do(lambda store: store.add(OtherLine(firm_id=firm, lender="Harbour Bank")), label="Add")
    promise(book, firm, "Repay harbour bank, then open an account with Test Bank")
    assert deciding(book, firm) == [("lender", "promise", "Harbour Bank")]


def test_what_we_typed_is_listed_to_be_gone_over_but_needs_no_decision(book, firm):
    say(book, firm, "Makes sensors")
    promise(book, firm, "Send the accounts")
    assert [(one.kind, one.place, one.text) for one in leaks(book, firm)] == [
        ("typed", "summary", "Makes sensors"),
        ("typed", "promise", "Send the accounts"),
    ]


def test_the_agenda_that_a_client_keeps_is_looked_at(book, firm):
    planned = Meeting(
        firm_id=firm, starts_at="2026-03-10T09:00", status="planned", agenda=("Terms of Harbour Bank",), place="Room 4"
    )
    book.do(lambda store: store.add(OtherLine(firm_id=firm, lender="Harbour Bank")), label="Add")
    meeting = book.do(lambda store: store.add(planned), label="Add").result.id
    for with_agenda, expected in ((True, [("lender", "agenda", meeting)]), (False, [])):
        value = book.ask(compile_variant, firm, "leave_behind", meeting, with_agenda=with_agenda)
        found = book.ask(client_leaks, firm, value, meeting)
        assert [(one.kind, one.place, one.record_id) for one in found if one.needs_decision] == expected

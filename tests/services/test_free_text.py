"""Personal numbers in free text: found in whatever a command wrote, removed or kept as one says."""

from datetime import date

import pytest

from rmapp.domain.call_report import CallReport, SiteSight
from rmapp.domain.claim import Claim
from rmapp.domain.covenant import CovenantWaiver
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money
from rmapp.domain.person import Person
from rmapp.domain.promise import Promise
from rmapp.errors import PersonalNumbersFound
from rmapp.services.privacy import free_text

MOBILE, IDENTITY, CARD = "13812345678", "11010519491231002X", "6222021234567890123"


def add(store, entity):
    return store.add(entity)


@pytest.mark.parametrize(
    "entity",
    [
        Claim(firm_id="f", kind="customers", note=f"Ask {MOBILE}"),
        Promise(firm_id="f", side="ours", text=f"Call {MOBILE}", owner="Li", due_on=date(2026, 4, 1)),
        Person(name="王", remark=f"Id {IDENTITY}"),
        Facility(firm_id="f", facility_type="rd_loan", note=f"Account {CARD}"),
        CovenantWaiver(test_id="t", granted_on=date(2026, 1, 1), reason=f"Told by {MOBILE}"),
        Meeting(firm_id="f", starts_at="2026-01-01", agenda=("Rates", f"Phone {MOBILE}")),
        CallReport(meeting_id="m", sights=(SiteSight(sight="stock", text=f"Keeper {MOBILE}"),)),
    ],
    ids=["fact", "promise", "remark", "line", "waiver", "agenda", "sight"],
)
def test_a_number_in_any_text_is_found_and_can_be_removed(book, entity):
    with pytest.raises(PersonalNumbersFound, match="looks like"):
        book.do(free_text.checked, add, entity, label="Add")
    assert book.ask(lambda store: store.count(type(entity))) == 0, "taken back until the user says"

    book.do(free_text.cleaned, add, entity, label="Add")
    (kept,) = book.ask(lambda store: store.all(type(entity)))
    text = kept.model_dump_json()
    assert not any(number in text for number in (MOBILE, IDENTITY, CARD))
    assert all(word in text for word in entity.model_dump_json().split() if word.isalpha())


@pytest.mark.parametrize(
    "entity",
    [
        Person(name="王", work_phone=MOBILE),
        Firm(uscc="110105194912310021"),
        Facility(firm_id="f", facility_type="rd_loan", contract_no=CARD, limit=Money(minor=13_812_345_678, ccy="CNY")),
    ],
    ids=["phone", "credit code", "contract and amount"],
)
def test_numbers_in_their_own_fields_and_amounts_are_none(book, entity):
    book.do(free_text.checked, add, entity, label="Add")


def change(store, id, text):
    return store.change(Meeting, id, discussion=text)


def test_a_number_that_was_kept_is_not_asked_about_again(book):
    kept = book.do(add, Meeting(firm_id="f", starts_at="2026-01-01", discussion=f"Ring {MOBILE}"), label="Add").result
    book.do(free_text.checked, change, kept.id, f"Ring {MOBILE} on Monday", label="Change")
    with pytest.raises(PersonalNumbersFound) as caught:
        book.do(free_text.checked, change, kept.id, f"Ring {MOBILE} or 13987654321", label="Change")
    assert len(caught.value.sentences) == 1
    assert "13987654321" in caught.value.message

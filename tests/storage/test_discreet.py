"""What is restricted is not there for a paper: neither the row, nor what hangs on it, nor a sum of it."""

from datetime import date

import pytest

from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.collateral import Collateral, Valuation
from rmapp.domain.covenant import Covenant, CovenantTest, CovenantWaiver
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Addendum, Attendee, Meeting
from rmapp.domain.money import Money
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.signal import Signal
from rmapp.errors import NotFoundError
from rmapp.storage.discreet import FROM_CLIENTS, candid, discreet, hide
from rmapp.storage.table import table_of
from tests.books import add_firm, new_book, reopened


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def fill(store, confidentiality):
    firm = add_firm(store)
    meeting = store.add(
        Meeting(firm_id=firm.id, starts_at="2026-01-05T09:00", summary="Talked.", confidentiality=confidentiality)
    )
    store.add(Addendum(meeting_id=meeting.id, text="Later."))
    store.add(Attendee(meeting_id=meeting.id, name="Somebody"))
    store.add(
        Promise(firm_id=firm.id, side="ours", text="Send", owner="Li", due_on=date(2026, 4, 1), meeting_id=meeting.id)
    )
    line = store.add(
        Facility(firm_id=firm.id, facility_type="rd_loan", status="active", confidentiality=confidentiality)
    )
    covenant = store.add(Covenant(facility_id=line.id, name="Tell us"))
    test = store.add(CovenantTest(covenant_id=covenant.id, test_on=date(2026, 1, 1), due_on=date(2026, 2, 1)))
    store.add(CovenantWaiver(test_id=test.id, granted_on=date(2026, 2, 2), reason="Snow"))
    thing = store.add(
        Collateral(firm_id=firm.id, type="equipment", description="Press", confidentiality=confidentiality)
    )
    store.add(Valuation(collateral_id=thing.id, value=Money.of(5), valued_on=date(2026, 1, 1)))
    person = store.add(Person(name="王", confidentiality=confidentiality))
    store.add(Role(person_id=person.id, firm_id=firm.id, role="cfo"))
    store.add(Signal(firm_id=firm.id, code="x", severity="red", raised_on=date(2026, 1, 1), subject=test.id))
    return firm.id


def counts(store):
    return {table.name: store.count(table.type) for table in map(table_of, ENTITIES) if store.count(table.type)}


KEPT = {"firm": 1, "firm_name": 1}


def test_a_restricted_row_hides_with_all_that_hangs_on_it(book):
    book.do(fill, "restricted", label="Fill")
    with discreet(book.store):
        assert book.ask(counts) == KEPT
    assert len(book.ask(counts)) == 15


def test_other_classes_stay(book):
    book.do(fill, "client_confidential", label="Fill")
    before = book.ask(counts)
    with discreet(book.store):
        assert book.ask(counts) == before


def test_plain_statements_see_as_little(book):
    book.do(fill, "restricted", label="Fill")
    joined = "SELECT count(*) FROM facility f JOIN firm ON firm.id = f.firm_id JOIN covenant c ON c.facility_id = f.id"
    assert book.store.rows(joined) == [(1,)]
    with discreet(book.store):
        assert book.store.rows(joined) == [(0,)]


def test_the_lists_tell_no_sum_of_it(book):
    firm_id = book.do(fill, "restricted", label="Fill").result
    asked = "SELECT firm_id, outstanding, has_line, last_contact FROM firm_card"
    with discreet(book.store):
        assert book.store.rows(asked) == [(firm_id, None, None, None)]
        assert book.store.rows("SELECT * FROM line_card") == []
    assert book.store.rows("SELECT has_line FROM firm_card, line_card USING (firm_id)") == [(1,)]


def test_blocks_may_stand_in_each_other_and_end_after_an_error(book):
    with discreet(book.store), discreet(book.store):
        assert book.store.hides
    with pytest.raises(NotFoundError), discreet(book.store):
        book.store.get(Facility, "none")
    assert not book.store.hides


def test_nothing_is_written_through_it(book):
    book.do(fill, "restricted", label="Fill")
    with discreet(book.store), pytest.raises(Exception, match=r"view|damaged|read"):
        book.do(add_firm, label="Add")
    assert not book.store.hides


def test_a_book_for_reading_hides_for_good_and_still_writes_nothing(tmp_path):
    with_one = new_book(tmp_path)
    with_one.do(fill, "restricted", label="Fill")
    with_one.close()
    book = reopened(tmp_path, read_only=True)
    hide(book.store)
    assert book.ask(counts) == KEPT
    assert book.store.rows("PRAGMA query_only") == [(1,)]
    book.close()


def test_a_paper_for_the_client_leaves_out_what_is_internal_too(book):
    book.do(fill, "internal", label="Fill")
    with discreet(book.store):
        assert len(book.ask(counts)) == 15
        with discreet(book.store, FROM_CLIENTS):
            assert book.ask(counts) == KEPT
        assert len(book.ask(counts)) == 15


def test_what_must_not_be_hinted_at_can_be_known(book):
    book.do(fill, "restricted", label="Fill")
    with discreet(book.store):
        with candid(book.store):
            assert len(book.ask(counts)) == 15
        assert book.ask(counts) == KEPT


def watched(store):
    return store.rows("SELECT watch FROM firm_card")[0][0]


@pytest.mark.parametrize(
    ("by_hand", "ambers", "told"), [("none", 2, "none"), ("none", 3, "watch"), ("exit", 0, "exit")]
)
def test_a_signal_about_something_restricted_is_not_told_by_the_watch_status(book, by_hand, ambers, told):
    firm_id = book.do(fill, "restricted", label="Fill").result

    def mark(store):
        store.change(Firm, firm_id, watch_status=by_hand)
        for at in range(ambers):
            store.add(Signal(firm_id=firm_id, code=f"a{at}", severity="amber", raised_on=date(2026, 1, 1)))

    book.do(mark, label="Mark")
    assert book.ask(watched) == ("exit" if by_hand == "exit" else "alert"), "on the screen it is"
    with discreet(book.store):
        assert book.ask(watched) == told
    assert book.ask(watched) != told or by_hand == "exit"


def test_what_becomes_restricted_later_is_hidden_too(book):
    firm_id = book.do(fill, "client_confidential", label="Fill").result
    for _time in range(2):
        with discreet(book.store):
            assert book.ask(lambda store: store.count(Facility)) == 1
    book.do(lambda store: store.change(Facility, store.all(Facility)[0].id, confidentiality="restricted"), label="Hide")
    with discreet(book.store):
        assert book.ask(lambda store: store.count(Facility)) == 0
        assert book.ask(watched) == "none"
    beside = book.another()
    try:
        hide(beside.store)
        assert beside.ask(lambda store: store.count(Facility)) == 0
    finally:
        beside.close()
    assert firm_id

"""The paper of a visit: ready, out of date, none; and visits whose sheet was never typed in."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.record import SavedView
from rmapp.services.paperwork import papers
from rmapp.services.printing import visit_pack
from rmapp.services.printing.visit_pack import PackPick
from rmapp.services.visits.pack_state import pack_state, unclosed_visits
from tests.books import add_firm, new_book


class Moving:
    """A clock that a test moves on; its zone is UTC."""

    def __init__(self):
        self.moment = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()

    def later(self, **by):
        self.moment += timedelta(**by)


TODAY = date(2026, 3, 4)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def moving():
    return Moving()


@pytest.fixture
def book(tmp_path, moving):
    workspace = new_book(tmp_path, clock=moving)
    yield workspace
    workspace.close()


def add(book, *entities):
    return book.do(lambda store: store.add_many(entities), label="Add").result


def plan(book, firm_id, starts_at=f"{TOMORROW}T09:30", **fields):
    return add(book, Meeting(firm_id=firm_id, status="planned", starts_at=starts_at, **fields))[0].id


def print_out(book, moving, *picks):
    pack = book.ask(visit_pack.compile_pack, list(picks))
    paper = visit_pack.print_pack(pack, book.ask(visit_pack.new_options, "en"))
    book.do(papers.log_paper, paper, "printed", 4, label="Print", undoable=False)
    moving.later(minutes=1)


def state(book, meeting):
    return book.ask(pack_state, meeting)


def test_a_visit_has_none_until_its_pack_is_printed(book, firm, moving):
    meeting, other = plan(book, firm), plan(book, firm, f"{TOMORROW}T15:00")
    assert state(book, meeting) == "none"
    print_out(book, moving, PackPick(firm, meeting))
    assert state(book, meeting) == "ready"
    assert state(book, other) == "none"


@pytest.mark.parametrize(
    "change",
    [
        lambda store, firm, meeting, _person: store.change(Firm, firm, summary="New"),
        lambda store, _firm, meeting, _person: store.change(Meeting, meeting, place="Elsewhere"),
        lambda store, firm, _meeting, _person: store.add(
            Promise(firm_id=firm, side="ours", text="Send", owner="Li", due_on=TOMORROW)
        ),
        lambda store, _firm, _meeting, person: store.change(Person, person, work_phone="0571-1"),
        lambda store, _firm, meeting, _person: store.add(Attendee(meeting_id=meeting, name="Somebody")),
        lambda store, firm, _meeting, _person: store.add(Facility(firm_id=firm, facility_type="rd_loan")),
    ],
)
def test_a_change_of_the_firm_its_people_or_the_plan_makes_it_old(book, firm, moving, change):
    person = Person(name="顾雯")
    add(book, person, Role(person_id=person.id, firm_id=firm, role="cfo"))
    meeting = plan(book, firm)
    print_out(book, moving, PackPick(firm, meeting))
    book.do(change, firm, meeting, person.id, label="Change")
    assert state(book, meeting) == "changed"
    moving.later(minutes=1)
    print_out(book, moving, PackPick(firm, meeting))
    assert state(book, meeting) == "ready"


def test_changes_elsewhere_and_of_no_fact_leave_it_ready(book, firm, moving):
    meeting = plan(book, firm)
    print_out(book, moving, PackPick(firm, meeting))
    other = book.do(add_firm, "青檐智控", label="Add").result.id
    stranger = Person(name="别人")
    add(book, stranger, Role(person_id=stranger.id, firm_id=other, role="cfo"), SavedView(name="Mine", query="{}"))
    assert state(book, meeting) == "ready"


def test_what_was_taken_out_makes_it_old_too(book, firm, moving):
    promise = add(book, Promise(firm_id=firm, side="ours", text="Send", owner="Li", due_on=TOMORROW))[0]
    meeting = plan(book, firm)
    print_out(book, moving, PackPick(firm, meeting))
    book.do(lambda store: store.remove(Promise, promise.id), label="Remove")
    assert state(book, meeting) == "changed"


def test_a_sheet_is_unclosed_from_the_end_of_the_visit_until_it_is_held_or_called_off(book, firm, moving):
    meeting = plan(book, firm, ends_at=f"{TOMORROW}T10:30")
    print_out(book, moving, PackPick(firm, meeting))
    assert book.ask(unclosed_visits) == ()
    moving.later(days=2)
    (found,) = book.ask(unclosed_visits)
    assert (found.meeting_id, found.firm_id, found.on, found.copy_no) == (meeting, firm, TOMORROW, "2026-03-04-01")
    assert found.name
    book.do(lambda store: store.change(Meeting, meeting, status="held"), label="Hold")
    assert book.ask(unclosed_visits) == ()


def test_a_visit_printed_twice_is_listed_once_with_its_last_copy(book, firm, moving):
    meeting = plan(book, firm)
    print_out(book, moving, PackPick(firm, meeting))
    print_out(book, moving, PackPick(firm, meeting))
    moving.later(days=3)
    assert [one.copy_no for one in book.ask(unclosed_visits)] == ["2026-03-04-02"]


def test_a_visit_without_a_time_is_over_with_its_day(book, firm, moving):
    meeting = plan(book, firm, str(TODAY))
    print_out(book, moving, PackPick(firm, meeting))
    moving.later(hours=10)
    assert book.ask(unclosed_visits) == ()
    moving.later(days=1)
    assert [one.meeting_id for one in book.ask(unclosed_visits)] == [meeting]


def test_a_brief_alone_is_no_sheet_to_close(book, firm, moving):
    meeting = plan(book, firm)
    pack = book.ask(visit_pack.compile_pack, [PackPick(firm, meeting)])
    paper = visit_pack.print_pack(pack, book.ask(visit_pack.new_options, "en"))._replace(document="client_brief")
    book.do(papers.log_paper, paper, "printed", 2, label="Print", undoable=False)
    assert state(book, meeting) == "ready"
    moving.later(days=3)
    assert book.ask(unclosed_visits) == ()

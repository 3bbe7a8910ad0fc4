"""People and their roles in several firms, and the personal numbers that are not kept."""

from datetime import date

import pytest

from rmapp.domain.firm_draft import FirmDraft, NameDraft
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person
from rmapp.domain.personal_data import personal_data_in, without_personal_data
from rmapp.errors import InputError, NotFoundError
from rmapp.services.clients import firms, people
from tests.books import new_book


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def firm(book, en="Chaosheng Sensors"):
    draft = FirmDraft(names=(NameDraft(text=en, kind="short", lang="en"),))
    return book.do(firms.add_firm, draft, confirmed=True, label="add").result.id


def add(book, firm_id, name, **fields):
    return book.do(people.add_person, firm_id, name, label="add", **fields).result


def meet(book, firm_id, person, on, status="held"):
    meeting = Meeting(firm_id=firm_id, starts_at=on, status=status)
    book.do(lambda store: store.add_many([meeting, Attendee(meeting_id=meeting.id, person_id=person.id)]), label="meet")


def test_people_stand_by_weight_with_the_day_they_were_last_met(book):
    one = firm(book)
    secretary = add(book, one, "霍敏", role="board_secretary")
    founder = add(book, one, " 潘  琦 ", role="founder", influence="decides", is_actual_controller=True)
    treasurer = add(book, one, "方蕾", role="treasury_contact", influence="works_with_us", is_main_contact=True)
    meet(book, one, founder, "2025-11-19T10:00")
    meet(book, one, founder, "2025-12-03T10:00")
    meet(book, one, founder, "2026-12-03T10:00", status="planned")
    found = book.ask(people.people, one)
    assert [(row.person.name, row.last_met, row.meetings) for row in found] == [
        (treasurer.name, None, 0),
        ("潘 琦", date(2025, 12, 3), 2),
        (secretary.name, None, 0),
    ]
    assert found[1].role.is_actual_controller


def test_a_person_has_roles_in_several_firms(book):
    one, two = firm(book), firm(book, "Tingchao Hearing")
    person = add(book, one, "潘琦", role="founder")
    book.do(people.add_role, person.id, two, role="chairman", title="Chairman", label="role")
    page = book.ask(people.person_page, person.id)
    assert [(role.firm_name, role.role.role) for role in page.roles] == [
        ("Chaosheng Sensors", "founder"),
        ("Tingchao Hearing", "chairman"),
    ]
    assert [row.person.id for row in book.ask(people.people, two)] == [person.id]


def test_who_left_is_shown_only_when_asked_for(book):
    one = firm(book)
    person = add(book, one, "潘琦")
    role = book.ask(people.people, one)[0].role
    book.do(people.end_role, role.id, date(2026, 3, 3), label="end")
    assert book.ask(people.people, one) == []
    assert book.ask(people.people, one, former=True)[0].person.id == person.id
    book.do(people.change_role, role.id, valid_to=PartialDate("2026-03"), label="some day this month")
    assert len(book.ask(people.people, one)) == 1


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("name", {"name": " "}),
        ("work_email", {"work_email": "gu.wen"}),
        ("work_email", {"work_email": "gu wen@example.com"}),
        ("years_in_field", {"years_in_field": 99}),
        ("role", {"role": "emperor"}),
        ("legal_basis", {"legal_basis": "because"}),
        ("valid_to", {"valid_from": PartialDate("2020"), "valid_to": PartialDate("2019")}),
        ("valid_from", {"valid_from": PartialDate("2027")}),
    ],
)
def test_a_wrong_value_is_said_beside_its_field(book, field, fields):
    one = firm(book)
    with pytest.raises(InputError) as caught:
        add(book, one, **{"name": "顾雯", **fields})
    assert set(caught.value.fields) == {field}
    assert book.store.count(Person) == 0


def test_a_removed_person_leaves_only_the_part_in_notes(book):
    one = firm(book)
    person = add(book, one, "顾雯", title="CFO")
    meet(book, one, person, "2025-12-03")
    book.do(people.remove_person, person.id, label="remove")
    (attendee,) = book.store.all(Attendee)
    assert (attendee.person_id, attendee.name, attendee.role_text) == (None, "Former contact", "CFO")
    assert book.ask(people.people, one) == []
    with pytest.raises(NotFoundError):
        book.ask(people.person_page, person.id)


def test_a_person_of_the_same_name_is_offered(book):
    one = firm(book)
    person = add(book, one, "顾雯", name_latin="Gu Wen")
    for name in ("顾雯", "顾 雯", "GU WEN"):
        assert book.ask(people.same_person, name) == [(person.id, "顾雯", ("Chaosheng Sensors",))]
    assert book.ask(people.same_person, "顾") == book.ask(people.same_person, "") == []


def test_warnings_name_the_field():
    person = Person(name="顾雯", remark="private 13812345678", record="PhD")
    assert set(people.person_warnings(person)) == {"remark"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("身份证330106199001011234完", ["identity_number"]),
        ("33010619900101123x", ["identity_number"]),
        ("330106199013011234", ["card_number"]),
        ("手机13812345678,", ["mobile"]),
        ("138 1234 5678", ["mobile"]),
        ("6222 0212 3456 7890 123", ["card_number"]),
        ("6222021234567890", ["card_number"]),
        ("330106199001011234 and 13812345678", ["identity_number", "mobile"]),
        ("91110000600037341L", []),
        ("0571-88888888, 45,000,000.00", []),
        ("contract 2025120300001", []),
        ("12812345678", []),
    ],
)
def test_personal_numbers_are_seen(text, kinds):
    assert [finding.kind for finding in personal_data_in(text)] == kinds


def test_personal_numbers_can_be_taken_out():
    assert without_personal_data("call 13812345678 or 330106199001011234 now") == "call  or  now"

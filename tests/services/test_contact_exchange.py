"""Contact cards to people of the book, and people to contact cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from rmapp.domain.contact_card import ContactCard
from rmapp.domain.person import Person, Role
from rmapp.errors import InputError, RuleError
from rmapp.services.calendars.contact_exchange import (
    apply_contacts,
    export_contacts,
    label,
    plan_contacts,
    read_file,
)
from rmapp.services.clients.people import add_person
from tests.books import add_firm

FILES = Path(__file__).parents[1] / "data" / "cards"
CHEN = ContactCard("", "陈实", "Chen Shi", "杭州灵伴科技有限公司", "CEO", "+86 571 1", "chen@lingban.cn", ("birthday",))


@pytest.fixture
def firm(book):
    return book.do(add_firm, "杭州灵伴科技有限公司", label="Add").result.id


def planned(book, *cards, **decisions):
    return book.ask(plan_contacts, "x.vcf", cards, {int(key[1:]): value for key, value in decisions.items()})


def bring_in(book, *cards, **decisions):
    plan = planned(book, *cards, **decisions)
    return book.do(apply_contacts, plan, label=label(plan)).result


def test_a_card_becomes_a_person_at_its_firm(book, firm):
    (row,) = planned(book, CHEN).rows
    assert (row.action, row.cause) == ("add", "Left out: birthday")
    assert bring_in(book, CHEN).added == 1
    (person,) = book.store.all(Person)
    assert (person.name, person.name_latin, person.work_phone) == ("陈实", "Chen Shi", "+86 571 1")
    assert (person.source, person.as_of.first_day()) == ("client_statement", book.store.clock.today())
    (role,) = book.store.all(Role)
    assert (role.firm_id, role.title) == (firm, "CEO")
    assert bring_in(book, CHEN).same == 1


def test_a_card_read_again_sets_only_what_differs(book, firm):
    bring_in(book, CHEN)
    (row,) = planned(book, CHEN._replace(work_phone="+86 571 2", left_out=())).rows
    assert (row.action, row.cause) == ("update", "Sets: work phone.")
    bring_in(book, CHEN._replace(work_phone="+86 571 2", work_email=""))
    (person,) = book.store.all(Person)
    assert (person.work_phone, person.work_email) == ("+86 571 2", "chen@lingban.cn")


def test_a_person_known_by_e_mail_gets_a_part_at_another_firm(book, firm):
    bring_in(book, CHEN)
    other = book.do(add_firm, "超声传感有限公司", label="Add").result.id
    (row,) = planned(book, CHEN._replace(organisation="超声传感有限公司", left_out=())).rows
    assert (row.action, row.firm_ids, row.cause) == ("update", (other,), "Sets: part at this firm.")
    bring_in(book, CHEN._replace(organisation="超声传感有限公司"))
    assert book.store.count(Person) == 1
    assert {role.firm_id for role in book.store.all(Role)} == {firm, other}


def test_a_card_of_no_client_waits_for_a_choice(book, firm):
    stranger = ContactCard(name="Wu", organisation="Unknown Trading Ltd")
    assert planned(book, stranger).rows[0].action == "choose"
    assert bring_in(book, stranger).left == 1
    assert planned(book, stranger, n1="").rows[0].action == "leave"
    assert bring_in(book, stranger, n1=firm).added == 1


def test_a_firm_is_found_by_the_domain_of_the_mail(book):
    firm = book.do(add_firm, "示例有限公司", website="https://www.lingban.cn/about", label="Add").result.id
    card = ContactCard(name="Wu", work_email="wu@lingban.cn")
    assert planned(book, card).rows[0].firm_ids == (firm,)


def test_a_card_twice_in_a_file_goes_in_once(book, firm):
    assert [row.action for row in planned(book, CHEN, CHEN).rows] == ["add", "leave"]


def test_what_must_not_be_kept_keeps_a_card_outside(book, firm):
    bad = CHEN._replace(title="ID 11010519491231002X")
    (row,) = planned(book, bad).rows
    assert row.action == "leave"
    assert "identity" in row.cause
    assert planned(book, CHEN._replace(work_email="chen at lingban@")).rows[0].action == "leave"


def test_files_of_phones_and_other_programs_come_in(book, firm):
    cards = [card for path in sorted(FILES.glob("*.vcf")) for card in read_file(path)]
    assert [row.action for row in planned(book, *cards).rows] == ["add", "leave", "add", "choose"]
    assert bring_in(book, *cards).sentence() == "2 added, 0 updated, 0 unchanged, 2 left out."
    held = {person.name: (person.work_phone, person.work_email) for person in book.store.all(Person)}
    assert held == {
        "吴昊": ("+86 571 8888 0002", "wu@lingban.cn"),
        "陈实": ("+86 571 8888 0001", "chen@lingban.cn"),
    }
    everything = str([person.model_dump() for person in book.store.all(Person)])
    assert not any(text in everything for text in ("1980", "1975", "文三路", "网球", "13800000000", "private.example"))


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_people_leave_as_cards_and_come_back_unchanged(book, firm, tmp_path, version):
    bring_in(book, CHEN, ContactCard(name="Anna Berg", organisation=CHEN.organisation))
    exported = book.ask(export_contacts, tmp_path / "people.vcf", [firm], version=version)
    assert exported.rows == 2
    assert {row.action for row in planned(book, *read_file(exported.path)).rows} == {"same"}


def test_restricted_people_leave_only_with_a_reason(book, firm, tmp_path):
    book.do(add_person, firm, "Hidden", confidentiality="restricted", label="Add")
    path = tmp_path / "people.vcf"
    with pytest.raises(InputError):
        book.ask(export_contacts, path, [firm])
    assert not path.exists()
    with pytest.raises(InputError):
        book.ask(export_contacts, path, [firm], reason="")
    assert book.ask(export_contacts, path, [firm], reason="Own phone").rows == 1


def test_people_of_a_restricted_firm_leave_only_with_a_reason(book, tmp_path):
    firm = book.do(add_firm, "Secret", confidentiality="restricted", label="Add").result.id
    book.do(add_person, firm, "Wu", label="Add")
    with pytest.raises(InputError):
        book.ask(export_contacts, tmp_path / "people.vcf", [firm])
    assert book.ask(export_contacts, tmp_path / "people.vcf", [firm], reason="Own phone").rows == 1


def test_nothing_is_written_when_the_book_changed_meanwhile(book, firm):
    plan = planned(book, CHEN)
    book.do(add_firm, "Other", label="Add")
    with pytest.raises(RuleError):
        book.do(apply_contacts, plan, label="Import")
    assert book.store.count(Person) == 0

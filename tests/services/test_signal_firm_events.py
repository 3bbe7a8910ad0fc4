"""Signals of designations, key people, control, rounds and customers: raised at the bound, and not for history."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from rmapp.domain.claim import Claim
from rmapp.domain.clock import FixedClock
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.funding import FundingEvent
from rmapp.domain.money import Money
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.services import books
from rmapp.services.early_warning import signals
from rmapp.services.early_warning.signal_rules.firm_events import LARGEST_CUSTOMER
from rmapp.storage.discreet import discreet
from tests.books import NOW, add_firm, new_book

TODAY = NOW.date()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("events"))
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, "示例科技", label="Add").result.id


def put(book, *entities):
    return book.do(type(book.store).add_many, list(entities), label="Add").result[-1].id


def found(book, firm_id):
    return {one.code: one for one in book.ask(signals.firm_signals, firm_id)}


@contextmanager
def later(book, days):
    day = book.store.clock
    book.store.clock = FixedClock(NOW + timedelta(days=days))
    try:
        yield
    finally:
        book.store.clock = day


def holding(firm_id, **fields):
    return DesignationHolding(firm_id=firm_id, designation="little_giant", **fields)


def on(text):
    return PartialDate(text)


def test_an_expired_designation_is_told_with_its_day(book, firm):
    put(book, holding(firm, granted_on=on("2022-09-01"), expires_on=on("2025-08-31")))
    one = found(book, firm)["designation_lapsed"]
    assert (one.severity, one.origin) == ("amber", "rule")
    assert "31 Aug 2025" in one.evidence


def test_a_year_counts_as_active_until_its_end(book, firm):
    put(book, holding(firm, granted_on=on("2023"), expires_on=on(str(TODAY.year))))
    assert found(book, firm) == {}


def test_a_renewed_designation_is_not_lapsed(book, firm):
    put(
        book,
        holding(firm, granted_on=on("2022-09-01"), expires_on=on("2025-08-31")),
        holding(firm, granted_on=on("2025-09-01"), expires_on=on("2028-08-31")),
    )
    assert found(book, firm) == {}


def test_a_step_that_the_firm_has_outgrown_is_not_lost(book, firm):
    lower = DesignationHolding(
        firm_id=firm, designation="srdi_sme", granted_on=on("2022-07-01"), expires_on=on("2025-06-30")
    )
    put(book, holding(firm, granted_on=on("2024-09-01"), expires_on=on("2027-08-31")), lower)
    assert found(book, firm) == {}


def test_what_lapsed_long_ago_is_history(book, firm):
    put(book, holding(firm, granted_on=on("2015-09-01"), expires_on=on("2018-08-31")))
    assert found(book, firm) == {}


def test_a_revoked_designation_is_told_and_stays_until_a_person_closes_it(book, firm):
    id = put(book, holding(firm, granted_on=on("2024-01-01"), expires_on=on("2027-01-01"), revoked_on=on("2026-01-10")))
    one = found(book, firm)["designation_lapsed"]
    assert "revoked" in one.evidence
    book.do(type(book.store).change, DesignationHolding, id, revoked_on=None, label="Correct")
    assert found(book, firm)["designation_lapsed"].gone_on == TODAY


def test_the_expiry_of_a_day_is_found_by_the_daily_run(book, firm):
    put(book, holding(firm, granted_on=on("2023-03-05"), expires_on=PartialDate.of(TODAY)))
    assert found(book, firm) == {}
    with later(book, 1):
        books.run_daily_rules(book)
        assert set(found(book, firm)) == {"designation_lapsed"}


def person(book, firm_id, name="示例人物", *roles):
    one = Person(name=name)
    put(book, one, *(Role(person_id=one.id, firm_id=firm_id, **fields) for fields in roles))
    return one.id


@pytest.mark.parametrize("role", ["founder", "cto", "cfo"])
def test_a_key_person_who_left_within_a_year(book, firm, role):
    person(book, firm, "示例人物", {"role": role, "valid_to": on("2025-12")})
    one = found(book, firm)["key_person_left"]
    assert ("示例人物" in one.evidence, one.severity) == (True, "amber")


def test_who_goes_on_in_another_role_has_not_left(book, firm):
    person(book, firm, "示例人物", {"role": "cto", "valid_to": on("2025-12")}, {"role": "general_manager"})
    assert found(book, firm) == {}


def test_other_roles_and_old_endings_are_not_told(book, firm):
    person(book, firm, "甲", {"role": "treasury_contact", "valid_to": on("2025-12")})
    person(book, firm, "乙", {"role": "cfo", "valid_to": on("2023-12")})
    assert found(book, firm) == {}


def test_a_controller_who_gave_up_control_is_red(book, firm):
    person(book, firm, "示例人物", {"role": "chairman", "is_actual_controller": True, "valid_to": on("2026-01-31")})
    assert found(book, firm)["controller_change"].severity == "red"
    assert book.ask(signals.firm_watch, firm) == "alert"


def test_control_that_ended_by_the_links_of_ownership_is_red(book, firm):
    parent = book.do(add_firm, "示例母公司", label="Add").result.id
    link = OwnershipLink(parent_id=parent, child_id=firm, controls=True, pct_bp=5_100, valid_to=on("2026-01-31"))
    put(book, link)
    one = found(book, firm)["controller_change"]
    assert ("示例母公司" in one.evidence, one.severity, one.subject) == (True, "red", link.id)
    put(book, OwnershipLink(parent_id=parent, child_id=firm, controls=True, pct_bp=6_000, valid_from=on("2026-01-31")))
    assert found(book, firm)["controller_change"].gone_on == TODAY


@pytest.mark.parametrize(
    "fields",
    [
        {"controls": False, "valid_to": on("2026-01-31")},
        {"controls": True},
        {"controls": True, "valid_to": on("2027")},
        {"controls": True, "valid_to": on("2024-06")},
    ],
)
def test_a_share_without_control_and_control_that_stands_or_ended_long_ago_raise_nothing(book, firm, fields):
    put(book, OwnershipLink(parent_kind="outsider", parent_name="某基金", child_id=firm, **fields))
    assert found(book, firm) == {}


def test_a_person_whose_role_tells_it_is_told_of_once_and_the_daily_run_finds_links(book, firm):
    id = person(book, firm, "示例人物", {"role": "actual_controller", "valid_to": on("2026-01")})
    put(book, OwnershipLink(parent_kind="person", parent_id=id, child_id=firm, controls=True, valid_to=on("2026-01")))
    assert [one.code for one in book.ask(signals.firm_signals, firm)] == ["controller_change"]
    other = book.do(add_firm, "示例子公司", label="Add").result.id
    ends = PartialDate.of(TODAY)
    put(book, OwnershipLink(parent_kind="outsider", parent_name="某基金", child_id=other, controls=True, valid_to=ends))
    assert found(book, other) == {}
    with later(book, 2):
        books.run_daily_rules(book)
        assert "某基金" in found(book, other)["controller_change"].evidence


def test_a_person_of_the_class_restricted_is_not_told_of(book, firm):
    one = Person(name="示例人物", confidentiality="restricted")
    put(book, one, Role(person_id=one.id, firm_id=firm, role="cfo", valid_to=on("2026-01")))
    assert "key_person_left" in found(book, firm)
    with discreet(book.store):
        assert found(book, firm) == {}


def round_(firm_id, day, **fields):
    return FundingEvent(firm_id=firm_id, round="b", closed_on=on(day), **fields)


def test_a_round_below_the_one_before(book, firm):
    put(
        book,
        round_(firm, "2024-05-01", post_money=Money.of(800_000_000)),
        round_(firm, "2025-06-01", pre_money=Money.of(600_000_000), post_money=Money.of(700_000_000)),
    )
    one = found(book, firm)["down_round"]
    assert all(part in one.evidence for part in ("600", "800", "2025"))


@pytest.mark.parametrize(
    "start",
    [Money.of(800_000_000), Money.of(100_000_000, "USD"), None],
    ids=["equal", "another currency", "unknown"],
)
def test_a_round_that_is_not_below_or_not_comparable(book, firm, start):
    put(book, round_(firm, "2024-05-01", post_money=Money.of(800_000_000)))
    put(book, round_(firm, "2025-06-01", pre_money=start, post_money=Money.of(900_000_000)))
    assert found(book, firm) == {}


@pytest.mark.parametrize(("share", "raised"), [(5_000, False), (5_001, True), (None, False)])
def test_one_customer_above_half_of_revenue(book, firm, share, raised):
    put(book, Claim(firm_id=firm, kind=LARGEST_CUSTOMER, share_bp=share, as_of=on("2025-12-31")))
    assert ("customer_concentration" in found(book, firm)) is raised


def test_the_newest_word_about_customers_counts(book, firm):
    put(
        book,
        Claim(firm_id=firm, kind=LARGEST_CUSTOMER, share_bp=6_000, as_of=on("2024-12-31")),
        Claim(firm_id=firm, kind=LARGEST_CUSTOMER, share_bp=4_000, as_of=on("2025-12-31")),
    )
    assert found(book, firm) == {}


def test_the_bound_of_a_year(book, firm):
    ago = date(TODAY.year - 1, TODAY.month, TODAY.day)
    person(book, firm, "甲", {"role": "cfo", "valid_to": PartialDate.of(ago)})
    assert "key_person_left" in found(book, firm)

"""What changed since the last visit, held against a history that was written by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import lists, sampled_from

from rmapp.domain.call_report import Answer
from rmapp.domain.change_wording import change_text
from rmapp.domain.clock import FixedClock
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.stage import StageEvent
from rmapp.i18n import speaking
from rmapp.services.clients import firms, people
from rmapp.services.origination import facilities
from rmapp.services.visits.answers import write_back
from rmapp.services.visits.since_visit import since_last_visit
from tests.books import add_firm, new_book

VISIT = date(2026, 2, 10)


class MovingClock:
    """A clock that a test sets."""

    def __init__(self, day):
        self.set(day)

    def set(self, day, hour=8):
        self._at = FixedClock(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))

    def now(self):
        return self._at.now()

    def today(self):
        return self._at.today()


class History:
    """A book whose days are written one after another."""

    def __init__(self, folder):
        self.clock = MovingClock(date(2025, 11, 3))
        self.book = new_book(folder, clock=self.clock)
        self.firm = self.do(add_firm).id

    def on(self, month, day, year=2026, hour=8):
        self.clock.set(date(year, month, day), hour)
        return self

    def do(self, verb, *args, **fields):
        return self.book.do(verb, *args, label=verb.__name__, **fields).result

    def add(self, entity):
        def add(store):
            return store.add(entity)

        return self.do(add)

    def visit(self, starts_at="2026-02-10T09:30", ends_at="2026-02-10T11:00", **fields):
        return self.add(Meeting(firm_id=self.firm, starts_at=starts_at, ends_at=ends_at, summary="-", **fields))

    def line(self, **fields):
        terms = {"reference_no": "WC-1", "facility_type": "working_capital_loan", "status": "active"}
        known = {"limit": yuan(5), "signed_on": date(2025, 11, 3), **terms, **fields}
        return self.add(Facility(firm_id=self.firm, **known))

    def entry(self, line, kind, millions, on, **fields):
        day = on if isinstance(on, PartialDate) or on is None else PartialDate.of(on)
        return self.add(LedgerEntry(facility_id=line.id, kind=kind, amount=yuan(millions), value_on=day, **fields))

    def told(self, **options):
        found = self.book.ask(since_last_visit, self.firm, **options)
        return [f"{str(one.on)[5:]} {change_text(one)}" for one in found.changes]


def yuan(millions):
    return Money.of(millions * 1_000_000, "CNY")


@pytest.fixture
def history(tmp_path):
    past = History(tmp_path)
    yield past
    past.book.close()


def test_the_box_is_what_the_hand_written_history_says(history):
    line = history.line(maturity_on=date(2026, 11, 3))
    history.entry(line, "limit_change", 5, date(2025, 11, 3))
    history.add(StageEvent(firm_id=history.firm, to_stage="startup", effective_on=PartialDate("2024")))
    history.on(11, 5, 2025).entry(line, "disbursement", 2, date(2025, 11, 5))
    person = history.on(12, 1, 2025).add(Person(name="顾雯", name_latin="Gu Wen"))
    role = history.add(Role(person_id=person.id, firm_id=history.firm, role="cfo", title="CFO"))
    right = history.add(IpRight(firm_id=history.firm, title="Readout circuit", status="filed"))

    history.on(2, 10, hour=12).visit()

    history.on(2, 12).entry(line, "disbursement", 1, date(2026, 2, 11))
    history.on(2, 13).do(facilities.change_limit, line.id, yuan(8), "Orders", date(2026, 2, 13))
    history.on(2, 14).do(facilities.change_limit, line.id, yuan(12), "Clinical stage", date(2026, 2, 14))
    history.on(2, 15).do(facilities.change_limit, line.id, yuan(15), "Clinical stage", date(2026, 2, 15))
    history.on(2, 16).entry(line, "principal_repayment", 2, date(2026, 2, 16))
    move = {"from_stage": "startup", "to_stage": "early_commercial", "effective_on": PartialDate("2026-02-18")}
    history.on(2, 18).add(StageEvent(firm_id=history.firm, **move))
    history.on(2, 19).do(people.end_role, role.id, date(2026, 2, 19))
    history.on(2, 20).add(Role(person_id=person.id, firm_id=history.firm, role="ceo", title="CEO"))

    def granted(store):
        store.change(IpRight, right.id, status="granted")

    history.on(2, 21).do(granted)
    history.on(2, 22).do(firms.change_firm, history.firm, tier="A")
    history.on(3, 4)

    assert history.told() == [
        "02-22 Tier A",
        "02-21 Readout circuit: Filed → Granted / registered",
        "02-20 Gu Wen joined, CEO",
        "02-19 Gu Wen left, CFO",
        "02-18 Stage Start-up (angel) → Early commercialisation",
        "02-16 CNY 2 million repaid, Working capital loan WC-1",
        "02-15 Limit CNY 5 million → CNY 15 million, Working capital loan WC-1",
        "02-11 CNY 1 million drawn, Working capital loan WC-1",
    ]


def test_nothing_recorded_is_an_empty_box_and_no_visit_is_no_box(history):
    history.line()
    assert history.book.ask(since_last_visit, history.firm).since is None
    history.on(2, 10, hour=12).visit()
    history.on(3, 4)

    found = history.book.ask(since_last_visit, history.firm)
    assert (found.since, found.changes) == (VISIT, ())


def test_what_was_undone_did_not_happen_and_what_was_done_again_did(history):
    history.on(2, 10, hour=12).visit()
    history.on(2, 12).do(firms.change_firm, history.firm, tier="A")
    history.book.undo()
    assert history.told() == []
    history.on(2, 13).line(signed_on=None)
    history.book.undo()
    assert history.told() == []
    history.book.redo()
    assert history.told() == ["02-13 New line of CNY 5 million: Working capital loan WC-1"]


def test_a_change_that_was_put_back_by_hand_is_none(history):
    history.on(2, 10, hour=12).visit()
    history.on(2, 12).do(firms.change_firm, history.firm, tier="A")
    history.on(2, 13).do(firms.change_firm, history.firm, tier=None)
    assert history.told() == []


def test_an_entry_taken_back_is_told_only_where_it_stood_at_the_visit(history):
    line = history.line()
    stood = history.on(2, 1).entry(line, "disbursement", 3, date(2026, 2, 1))
    history.on(2, 10, hour=12).visit()
    slip = history.on(2, 12).entry(line, "disbursement", 4, date(2026, 2, 12))
    history.on(2, 13).entry(line, "correction", 4, date(2026, 2, 13), reverses=slip.id)
    assert history.told() == []
    history.on(2, 14).entry(line, "correction", 3, date(2026, 2, 14), reverses=stood.id)
    assert history.told() == ["02-14 Entry of CNY 3 million taken back, Working capital loan WC-1"]


def test_value_dates_count_not_the_day_of_typing(history):
    line = history.line()
    history.on(2, 10, hour=12).visit()
    history.on(3, 1).entry(line, "disbursement", 1, date(2026, 2, 3))
    assert history.told() == []
    history.entry(line, "disbursement", 2, date(2026, 2, 10))
    history.entry(line, "disbursement", 3, PartialDate("2026-02"))
    history.entry(line, "disbursement", 4, None)
    assert history.told() == [
        "03-01 CNY 4 million drawn, Working capital loan WC-1",
        "02 CNY 3 million drawn, Working capital loan WC-1",
        "02-10 CNY 2 million drawn, Working capital loan WC-1",
    ]


def test_imported_history_is_no_news_and_its_later_days_are(history):
    def imported(store):
        firm = add_firm(store, "进口科技有限公司")
        store.add(Meeting(firm_id=firm.id, starts_at="2026-02-10T09:30", summary="-"))
        person = store.add(Person(name="潘琦"))
        store.add(Role(person_id=person.id, firm_id=firm.id, role="ceo"))
        return firm

    history.on(3, 1)
    history.firm = history.do(imported).id
    history.on(3, 1, hour=9)
    person = history.add(Person(name="霍敏"))
    history.add(Role(person_id=person.id, firm_id=history.firm, role="other", title="Secretary"))
    line = history.line()
    history.entry(line, "disbursement", 2, date(2025, 12, 1))
    history.entry(line, "disbursement", 1, date(2026, 2, 20))
    assert history.told() == ["02-20 CNY 1 million drawn, Working capital loan WC-1"]


def test_only_held_meetings_of_substance_are_visits(history):
    history.on(1, 10).visit("2026-01-10T09:30", "2026-01-10T10:00")
    history.on(1, 20).do(firms.change_firm, history.firm, tier="A")
    history.on(2, 10)
    history.visit("2026-02-10T09:30", None, type="message")
    history.visit("2026-02-12T09:30", None, status="planned")
    history.visit("2026-02-09T09:30", None, status="cancelled")
    assert history.told() == ["01-20 Tier A"]
    history.visit("2026-02-10T07:00", "2026-02-10T07:30", type="phone_call")
    assert history.told() == []


def test_a_visit_at_a_further_firm_counts_and_the_last_of_several(history):
    other = history.do(add_firm, "另一家有限公司")
    history.on(1, 10).visit("2026-01-10T09:30", "2026-01-10T10:00")
    history.on(1, 20).do(firms.change_firm, history.firm, tier="A")
    meeting = history.on(2, 10).add(Meeting(firm_id=other.id, starts_at="2026-02-10T09:30", summary="-"))
    history.add(MeetingFirm(meeting_id=meeting.id, firm_id=history.firm))
    history.on(2, 12).do(firms.change_firm, history.firm, tier="B")
    assert history.told() == ["02-12 Tier A → B"]


def test_what_the_visit_itself_wrote_down_is_no_news(history):
    def close(store):
        store.add(Meeting(firm_id=history.firm, starts_at="2026-02-10T09:30", summary="-"))
        person = store.add(Person(name="霍敏"))
        store.add(Role(person_id=person.id, firm_id=history.firm, role="other", title="Secretary"))

    history.on(2, 12).do(close)
    assert history.told() == []
    history.on(2, 13).do(firms.change_firm, history.firm, tier="B")
    assert history.told() == ["02-13 Tier B"]


def test_a_restricted_line_and_visit_stay_out_where_nothing_restricted_may_be_told(history):
    history.on(1, 10).visit("2026-01-10T09:30", "2026-01-10T10:00")
    history.on(1, 20).do(firms.change_firm, history.firm, tier="A")
    history.on(2, 10, hour=12).visit(confidentiality="restricted")
    line = history.line(confidentiality="restricted")
    history.on(2, 12).entry(line, "disbursement", 1, date(2026, 2, 12))
    assert history.told() == ["02-12 CNY 1 million drawn, Working capital loan WC-1"]
    assert history.told(restricted=False) == ["01-20 Tier A"]


def test_the_words_are_chinese_for_readers_of_chinese(history):
    line = history.line()
    history.on(2, 10, hour=12).visit()
    history.on(2, 12).entry(line, "disbursement", 1, date(2026, 2, 12))
    with speaking("zh_CN"):
        assert "流动资金贷款 WC-1" in history.told()[0]


def test_a_fact_that_an_answer_of_the_visit_was_written_to_is_no_news(history):
    line = history.line()
    meeting = history.on(2, 10, hour=12).visit()
    key = f"line_maturity:{line.id}"
    answer = history.on(2, 11).add(
        Answer(meeting_id=meeting.id, firm_id=history.firm, question=key, asked="?", answer="June", value="2027-06-05")
    )
    history.on(2, 12).do(write_back, answer.id)
    assert history.told() == []
    history.on(2, 13).do(facilities.change_maturity, line.id, date(2027, 7, 1))
    assert history.told() == ["02-13 Working capital loan WC-1 matures on 1 Jul 2027, before: 5 Jun 2027"]


def test_what_ends_before_the_visit_after_the_next_is_ahead(history):
    history.line(maturity_on=date(2026, 3, 20))
    history.add(DesignationHolding(firm_id=history.firm, designation="hnte", expires_on=PartialDate("2026-04-30")))
    history.on(3, 4)
    ahead = history.book.ask(since_last_visit, history.firm).ahead
    assert [(one.kind, one.on) for one in ahead] == [
        ("line_matures", date(2026, 3, 20)),
        ("designation_ends", date(2026, 4, 30)),
    ]
    history.visit("2026-03-10T09:00", None, status="planned")
    history.visit("2026-04-01T09:00", None, status="planned")
    ahead = history.book.ask(since_last_visit, history.firm).ahead
    assert [one.kind for one in ahead] == ["line_matures"]


@given(edits=lists(sampled_from(("A", "B", None, "undo")), max_size=7))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_of_a_field_are_one_change_or_none(history, edits):
    """Whatever was typed and undone since: told is only where the field stood at the visit and where it stands."""
    entered = history.clock.today() + timedelta(days=1)
    history.clock.set(entered)
    history.firm = history.do(add_firm, tier="B").id
    history.clock.set(entered + timedelta(days=2))
    history.visit(f"{entered + timedelta(days=1)}T09:30", None)
    for edit in edits:
        if edit == "undo":
            if history.book.undo_label() == "change_firm":
                history.book.undo()
        else:
            history.do(firms.change_firm, history.firm, tier=edit)
    after = history.book.store.get(Firm, history.firm).tier
    today = history.clock.today()
    assert history.told() == ([] if after == "B" else [f"{today:%m-%d} Tier B → {after or 'not known'}"])

"""The cards before a visit: what is new since the last one, and questions that are answered or put to rest."""

from datetime import date

import pytest

from rmapp.domain.call_report import Answer
from rmapp.domain.decision import QuestionRest
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money
from rmapp.domain.stage import StageEvent
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
QUESTION = "On what day does the line “Working capital loan WC-1” mature?"


def fill(store):
    firm = add_firm(store, "潮声传感有限公司")
    limit = Money.of(5_000_000, "CNY")
    store.add(Facility(firm_id=firm.id, status="active", reference_no="WC-1", limit=limit, signed_on=date(2025, 1, 1)))
    store.add(Meeting(firm_id=firm.id, starts_at="2026-02-10T09:30", summary="-"))
    store.add(StageEvent(firm_id=firm.id, to_stage="growth", effective_on="2026-02-20"))
    return firm


@pytest.fixture
def user(tmp_path, qapp):
    book = new_book(tmp_path)
    book.do(fill, label="Fill")
    book.close()
    with opened(tmp_path / "book") as driver:
        driver.context.open_client(driver.context.ask(lambda store: store.all(Firm)[0].id))
        driver.wait()
        yield driver


def texts(user):
    return {label.text() for label in user.labels()}


def all_of(user, kind):
    return user.context.ask(lambda store: store.all(kind))


def test_the_cards_tell_what_changed_and_what_to_ask(user):
    told = texts(user)
    assert "visit of 10 Feb 2026" in told
    assert "Stage Growth" in told
    assert QUESTION in told
    assert "the credit line and its repayment" in told


def test_an_answer_is_typed_and_becomes_the_fact_by_keyboard(user):
    user.click(f"Answer: {QUESTION}")
    user.fill("Value for the book", "2027-06-05")
    user.press("Ctrl+Return")

    assert all_of(user, Facility)[0].maturity_on == date(2027, 6, 5)
    assert QUESTION not in texts(user)
    kept = all_of(user, Answer)[0]
    assert (kept.means, str(kept.answered_as_of), kept.written_on) == ("said", "2026-03-04", date(2026, 3, 4))
    user.press("Ctrl+Z")
    assert all_of(user, Facility)[0].maturity_on is None
    assert QUESTION in texts(user)


def test_a_day_that_cannot_be_keeps_the_sheet_and_what_was_typed(user):
    user.click(f"Answer: {QUESTION}")
    user.fill("Value for the book", "2024-06-05")
    user.press("Ctrl+Return")

    assert user.sheet() is not None
    assert all_of(user, Answer) == []
    assert all_of(user, Facility)[0].maturity_on is None


def test_a_question_rests_with_a_reason_and_is_asked_again(user):
    user.click(f"Not for now: {QUESTION}")
    user.press("Ctrl+Return")
    assert user.sheet() is not None, "a reason is needed"
    user.fill("Reason", "Agreed after the audit")
    user.press("Ctrl+Return")

    assert [one.reason for one in all_of(user, QuestionRest)] == ["Agreed after the audit"]
    assert QUESTION not in texts(user)
    user.click("1 question at rest")
    user.click("Ask again: Maturity of a line")
    assert QUESTION in texts(user)


def test_an_answer_of_a_report_is_written_by_one_click(user):
    def answered(store):
        line, meeting = store.all(Facility)[0], store.all(Meeting)[0]
        key = f"line_maturity:{line.id}"
        store.add(
            Answer(
                meeting_id=meeting.id, firm_id=line.firm_id, question=key, asked="?", answer="June", value="2027-06-05"
            )
        )

    user.context.do(answered, label="Answer")
    user.wait()
    assert "Answered: 2027-06-05. Not in the book yet." in texts(user)
    user.click("Write to the book")
    assert all_of(user, Facility)[0].maturity_on == date(2027, 6, 5)

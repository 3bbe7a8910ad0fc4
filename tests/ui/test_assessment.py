"""The assessment of a client as its user meets it: score by keys, look into it, set a grade, raise and clear a stop."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from rmapp.domain.facility import Facility
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.services import scoring
from rmapp.services.scoring import flags, three_tests
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.radar import Radar
from rmapp.ui.widgets.score_row import ScoreRow
from tests.books import add_firm, new_book, reopened
from tests.driver import opened
from tests.scored import save_worked

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


def fill(store, name):
    firm = add_firm(store, name)
    store.add(StageEvent(firm_id=firm.id, to_stage="growth", effective_on=PartialDate("2024-10")))
    return firm.id


@pytest.fixture
def firm(tmp_path):
    """Make a book with a firm in growth that nobody has scored."""
    book = new_book(tmp_path)
    found = book.do(fill, "潮声传感有限公司", label="Add").result
    book.close()
    return found


@pytest.fixture
def scored(tmp_path, firm):
    """Score the firm twice."""
    book = reopened(tmp_path)
    save_worked(book, firm, date(2025, 9, 1), founder_record=2)
    save_worked(book, firm)
    book.close()
    return firm


@pytest.fixture
def user(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as driver:
        yield driver


def show(user, firm, tab="assessment"):
    user.context.open_client(firm, tab)
    user.wait()
    return user.page()._tabs[tab]


def texts(user):
    return [label.text() for label in user.labels()]


def chips(user):
    return [each.text() for each in user.visible() if isinstance(each, Chip)]


def choose(user, name, code):
    """Choose an option of a field by its code, as a click in its list would."""
    field = next(each for each in user.visible() if isinstance(each, Choice) and each.accessibleName() == name)
    field.set_code(code)
    field.changed.emit(code)
    user.wait()


def test_an_unscored_client_is_scored_by_keys_alone(user, firm):
    tab = show(user, firm)
    assert "This client has not been scored yet" in texts(user)
    tab._empty.chosen.emit(0)
    user.wait()
    assert user.sheet().accessibleName() == "Score the firm"
    assert user.focus() == "Highest active designation: value"
    user.press("Down", "Down")
    user.fill("Founder's years in the field: value", "12")
    user.fill("R&D / revenue (pre-revenue firms: R&D / operating cost): value", "18.6")
    choose(user, "Compliance record and governance: value", "4")
    user.press("Ctrl+Return")
    user.wait()
    assert "A judgement needs a comment that says why." in " ".join(
        each.text() for each in user.sheet().findChildren(type(user.labels()[0]))
    )
    user.fill("Compliance record and governance: comment", "Audited by a known firm")
    assert "provisional T2p" in chips(user) or "provisional T1p" in chips(user)
    user.press("Ctrl+Return")
    user.wait(50)
    assert user.sheet() is None
    now = user.context.ask(scoring.latest, firm).assessment
    held = {one.code: one for one in now.indicators}
    assert (held["founder_years"].raw, held["founder_years"].score, held["founder_years"].by_hand) == ("12", 4, True)
    assert held["rd_intensity"].raw == "0.186"
    assert held["compliance"].comment == "Audited by a known firm"
    assert now.provisional
    assert not tab._empty.isVisible()
    user.context.undo()
    user.wait()
    assert tab._empty.isVisible()


def test_the_tab_shows_score_grade_radar_and_says_it_is_an_aid(scored, user):
    tab = show(user, scored)
    said = texts(user)
    assert "77.6" in said
    assert "T2 Strong: Fast track open" in said
    assert "98.5% of all weight is known. Look again by 4 Mar 2027." in said
    assert "How 77.6 comes about" in said
    assert any("never a credit decision" in one for one in said)
    assert any(one.startswith("+") and one.endswith("since Sep 2025") for one in chips(user))
    radar = tab.findChild(Radar)
    assert radar.headers() == ("Dimension", "4 Mar 2026", "1 Sep 2025")
    assert radar.table()[1][:2] == ("Team strength", "81")
    assert user.page()._bar._tabs["assessment"].accessibleName() == "Assessment 78"
    assert "T2" in chips(user)
    assert user.nameless() == []


def test_a_row_unfolds_to_its_indicators_and_stays_so(scored, user):
    tab = show(user, scored)
    row = next(row for row in tab.findChildren(ScoreRow) if row.line.code == "team")
    row.setFocus(Qt.FocusReason.TabFocusReason)
    user.press("Return")
    assert "Founder's record" in texts(user)
    assert "Led a product to market" in texts(user)
    user.page().refresh()
    user.wait()
    assert "Founder's record" in texts(user)
    assert tab.state()["open"] == ["team"]


def test_the_sheet_begins_with_the_last_scores_and_counts_as_unchanged(scored, user):
    show(user, scored)
    user.click("Score again")
    assert user.focus() == "Science and technology awards (3 years): value"
    result = [one for one in texts(user) if one == "77.6"]
    assert len(result) == 2
    user.press("Esc")
    user.wait()
    assert user.sheet() is None


def test_scores_typed_before_the_lock_stand_there_again(scored, user):
    show(user, scored)
    user.click("Score again")
    user.fill("Days sales outstanding: value", "25")
    user.press("Ctrl+L")
    user.wait(50)
    user.unlock()
    user.wait(50)
    user.context.open_sheet("score", firm_id=scored)
    user.wait()
    assert any("stands here again" in one for one in user.banners())
    assert user.sheet()._rows()["dso"].value.text() == "25"
    user.press("Ctrl+Return")
    user.wait(50)
    held = {one.code: one for one in user.context.ask(scoring.latest, scored).assessment.indicators}
    assert (held["dso"].raw, held["dso"].score) == ("25", 5)


def test_what_cannot_be_read_is_named_beside_its_row(scored, user):
    show(user, scored)
    user.click("Score again")
    user.fill("Days sales outstanding: value", "soon")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is not None
    assert user.focus() == "Days sales outstanding: value"
    assert "Write a number, for example 12.5." in texts(user)
    user.fill("Days sales outstanding: value", "30")
    assert "Write a number, for example 12.5." not in texts(user)


def test_the_grade_is_set_by_hand_with_reason_and_approver(scored, user):
    show(user, scored)
    user.click("Set the grade by hand")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is not None
    user.fill("Approved by", "Zhou Han")
    user.fill("Reason", "Order book doubled")
    user.press("Ctrl+Return")
    user.wait(50)
    assert user.sheet() is None
    assert "T1 Excellent: Strategic client; fast track open" in texts(user)
    assert "set by a person, calculated T2" in chips(user)
    assert "Grade set by hand: Order book doubled. Approved by Zhou Han." in texts(user)


def test_a_hard_stop_is_raised_seen_at_once_and_cleared(scored, user):
    show(user, scored)
    user.click("Raise a hard stop or a cap")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is not None
    choose(user, "Hard stop or cap", "false_financials")
    assert "A hard stop: no score is shown, and new lines are blocked from approval on." in texts(user)
    user.fill("What shows it", "Accounts of 2024 were forged")
    user.press("Ctrl+Return")
    user.wait(50)
    assert user.context.ask(flags.holding, scored) == ("false_financials",)
    assert any("no score counts: Materially false" in one for one in user.banners())
    assert "X Hard stop: A hard stop applies; no score is shown" in texts(user)
    assert "77.6" not in texts(user)
    assert "Set the grade by hand" not in user.names()
    user.click("Clear: Materially false statements or documents")
    user.fill("Why it no longer holds", "Auditor withdrew the finding")
    user.press("Ctrl+Return")
    user.wait(50)
    assert user.context.ask(flags.holding, scored) == ()


@pytest.fixture
def doubtful(tmp_path, scored):
    """Let the firm have a loan that is classed doubtful."""
    book = reopened(tmp_path)
    line = Facility(
        firm_id=scored, facility_type="working_capital_loan", status="active", reference_no="L-7", loan_class="doubtful"
    )
    book.do(type(book.store).add, line, label="Add")
    book.close()
    return scored


def test_a_stop_that_a_line_gives_is_named_with_the_line_and_not_cleared_by_hand(doubtful, user):
    show(user, doubtful)
    assert "Working capital loan L-7: the class entered is “Doubtful”." in texts(user)
    assert "found by the book" in texts(user)
    assert not [name for name in user.names() if name.startswith("Clear: ")]


def test_the_three_tests_are_answered(user, firm):
    show(user, firm)
    user.click("Answer the three tests")
    question = "Has the entrepreneur done this or something like it before?"
    assert user.focus() == f"{question}: answer"
    choose(user, f"{question}: answer", "yes")
    user.fill(f"{question}: comment", "Sold a firm in 2019")
    user.press("Ctrl+Return")
    user.wait(50)
    kept = user.context.ask(three_tests.firm_tests, firm)[0]
    assert [(one.answer, one.comment) for one in kept.answers if one.answer != "unknown"] == [
        ("yes", "Sold a firm in 2019")
    ]
    assert "4 Mar 2026" in user.names() or any("1 yes, 0 no, 14 not known" in one for one in user.names())


def test_innovation_points_are_added_from_the_tab(user, firm):
    show(user, firm)
    user.click("Add innovation points")
    user.fill("Year of the points", "2025")
    user.fill("Points in all", "78.5")
    user.press("Ctrl+Return")
    user.wait(50)
    assert user.sheet() is None
    assert any("2025" in one and "78.5" in one for one in user.names())


def test_the_overview_has_the_score_in_short(scored, user):
    show(user, scored, "overview")
    assert "strongest: IP" in texts(user)
    assert "of 100, T2 Strong" in texts(user)


def test_a_book_for_reading_shows_all_and_changes_nothing(tmp_path, scored, qapp):
    holder = reopened(tmp_path)
    try:
        with opened(tmp_path / "book") as user:
            tab = show(user, scored)
            assert "77.6" in texts(user)
            assert not tab.story._again.isEnabled()
            user.context.open_sheet("score", firm_id=scored)
            user.wait()
            assert not user.sheet().saver.isEnabled()
            assert any("open for reading only" in one for one in user.banners())
    finally:
        holder.close()

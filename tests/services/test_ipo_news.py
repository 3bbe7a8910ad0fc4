"""What the rest of the book hears of an application: signal, stream, news since the last visit, and what lapses."""

from datetime import timedelta

import pytest

from rmapp.domain.change_wording import ahead_text, change_text
from rmapp.domain.meeting import Meeting
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import use
from rmapp.services.early_warning import signals
from rmapp.services.privacy import classes
from rmapp.services.stages import ipo
from rmapp.services.timelines.timeline import timeline
from rmapp.services.visits import agenda
from rmapp.services.visits.reminders import todays_reminders
from rmapp.services.visits.since_visit import since_last_visit
from rmapp.storage.discreet import discreet
from tests.books import NOW, add_firm, new_book

TODAY = NOW.date()


def do(book, verb, *args, **kw):
    return book.do(verb, *args, label="Test", **kw).result


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("ipo_news"))
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return do(book, add_firm, "示例科技").id


def begun(book, firm, *steps, **fields):
    application = do(book, ipo.start_application, firm, **fields)
    for words in steps:
        status, on = words.split()
        do(book, ipo.reach_step, application.id, status, PartialDate(on))
    return application


def setbacks(book, firm):
    return [one for one in book.ask(signals.firm_signals, firm) if one.code == "ipo_setback"]


@pytest.mark.parametrize(
    ("track", "before", "status"),
    [
        ("a_share", "accepted", "suspended"),
        ("a_share", "inquiry", "committee_deferred"),
        ("a_share", "inquiry", "committee_rejected"),
        ("a_share", "registration_submitted", "registration_refused"),
        ("a_share", "submitted", "withdrawn"),
        ("a_share", "submitted", "terminated"),
        ("hkex", "hk_a1_filed", "hk_lapsed"),
    ],
)
def test_each_setback_raises_the_signal_with_its_step_and_day(book, firm, track, before, status):
    begun(book, firm, f"{before} 2026-01-05", f"{status} 2026-02-03", track=track)
    (one,) = setbacks(book, firm)
    assert (one.origin, one.status) == ("rule", "open")
    assert "3 Feb 2026" in one.evidence


def test_what_goes_on_takes_the_cause_away_but_a_person_closes_the_signal(book, firm):
    application = begun(book, firm, "accepted 2026-01-05", "suspended 2026-02-03")
    do(book, ipo.reach_step, application.id, "inquiry", TODAY)
    (one,) = setbacks(book, firm)
    assert (one.status, one.gone_on) == ("open", TODAY)


def test_a_setback_of_long_ago_and_a_usual_step_raise_nothing(book, firm):
    begun(book, firm, "submitted 2023-01-05", "withdrawn 2024-01-03")
    assert setbacks(book, firm) == []
    begun(book, firm, "counselling_filed 2025-06-01")
    assert setbacks(book, firm) == []


def test_a_restricted_setback_is_told_to_nobody_who_may_not_know(book, firm):
    begun(book, firm, "accepted 2026-01-05", "suspended 2026-02-03")
    with discreet(book.store):
        assert book.ask(signals.firm_signals, firm) == ()


def test_the_stream_has_each_step_with_a_lock_and_its_note(book, firm):
    begun(book, firm, "accepted 2026-01-05", "inquiry 2026-02-03", board="sse_star", sponsor="示例证券")
    found = [one for one in book.ask(timeline, firm, kinds=["stage"]).events if one.type == "listing"]
    assert [one.title for one in found] == ["Under inquiry, round 1", "Application accepted"]
    assert all(one.is_restricted for one in found)
    assert "示例证券" in found[0].meta
    with discreet(book.store):
        assert book.ask(timeline, firm, kinds=["stage"]).events == ()


def visited(book, firm, on="2026-02-01"):
    do(book, type(book.store).add, Meeting(firm_id=firm, type="field_visit", status="held", starts_at=f"{on}T10:00"))


def test_since_the_last_visit_an_application_is_one_change_from_step_to_step(book, firm):
    visited(book, firm)
    begun(book, firm, "submitted 2026-01-05", "accepted 2026-02-05", "inquiry 2026-02-20")
    (told,) = [one for one in book.ask(since_last_visit, firm).changes if one.kind == "ipo_step"]
    assert change_text(told) == "Way to the exchange: Application submitted → Under inquiry"
    use("zh_CN")
    assert "已申报" in change_text(told)
    assert not [one for one in book.ask(since_last_visit, firm, restricted=False).changes if one.kind.startswith("ipo")]


def test_steps_of_before_the_visit_are_no_news(book, firm):
    visited(book, firm)
    begun(book, firm, "submitted 2026-01-05")
    assert [one for one in book.ask(since_last_visit, firm).changes if one.kind == "ipo_step"] == []


def test_what_lapses_soon_is_ahead(book, firm):
    filed = TODAY - timedelta(days=150)
    begun(book, firm, f"hk_a1_filed {filed}", track="hkex")
    (ahead,) = [one for one in book.ask(since_last_visit, firm).ahead if one.kind == "ipo_window"]
    assert ahead_text(ahead) == "The A1 filing lapses"
    assert TODAY < ahead.on < TODAY + timedelta(days=40)
    hidden = book.ask(since_last_visit, firm, restricted=False).ahead
    assert [one for one in hidden if one.kind == "ipo_window"] == []


def test_what_was_made_public_is_told_on_paper_too(book, firm):
    visited(book, firm)
    application = begun(book, firm, "submitted 2026-01-05", "accepted 2026-02-05")
    do(book, classes.with_reason, "Prospectus", ipo.change_application, application.id, confidentiality="public")
    found = book.ask(since_last_visit, firm, restricted=False).changes
    assert [one.after for one in found if one.kind == "ipo_step"] == ["accepted"]


def test_what_lapses_is_raised_at_the_visit_and_only_where_it_may_be(book, firm):
    begun(book, firm, f"hk_a1_filed {TODAY - timedelta(days=150)}", track="hkex")
    (point,) = [one for one in book.ask(agenda.said_points, firm) if one.point.kind == "listing_window"]
    assert point.heading == "The A1 filing lapses"
    assert point.why.endswith("days.")
    assert [one for one in book.ask(agenda.points, firm, restricted=False) if one.kind == "listing_window"] == []
    with discreet(book.store):
        assert [one for one in book.ask(agenda.points, firm) if one.kind == "listing_window"] == []


def test_what_has_lapsed_asks_what_became_of_it(book, firm):
    begun(book, firm, "counselling_accepted 2024-06-01")
    (point,) = [one for one in book.ask(agenda.said_points, firm) if one.point.kind == "listing_window"]
    assert point.why == "It was over on 31 May 2025. Ask what became of it."


@pytest.mark.parametrize(("days", "told"), [(90, 1), (30, 1), (7, 1), (8, 0), (0, 0)])
def test_the_morning_counts_what_lapses_and_gives_nothing_away(tmp_path, days, told):
    book = new_book(tmp_path)
    firm = do(book, add_firm, "示例科技").id
    lapses = TODAY + timedelta(days=days)
    reached = lapses.replace(year=lapses.year - 1) + timedelta(days=1)
    begun(book, firm, f"registered {reached}")
    found = [one for one in book.ask(todays_reminders, 30) if one.kind == "morning"]
    assert [one.text for one in found if "deadline" in one.text] == ["1 deadline to watch"] * told
    assert not any("示例" in one.named for one in found)
    book.close()

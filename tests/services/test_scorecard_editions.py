"""Editions of the scorecard: checked, taken in as drafts, in force for days that never overlap, never changed."""

import json
from datetime import date, timedelta

import pytest

from rmapp.domain import reference_files
from rmapp.domain.assessment import ScorecardEdition
from rmapp.domain.scorecard import shipped_scorecard
from rmapp.domain.scorecard_edition import read_edition
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services import scoring
from rmapp.services.firm_values import firm_values
from rmapp.services.scoring import editions, flags
from tests.books import NOW
from tests.scored import save_worked, worked_scores

TODAY = NOW.date()
DAY = timedelta(days=1)


def file(version="1.1.0", change=lambda _data: None):
    data = json.loads(reference_files.shipped("scorecard_v1"))
    data["scorecard"]["version"] = version
    change(data)
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def heavier_team(data):
    data["weight_profiles"]["growth"] |= {"team": 20, "growth_capital": 11}


def taken(book, version="1.1.0", change=heavier_team):
    return book.do(editions.take_in, file(version, change), label="Take in").result


def test_a_book_begins_with_the_shipped_version_in_force(book):
    (one,) = book.ask(editions.editions)
    assert (one.card.version, one.status, one.holds) == ("1.0.0", "shipped", True)
    assert book.ask(editions.exported, "1.0.0") == reference_files.shipped("scorecard_v1")


def test_a_draft_is_used_by_nothing(book):
    edition = taken(book)
    assert (edition.status, edition.version) == ("draft", "1.1.0")
    assert book.ask(scoring.active_scorecard, TODAY) == shipped_scorecard()
    assert [one.holds for one in book.ask(editions.editions)] == [True, False]


def test_an_edition_holds_on_its_days_and_the_shipped_one_around_them(book):
    edition = taken(book)
    book.do(editions.activate, edition.id, TODAY + DAY, TODAY + 9 * DAY, label="Begin")
    versions = [book.ask(scoring.active_scorecard, TODAY + n * DAY).version for n in (0, 1, 9, 10)]
    assert versions == ["1.0.0", "1.1.0", "1.1.0", "1.0.0"]


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [
        (5, 7, False),  # inside
        (2, 12, False),  # around
        (0, 3, False),  # over its first day
        (9, None, False),  # over its last day
        (0, 2, True),  # before
        (10, None, True),  # after
        (0, None, False),  # without end
    ],
)
def test_days_never_overlap(book, first, last, allowed):
    one, other = taken(book), taken(book, "1.2.0")
    book.do(editions.activate, one.id, TODAY + 3 * DAY, TODAY + 9 * DAY, label="Begin")
    days = (TODAY + first * DAY, None if last is None else TODAY + last * DAY)
    if allowed:
        assert book.do(editions.activate, other.id, *days, label="Begin").result.status == "active"
        return
    with pytest.raises(InputError) as refused:
        book.do(editions.activate, other.id, *days, label="Begin")
    assert "Version 1.1.0 holds from" in refused.value.fields["first"]


def test_no_edition_begins_in_the_past_or_ends_before_it_begins(book):
    edition = taken(book)
    with pytest.raises(InputError, match="today or a later day"):
        book.do(editions.activate, edition.id, TODAY - DAY, label="Begin")
    with pytest.raises(InputError, match="before the first"):
        book.do(editions.activate, edition.id, TODAY + DAY, TODAY, label="Begin")


def test_a_published_edition_never_changes(book):
    edition = taken(book)
    book.do(editions.activate, edition.id, TODAY, label="Begin")
    for version in ("1.1.0", "1.0.0"):
        with pytest.raises(InputError, match="never changes"):
            taken(book, version)
    with pytest.raises(RuleError):
        book.do(editions.activate, edition.id, TODAY + DAY, label="Begin")
    with pytest.raises(RuleError):
        book.do(editions.discard, edition.id, label="Discard")
    book.do(editions.retire, edition.id, label="End")
    with pytest.raises(InputError, match="never changes"):
        taken(book)
    assert book.ask(editions.exported, "1.1.0") == file("1.1.0", heavier_team)


def test_a_draft_may_be_replaced_or_discarded(book):
    first = taken(book)
    second = taken(book, change=lambda data: data["notes"].append("checked again"))
    assert [one.edition.id for one in book.ask(editions.editions)[1:]] == [second.id] != [first.id]
    book.do(editions.discard, second.id, label="Discard")
    assert len(book.ask(editions.editions)) == 1
    with pytest.raises(NotFoundError):
        book.ask(editions.edition_of, "1.1.0")


def test_an_ended_edition_still_holds_for_its_days_and_makes_room(book):
    one, other = taken(book), taken(book, "1.2.0")
    book.do(editions.activate, one.id, TODAY, label="Begin")
    book.do(editions.retire, one.id, TODAY + 4 * DAY, label="End")
    assert book.ask(scoring.active_scorecard, TODAY + 4 * DAY).version == "1.1.0"
    book.do(editions.activate, other.id, TODAY + 5 * DAY, label="Begin")
    assert book.ask(scoring.active_scorecard, TODAY + 5 * DAY).version == "1.2.0"
    with pytest.raises(RuleError, match="not in force"):
        book.do(editions.retire, one.id, label="End")
    with pytest.raises(InputError, match="yesterday"):
        book.do(editions.retire, other.id, date(2020, 1, 1), label="End")


def test_an_edition_ended_on_its_first_day_holds_on_no_day(book):
    one, other = taken(book), taken(book, "1.2.0")
    book.do(editions.activate, one.id, TODAY, label="Begin")
    book.do(editions.retire, one.id, label="End")
    assert book.ask(scoring.active_scorecard, TODAY) == shipped_scorecard()
    assert book.do(editions.activate, other.id, TODAY, label="Begin").result.status == "active"


def test_what_was_scored_keeps_its_version_and_the_next_score_takes_the_new_one(book, firm):
    draft = book.ask(scoring.start_assessment, firm).draft
    draft = draft.model_copy(update={"profile": "growth", "indicators": worked_scores()})
    book.do(scoring.save_assessment, draft, label="Score")
    book.do(editions.activate, taken(book).id, TODAY, label="Begin")
    assert book.ask(scoring.latest, firm).card.version == "1.0.0"
    again = book.ask(scoring.start_assessment, firm).draft
    assert again.version == "1.1.0"
    again = again.model_copy(update={"profile": "growth", "indicators": worked_scores()})
    book.do(scoring.save_assessment, again, label="Score")
    assert book.ask(scoring.latest, firm).card.version == "1.1.0"
    assert book.ask(scoring.scorecard_of, "tech_firm_8d", "1.0.0") == shipped_scorecard()


def test_a_draft_again_by_undo_stays_as_it_was_once_firms_were_scored_with_it(book, firm):
    edition = taken(book)
    book.do(editions.activate, edition.id, TODAY, label="Begin")
    draft = book.ask(scoring.start_assessment, firm).draft
    draft = draft.model_copy(update={"profile": "growth", "indicators": worked_scores()})
    book.do(scoring.save_assessment, draft, label="Score")
    book.do(lambda store: store.change(ScorecardEdition, edition.id, status="draft"), label="As an undo does")
    with pytest.raises(InputError, match="never changes"):
        taken(book)
    with pytest.raises(RuleError):
        book.do(editions.discard, edition.id, label="Discard")
    assert book.ask(scoring.latest, firm).card.version == "1.1.0"


def weight(data):
    data["dimensions"][0]["indicators"][0]["weight"] += 1


def field(data):
    numeric = next(one for one in data["dimensions"][1]["indicators"] if one["kind"] == "numeric")
    numeric["field"] = "luck"


def grade(data):
    data["grades"][0]["code"] = "AAA"


def stop(data):
    del data["hard_stops"][0]


def blank(data):
    data["scorecard"]["version"] = " "


def own_stop(data):
    data["hard_stops"].append({**data["hard_stops"][0], "code": "bad_weather"})


def profile(data):
    data["weight_profiles"]["growth"]["team"] = 99


def stage(data):
    del data["stage_to_profile"]["growth"]


def band(data):
    numeric = next(one for one in data["dimensions"][1]["indicators"] if one["kind"] == "numeric")
    numeric["bands"].reverse()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (weight, "dimensions[1].indicators"),
        (field, "dimensions[2].indicators[1].field"),
        (grade, "grades[1].code"),
        (stop, "hard_stops"),
        (own_stop, "hard_stops[12].code"),
        (blank, "scorecard.version"),
        (profile, "weight_profiles.growth"),
        (stage, "stage_to_profile.growth"),
        (band, "dimensions[2].indicators[1].bands"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(change, place):
    with pytest.raises(InputError) as refused:
        read_edition(file(change=change))
    assert any(one.startswith(place) for one in refused.value.fields), refused.value.fields


def test_one_look_names_every_fault_also_a_field_that_bands_cannot_score(book):
    def all_of_them(data):
        for change in (weight, grade, stop, blank, profile, stage):
            change(data)
        data["dimensions"][1]["indicators"][0]["field"] = "stage"

    with pytest.raises(InputError) as refused:
        book.do(editions.take_in, file(change=all_of_them), label="Take in")
    assert {
        "dimensions[1].indicators",
        "grades[1].code",
        "hard_stops",
        "scorecard.version",
        "weight_profiles.growth",
        "stage_to_profile.growth",
    } <= set(refused.value.fields)
    assert "is no number" in refused.value.fields["dimensions[2].indicators[1].field"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"{}"])
def test_what_is_no_scorecard_is_refused(data):
    with pytest.raises(InputError):
        read_edition(data)


def test_a_refused_file_leaves_the_book_alone(book):
    with pytest.raises(InputError):
        taken(book, change=weight)
    assert book.store.count(ScorecardEdition) == 0


def stricter(data):
    rules = {one["code"]: one for one in data["hard_stops"]}
    rules["major_incident_3y"]["effect"] = "cap:T6"
    rules["core_ip_dispute"]["effect"] = "stop"


def test_caps_and_stops_in_values_are_those_of_the_edition_in_force(book, firm):
    save_worked(book, firm)
    raised = {"found_on": TODAY, "evidence": "court register", "label": "Raise"}
    incident = book.do(flags.raise_flag, firm, "major_incident_3y", **raised).result
    assert book.ask(firm_values, firm)["tech_grade"].value == "T4"
    edition = taken(book, change=stricter)
    book.do(editions.activate, edition.id, TODAY, None, label="Begin")
    assert book.ask(firm_values, firm)["tech_grade"].value == "T6"
    book.do(flags.clear_flag, incident.id, "Settled", label="Clear")
    book.do(flags.raise_flag, firm, "core_ip_dispute", **raised)
    values = book.ask(firm_values, firm)
    assert (values["tech_grade"].value, values["hard_stop"].value) == ("X", True)

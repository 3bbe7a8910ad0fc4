"""`rmapp since` and `rmapp ask`: what is new and what is unknown, for people and as JSON."""

import json

from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.services.visits.ask_list import rest_question
from tests.books import CLOCK, reopened


def write(book, verb, *args):
    workspace = reopened(book.parent, clock=CLOCK)
    try:
        return workspace.do(verb, *args, label="Write").result
    finally:
        workspace.close()


def held(store, **fields):
    firm = store.all(Firm)[0]
    return store.add(Meeting(firm_id=firm.id, starts_at="2026-02-10T09:30", summary="-", **fields))


def test_without_a_visit_nothing_is_told_as_changed(rmapp, book):
    output = rmapp("since", "潮声传感")
    assert (output.code, output.out.splitlines()[0]) == (0, "No visit held yet")
    told = json.loads(rmapp("since", "潮声传感", "--json").out)
    assert (told["since"], told["meeting_id"], told["changes"]) == (None, None, [])


def test_what_changed_since_is_told_with_its_day_and_amounts(rmapp, book):
    write(book, held)
    output = rmapp("since", "潮声传感")
    assert output.out.splitlines()[0] == "Last visit: 2026-02-10"
    assert any("Stage" in line for line in output.out.splitlines())
    told = json.loads(rmapp("since", "潮声传感", "--json").out)
    assert told["since"] == "2026-02-10"
    stage = next(one for one in told["changes"] if one["kind"] == "stage")
    assert (stage["before"], stage["after"], stage["on"]) == (None, "growth", "2026-03-04")


def test_questions_are_listed_by_weight_and_only_so_many(rmapp, book):
    told = json.loads(rmapp("ask", "潮声传感", "--json").out)
    assert told[0]["key"].startswith("line_maturity:")
    assert told[0]["target"].startswith("facility.maturity_on:")
    assert [one["weight"] for one in told] == sorted((one["weight"] for one in told), reverse=True)
    lines = rmapp("ask", "潮声传感", "--most", "2").out.splitlines()
    assert len(lines) == 3
    assert "On what day does the line “R&D loan SX-1” mature?" in lines[1]


def test_a_question_at_rest_is_counted_and_not_asked(rmapp, book):
    def rest(store):
        firm = next(one for one in store.all(Firm) if "潮声传感" in str(store.rows(_NAME, (one.id,))))
        rest_question(store, firm.id, "website", None, "They have none")

    write(book, rest)
    output = rmapp("ask", "潮声传感")
    assert "website" not in output.out
    assert "1 question at rest" in output.err


_NAME = "SELECT text FROM firm_name WHERE firm_id = ?"


def test_an_unknown_client_is_one_sentence(rmapp, book):
    for command in ("since", "ask"):
        output = rmapp(command, "nobody at all")
        assert output.code != 0
        assert output.out == ""

"""Paper that left the book, on the command line: list, end, terms, and what is restricted."""

import json

import pytest

from rmapp.domain.meeting import Meeting
from rmapp.domain.record import TableExport
from rmapp.services.books import open_book
from tests.books import PASSPHRASE


@pytest.fixture
def brief(rmapp, book, tmp_path):
    assert rmapp("brief", "潮声传感", "-o", tmp_path / "brief.pdf").code == 0


def listed(rmapp, *words):
    return json.loads(rmapp("papers", *words, "--json").out)


def test_a_saved_brief_is_out_until_it_is_ended(rmapp, brief):
    (one,) = listed(rmapp, "out")
    assert (one["document"], one["state"], one["audience"], one["copies"]) == ("client_brief", "out", "internal", 1)
    assert one["destroy_by"] > one["left_on"]
    assert one["copy"] in rmapp("papers", "out").out
    ended = rmapp("papers", "end", one["copy"], "--fate", "filed")
    assert (ended.code, "Returned to the file" in ended.out) == (0, True)
    assert listed(rmapp, "out") == []
    assert [each["fate"] for each in listed(rmapp, "list", "--state", "ended")] == ["filed"]


def test_papers_are_found_by_words(rmapp, brief):
    assert len(listed(rmapp, "list", "潮声")) == 1
    assert listed(rmapp, "list", "Heyu") == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("end", "2020-01-01-01"), "No paper with the number"),
        (("end", "x", "--fate", "eaten"), "eaten"),
        (("terms", "--internal", "soon"), "Write a number of days"),
        (("terms", "--internal", "0"), "Write a number of days"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(rmapp, brief, words, problem):
    output = rmapp("papers", *words)
    assert output.code in (1, 2)
    assert problem in output.err


def test_the_terms_are_set_and_shown(rmapp, book):
    assert json.loads(rmapp("papers", "terms", "--json").out) == {"internal": 30, "client": None}
    assert rmapp("papers", "terms", "--internal", "7", "--client", "365").code == 0
    assert json.loads(rmapp("papers", "terms", "--json").out) == {"internal": 7, "client": 365}
    rmapp("papers", "terms", "--internal", "none")
    assert "no day" in rmapp("papers", "terms").out


def test_what_is_restricted_is_shown_with_a_reason_only_which_is_kept(rmapp, book):
    workspace = open_book(book, PASSPHRASE)
    firm = workspace.store.rows("SELECT firm_id FROM firm_name WHERE text LIKE '潮声传感%'")[0][0]
    secret = Meeting(firm_id=firm, starts_at="2026-01-05T09:00", summary="QSECRETQ", confidentiality="restricted")
    workspace.do(lambda store: store.add(secret), label="Add")
    workspace.close()
    assert "QSECRETQ" not in rmapp("show", "潮声传感").out
    assert "QSECRETQ" not in rmapp("show", "潮声传感", "--json").out
    assert "QSECRETQ" not in rmapp("find", "QSECRETQ").out
    assert rmapp("--include-restricted", " ", "show", "潮声传感").code == 2
    assert "QSECRETQ" in rmapp("--include-restricted", "The auditor asks", "show", "潮声传感").out
    workspace = open_book(book, PASSPHRASE)
    assert [one.reason for one in workspace.ask(lambda store: store.all(TableExport))] == ["The auditor asks"]
    workspace.close()

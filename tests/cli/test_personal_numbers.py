"""Personal numbers in what the command line writes: told of on standard error, taken out only where that is wished."""

import json

import pytest

from rmapp.domain.meeting import Meeting
from rmapp.services.books import open_book
from tests.books import PASSPHRASE

MOBILE, CARD = "13812345678", "6222021234567890123"


def notes(book):
    workspace = open_book(book, PASSPHRASE)
    try:
        return [one.discussion for one in workspace.ask(lambda store: store.all(Meeting, status="held"))]
    finally:
        workspace.close()


def test_a_number_in_a_note_is_kept_and_told_of(rmapp, book):
    said = rmapp("note", "add", "潮声传感", f"Ring {MOBILE} on Monday", "--with", "顾雯")
    assert (said.code, MOBILE in said.err, "--remove-numbers" in said.err) == (0, True, True)
    assert MOBILE not in said.out
    assert notes(book) == [f"Ring {MOBILE} on Monday"]


def test_the_option_takes_numbers_out_and_says_so(rmapp, book):
    text = f"Ring {MOBILE} or pay to {CARD} on Monday"
    said = rmapp("--remove-numbers", "note", "add", "潮声传感", text, "--with", "顾雯")
    assert (said.code, "taken out" in said.err) == (0, True)
    assert sum(number in said.err for number in (MOBILE, CARD)) == 2
    (kept,) = notes(book)
    assert MOBILE not in kept
    assert CARD not in kept
    assert kept.startswith("Ring")
    assert kept.endswith("on Monday")


@pytest.mark.parametrize(
    "words",
    [
        ("note", "add", "潮声传感", "Talk", "--with", "顾雯", "--promise", f"ring {MOBILE} /we fri"),
        ("note", "add", "潮声传感", "Talk", "--with", "顾雯", "--place", f"Gate {MOBILE}"),
        ("plan", "潮声传感", "--on", "2026-03-20", "--text", f"Ring {MOBILE}"),
    ],
    ids=["promise", "place", "plan"],
)
def test_every_text_of_a_command_is_looked_at(rmapp, book, words):
    said = rmapp(*words)
    assert (said.code, MOBILE in said.err) == (0, True), said.err


def test_what_holds_no_such_number_is_written_without_a_word(rmapp, book):
    said = rmapp("note", "add", "潮声传感", "Sales of 13,812,345,678 in 2025", "--with", "顾雯")
    assert (said.code, said.err) == (0, "")
    assert json.loads(rmapp("notes", "--json").out)
    assert rmapp("undo").err == ""


def test_many_numbers_are_told_in_a_few_lines(rmapp, book):
    numbers = " ".join(f"138123456{at:02}" for at in range(9))
    said = rmapp("note", "add", "潮声传感", numbers, "--with", "顾雯")
    assert "And 4 more such numbers." in said.err
    assert len(said.err.splitlines()) == 7

"""The gist is one text in the book and two sentences on the sheet, and comes back as it was."""

import pytest

from rmapp.domain.gist import join_gist, split_gist


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("Second line runs.", "Ask the centre.", "Second line runs. Ask the centre."),
        ("Second line runs", "Ask the centre", "Second line runs. Ask the centre"),
        ("二线两班。", "下周报批。", "二线两班。下周报批。"),
        ("二线两班", "下周报批", "二线两班。下周报批"),
        ("Only one", "", "Only one"),
        ("", "Only the second", "Only the second"),
    ],
)
def test_two_sentences_become_one_text(first, second, text):
    assert join_gist(first, second) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Second line runs. Ask the centre. Soon.", ("Second line runs.", "Ask the centre. Soon.")),
        ("Yield 94.5 % now", ("Yield 94.5 % now", "")),
        ("二线两班。下周报批。", ("二线两班。", "下周报批。")),
        ("", ("", "")),
        ("One.", ("One.", "")),
    ],
)
def test_one_text_becomes_two_sentences(text, parts):
    assert split_gist(text) == parts
    assert split_gist(join_gist(*parts)) == parts

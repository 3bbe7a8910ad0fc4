"""Breaking text into lines by the rules of both scripts."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rmapp.briefs import fonts
from rmapp.briefs.typesetting import Style, plain, set_line, set_lines, text_width
from rmapp.errors import BriefError

BODY = Style(8.7)
CHINESE = (
    "合同稿在供应商法务处，预计本周签署。询问能否提前提取第二笔的60%，约4,500万元；"
    "已告知须经评审中心同意（详见“会议纪要”）。"
)


def written(line) -> str:
    return "".join(run.text for run in line.runs)


@pytest.mark.parametrize("width", range(56, 260, 3))
def test_chinese_lines_keep_their_punctuation_and_numbers(width):
    lines = [written(line) for line in set_lines(CHINESE, BODY, width)]

    assert "".join(lines) == CHINESE
    for line in lines:
        assert line[0] not in "，。；：、）」》”%"
        assert line[-1] not in "（《“"
    assert any("4,500万元" in line for line in lines)
    assert any("60%" in line for line in lines)
    assert len(lines[-1].rstrip("。）”")) > 1


@pytest.mark.parametrize("amount", ["CNY 45 million", "17 December", "4,500万元", "45个基点", "3.45%", "−1.2亿元"])
def test_a_number_stays_with_its_unit(amount):
    text = f"some words then {amount} and more words"
    for width in range(90, 220, 4):
        lines = [written(line) for line in set_lines(text, BODY, width)]
        assert sum(amount in line for line in lines) == 1, (width, lines)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=120))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_at_the_line_ends(text):
    lines = set_lines(text, BODY, 80)

    assert "".join("".join(map(written, lines)).split()) == "".join(plain(text).split())


@given(st.text("ab 潮声传感，。12万元", max_size=80), st.floats(30, 200))
@example("1111。11传。", 30.0)
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_than_its_room_unless_it_cannot_be_broken(text, width):
    for line in set_lines(text, BODY, width):
        words = written(line)
        # A figure keeps its unit and no line begins with a closing mark: then the mark alone hangs over.
        hangs = words[-1:] in {"，", "。"} and text_width(words[:-1], BODY) <= width + 0.02
        assert line.width <= width + 0.02 or len(words) <= 2 or hangs


def test_a_word_without_spaces_is_broken_anywhere():
    lines = set_lines("x" * 400, BODY, 150)

    assert len(lines) > 5
    assert "".join(map(written, lines)) == "x" * 400


def test_too_many_lines_end_with_an_ellipsis():
    lines = set_lines("one two three four five six " * 20, BODY, 100, 5)

    assert len(lines) == 5
    assert written(lines[-1]).endswith("…")
    assert lines[-1].width <= 100.02


def test_a_line_that_is_too_wide_ends_with_an_ellipsis_in_its_room():
    line = set_line("Extraordinarily long name of a firm", BODY, 90)

    assert written(line).endswith("…")
    assert line.width <= 90.02
    assert written(set_line("short", BODY, text_width("short", BODY))) == "short"


def test_line_breaks_of_a_note_are_kept():
    assert [written(line) for line in set_lines("one\r\ntwo\n\nthree", BODY, 200)] == ["one", "two", "", "three"]


def test_each_script_takes_its_font():
    runs = set_line("Chaosheng 潮声 “quote” “引号” 𬭎", BODY).runs
    found = {run.text.strip(): run.font for run in runs}

    assert found["潮声"] == "NotoSansSC-Regular"
    assert found["“引号”"] == "NotoSansSC-Regular"
    assert any("“quote”" in run.text and run.font == "InterPaper-Regular" for run in runs)
    assert any("𬭎" in run.text for run in runs)


def test_a_character_in_no_font_is_shown_as_its_code():
    assert plain("go 🚀") == "go U+1F680"
    (code,) = [run for run in set_line("go 🚀", BODY).runs if run.code_width]
    assert code.size < BODY.size


def test_a_missing_font_is_said_in_a_sentence():
    with pytest.raises(BriefError, match="Your book is safe"):
        fonts._face("NoSuchFont")


def test_characters_that_turn_the_order_of_reading_are_left_out():
    assert plain("a\u202eb\u2066c\u200f\x07d") == "abcd"

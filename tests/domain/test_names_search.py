"""Names are found by any part, by pinyin and by initials, and their letters are marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.names_search import match_spans, search_key, search_terms, sort_key, spell, spelling_spans

CHAOSHENG = "潮声传感"
KEY = search_key([CHAOSHENG, "Chaosheng Sensors", "重庆长行A轮"])
NAMES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF, exclude_categories=["Cs"]), max_size=12)


def found(query):
    return all(term in KEY for term in search_terms(query))


@pytest.mark.parametrize(
    "query",
    [
        "潮声",
        "声传",
        "chaosheng",
        "chao sheng",
        "shengchuan",
        "cscg",
        "csc",
        "SENSORS",
        "sens chao",
        "chongqing",
        "zhongqing",
        "cqch",
        "cqzx",
        "changhangalun",
        "ＣＳＣＧ",
    ],
)
def test_a_name_is_found_in_many_ways(query):
    assert found(query)


@pytest.mark.parametrize("query", ["cgsc", "beijing", "声潮"])
def test_what_is_not_in_the_name_is_not_found(query):
    assert not found(query)


def test_accents_and_apostrophes_do_not_matter():
    assert search_terms("Xi'an Café") == ("xian", "cafe")
    assert "cafe" in search_key(["Café"])
    assert "xian" in search_key(["Xi'an Star"])
    assert match_spans("xian", "Xi'an Star") == [(0, 5)]


def test_an_umlaut_is_found_as_v_and_as_u():
    assert "lvneng" in search_key(["绿能"])
    assert "luneng" in search_key(["绿能"])


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("csc", "潮声传"),
        ("chaosc", "潮声传"),
        ("shengch", "声传"),
        ("声传", "声传"),
        ("cg", "传感"),
        ("zhuan", "传"),
        ("x", ""),
    ],
)
def test_the_part_that_is_meant_is_marked(query, marked):
    assert "".join(CHAOSHENG[start:end] for start, end in match_spans(query, CHAOSHENG)) == marked


def test_latin_names_are_marked_across_spaces():
    assert match_spans("star air", "Star Airlines") == [(0, 4), (5, 8)]
    assert match_spans("starair", "Star Airlines") == [(0, 8)]


def test_the_spelling_shows_tones_and_marks_letters():
    spelled = spell(CHAOSHENG)
    assert spelled == "cháo shēng chuán gǎn"
    assert [spelled[start:end] for start, end in spelling_spans("csc", CHAOSHENG)] == ["c", "s", "c"]
    assert [spelled[start:end] for start, end in spelling_spans("chaosc", CHAOSHENG)] == ["cháo", "s", "c"]
    assert spell("AB潮声 Star") == "AB cháo shēng Star"


@given(NAMES, st.text("abcdeghinoxz 潮", max_size=8))
def test_spans_stay_inside_any_name(name, query):
    assert all(0 <= start < end <= len(name) for start, end in match_spans(query, name))
    spelled = spell(name)
    assert all(0 <= start < end <= len(spelled) for start, end in spelling_spans(query, name))


@given(NAMES)
def test_every_part_of_any_name_is_in_its_key(name):
    key = search_key([name])
    for term in search_terms(name):
        assert term in key


def test_chinese_names_sort_by_pinyin_among_latin_ones():
    names = ["野光半导体", "Star", "潮声传感", "Beta", "禾屿基因"]
    assert sorted(names, key=sort_key) == ["Beta", "潮声传感", "禾屿基因", "Star", "野光半导体"]
    in_english = sorted(names, key=lambda name: sort_key(name, "en"))
    assert in_english == ["Beta", "Star", "潮声传感", "禾屿基因", "野光半导体"]

"""The items of the call sheet: eleven parts in the order of the product paper, with stable numbers."""

from __future__ import annotations

import pytest

from rmapp import i18n
from rmapp.domain.sheet_items import sheet_item, sheet_sections

_ORDER = (
    "header",
    "present",
    "gist",
    "discussed",
    "site",
    "credit",
    "needs",
    "promises",
    "judgement",
    "next",
    "record",
)


def test_parts_follow_the_product_paper_and_four_are_required() -> None:
    sections = sheet_sections()
    assert tuple(section.code for section in sections) == _ORDER
    assert [section.number for section in sections if section.is_required] == [1, 2, 3, 10]


def test_numbers_and_codes_name_one_item_each() -> None:
    items = [item for section in sheet_sections() for item in section.items]
    assert len({item.number for item in items}) == len({item.code for item in items}) == len(items)
    assert all(item.title for item in items)
    assert [item.number for item in sheet_sections()[2].items] == ["3.1", "3.2"]


@pytest.mark.parametrize("typed", ["3.2", " 3.2 ", "3。2", "3．2", "3 2"])
def test_an_item_is_found_as_it_is_typed(typed: str) -> None:
    found = sheet_item(typed)
    assert found is not None
    assert found.code == "outcome"


def test_a_part_alone_is_its_first_item_and_nonsense_is_none() -> None:
    first = sheet_item("10")
    assert first is not None
    assert first.code == "next_on"
    assert sheet_item("12") is sheet_item("3.9") is sheet_item("") is sheet_item("abc") is None


def test_numbers_are_the_same_in_both_languages() -> None:
    english = [(item.number, item.code) for section in sheet_sections() for item in section.items]
    i18n.use("zh_CN")
    assert [(item.number, item.code) for section in sheet_sections() for item in section.items] == english

"""Figures pasted from a spreadsheet: labels in both languages, units, several columns."""

from __future__ import annotations

from rmapp.domain.money import Money
from rmapp.domain.pasted_figures import read_pasted

WAN = 10_000


def test_a_statement_in_chinese_in_wan():
    rows = (
        "项目\t2023年\t2024年",
        "一、营业收入\t20,400\t26,800",
        "减：营业成本\t12,444\t15,973",
        "净利润（亏损以负号填列）\t(240)\t1,960",
    )
    pasted = read_pasted("\n".join(rows), WAN)
    assert [column.title for column in pasted.columns] == ["2023年", "2024年"]
    first, second = (column.figures for column in pasted.columns)
    assert first["revenue"] == Money.of(204_000_000)
    assert first["net_profit"] == Money.of(-2_400_000)
    assert second["cost_of_sales"] == Money.of(159_730_000)


def test_headcounts_take_no_unit():
    pasted = read_pasted("Staff\t512\nR&D staff\t180\nRevenue\t268", 1_000_000)
    assert pasted.columns[0].figures == {"headcount": 512, "rd_headcount": 180, "revenue": Money.of(268_000_000)}


def test_rows_without_a_figure_of_the_book_are_named_and_left_out():
    pasted = read_pasted("Revenue\t268\nGoodwill\t12\nNotes to the accounts\t", 1)
    assert pasted.unknown == ("Goodwill",)
    assert list(pasted.columns[0].figures) == ["revenue"]


def test_an_empty_cell_is_not_known_rather_than_zero():
    pasted = read_pasted("Revenue\t\t268\nCash\t-\t52", 1)
    assert "revenue" not in (pasted.columns[0].figures if len(pasted.columns) > 1 else {})
    assert pasted.columns[-1].figures == {"revenue": Money.of(268), "cash": Money.of(52)}


def test_prose_is_no_table():
    assert read_pasted("The firm grew well last year.", 1) == ((), ())
    assert read_pasted("", 1) == ((), ())

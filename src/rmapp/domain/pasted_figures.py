"""Reads figures pasted from a spreadsheet: rows of a label and numbers, in English or Chinese."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.money import Money, parse_money
from rmapp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNTS = frozenset({"headcount", "rd_headcount"})
_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "revenue": (
            "revenue",
            "revenues",
            "operating revenue",
            "total revenue",
            "sales",
            "turnover",
            "营业收入",
            "营业总收入",
            "主营业务收入",
            "收入",
            "营收",
        ),
        "product_revenue": ("product revenue", "产品收入"),
        "export_revenue": ("export revenue", "exports", "出口收入", "外销收入"),
        "online_revenue": ("online revenue", "线上收入"),
        "cost_of_sales": ("cost of sales", "cost of goods sold", "cogs", "营业成本", "主营业务成本"),
        "rd_expense": ("r&d", "r&d expense", "r&d expenses", "r&d spend", "研发费用", "研发投入", "研发支出"),
        "operating_cost": ("operating cost", "operating costs", "total operating costs", "营业总成本"),
        "operating_profit": ("operating profit", "营业利润"),
        "net_profit": ("net profit", "net income", "profit after tax", "净利润"),
        "operating_cash_flow": (
            "operating cash flow",
            "net cash from operating activities",
            "经营性现金流",
            "经营活动产生的现金流量净额",
            "经营现金流",
        ),
        "capex": ("capex", "capital expenditure", "capital spending", "资本支出", "资本性支出"),
        "cash": ("cash", "cash and cash equivalents", "cash at bank", "货币资金", "现金"),
        "receivables": ("receivables", "accounts receivable", "trade receivables", "应收账款"),
        "inventory": ("inventory", "inventories", "存货"),
        "total_assets": ("total assets", "assets", "资产总计", "总资产", "资产总额"),
        "total_liabilities": ("total liabilities", "liabilities", "负债合计", "总负债", "负债总额"),
        "interest_bearing_debt": ("interest-bearing debt", "interest bearing debt", "有息负债", "带息负债"),
        "net_assets": ("net assets", "equity", "total equity", "所有者权益合计", "净资产", "股东权益合计"),
        "tax_paid": ("tax paid", "taxes paid", "纳税额", "缴纳税款", "支付的各项税费"),
        "headcount": ("headcount", "staff", "employees", "员工人数", "从业人数", "员工总数"),
        "rd_headcount": ("r&d staff", "r&d headcount", "研发人员", "研发人数"),
    }
)
_BY_LABEL = MappingProxyType({label: name for name, labels in _LABELS.items() for label in labels})
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NEGATIVE = re.compile(r"^[(（](.+)[)）]$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|其中[:：]|加[:：]|减[:：]|\d+[.、])\s*")


class PastedColumn(NamedTuple):
    """One column of numbers: its heading (empty where there was none) and the figures read from it."""

    title: str
    figures: dict[str, Money | int]


class Pasted(NamedTuple):
    """What was read; `unknown` are the labels of rows that name no figure the book has."""

    columns: tuple[PastedColumn, ...]
    unknown: tuple[str, ...]


def read_pasted(text: str, unit: int, ccy: str = "CNY") -> Pasted:
    """Return the figures of a pasted table; `unit` is what one stands for, 10000 for 万元.

    Cells are parted by tabs. Headcounts take no unit. A cell that is no number is not known.
    """
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    titles = next((row[1:] for row in rows if _name_of(row[0]) is None and len(row) > 1 and not _is_number(row[1])), [])
    if not titles:
        titles = next((row[1:] for row in rows if not row[0] and len(row) > 1), [])
    named = [(name, row) for row in rows if (name := _name_of(row[0])) is not None]
    width = max((len(row) - 1 for _name, row in named), default=0)
    columns = [PastedColumn(_at(titles, at), _column(named, at, unit, ccy)) for at in range(width)]
    known = tuple(column for column in columns if column.figures)
    unknown = tuple(row[0] for row in rows if row[0] and _name_of(row[0]) is None and any(map(_is_number, row[1:])))
    return Pasted(known, unknown)


def _column(named: Sequence[tuple[str, list[str]]], at: int, unit: int, ccy: str) -> dict[str, Money | int]:
    figures: dict[str, Money | int] = {}
    for name, row in named:
        value = _number(_at(row[1:], at), 1 if name in COUNTS else unit, ccy)
        if value is None or name in figures:
            continue
        figures[name] = int(value.amount) if name in COUNTS else value
    return figures


def _number(cell: str, unit: int, ccy: str) -> Money | None:
    written = _NEGATIVE.sub(r"-\1", cell)
    if not any(char.isdigit() for char in written):
        return None
    try:
        return parse_money(written, ccy, unit)
    except InputError:
        return None


def _is_number(cell: str) -> bool:
    plain = _NEGATIVE.sub(r"-\1", cell).replace(",", "").lstrip("-+").replace(".", "", 1)
    is_year = plain.isdigit() and len(plain) == 4 and plain.startswith(("19", "20")) and "," not in cell
    return plain.isdigit() and not is_year


def _name_of(label: str) -> str | None:
    bare = _NUMBERING.sub("", _BRACKETS.sub("", label).strip())
    return _BY_LABEL.get(bare.rstrip(":：").strip().lower())


def _at(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""

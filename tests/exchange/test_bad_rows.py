"""The rows that come back: only themselves, with what is wrong, and harmless in a spreadsheet program."""

from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.import_problem import RowProblem
from rmapp.domain.import_sheet import Sheet
from rmapp.exchange.bad_rows import write_rows
from rmapp.exchange.cell_safety import escape_text, unescape_text
from rmapp.exchange.tables import read_table

ATTACKS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "'=1+1",
    ' =cmd|" /C calc"!A0',
    '"=1+1',
    "=HYPERLINK(1)",
)


def _sheet(*cells) -> Sheet:
    return Sheet("x", 1, ("Company", "Limit"), tuple((at, (f"Firm {at}", cell)) for at, cell in enumerate(cells, 2)))


def _wrong(*rows: int) -> list[RowProblem]:
    return [RowProblem(row, "Limit", None, "Not a number") for row in rows]


@pytest.mark.parametrize("name", ["bad.xlsx", "bad.csv"])
def test_only_the_bad_rows_come_back_with_one_more_column(tmp_path, name):
    wrong = [*_wrong(3), RowProblem(3, None, None, "Twice"), *_wrong(4)]
    assert write_rows(tmp_path / name, _sheet("a", "b", "c", "d"), wrong) == 2
    sheet = read_table(tmp_path / name)
    assert sheet.columns == ("Company", "Limit", "What is wrong")
    assert [cells for _row, cells in sheet.rows] == [
        ("Firm 3", "b", "Limit: Not a number\nTwice"),
        ("Firm 4", "c", "Limit: Not a number"),
    ]


def test_coming_back_twice_does_not_grow_a_second_column(tmp_path):
    write_rows(tmp_path / "a.xlsx", _sheet("a", "b"), _wrong(2))
    write_rows(tmp_path / "b.xlsx", read_table(tmp_path / "a.xlsx"), _wrong(2))
    assert read_table(tmp_path / "b.xlsx").columns == ("Company", "Limit", "What is wrong")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_workbook_becomes_a_formula(tmp_path, attack):
    write_rows(tmp_path / "a.xlsx", _sheet(attack), _wrong(2))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}
    assert book.active["B2"].value == attack.replace("\r", "\n")
    book.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_csv_cells_that_could_run_start_with_an_apostrophe(tmp_path, attack):
    write_rows(tmp_path / "a.csv", _sheet(attack), _wrong(2))
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    assert f"'{attack[0]}" in text


def test_numbers_and_dates_stay_what_they_are(tmp_path):
    write_rows(tmp_path / "a.xlsx", _sheet(-5, 2.5, date(2025, 1, 2), None), _wrong(2, 3, 4, 5))
    assert read_table(tmp_path / "a.xlsx").column("Limit") == (-5, 2.5, date(2025, 1, 2), None)
    assert escape_text("-5") == "-5"
    assert escape_text("-1,234.50") == "-1,234.50"


def test_characters_that_a_workbook_cannot_hold_are_made_visible(tmp_path):
    write_rows(tmp_path / "a.xlsx", _sheet("a\x07b\ufffe"), _wrong(2))
    assert read_table(tmp_path / "a.xlsx").column("Limit") == ("a\ufffdb\ufffd",)


@given(st.text())
def test_escaping_loses_nothing(text):
    assert unescape_text(escape_text(text)) == text

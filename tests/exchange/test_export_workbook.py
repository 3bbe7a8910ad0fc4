"""A table that leaves the book: types stay types, nothing runs, and the file is the user's alone."""

import io
import stat
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from rmapp import i18n
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import StorageError
from rmapp.exchange.export_workbook import write_table
from rmapp.services.paperwork import exports
from tests.books import new_book

COLUMNS = (
    ExportColumn("Firm"),
    ExportColumn("Limit", "money"),
    ExportColumn("In CNY", "money", "CNY"),
    ExportColumn("Used", "percent"),
    ExportColumn("Matures", "date"),
    ExportColumn("Draws", "number"),
)
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "＝1+1", "#N/A", "<b>bold</b>")


def read(table):
    written = write_table(table)
    book = load_workbook(io.BytesIO(written.content))
    return written, book, [list(row) for row in book.worksheets[0].iter_rows()]


def row(name="Chaosheng", limit=None, cny=None, used=None, matures=None, draws=None):
    return (name, limit, cny, used, matures, draws)


def test_numbers_are_numbers_and_dates_are_dates():
    usd, cny = Money.of("1234567.89", "USD"), Money.of("-0.01")
    _written, book, rows = read(ExportTable("Lines", COLUMNS, [row("潮声", usd, cny, 4460, date(2026, 3, 4), 7)]))
    assert [cell.value for cell in rows[0]] == [
        "Firm", "Limit", "Currency of Limit", "In CNY (CNY)", "Used", "Matures", "Draws",
    ]  # fmt: skip
    name, limit, ccy, in_cny, used, matures, draws = rows[1]
    assert (name.value, ccy.value) == ("潮声", "USD")
    assert limit.data_type == in_cny.data_type == used.data_type == draws.data_type == "n"
    assert Decimal(str(limit.value)) == Decimal("1234567.89")
    assert Decimal(str(in_cny.value)) == Decimal("-0.01")
    assert Decimal(str(used.value)) == Decimal("0.446")
    assert used.number_format == "0.00%"
    assert matures.is_date
    assert matures.value.date() == date(2026, 3, 4)
    assert draws.value == 7
    assert book.worksheets[0].freeze_panes == "A2"


def test_a_currency_without_decimals_keeps_whole_units():
    _written, _book, rows = read(ExportTable("Lines", COLUMNS, [row(limit=Money.of("120000000", "JPY"))]))
    assert rows[1][1].value == 120_000_000
    assert rows[1][1].number_format == "#,##0"


def test_what_is_not_known_stays_empty():
    _written, _book, rows = read(ExportTable("Lines", COLUMNS, [row()]))
    assert [cell.value for cell in rows[1]] == ["Chaosheng", None, None, None, None, None, None]


def test_a_date_known_in_part_stays_a_text():
    _written, _book, rows = read(ExportTable("Lines", COLUMNS, [row(matures=PartialDate("2025-06"))]))
    assert rows[1][5].value == "2025-06"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text):
    table = ExportTable(text, [ExportColumn(text)], [[text]], notes=[text])
    _written, book, rows = read(table)
    for cell in (*rows[0], *rows[1], *(cell for line in book.worksheets[1].iter_rows() for cell in line)):
        assert cell.data_type in ("s", "n")
        assert not (cell.data_type == "n" and cell.value)
    assert rows[1][0].value.replace("_x000D_", "\r").replace("\n", "\r") == text.replace("\n", "\r")
    assert rows[1][0].quotePrefix is (text not in ("#N/A", "<b>bold</b>"))


def test_characters_that_a_workbook_cannot_hold_are_made_visible():
    _written, _book, rows = read(
        ExportTable("a\x01[b]:*?/\\c" * 9, [ExportColumn("x")], [["\x00\x0b\ud800￾" + "y" * 40_000]])
    )
    assert rows[1][0].value.startswith("\ufffd" * 4 + "y")
    assert len(rows[1][0].value) == 32_767


def test_an_amount_of_another_currency_than_the_head_says_is_refused():
    with pytest.raises(ValueError, match="USD in a column of CNY"):
        write_table(ExportTable("Lines", COLUMNS, [row(cny=Money.of(1, "USD"))]))


def test_an_empty_table_has_its_head_and_its_notes():
    written, book, rows = read(ExportTable("Lines", COLUMNS, [], notes=["Use: in use"]))
    assert written.rows == 0
    assert len(rows) == 1
    assert [cell.value for (cell,) in book.worksheets[1].iter_rows()] == ["Lines", "Rows: 0", "Use: in use"]


def test_the_language_is_that_of_the_user():
    with i18n.speaking("zh_CN"):
        _written, book, rows = read(ExportTable("授信", [ExportColumn("额度", "money", "CNY")], []))
    assert book.sheetnames[0] == "授信"
    assert "CNY" in rows[0][0].value


def test_many_rows_are_all_there():
    rows = ([f"firm {n}", Money(minor=n), None, n, None, n] for n in range(3_000))
    written, _book, read_rows = read(ExportTable("Lines", COLUMNS, rows))
    assert written.rows == 3_000 == len(read_rows) - 1
    assert read_rows[-1][0].value == "firm 2999"
    assert Decimal(str(read_rows[-1][1].value)) == Decimal("29.99")


def test_the_file_is_the_users_alone_and_noted(tmp_path):
    book = new_book(tmp_path)
    target = tmp_path / "deep" / "lines.xlsx"
    exported = exports.export_table(target, "Lines", [ExportColumn("Firm")], [["潮声"]])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["lines.xlsx"]
    book.do(exports.log_export, exported, label="Exported", undoable=False)
    (noted,) = book.ask(exports.exports)
    assert (noted.title, noted.row_count, noted.language, noted.created_by) == ("Lines", 1, "en", "Li Wen")
    assert noted.sha256 == exported.sha256
    assert len(noted.sha256) == 64
    book.close()


def test_a_failed_export_keeps_the_older_file(tmp_path):
    with pytest.raises(StorageError):
        exports.export_table(tmp_path, "Lines", [ExportColumn("Firm")], [])
    old = tmp_path / "lines.xlsx"
    old.write_text("old")
    with pytest.raises(ValueError, match="USD"):
        exports.export_table(old, "Lines", [ExportColumn("x", "money", "CNY")], [[Money.of(1, "USD")]])
    assert old.read_text() == "old"

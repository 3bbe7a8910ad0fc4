"""Workbooks as people keep them, and files that only pretend to be one."""

import random
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl import Workbook

from rmapp.errors import InputError
from rmapp.exchange import workbook_package
from rmapp.exchange.spreadsheet import list_sheets, read_xlsx
from rmapp.exchange.tables import read_table, sheets_in
from tests.data.make_import_files import FIRMS, make_clients_xlsx


@pytest.fixture
def clients(tmp_path):
    return make_clients_xlsx(tmp_path / "clients.xlsx")


def _saved(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_the_first_visible_sheet_is_read_and_all_are_offered(clients):
    assert [(info.name, info.hidden) for info in list_sheets(clients)] == [
        ("旧数据", True),
        ("客户", False),
        ("说明", False),
    ]
    assert read_xlsx(clients).name == "客户"
    assert read_xlsx(clients, "旧数据").columns == ("不要用", "这一页")
    with pytest.raises(InputError, match="no sheet “2024”"):
        read_xlsx(clients, "2024")


def test_titles_below_a_merged_heading_and_empty_rows_left_out(clients):
    sheet = read_xlsx(clients)
    assert sheet.header_row == 4
    assert sheet.columns[2:4] == ("企业名称", "统一社会信用代码")
    assert sheet.preface == ("科技金融部客户清单（示例）", "制表：林", "单位：万元")
    assert [number for number, _cells in sheet.rows] == [5, 6, 8, 9, 10, 11]


def test_merged_cells_all_carry_their_value(clients):
    assert read_xlsx(clients).column("所在地")[:3] == ("杭州市", "杭州市", "杭州市")


def test_dates_stay_dates_and_text_stays_text(clients):
    assert read_xlsx(clients).column("成立日期")[:4] == (date(2018, 3, 5), "2016/7/1", 43831, "2021年9月")


def test_a_formula_without_result_is_reported_with_row_and_column(clients):
    (problem,) = read_xlsx(clients).problems
    assert (problem.row, problem.column) == (8, "注册资本")
    assert "formula" in problem.cause.lower()


def test_moments_keep_their_time_and_midnight_is_a_day(tmp_path):
    path = _saved(
        tmp_path / "a.xlsx",
        ["Date", "Note"],
        [datetime.fromisoformat("2024-05-06T09:30"), "a"],
        [datetime.fromisoformat("2024-05-07T00:00"), "b"],
    )
    assert read_xlsx(path).column("Date") == (datetime.fromisoformat("2024-05-06T09:30"), date(2024, 5, 7))


def test_day_numbers_of_an_old_mac_file_count_from_1904(tmp_path):
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["Name", "Established"])
    book.active.append(["A", 42000])
    book.save(path)
    assert read_xlsx(path).serial_base == date(1904, 1, 1)


def test_old_and_protected_workbooks_have_their_own_sentence(tmp_path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    (tmp_path / "old.xls").write_bytes(ole)
    (tmp_path / "secret.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(InputError, match=r"old Excel file \(\.xls\)"):
        read_table(tmp_path / "old.xls")
    with pytest.raises(InputError, match="password"):
        sheets_in(tmp_path / "secret.xlsx")


def test_the_contents_decide_and_not_the_name(tmp_path, clients):
    renamed = clients.rename(tmp_path / "clients.csv")
    assert FIRMS[0] in read_table(renamed).column("企业名称")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(InputError, match="too large to be read safely"):
        read_table(path)


def test_a_package_of_very_many_parts_is_refused(tmp_path, clients, monkeypatch):
    monkeypatch.setattr(workbook_package, "MAX_PARTS", 3)
    with pytest.raises(InputError, match="too large"):
        read_xlsx(clients)


def test_too_many_merged_cells_are_refused(clients, monkeypatch):
    monkeypatch.setattr(workbook_package, "MAX_MERGED_CELLS", 7)
    with pytest.raises(InputError, match="merged"):
        read_xlsx(clients)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "hello")
    with pytest.raises(InputError, match="damaged or is not an Excel file"):
        read_table(path)


def _refusal(path) -> str | None:
    try:
        read_table(path)
    except InputError as error:
        return error.message
    return None


def test_spoiled_workbooks_raise_only_our_errors(clients):
    rnd = random.Random(7)
    whole = clients.read_bytes()
    outcomes = set()
    for _turn in range(300):
        spoiled = bytearray(whole)
        for _step in range(rnd.randint(1, 8)):
            spoiled[rnd.randrange(len(spoiled))] = rnd.randrange(256)
        clients.write_bytes(spoiled[: rnd.choice([len(spoiled), rnd.randrange(4, len(spoiled))])])
        outcomes.add(_refusal(clients))
    assert "" not in outcomes
    assert None in outcomes
    assert len(outcomes) > 1


def test_entities_in_the_xml_are_not_expanded(tmp_path, clients):
    hostile = tmp_path / "hostile.xlsx"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with zipfile.ZipFile(clients) as old, zipfile.ZipFile(hostile, "w") as new:
        for part in old.infolist():
            text = old.read(part).decode()
            if part.filename == "xl/workbook.xml":
                text = f"{bomb}]>{text}".replace("旧数据", "&i;", 1)
            new.writestr(part.filename, text)
    with pytest.raises(InputError):
        read_table(hostile)

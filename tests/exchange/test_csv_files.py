"""Text tables: encodings, separators, quoting, and refusals with a sentence."""

import csv
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.import_check import check_rows
from rmapp.domain.import_fields import KINDS
from rmapp.domain.import_mapping import guess_map
from rmapp.errors import InputError
from rmapp.exchange.csv_files import decode, find_delimiter, find_encoding, parse_text, read_csv
from rmapp.exchange.tables import read_table
from tests.data.make_import_files import FIRMS, make_clients_csv

MUTATIONS = 2_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_reads_every_encoding_and_separator(tmp_path, encoding, delimiter):
    sheet = read_csv(make_clients_csv(tmp_path / "a.csv", encoding, delimiter))
    assert sheet.columns == ("企业名称", "信用代码", "注册资本（万元）", "地址")
    assert sheet.column("企业名称") == FIRMS[:3]
    assert sheet.rows[0][1][3] == "杭州市余杭区\n文一西路1号"


def test_row_numbers_count_empty_rows_and_not_line_breaks_in_cells(tmp_path):
    sheet = read_csv(make_clients_csv(tmp_path / "a.csv"))
    assert [number for number, _cells in sheet.rows] == [2, 3, 5]


def test_rare_characters_of_names_survive_gb18030(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,公司\n㑇晓䶮,示例科技有限公司的名称很长所以看得出是中文\n".encode("gb18030"))
    assert read_csv(path).rows[0][1][0] == "㑇晓䶮"


@pytest.mark.parametrize("text", ["Nom;Prénom\nÉlodie Gérard;Zoë\n", "Größe;Straße\nÖlmühle;Müßig\n"])
def test_western_bytes_are_not_taken_for_chinese(text):
    with pytest.raises(InputError, match="Could not tell"):
        find_encoding(text.encode("latin-1"))


def test_a_named_encoding_is_obeyed():
    assert decode("Größe".encode("latin-1"), "latin-1") == "Größe"
    with pytest.raises(InputError):
        decode(b"abc", "no-such-encoding")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Name,Note\nA,x\x00y\n", "zero bytes"),
        ("Name\n".encode("utf-16-le") + b"\x00\xd8\n\x00", "Could not tell"),
        ("Name,Note\nA,x".encode("utf-16")[:-1], "Could not tell"),
        (b"Name,Note\nA,\xed\xa0\x80\n", "Could not tell"),
        ("Name,Note\nA,x\0y\n".encode("utf-16"), "Line 2"),
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"Name,Note\n", "no rows"),
        (b'Name,Note\nA,"never closed\nB,b\n', "row 2 is never closed"),
        (b"Name,Note\nA," + b"x" * 200_000 + b"\n", "longer than"),
    ],
)
def test_refuses_with_a_sentence(tmp_path, data, sentence):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=sentence) as refusal:
        read_csv(path)
    assert set(refusal.value.fields) == {"file"}


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match="could not be opened"):
            read_table(path)


def test_separator_by_even_rows_not_by_mere_count():
    assert find_delimiter("a;b\n1 000,50;2,5\n3;4,25\n") == ";"
    assert find_delimiter("name,note\nA,one; two; three\nB,four\n") == ","
    assert find_delimiter("a\tb\n1,2\t3\n") == "\t"


def test_excel_separator_line_is_obeyed_and_counted():
    sheet = parse_text("sep=;\nName;Note\nA;b,c\n", "x")
    assert sheet.rows == ((3, ("A", "b,c")),)


def test_a_row_with_too_many_cells_is_reported_and_a_short_one_is_filled():
    sheet = parse_text("Name,City,Note\nA,b\nB,c,d,e,f\n", "x")
    assert sheet.rows[0][1] == ("A", "b", None, None, None)
    assert [(found.row, found.column) for found in sheet.problems] == [(3, None)]
    assert "2 cells more" in sheet.problems[0].cause


def test_titles_are_found_below_other_lines_and_made_unique():
    sheet = parse_text("Our clients,,\nUnit: CNY million,,\n\nName,Amount,Amount,\nA,1,2,3\n", "x")
    assert sheet.header_row == 4
    assert sheet.columns == ("Name", "Amount", "Amount (2)", "Column D")
    assert sheet.preface == ("Our clients", "Unit: CNY million")


def test_a_file_without_titles_gets_letters():
    sheet = parse_text("Alpha GmbH,12,2024-01-05\nBeta GmbH,14,2024-02-05\n", "x")
    assert sheet.header_row == 0
    assert sheet.columns == ("Column A", "Column B", "Column C")
    assert len(sheet.rows) == 2


_CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20).map(str.strip)


@given(
    st.lists(
        st.lists(_CELLS.filter(lambda text: text and not text.startswith("'")), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_what_was_written_is_read_back(rows):
    from io import StringIO

    stream = StringIO()
    csv.writer(stream).writerows([["Company", "City", "Note"], *rows])
    sheet = parse_text(stream.getvalue(), "x", ",")
    blanks = " \t\r\n\u00a0\u3000\ufeff\u200b"
    expected = [tuple(cell.strip(blanks) or None for cell in row) for row in rows]
    assert [cells for _number, cells in sheet.rows] == [row for row in expected if any(row)]


def _mutated(data: bytes, rnd: random.Random) -> bytes:
    spoiled = bytearray(data)
    for _step in range(rnd.randint(1, 4)):
        at = rnd.randrange(len(spoiled) + 1)
        match rnd.randrange(6):
            case 0:
                spoiled[at:at] = bytes([rnd.randrange(256)])
            case 1:
                del spoiled[at : at + rnd.randint(1, 20)]
            case 2:
                spoiled[at:at] = rnd.choice(
                    [b'"', b"\x00", b"\xff", b"\xed\xa0\x80", b"\r", b"\n", b",,,,,", b"\xef\xbb\xbf"]
                )
            case 3:
                spoiled[at : at + 4] = rnd.choice([b"NaN", b"inf", b"9" * 5000, b"1e999", b"=1+1", b"'0"])
            case 4:
                spoiled[at:at] = bytes(spoiled[rnd.randrange(len(spoiled) + 1) :])[:400]
            case 5 if spoiled:
                spoiled[at % len(spoiled)] ^= 1 << rnd.randrange(8)
        if not spoiled:
            spoiled += b"x"
    return bytes(spoiled)


def _refusal(path, turn: int) -> str | None:
    """Read, match and check a file; return the sentence of its refusal, None where it was read."""
    try:
        sheet = read_table(path)
        kind = KINDS[turn % 4] if turn % 8 == 7 else "firms"
        list(check_rows(sheet, guess_map(sheet, kind), date(2025, 12, 16), {}))
    except InputError as error:
        return error.message
    return None


def test_two_thousand_spoiled_files_raise_only_our_errors(tmp_path):
    """Each damaged file is either read or refused with a sentence (I1)."""
    rnd = random.Random(20251216)
    path = tmp_path / "a.csv"
    seeds = [make_clients_csv(path, one).read_bytes() for one in ("utf-8", "utf-8-sig", "gb18030", "utf-16")]
    refusals = []
    for turn in range(MUTATIONS):
        path.write_bytes(_mutated(seeds[turn % len(seeds)], rnd))
        refusals.append(_refusal(path, turn))
    assert "" not in refusals
    assert refusals.count(None) > 200
    assert len(refusals) - refusals.count(None) > 200

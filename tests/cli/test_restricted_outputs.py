"""No command that reads and no spreadsheet tells of anything restricted: no mark, no amount, no sum."""

import io
import re

import openpyxl
import pytest

from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.exchange.export_workbook import write_table
from rmapp.services.privacy.discretion import discreet_table
from tests.books import PASSPHRASE, new_book
from tests.marked_book import fill
from tests.test_markers import TABLES, seen

FIRM = "示例科技"
OPEN, LIMIT, DRAWN = 5_000_000, 31_337_001, 7_654_321
SUMS = (LIMIT, DRAWN, OPEN + LIMIT, LIMIT - DRAWN, OPEN + LIMIT - DRAWN)
READING = [
    ("show", FIRM),
    ("list",),
    ("list", "--tier", "A"),
    ("find", FIRM),
    ("notes",),
    ("notes", "QX"),
    ("promises",),
    ("today",),
    ("touches",),
    ("agenda", "--from", "2026-03-01", "--days", "60"),
    ("since", FIRM),
    ("ask", FIRM),
    ("lines",),
    ("maturities", "--within", "9000d"),
    ("exposure", FIRM),
    ("covenant", "list", FIRM),
    ("attachments", FIRM),
    ("ipo", "list"),
    ("ipo", "show", FIRM),
    ("ipo", "tests", FIRM),
    ("introductions", FIRM),
]
WITHOUT_JSON = {"find"}


def lines(store, marked):
    """Write an open line, and a restricted one that is drawn."""
    for secrecy, limit, reference in (("client_confidential", OPEN, "OPEN-1"), ("restricted", LIMIT, "QXSECRETXQ")):
        line = store.add(
            Facility(
                firm_id=marked.firm_id,
                facility_type="rd_loan",
                reference_no=reference,
                limit=Money.of(limit),
                status="active",
                confidentiality=secrecy,
            )
        )
        if secrecy == "restricted":
            store.add(
                LedgerEntry(
                    facility_id=line.id, kind="disbursement", amount=Money.of(DRAWN), value_on=PartialDate("2026-02-12")
                )
            )


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    book = new_book(folder)
    found = book.do(fill, "restricted", label="Fill").result
    book.do(lines, found, label="Lines")
    book.close()
    (folder / "passphrase").write_text(PASSPHRASE, "utf-8")
    return folder, found._replace(hidden={**found.hidden, "QXSECRETXQ": "Facility.reference_no"})


@pytest.fixture
def run(marked, rmapp, monkeypatch):
    folder, _found = marked
    monkeypatch.setenv("RMAPP_BOOK", str(folder / "book"))
    monkeypatch.setenv("RMAPP_PASSPHRASE_FILE", str(folder / "passphrase"))
    return rmapp


def amounts(text):
    """Return which hidden amounts a text tells, in full, in minor units, or rounded to millions or ten thousands."""
    plain = re.sub(r"(?<=\d)[,  ](?=\d)", "", text)
    told = {str(one) for one in SUMS} | {str(one * 100) for one in SUMS}
    told |= {f"{one / 10_000:.{places}f}" for one in SUMS for places in (1, 2, 4)}
    told |= {f"{one / 1_000_000:.{places}f}" for one in SUMS for places in (2, 3)}
    return sorted(one for one in told if re.search(rf"(?<![\d.]){re.escape(one)}(?![\d])", plain))


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_no_command_tells_of_anything_restricted(run, marked, words):
    for form in ((), ("--json",)):
        if form and words[0] in WITHOUT_JSON:
            continue
        said = run(*words, *form)
        assert said.code == 0, said.err
        assert (seen(said.out + said.err, marked[1].hidden), amounts(said.out)) == ([], [])


@pytest.mark.parametrize("words", [("lines",), ("exposure", FIRM), ("show", FIRM), ("list",)], ids=" ".join)
def test_the_same_amounts_are_told_where_a_person_lets_them_in(run, words):
    said = run("--include-restricted", "For the committee", *words, "--json")
    assert amounts(said.out)


def test_the_limit_of_a_firm_is_that_of_the_lines_that_are_told(run):
    assert "5,000,000" in run("exposure", FIRM).out


@pytest.mark.parametrize("name", TABLES)
def test_no_spreadsheet_holds_anything_restricted(marked, name):
    from tests.books import reopened

    folder, found = marked
    verb, field, *rest = TABLES[name]
    book = reopened(folder)
    try:
        content = write_table(book.ask(discreet_table, verb, getattr(found, field), *rest)).content
    finally:
        book.close()
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    text = "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    assert (seen(text, found.hidden), amounts(text)) == ([], [])
    assert name != "lines" or "OPEN-1" in text

"""The tables of the credit screens as files: read back cell by cell and held against the figures of the services."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from rmapp.domain import reference
from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.covenant import Covenant
from rmapp.domain.facility import (
    Drawdown,
    DrawingCondition,
    DrawUse,
    Facility,
    FxRate,
    LedgerEntry,
    Tranche,
)
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.market_rate import BaseRateQuote
from rmapp.domain.money import Money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import NotFoundError
from rmapp.services.collateral import patents, security_tables
from rmapp.services.collateral.patent_table import patent_table
from rmapp.services.collateral.security import line_security
from rmapp.services.lines import covenants, other_lenders, rate_tables
from rmapp.services.lines.covenants import covenant_view
from rmapp.services.lines.line_views import facility_view
from rmapp.services.paperwork import exports
from rmapp.services.portfolio import covenant_tables, line_part_tables
from rmapp.services.portfolio.other_lines_table import other_lines_table
from tests.books import add_firm

EVIL = '=HYPERLINK("http://x","y")'
HOSTILE = (EVIL, "+1", "-2", "@SUM(A1)", "\t=1", "#N/A", "<b>&amp;", "a\x0bb\u202ec", "{firm} %s", "潮" * 3000)


def m(million, ccy="CNY"):
    return Money.of(Decimal(str(million)) * 1_000_000, ccy)


def write(book, *entities):
    return [book.do(lambda store, one=one: store.add(one), label="Write").result for one in entities]


@pytest.fixture
def read(book, tmp_path):
    """Return a function that exports a table and reads the file back: a dict for each row, and all cells."""

    def run(builder, *args):
        table = book.ask(builder, *args)
        path = tmp_path / f"{builder.__name__}.xlsx"
        written = exports.export(path, table)
        sheets = load_workbook(path).worksheets
        heads, *rows = [list(row) for row in sheets[0].iter_rows()]
        names = [cell.value for cell in heads]
        assert len(set(names)) == len(names), "no two columns are called alike"
        assert written.rows == len(rows)
        cells = [cell for row in rows for cell in row]
        assert all(cell.data_type != "f" for cell in cells), "nothing runs"
        assert all(cell.value != "" for cell in cells), "what is not known is empty"
        notes = [str(row[0].value) for row in sheets[1].iter_rows()]
        return [dict(zip(names, row, strict=True)) for row in rows], notes

    return run


def amount(cell):
    assert cell.data_type == "n"
    return Decimal(str(cell.value))


def share(cell):
    assert (cell.data_type, cell.number_format) == ("n", "0.00%")
    return Decimal(str(cell.value))


def day(cell):
    assert cell.is_date
    return cell.value.date()


@pytest.fixture
def line(book, firm):
    terms = {"limit": m(30), "status": "active", "reference_no": "IP-1", "maturity_on": date(2027, 6, 30)}
    return write(book, Facility(firm_id=firm, **terms))[0]


def test_tranches_and_conditions(book, line, read):
    first, _second = write(
        book,
        Tranche(facility_id=line.id, sequence=1, purpose=EVIL, amount=m(10), planned_on=date(2026, 5, 1)),
        Tranche(facility_id=line.id, sequence=2, condition="Orders", condition_due_on=date(2026, 6, 1)),
    )
    write(
        book,
        DrawingCondition(
            facility_id=line.id, text="Board", blocking=True, waived_on=date(2026, 3, 1), waived_reason="-2"
        ),
    )
    (draw,) = write(book, Drawdown(facility_id=line.id, sequence=1, tranche_id=first.id, amount=m("4.00001")))
    write(book, LedgerEntry(facility_id=line.id, drawdown_id=draw.id, kind="disbursement", amount=m("4.00001")))
    rows, notes = read(line_part_tables.parts_table, line.id)
    view = book.ask(facility_view, line.id)
    assert [row["Part"].value for row in rows] == ["Tranche 1", "Tranche 2", "Whole line"]
    one, two, whole = rows
    assert (one["Purpose"].value, one["Purpose"].data_type) == (EVIL, "s")
    assert amount(one["Amount (CNY)"]) == m(10).amount
    assert amount(one["Drawn (CNY)"]) == view.used_of(first.id).amount == Decimal("4000010.00")
    assert day(one["Planned"]) == date(2026, 5, 1)
    assert one["Condition"].value is one["Holds back drawing"].value is None
    assert two["Amount (CNY)"].value is None
    assert (two["Holds back drawing"].value, day(two["Due"])) == ("yes", date(2026, 6, 1))
    assert (whole["Holds back drawing"].value, day(whole["Waived on"])) == ("no", date(2026, 3, 1))
    assert whole["Reason of the waiver"].value == "-2"
    assert "IP-1" in notes


def test_draw_downs_with_their_uses_add_up(book, line, read):
    uses = (
        DrawUse(code="payroll", amount=m("1.5"), payee="+staff", text="March"),
        DrawUse(code="rd", amount=m("0.5"), evidence="@invoice"),
    )
    two, one = write(
        book,
        Drawdown(facility_id=line.id, sequence=1, amount=m(2), uses=uses, disbursed_on=date(2026, 1, 5), rate_bp=345),
        Drawdown(facility_id=line.id, sequence=2, amount=m(1), use="general", first_check_on=date(2026, 4, 5)),
    )
    for draw, kind, moved in ((two, "disbursement", 2), (one, "disbursement", 1), (two, "principal_repayment", "0.25")):
        write(book, LedgerEntry(facility_id=line.id, drawdown_id=draw.id, kind=kind, amount=m(moved)))
    rows, notes = read(line_part_tables.draws_table, line.id)
    view = book.ask(facility_view, line.id)
    assert [row["Draw-down"].value for row in rows] == [1, 1, 2]
    owed = sum(amount(row["Not paid back (CNY)"]) for row in rows if row["Not paid back (CNY)"].value is not None)
    assert owed == view.amounts.outstanding.amount == Decimal(2_750_000)
    assert sum(amount(row["Amount of the use (CNY)"]) for row in rows[:2]) == amount(rows[0]["Amount (CNY)"])
    assert rows[1]["Amount (CNY)"].value is None
    assert (day(rows[1]["Paid out on"]), share(rows[1]["Rate"])) == (date(2026, 1, 5), Decimal("0.0345"))
    assert (rows[0]["Payee of the use"].value, rows[1]["Evidence"].value) == ("+staff", "@invoice")
    assert rows[2]["Pays for"].value == reference.text("use_of_proceeds", one.use)
    assert rows[2]["Amount of the use (CNY)"].value is None
    assert day(rows[2]["First check"]) == date(2026, 4, 5)
    assert any("first row" in note for note in notes)


def test_draws_of_a_line_of_which_nothing_is_known(book, firm, read):
    (line,) = write(book, Facility(firm_id=firm, source="public", status="active"))
    write(book, Drawdown(facility_id=line.id, sequence=1, amount=m(2)))
    ((row,), _notes) = read(line_part_tables.draws_table, line.id)
    assert book.ask(facility_view, line.id).amounts.outstanding is None
    assert (amount(row["Amount (CNY)"]), row["Not paid back (CNY)"].value) == (Decimal(2_000_000), None)


def test_the_limits_of_a_line_with_their_reasons(book, line, read):
    for on, granted, why in (("2024", 10, "First line"), ("2025-09", 20, EVIL), ("2026-03-01", 30, "Orders")):
        entry = {"kind": "limit_change", "amount": m(granted), "value_on": PartialDate(on), "note": why}
        write(book, LedgerEntry(facility_id=line.id, **entry))
    rows, _notes = read(line_part_tables.story_table, line.id)
    assert [row["From"].value for row in rows[:2]] == ["2024", "2025-09"]
    assert day(rows[2]["From"]) == date(2026, 3, 1)
    assert [amount(row["Limit"]) for row in rows] == [m(10).amount, m(20).amount, m(30).amount]
    assert rows[0]["Limit before"].value is None
    assert amount(rows[2]["Limit before"]) == m(20).amount
    assert (rows[1]["Reason"].value, rows[1]["Currency of Limit"].value) == (EVIL, "CNY")


def test_the_register_with_charges_and_valuations(book, firm, line, read):
    (other,) = write(book, Facility(firm_id=firm, limit=m(5), status="active", reference_no="=2"))
    plant, free = write(
        book,
        Collateral(firm_id=firm, type="mortgage_property", description=EVIL, lendable_bp=6500),
        Collateral(firm_id=firm, type="pledge_equipment", owner="@owner"),
    )
    write(
        book,
        Valuation(collateral_id=plant.id, value=m(20), valued_on=date(2025, 8, 4), valuer="+valuer"),
        Valuation(collateral_id=plant.id, value=m(18, "USD"), valued_on=date(2024, 8, 4)),
        Charge(collateral_id=plant.id, facility_id=line.id, registered_on=date(2025, 2, 1), registration_no="-7"),
        Charge(collateral_id=plant.id, facility_id=other.id, ranking=2, secured=m(3), registered_on=date(2025, 3, 1)),
    )
    rows, _notes = read(security_tables.register_table, firm)
    assert [row["Thing"].value for row in rows][:2] == [EVIL, EVIL]
    assert [amount(row["Value"]) for row in rows if row["Value"].value is not None] == [m(20).amount]
    assert (amount(rows[0]["Lendable"]), share(rows[0]["Lendable share"])) == (m(13).amount, Decimal("0.65"))
    for row, facility in zip(rows, (line, other), strict=False):
        (charge,) = book.ask(line_security, facility.id).charges
        carries = row["Carries for the line"]
        assert (charge.carries is None and carries.value is None) or amount(carries) == charge.carries.amount
    assert (amount(rows[1]["Secures at most"]), rows[1]["Reference number"].value) == (m(3).amount, "=2")
    assert rows[0]["Registration number"].value == "-7"
    assert (rows[2]["Owner"].value, rows[2]["Value"].value, rows[2]["Line"].value) == ("@owner", None, None)
    assert free.description == ""
    valued, _notes = read(security_tables.valuations_table, firm)
    assert [(amount(row["Value"]), row["Currency of Value"].value) for row in valued] == [
        (m(20).amount, "CNY"),
        (m(18, "USD").amount, "USD"),
    ]
    assert (day(valued[0]["Valued on"]), valued[0]["Valuer"].value) == (date(2025, 8, 4), "+valuer")
    assert valued[1]["Valuer"].value is None


def test_guarantors_for_and_by_a_client(book, firm, line, read):
    neighbour = book.do(add_firm, "=邻居", label="Add").result.id
    (theirs,) = write(book, Facility(firm_id=neighbour, limit=m(5), status="active"))
    write(
        book,
        Guarantee(facility_id=line.id, guarantor_name=EVIL, valid_to=date(2025, 1, 1)),
        Guarantee(facility_id=theirs.id, guarantor_kind="firm", guarantor_id=firm, amount=m(4), share_bp=8000),
    )
    rows, _notes = read(security_tables.guarantors_table, firm)
    taken, given = rows
    assert (taken["Guarantor"].value, taken["Covers"].value, taken["Amount"].value) == (EVIL, "the whole line", None)
    assert (day(taken["Until"]), taken["In force today"].value) == (date(2025, 1, 1), "no")
    assert (given["Guarantor"].value, given["Client of the line"].value) == ("示例科技有限公司", "=邻居")
    assert (amount(given["Amount"]), share(given["Share of each loss"])) == (m(4).amount, Decimal("0.8"))


def test_covenants_with_their_tests_and_waivers(book, line, read):
    known = {"facility_id": line.id, "first_test_on": date(2025, 12, 31), "grace_days": 15}
    ratio = Covenant(**known, metric="debt_ratio", threshold=Decimal(65), consequence=EVIL)
    reports = Covenant(**known, type="information", name="@Accounts")
    added = [book.do(covenants.add_covenant, one, label="Add").result for one in (ratio, reports)]
    on = date(2025, 12, 31)
    book.do(covenants.record_test, added[0].id, on, value=Decimal(68), label="Test")
    fields = {"approver": "+Li", "reason": "-Equity", "until": date(2026, 6, 30)}
    book.do(covenants.waive, added[0].id, on, label="Waive", **fields)
    rows, _notes = read(covenant_tables.line_covenants_table, line.id)
    view = book.ask(covenant_view, added[0].id)
    first, second = rows
    assert (first["Value"].value, first["Threshold"].value, first["Unit"].value) == (68, 65, "%")
    assert share(first["Headroom"]) * 10_000 == view.headroom_bp == -462
    assert (first["State"].value, first["Consequence"].value) == ("Waived", EVIL)
    assert (day(first["Last test"]), day(first["Next test"])) == (on, view.next_test_on)
    assert (second["Covenant"].value, second["Comparison"].value, second["Value"].value) == ("@Accounts", None, None)
    ((test,), _notes) = read(covenant_tables.covenant_tests_table, line.id)
    assert (test["Result"].value, test["State today"].value, test["Value"].value) == ("Failed (breach)", "Waived", 68)
    assert (day(test["Waived until"]), test["Approver"].value) == (date(2026, 6, 30), "+Li")
    assert test["Reason of the waiver"].value == "-Equity"
    assert test["Cured on"].value is None


def test_the_patent_desk(book, firm, line, read):
    right, bare = write(
        book,
        IpRight(
            firm_id=firm, title=EVIL, number="ZL2020", status="granted", core=True,
            filed_on=PartialDate("2020-03-10"), granted_on=PartialDate("2022-01"),
        ),
        IpRight(firm_id=firm),
    )  # fmt: skip
    (thing,) = write(book, Collateral(firm_id=firm, type="pledge_ip", ip_right_id=right.id, lendable_bp=5000))
    write(
        book,
        Valuation(collateral_id=thing.id, value=m("12.34"), valued_on=date(2025, 9, 1)),
        Charge(collateral_id=thing.id, facility_id=line.id, registered_on=date(2025, 9, 1), registration_no="=9"),
    )
    rows, _notes = read(patent_table, firm)
    views = book.ask(patents.patent_desk, firm)
    pledged, unknown = rows
    assert (pledged["Right"].value, pledged["Pledged for the line"].value) == (EVIL, "IP-1")
    assert (amount(pledged["Value"]), pledged["Pledge"].value) == (m("12.34").amount, "Pledged")
    assert (pledged["Granted"].value, day(pledged["Filed"])) == ("2022-01", date(2020, 3, 10))
    assert amount(pledged["Years left"]) == views[0].years_left
    for row, view in zip(rows, views, strict=True):
        assert row["Grounds clear"].value == view.clear
        found = [row[name].value for name in ("Grounds clear", "Grounds open", "Obstacles")]
        assert sum(found) == len(view.grounds) == 12
    assert views[1].right.id == bare.id
    assert unknown["Right"].value is unknown["Years left"].value is unknown["Value"].value is None


def test_statements_of_other_lenders(book, firm, read):
    known = {"firm_id": firm, "lender": EVIL, "facility_type": "working_capital_loan", "source": "client_statement"}
    write(
        book,
        OtherLine(**known, limit=m(20), outstanding=m(15), as_of=PartialDate("2025-06")),
        OtherLine(**known, limit=m(25), as_of=PartialDate("2026-02-01"), confidence="low"),
        OtherLine(**{**known, "ccy": "USD"}, limit=m(2, "USD"), as_of=PartialDate("2025")),
    )
    rows, notes = read(other_lines_table, firm)
    newest = [row for row in rows if row["Newest statement"].value == "yes"]
    found = book.ask(other_lenders.other_lines, firm)
    assert {(row["Currency"].value, amount(row["Limit"])) for row in newest} == {
        (one.limit.ccy, one.limit.amount) for one in found.lines
    }
    assert len(rows) == 3
    assert [row["Outstanding"].value for row in newest] == [None, None]
    assert {row["Lender"].value for row in rows} == {EVIL}
    assert any("CNY 25,000,000.00" in note for note in notes)


def test_rates(book, read):
    write(
        book,
        FxRate(base="USD", quote="CNY", on=date(2026, 3, 2), rate=Decimal("7.0796"), source=EVIL),
        FxRate(base="USD", quote="CNY", on=date(2025, 3, 2), rate=Decimal("0.00012345")),
        BaseRateQuote(base="lpr_1y", on=date(2026, 2, 20), rate_bp=295, source="-press"),
    )
    rows, _notes = read(rate_tables.fx_table)
    assert [(amount(row["Rate"]), day(row["Day"])) for row in rows] == [
        (Decimal("7.0796"), date(2026, 3, 2)),
        (Decimal("0.00012345"), date(2025, 3, 2)),
    ]
    assert (rows[0]["Source"].value, rows[1]["Source"].value, rows[0]["Days old"].value) == (EVIL, None, 2)
    bases, _notes = read(rate_tables.base_rates_table)
    assert (share(bases[0]["Percent a year"]), bases[0]["Source"].value) == (Decimal("0.0295"), "-press")
    assert all(row["Valid from"].value is None for row in bases[1:])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_line_runs_or_breaks_the_file(book, line, read, text):
    write(
        book,
        Tranche(facility_id=line.id, sequence=1, purpose=text, condition=text),
        Drawdown(facility_id=line.id, sequence=1, amount=m(1), payee=text, uses=(DrawUse(text=text, evidence=text),)),
        Collateral(firm_id=line.firm_id, type="pledge_equipment", description=text, owner=text, note=text),
        IpRight(firm_id=line.firm_id, title=text, number=text, applicant=text),
        OtherLine(firm_id=line.firm_id, lender=text, limit=m(1), as_of=PartialDate("2025"), note=text),
        Guarantee(facility_id=line.id, guarantor_name=text, note=text),
        Covenant(facility_id=line.id, metric="other", name=text, threshold=Decimal(1), note=text),
    )
    for builder in (line_part_tables.parts_table, line_part_tables.draws_table, covenant_tables.line_covenants_table):
        assert read(builder, line.id)[0]
    for builder in (security_tables.register_table, security_tables.guarantors_table, patent_table, other_lines_table):
        assert read(builder, line.firm_id)[0]


@pytest.mark.parametrize(
    "builder",
    [
        line_part_tables.parts_table,
        line_part_tables.draws_table,
        line_part_tables.story_table,
        covenant_tables.line_covenants_table,
        covenant_tables.covenant_tests_table,
    ],
)
def test_an_empty_line_has_tables_without_rows_and_a_missing_one_none(book, line, read, builder):
    rows, notes = read(builder, line.id)
    assert len(rows) <= 1
    assert "示例科技有限公司" in notes
    with pytest.raises(NotFoundError):
        book.ask(builder, "nothing")

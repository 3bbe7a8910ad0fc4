"""What the briefs of firm and group compile about credit: the figures of the services, nothing restricted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.covenant import Covenant, CovenantTest
from rmapp.domain.facility import Facility, Fee, Pricing
from rmapp.domain.money import Money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.record import PaperRecord
from rmapp.domain.signal import Signal
from rmapp.services.limits import exposure
from rmapp.services.lines import credit
from rmapp.services.origination import facilities
from rmapp.services.paperwork import papers
from rmapp.services.printing import briefs, group_brief
from rmapp.services.printing.brief_credit import running_quarter
from tests.books import NOW, add_firm
from tests.briefs.pdf_text import pages_text, squeezed
from tests.credit_group import RATED_ON, add_worked_group, m
from tests.services.test_briefs import a_line, yuan

TODAY = NOW.date()
MARKS = ("XTHINGX", "XGUARANTORX", "XLENDERX", "XCOVENANTX", "XSIGNALX", "XCUTX", "XREFX")


def add_group(store, firm):
    """Write a head with a line of 41m and a subsidiary with one of 23m, under a group limit of 50m."""
    below = add_firm(store, "XSUBX")
    store.add(OwnershipLink(parent_id=firm, child_id=below.id, pct_bp=8000, controls=True, source="public"))
    bank = store.info["bank"]
    head = facilities.save_facility(store, a_line(firm, 41, lender=bank, pricing=Pricing(base="fixed", fixed_bp=345)))
    other = facilities.save_facility(store, a_line(below.id, 23, lender=bank, committed=True))
    for line, amount in ((head, 11), (other, 7)):
        facilities.record_draw(
            store, facilities.DrawInput(facility_id=line.id, amount=yuan(amount), on=TODAY - timedelta(days=5))
        )
    store.change(Facility, head.id, fees=(Fee(kind="arrangement", rate_bp=20),))
    store.add(GroupLimit(firm_id=firm, lender=bank, limit=yuan(50), split="shared"))
    return head, below, other


def add_parts(store, firm, line_id, confidentiality):
    """Write a thing, a guarantee, another lender's line, a covenant and signals, of a class."""
    thing = store.add(
        Collateral(
            firm_id=firm, type="mortgage_land", description="XTHINGX", lendable_bp=5000, confidentiality=confidentiality
        )
    )
    store.add(Valuation(collateral_id=thing.id, value=yuan(317.3), valued_on=TODAY - timedelta(days=9)))
    store.add(Charge(collateral_id=thing.id, facility_id=line_id, registered_on=TODAY - timedelta(days=8)))
    told = store.add(
        OtherLine(
            firm_id=firm,
            lender="XLENDERX",
            limit=yuan(319.3),
            outstanding=yuan(321.3),
            as_of=PartialDate("2025-11"),
            confidentiality=confidentiality,
        )
    )
    store.add(Signal(firm_id=firm, code="other_lender_cut", severity="amber", subject=told.id, raised_on=TODAY,
                     evidence="XCUTX"))  # fmt: skip
    return thing


def add_to_line(store, firm, line_id):
    """Write what hangs on a line and is restricted with it: a guarantee, a covenant and its signal."""
    store.add(Guarantee(facility_id=line_id, guarantor_name="XGUARANTORX", amount=yuan(323.3)))
    covenant = store.add(
        Covenant(facility_id=line_id, metric="other", name="XCOVENANTX", threshold=Decimal(5),
                 first_test_on=date(2025, 12, 31))
    )  # fmt: skip
    test = store.add(
        CovenantTest(covenant_id=covenant.id, test_on=date(2025, 12, 31), due_on=TODAY, value=Decimal(6),
                     result="failed")
    )  # fmt: skip
    for subject in (line_id, test.id):
        store.add(Signal(firm_id=firm, code="covenant_breach", severity="red", subject=subject, raised_on=TODAY,
                         evidence="XSIGNALX"))  # fmt: skip


def printed(book, firm, *, group=False, edition="internal"):
    options = book.ask(briefs.new_options, "en")
    if group:
        made = group_brief.print_group(book.ask(group_brief.compile_group, firm), firm, options)
    else:
        made = briefs.print_brief(book.ask(briefs.compile_brief, firm), firm, options, edition)
    return squeezed("".join(pages_text(made.pdf)))


def test_the_strip_says_what_the_services_say(book, firm):
    book.do(add_group, firm, label="Add")
    strip = book.ask(briefs.compile_brief, firm).credit.strip
    lines = book.ask(credit.firm_credit, firm)
    own, whole = book.ask(exposure.firm_exposure, firm), book.ask(exposure.group_exposure, firm)

    assert (strip.firm.limit, strip.firm.drawn, strip.firm.free) == (lines.limit, lines.outstanding, lines.free)
    assert (strip.firm.direct, strip.firm.indirect) == (own.direct, own.indirect)
    assert strip.firm.affiliated == own.affiliated
    assert (strip.group.limit, strip.group.drawn) == (yuan(64), yuan(18))
    assert strip.group.direct == whole.exposure
    (limit,) = strip.group_limits
    assert (limit.limit, limit.use, limit.room) == (yuan(50), whole.limits[0].use, whole.limits[0].room)
    assert limit.use == yuan(34), "11 drawn, and all of the committed line"
    text = printed(book, firm)
    for part in ("41.0", "11.0", "64.0", "18.0", "50.0", "34.0", "16.0"):
        assert part in text, part


def test_the_group_brief_says_what_the_services_say(book, firm):
    _head, below, _other = book.do(add_group, firm, label="Add").result
    group = book.ask(group_brief.compile_group, below.id)

    grid = group.grid
    assert [row.total.limit for row in grid.rows] == [yuan(41), yuan(23)]
    assert grid.rows[0].is_subject
    assert grid.rows[1].owned_bp == 8000
    assert grid.totals.total.drawn == group.sums.drawn == yuan(18)
    assert grid.types == ("tech_credit_loan",)
    own = book.ask(briefs.compile_brief, below.id).credit.grid
    assert [row.is_subject for row in own.rows] == [False, True], "the same grid on the firm's own brief"
    assert (own.types, own.totals) == (grid.types, grid.totals)
    assert [row.total for row in own.rows] == [row.total for row in grid.rows]
    assert [line.drawn for line in group.lines] == [yuan(11), yuan(7)]
    text = printed(book, below.id, group=True)
    for part in ("11.0of41.0", "7.0of23.0", "18.0of64.0", "80%", "XSUBX"):
        assert part in text, part


def test_the_worked_example_3_5_reads_on_paper_as_in_the_book(book):
    firms = book.do(add_worked_group, label="Worked example").result.firms
    strip = book.ask(briefs.compile_brief, firms["A"]).credit.strip
    (limit,) = strip.group_limits

    assert (limit.use, limit.room, limit.over_allocated) == (m("110.0796"), m("89.9204"), m(30))
    assert (strip.firm.direct, strip.group.direct, strip.rates_on) == (m(54), m("98.0796"), RATED_ON)
    for text in (printed(book, firms["A"]), printed(book, firms["B"], group=True)):
        for part in ("200.00", "110.08", "89.92", "98.08", "over-allocatedby30.00", "2Mar2026"):
            assert part in text, part
    whole = printed(book, firms["B"], group=True)
    for part in ("100.0054.0046.00", "80.0045.0035.00", "USD3.0USD1.0USD2.0", "of50.0"):
        assert part in whole, part


def test_the_grid_holds_nothing_restricted_and_no_line_of_another_lender(book, firm):
    def fill(store):
        _head, below, _other = add_group(store, firm)
        secret = facilities.save_facility(store, a_line(firm, 513, lender=store.info["bank"]))
        store.change(Facility, secret.id, confidentiality="restricted")
        told = add_firm(store, "Told")
        store.add(OwnershipLink(parent_id=below.id, child_id=told.id, pct_bp=5000, controls=True, source="public"))
        facilities.save_facility(store, a_line(told.id, 517, lender="XLENDERX"))

    book.do(fill, label="Fill")
    for grid in (book.ask(briefs.compile_brief, firm).credit.grid, book.ask(group_brief.compile_group, firm).grid):
        assert {row.firm.en: row.total.limit for row in grid.rows}["Told"] is None
        assert grid.totals.total.limit == yuan(64)
        assert {row.firm.en: row.owned_bp for row in grid.rows}["Told"] == 4000, "over both links"
    assert not [amount for amount in ("513", "517") if amount in printed(book, firm).replace(" ", "")]


def test_the_columns_of_the_grid_add_up_where_an_umbrella_has_lines(book, firm):
    def fill(store):
        _head, below, _other = add_group(store, firm)
        bank = store.info["bank"]
        over = facilities.save_facility(store, a_line(below.id, 30, lender=bank, facility_type="comprehensive_limit"))
        line = facilities.save_facility(
            store, a_line(below.id, 20, lender=bank, facility_type="working_capital_loan", parent_id=over.id)
        )
        facilities.record_draw(
            store, facilities.DrawInput(facility_id=line.id, amount=yuan(4), on=TODAY - timedelta(days=2))
        )

    book.do(fill, label="Fill")
    grid = book.ask(briefs.compile_brief, firm).credit.grid

    assert "working_capital_loan" not in grid.types, "the umbrella stands for it"
    for row in (*grid.rows, grid.totals):
        cells = [cell for cell in row.cells if cell is not None]
        assert sum(cell.limit.minor for cell in cells) == row.total.limit.minor
        assert sum(cell.drawn.minor for cell in cells) == row.total.drawn.minor
    assert grid.totals.total.drawn == yuan(22)


def test_what_counts_of_a_drawn_amount_is_without_its_margin(book, firm):
    def fill(store):
        line = facilities.save_facility(
            store, a_line(firm, 25, lender=store.info["bank"], facility_type="bank_acceptance", margin_bp=2000)
        )
        facilities.record_draw(
            store, facilities.DrawInput(facility_id=line.id, amount=yuan(10), on=TODAY - timedelta(days=2))
        )

    book.do(fill, label="Fill")
    brief = book.ask(briefs.compile_brief, firm)
    (line,) = brief.exposure.lines

    assert (line.drawn, line.used, line.free) == (yuan(10), yuan(8), yuan(17))
    assert (brief.exposure.used, brief.credit.strip.firm.used) == (yuan(8), yuan(8))
    assert "*Beforecashmargin;withoutit:" in printed(book, firm)


def test_a_group_brief_is_noted_as_one(book, firm):
    book.do(add_group, firm, label="Add")
    options = book.ask(briefs.new_options, "en")
    made = group_brief.print_group(book.ask(group_brief.compile_group, firm), firm, options)
    book.do(papers.log_paper, made, "saved", made.page_count(), label="Save")
    (record,) = book.ask(lambda store: store.all(PaperRecord))

    assert (record.document, record.audience, record.pages) == ("group_brief", "internal", 1)


@pytest.mark.parametrize("group", [False, True])
def test_nothing_restricted_is_printed_and_nothing_that_hangs_on_it(book, firm, group):
    def write(store):
        head, below, _other = add_group(store, firm)
        secret = facilities.save_facility(store, a_line(below.id, 313, reference_no="XREFX", lender=store.info["bank"]))
        mine = facilities.save_facility(store, a_line(firm, 325, reference_no="XREFX", lender=store.info["bank"]))
        for line in (secret, mine):
            add_to_line(store, firm, line.id)
            store.change(Facility, line.id, confidentiality="restricted")
        add_parts(store, firm, head.id, "restricted")

    book.do(write, label="Add")
    text = printed(book, firm, group=group)

    assert not [mark for mark in MARKS if mark in text]
    # Alone, lendable, and in sums with what is open.
    sums = ("317.3", "158.6", "319.3", "321.3", "323.3", "313.", "325.", "366.", "336.", "377.", "702.")
    assert not [amount for amount in sums if amount in text]
    assert "41.0" in text


def test_the_same_parts_are_printed_where_they_are_not_restricted(book, firm):
    def write(store):
        head, _below, _other = add_group(store, firm)
        add_to_line(store, firm, head.id)
        add_parts(store, firm, head.id, "client_confidential")

    book.do(write, label="Add")
    text = printed(book, firm)

    for mark in MARKS[:-1]:
        assert mark in text, mark
    for part in ("317.30", "value317.30,lendable158.65", "323.30", "Failed"):
        assert part in text, part
    client = printed(book, firm, edition="client")
    assert not [mark for mark in MARKS if mark in client]
    assert not [amount for amount in ("317.3", "319.3", "321.3", "323.3", "64.0", "50.0") if amount in client]


def test_fees_are_printed_and_interest_only_as_an_estimate(book, firm):
    book.do(add_group, firm, label="Add")
    (price,) = book.ask(briefs.compile_brief, firm).credit.prices

    assert price.fees[0].rate_bp == 20
    assert price.interest is not None
    text = printed(book, firm)
    assert "Feesandinterestestimate," in text
    assert "Interest:" in text


@pytest.mark.parametrize(
    ("day", "first", "end"),
    [
        (date(2025, 12, 17), date(2025, 9, 21), date(2025, 12, 21)),
        (date(2025, 12, 20), date(2025, 9, 21), date(2025, 12, 21)),
        (date(2025, 12, 21), date(2025, 12, 21), date(2026, 3, 21)),
        (date(2026, 1, 1), date(2025, 12, 21), date(2026, 3, 21)),
    ],
)
def test_the_running_interest_period_ends_with_the_settlement_day(day, first, end):
    assert running_quarter(day) == (first, end)


def test_a_firm_without_credit_has_no_strip_and_no_zero(book, firm):
    brief = book.ask(briefs.compile_brief, firm)

    assert brief.credit.strip is None
    assert not book.ask(group_brief.has_group, firm)
    assert "0.0" not in printed(book, firm)


def test_a_limit_of_another_bank_with_unknown_split_makes_no_use_up(book, firm):
    book.do(
        lambda store: store.add(
            GroupLimit(firm_id=firm, lender="Other Bank", limit=Money.of(45_000_000), borrowers="five subsidiaries")
        ),
        label="Add",
    )
    (limit,) = book.ask(briefs.compile_brief, firm).credit.strip.group_limits

    assert (limit.use, limit.room, limit.split) == (None, None, "unknown")
    assert book.ask(group_brief.has_group, firm)
    text = printed(book, firm)
    assert "splitnotknown" in text
    assert "OtherBank" in text
    assert "0.0" not in text.replace("45.0", "")

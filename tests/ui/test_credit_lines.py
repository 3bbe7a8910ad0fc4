"""The page of all credit lines as its user meets it: find, sort, ladder, queues, exports, rates, other lenders."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Security, Tranche
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.line_query import LineQuery
from rmapp.domain.money import Money, format_compact
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.services.lines import other_lenders, rates
from rmapp.services.paperwork import exports
from rmapp.services.portfolio import line_list
from rmapp.ui import messages
from rmapp.ui.models.lazy_table import KEPT, ROW_ROLE
from rmapp.ui.pages.line_ladder_pane import LadderButton
from rmapp.ui.tabs.other_lenders_card import OtherLendersCard
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import PlainLabel
from tests.books import CLOCK, new_book, reopened
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
TODAY = CLOCK.today()
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<b>潮声</b>",
    "甲" * 300,
    "Robert'); DROP TABLE line_card;--",
    "a\u202eb\u0007",
    "&amp&",
)


def add_line(store, firm_id, number, limit, owed, days, **fields):
    values = {"facility_type": "working_capital_loan", "status": "active", "security": (Security(type="unsecured"),)}
    line = store.add(
        Facility(
            firm_id=firm_id,
            reference_no=number,
            limit=None if limit is None else Money.of(limit),
            maturity_on=None if days is None else TODAY + timedelta(days=days),
            revolving=True,
            **{**values, **fields},
        )
    )
    if owed:
        store.add(LedgerEntry(facility_id=line.id, kind="disbursement", amount=Money.of(owed)))
    return line


def fill(store):
    chao = store.add(Firm())
    store.add(FirmName(firm_id=chao.id, kind="short", lang="zh", text="潮声传感"))
    store.add(FirmName(firm_id=chao.id, kind="short", lang="en", text="Chaosheng Sensors"))
    heyu = store.add(Firm())
    store.add(FirmName(firm_id=heyu.id, kind="short", lang="en", text="Heyu Gene"))
    first = add_line(store, chao.id, "WC-1", 100_000_000, 40_000_000, 20)
    add_line(store, chao.id, "WC-2", 30_000_000, 31_000_000, 400)
    add_line(
        store, heyu.id, "HG-1", 20_000_000, 0, 60, status="approved", approval_expires_on=TODAY + timedelta(days=9)
    )
    add_line(store, heyu.id, "HG-2", None, 0, None, status="draft", security=())
    store.add(DrawingCondition(facility_id=first.id, text="Signed supply contract", due_on=TODAY - timedelta(days=3)))
    store.add(Tranche(facility_id=first.id, sequence=1, condition="Permit", amount=Money.of(5_000_000)))
    store.add(
        Drawdown(facility_id=first.id, sequence=1, amount=Money.of(40_000_000), payee="Supplier", first_check_on=TODAY)
    )
    return chao.id, first.id


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    made = workspace.do(fill, label="Fill").result
    workspace.close()
    return tmp_path / "book", *made


@pytest.fixture
def user(qtbot, book):
    with opened(book[0]) as driver:
        driver.context.open_page("lines")
        driver.wait(200)
        yield driver


def numbers(user):
    model = user.page().list.model
    return [model.row(at).reference_no for at in range(model.rowCount())]


def words(user):
    return [label.text() for label in user.labels()]


def exported(user, monkeypatch, path):
    monkeypatch.setattr(messages, "save_file", lambda *_args: path)
    user.click("Export")
    for _round in range(100):
        if path.exists() and not user.page()._exports.is_running():
            break
        user.wait(40)
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]


def test_the_rail_leads_there_and_counts_the_lines(user):
    user.context.open_page("clients")
    user.press("Ctrl+4")
    assert user.code() == "lines"
    assert user.page().title() == "Credit lines"
    assert user.page().count() == 4
    assert user.nameless() == []


def test_the_list_is_sorted_and_found_by_keyboard(user):
    assert numbers(user) == ["WC-1", "WC-2", "HG-1", "HG-2"]
    user.press("/")
    user.type("csc")
    user.wait(60)
    assert numbers(user) == ["WC-1", "WC-2"]
    user.press("Down", "J")
    assert user.page().list.current().reference_no == "WC-2"
    assert user.page().current_firm() == user.page().list.current().firm_id
    user.press("K")
    assert user.page().list.current().reference_no == "WC-1"
    user.page().list.table.sort_asked.emit("outstanding", True)
    assert numbers(user) == ["WC-1", "WC-2"]
    user.page().list.table.sort_asked.emit("utilisation", True)
    assert numbers(user) == ["WC-2", "WC-1"]


def test_enter_opens_the_client_on_that_line(user, book):
    user.page().list.table.select(book[2])
    user.press("J")
    chosen = user.page().list.current()
    user.press("Return")
    assert user.code() == "client"
    assert user.page()._tabs["credit"].chosen() == chosen.id
    user.press("Alt+Left")
    assert user.code() == "lines"
    assert user.page().list.current().id == chosen.id


def test_d_and_e_act_on_the_selected_line(user, book):
    user.page().list.table.select(book[2])
    user.page().list.table.setFocus()
    user.press("E")
    assert user.sheet() is not None
    user.press("Esc")
    user.wait(50)
    assert user.sheet() is None
    user.press("D")
    assert user.sheet() is not None


def test_the_sums_below_are_those_of_the_list_and_never_mix_uses(user):
    user.wait(200)
    said = words(user)
    assert "In use: 2 lines, limit ¥130.0m, outstanding ¥71.0m" in said
    assert "Approved, not in use: 1 line, limit ¥20.0m" in said
    assert any(text.startswith("Drafted or talked about: 1 line, limit not known") for text in said)
    assert user.page().footer_text() == "4 credit lines"
    user.page().list.use(LineQuery(uses=("in_use",), over_limit=True))
    user.wait(200)
    assert "In use: 1 line, limit ¥30.0m, outstanding ¥31.0m" in words(user)


def test_an_empty_list_offers_the_filter_to_drop(user):
    user.page().list.use(LineQuery(uses=("proposed",), currencies=("CNY",)))
    user.wait()
    assert "No credit line matches these 2 filters" in words(user)
    user.click("Remove Use")
    assert len(numbers(user)) == 4


def test_a_step_of_the_ladder_opens_its_lines(user):
    user.page().show_view("ladder")
    user.wait()
    steps = {step.step.bucket: step for step in user.page().ladder.findChildren(LadderButton) if step.isVisible()}
    assert list(steps) == ["d30", "d90", "d180", "d365", "later"]
    assert "outstanding ¥40.0m, limit ¥100.0m" in steps["d30"].accessibleName()
    steps["d30"].setFocus()
    user.press("Down", "Up", "Space")
    assert numbers(user) == ["WC-1"]
    assert user.page().list.query().bucket == "d30"
    user.page().show_view("ladder")
    user.page().ladder.set_use("proposed")
    user.wait()
    assert "No line of our own bank is “Proposed”." in words(user)


def test_a_condition_is_noted_as_met_by_space_and_undone(user):
    user.page().show_view("conditions")
    user.wait()
    pane = user.page().queues["conditions"]
    assert [row.text for row in pane._rows.values()] == ["Signed supply contract", "Permit"]
    user.press("Space")
    assert [row.text for row in pane._rows.values()] == ["Permit"]
    assert user.toast() == "Condition met"
    user.press("Space")
    assert pane.count() == 0
    assert "No condition waits" in words(user)
    user.context.undo()
    user.context.undo()
    assert pane.count() == 2


def test_each_queue_lists_opens_and_says_when_it_is_empty(user, book):
    page = user.page()
    for view, count in (("renewals", 2), ("covenants", 0), ("checks", 1)):
        page.show_view(view)
        user.wait()
        assert page.queues[view].count() == count, view
        assert user.nameless() == []
    assert page.current_firm() == book[1]
    user.press("Space")
    user.type("Invoices seen")
    user.press("Ctrl+S")
    assert user.sheet() is None
    assert page.queues["checks"].count() == 0
    assert "No check is due" in words(user)
    page.show_view("covenants")
    assert "No covenant to test" in words(user)
    page.show_view("renewals")
    user.press("Return")
    assert user.code() == "client"


def test_exports_hold_numbers_dates_and_every_row(user, monkeypatch, tmp_path):
    rows = exported(user, monkeypatch, tmp_path / "lines.xlsx")
    assert [row[3] for row in rows[1:]] == ["WC-1", "WC-2", "HG-1", "HG-2"]
    head = rows[0]
    first = dict(zip(head, rows[1], strict=True))
    assert (first["Limit"], first["Outstanding"], first["Currency"]) == (100_000_000, 40_000_000, "CNY")
    assert first["Matures"].date() == TODAY + timedelta(days=20)
    assert Decimal(str(first["Utilisation"])) == Decimal("0.4")
    assert dict(zip(head, rows[4], strict=True))["Limit"] is None
    (noted,) = user.context.ask(exports.exports)
    assert (noted.title, noted.row_count) == ("Credit lines", 4)
    user.page().show_view("ladder")
    rows = exported(user, monkeypatch, tmp_path / "ladder.xlsx")
    assert sum(row[1] for row in rows[1:]) == 2
    assert sum(row[3] for row in rows[1:]) == 71_000_000
    for view, count in (("conditions", 2), ("renewals", 2), ("checks", 1), ("covenants", 0)):
        user.page().show_view(view)
        assert len(exported(user, monkeypatch, tmp_path / f"{view}.xlsx")) == count + 1
    assert len(user.context.ask(exports.exports)) == 6


def test_a_cancelled_or_failed_export_writes_nothing(user, monkeypatch, tmp_path):
    monkeypatch.setattr(messages, "save_file", lambda *_args: None)
    user.click("Export")
    said = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, text: said.append(text))
    folder = tmp_path / "taken.xlsx"
    folder.mkdir()
    monkeypatch.setattr(messages, "save_file", lambda *_args: folder)
    user.click("Export")
    for _round in range(50):
        if said:
            break
        user.wait(20)
    assert len(said) == 1
    assert user.context.ask(exports.exports) == []


def test_a_rate_is_entered_by_keyboard_and_dates_the_sums(user):
    user.click("Rates")
    user.fill("Rate", "7.0796")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    (latest,) = user.context.ask(rates.latest_fx_rates)
    assert (latest.rate.base, str(latest.rate.rate), latest.rate.on) == ("USD", "7.0796", TODAY)
    user.context.open_sheet("rates", shown="base")
    user.fill("Percent a year", "2.905")
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    user.fill("Percent a year", "2.90")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert user.context.ask(rates.base_rates_on, TODAY)["lpr_1y"] == 290


def test_other_lenders_are_entered_and_shown_with_known_totals(user, book):
    firm = book[1]
    user.context.open_sheet("other_line", firm_id=firm)
    user.fill("Lender", "Bank B")
    user.fill("Limit", "50m")
    user.fill("Outstanding", "30m")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    found = user.context.ask(other_lenders.other_lines, firm)
    assert (found.known_limit, found.known_outstanding) == (Money.of(50_000_000), Money.of(30_000_000))
    card = OtherLendersCard(user.context, firm)
    card.setParent(user.window)
    said = [label.text() for label in card.findChildren(PlainLabel)]
    assert any("Known at other lenders: outstanding ¥30.0m, limit ¥50.0m" in text for text in said)
    assert any("70%" in text for text in said)
    user.context.open_sheet("other_line", firm_id=firm, line_id=found.lines[0].id)
    user.click("Later statement")
    user.fill("Limit", "20m")
    user.press("Ctrl+Return")
    assert user.context.ask(other_lenders.other_lines, firm).known_limit == Money.of(20_000_000)
    user.context.open_sheet("other_line", firm_id=firm, line_id=found.lines[0].id)
    assert any("not known of ¥20.0m" in text for text in words(user))
    user.sheet()._told.set_values({"source": "credit_registry"})
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert "registry" in user.sheet()._told.field("source").message()
    card.deleteLater()


def many(store):
    """3,000 lines of 60 firms, some with names that mean harm."""
    chance = Random(7)
    firms = []
    for at in range(60):
        firm = store.add(Firm())
        name = HOSTILE[at] if at < len(HOSTILE) else f"Firm {at:02d}"
        store.add(FirmName(firm_id=firm.id, kind="short", lang="en", text=name.replace("\u0007", "")))
        firms.append(firm.id)
    for at in range(3_000):
        status = chance.choice(("active", "active", "approved", "proposed", "draft", "closed"))
        limit = chance.choice((None, chance.randrange(1, 10**8)))
        owed = chance.randrange(limit) if limit and status == "active" else 0
        number = chance.choice(("", f"N-{at}", f"={at}+1", "<i>"))
        add_line(
            store,
            chance.choice(firms),
            number,
            limit,
            owed,
            chance.choice((None, chance.randrange(-99, 999))),
            status=status,
        )


def test_three_thousand_lines_with_hostile_names(qtbot, tmp_path, monkeypatch):
    workspace = new_book(tmp_path)
    workspace.do(many, label="Many")
    workspace.close()
    with opened(tmp_path / "book") as user:
        user.context.open_page("lines")
        user.wait(200)
        model = user.page().list.model
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert model.rowCount() == 3_000
        user.press("End", "Home", "End")
        for sort in ("limit", "outstanding", "utilisation", "price", "maturity", "type", "status"):
            user.page().list.table.sort_asked.emit(sort, True)
            user.wait()
        assert len(model._windows) <= KEPT
        rows = [model.data(model.index(at, 0), ROW_ROLE) for at in range(3_000)]
        in_use = [row for row in rows if row.use == "in_use"]
        sums = {(one.use, one.own): one for one in user.context.ask(line_list.sums, LineQuery()).sums}
        assert sums["in_use", True].outstanding == Money(minor=sum(row.outstanding.minor for row in in_use))
        assert sums["in_use", True].limit == Money(minor=sum(row.limit.minor for row in in_use if row.limit))
        assert sums["in_use", True].limits_unknown == sum(row.limit is None for row in in_use)
        steps = user.context.ask(line_list.ladder)
        assert sum(step.sums.lines for step in steps) == len(in_use)
        assert sum(step.sums.outstanding.minor for step in steps) == sums["in_use", True].outstanding.minor
        assert not model.rowCount(model.index(0, 0))
        assert model.data(QModelIndex()) is None
        written = exported(user, monkeypatch, tmp_path / "all.xlsx")
        assert len(written) == 3_001
        del tester


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_is_drawn_in_both_languages_and_themes(qtbot, book, language, theme):
    with opened(book[0], language=language, theme=theme, size=(1366, 768)) as user:
        for view in ("lines", "ladder", "renewals", "conditions", "covenants", "checks"):
            user.context.open_page("lines", view=view)
            user.wait(40)
            assert not user.grab().isNull()
            assert user.nameless() == []
        assert isinstance(user.page(), QWidget)


def test_a_book_for_reading_only_can_be_read_but_not_ticked(qtbot, book):
    holder = reopened(book[0].parent)
    try:
        with opened(book[0]) as user:
            user.context.open_page("lines", view="conditions")
            user.wait()
            user.press("Space")
            assert user.page().queues["conditions"].count() == 2
    finally:
        holder.close()


def test_amounts_in_a_row_are_written_in_the_currency_of_the_line(user, book):
    def foreign(store):
        usd = Money.of(3_000_000, "USD")
        return store.add(Facility(firm_id=book[1], limit=usd, ccy="USD", status="active", reference_no="US-1"))

    user.context.do(foreign, label="Line")
    user.wait(200)
    row = next(
        row
        for row in user.context.ask(line_list.rows, user.context.ask(line_list.ids, LineQuery()))
        if row.ccy == "USD"
    )
    column = next(column for column in user.page().list.model.columns if column.code == "limit")
    assert column.text(row) == format_compact(Money.of(3_000_000, "USD"))
    assert any("(1 not known)" in text for text in words(user))


def test_statements_without_a_lender_name_keep_the_sheet_open(user, book):
    user.context.open_sheet("other_line", firm_id=book[1])
    user.fill("Limit", "50m")
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert user.context.ask(lambda store: store.all(OtherLine)) == []
    assert str(PartialDate.of(TODAY)) == "2026-03-04"
    user.sheet().set_guard(lambda: True)
    user.sheet().dismiss()


@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_no_tab_and_no_button_is_cut_at_any_text_size(user, factor):
    user.context.use_look(text_factor=factor)
    user.wait()
    user.context.open_page("lines")
    user.wait(20)
    page = user.page()
    tabs = page._bar.findChildren(PaintedButton)
    for one in (*tabs, page._rates, page._export):
        whole = one.width() >= one.sizeHint().width()
        assert whole or one.toolTip(), one.accessibleName()
        assert one.mapTo(page, one.rect().topRight()).x() < page.width()
    if factor < 2:
        assert all(one.width() >= one.sizeHint().width() for one in tabs)

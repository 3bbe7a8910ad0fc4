"""“Export…” on the credit screens: reached with the keyboard, written where asked, noted in the book."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.covenant import Covenant
from rmapp.domain.facility import Facility, FxRate, Tranche
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.services.books import open_book
from rmapp.services.paperwork import exports
from rmapp.ui import messages
from tests.books import CLOCK, PASSPHRASE, add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def fill(store):
    firm = add_firm(store).id
    line = store.add(Facility(firm_id=firm, limit=Money.of(30_000_000), status="active", reference_no="IP-1"))
    store.add(Tranche(facility_id=line.id, sequence=1, purpose="=1+1", amount=Money.of(10_000_000)))
    thing = store.add(Collateral(firm_id=firm, type="mortgage_property", description="=2+2", lendable_bp=6500))
    store.add(Valuation(collateral_id=thing.id, value=Money.of(20_000_000), valued_on=date(2025, 8, 4)))
    store.add(Charge(collateral_id=thing.id, facility_id=line.id, registered_on=date(2025, 9, 1)))
    known = {"metric": "debt_ratio", "threshold": Decimal(65), "first_test_on": date(2025, 12, 31)}
    store.add(Covenant(facility_id=line.id, **known))
    store.add(IpRight(firm_id=firm, title="=3+3"))
    told = {"lender": "=4+4", "limit": Money.of(7_000_000), "as_of": PartialDate("2025-06")}
    store.add(OtherLine(firm_id=firm, source="client_statement", **told))
    store.add(FxRate(base="USD", quote="CNY", on=date(2026, 3, 2), rate=Decimal("7.0796")))
    return firm


@pytest.fixture
def user(qapp, tmp_path):
    workspace = new_book(tmp_path)
    firm = workspace.do(fill, label="Fill").result
    workspace.close()
    with opened(tmp_path / "book", size=(1440, 900)) as driver:
        driver.firm = firm
        yield driver


@pytest.fixture
def target(tmp_path, monkeypatch):
    path = tmp_path / "table.xlsx"
    monkeypatch.setattr(messages, "save_file", lambda *_args, **_kw: path)
    return path


def button(user, name):
    return next(one for one in user.visible() if one.accessibleName() == name and hasattr(one, "click"))


def key(widget, pressed):
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is widget, "the keyboard gets there"
    QTest.keyClick(widget, pressed)


def from_menu(user, name, *steps):
    """Open the menu of a button and take an entry, with keys only."""
    key(button(user, name), Qt.Key.Key_Space)
    user.wait()
    for step in steps:
        QTest.keyClick(QApplication.activePopupWidget(), step)
        user.wait()


def cells(path):
    return [cell for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2) for cell in row]


def noted(user, title):
    newest = user.context.ask(exports.exports)[0]
    assert title in newest.title
    return newest


DOWN, RIGHT, ENTER = Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return


@pytest.mark.parametrize(
    ("name", "place", "title", "expected"),
    [
        ("Export the collateral", 1, "Collateral of", 20_000_000),
        ("Export the collateral", 2, "Valuations of", 20_000_000),
        ("Export the collateral", 3, "Guarantors of", None),
        ("Export the covenants", 1, "Covenants of", 65),
        ("Export the covenants", 2, "Covenant tests of", None),
    ],
)
def test_a_card_with_several_tables_offers_a_menu(user, target, name, place, title, expected):
    user.context.open_client(user.firm, "credit")
    user.wait(60)
    from_menu(user, name, *[DOWN] * place, ENTER)
    found = cells(target)
    assert noted(user, title).firm_id == user.firm
    assert all(cell.data_type != "f" for cell in found)
    assert expected is None or expected in [cell.value for cell in found]


def test_the_parts_of_a_line_are_exported_from_its_menu(user, target):
    user.context.open_client(user.firm, "credit")
    user.wait(60)
    key(button(user, "More about this line"), Qt.Key.Key_Space)
    user.wait()
    menu = QApplication.activePopupWidget()
    (entry,) = [one for one in menu.actions() if one.text() == "Export"]
    menu.setActiveAction(entry)
    QTest.keyClick(menu, RIGHT)
    user.wait()
    below = entry.menu()
    assert [one.text() for one in below.actions()] == ["Tranches and conditions…", "Limits over time…"]
    below.setActiveAction(below.actions()[0])
    QTest.keyClick(below, ENTER)
    user.wait()
    assert noted(user, "Tranches and conditions").row_count == 1
    assert {"=1+1", 10_000_000} <= {cell.value for cell in cells(target)}


@pytest.mark.parametrize(
    ("tab", "name", "title", "expected"),
    [
        ("credit", "Export the lines of other lenders", "Other lenders of", 7_000_000),
        ("documents", "Export the patent desk", "Patents and rights of", "=3+3"),
    ],
)
def test_a_card_with_one_table_exports_at_once(user, target, tab, name, title, expected):
    user.context.open_client(user.firm, tab)
    user.wait(60)
    key(button(user, name), Qt.Key.Key_Space)
    user.wait()
    assert noted(user, title).row_count == 1
    assert expected in [cell.value for cell in cells(target)]


@pytest.mark.parametrize(("shown", "name", "expected"), [("fx", "exchange", 7.0796), ("base", "base", None)])
def test_the_rates_are_exported_from_their_sheet(user, target, shown, name, expected):
    user.context.open_sheet("rates", shown=shown)
    user.wait(60)
    key(button(user, f"Export the {name} rates"), Qt.Key.Key_Space)
    user.wait()
    assert noted(user, "rates").firm_id is None
    assert expected is None or expected in [cell.value for cell in cells(target)]
    assert user.sheet() is not None


def test_a_cancelled_export_writes_nothing(user, monkeypatch, tmp_path):
    monkeypatch.setattr(messages, "save_file", lambda *_args, **_kw: None)
    user.context.open_client(user.firm, "credit")
    user.wait(60)
    from_menu(user, "Export the covenants", DOWN, ENTER)
    assert user.context.ask(exports.exports) == []
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_book_for_reading_only_exports_and_changes_nothing(qapp, tmp_path, target):
    workspace = new_book(tmp_path)
    firm = workspace.do(fill, label="Fill").result
    workspace.close()
    with opened(tmp_path / "book") as user:
        user.context.use_book(open_book(tmp_path / "book", PASSPHRASE, read_only=True, clock=CLOCK))
        user.context.open_client(firm, "credit")
        user.wait(60)
        key(button(user, "More about this line"), Qt.Key.Key_Space)
        user.wait()
        menu = QApplication.activePopupWidget()
        able = [one.text() for one in menu.actions() if one.isEnabled()]
        assert able == ["Estimate interest…", "Export"]
        menu.close()
        from_menu(user, "Export the covenants", DOWN, ENTER)
        assert 65 in [cell.value for cell in cells(target)]
        assert user.context.ask(exports.exports) == []

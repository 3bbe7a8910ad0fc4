"""The form of the credit line editor: where messages stand, what the type's field says, what stays in sight."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp.domain.facility import Pricing, Security
from rmapp.domain.facility_draft import FacilityDraft
from rmapp.domain.money import Money
from rmapp.services.origination import facilities
from rmapp.settings import Settings
from rmapp.ui import fonts, paint
from rmapp.ui.sheets.fold_section import INDENT
from rmapp.ui.widgets.labels import LinkLabel
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def book(qapp, tmp_path):
    workspace = new_book(tmp_path)
    firm = workspace.do(add_firm, label="Add").result.id
    workspace.close()
    return tmp_path / "book", firm


@pytest.fixture(params=[((1366, 768), 1.0), ((1440, 900), 1.25), ((1366, 768), 1.5)], ids=str)
def user(book, request):
    size, factor = request.param
    yield from editing(book, size=size, settings=Settings(text_factor=factor, reduced_motion=True))


@pytest.fixture
def typist(book):
    yield from editing(book)


def editing(book, **look):
    folder, firm = book
    with opened(folder, **look) as driver:
        driver.context.open_client(firm, "credit")
        driver.wait()
        driver.context.open_sheet("facility", firm_id=firm)
        driver.wait()
        yield driver


def keys(user, *presses):
    """Press keys as a person does: a list that is open takes them first."""
    for press in presses:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        combination = QKeySequence(press)[0]
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        user.wait()


def letters(user, text):
    for letter in text:
        QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), letter)
        user.wait()


def kind(user):
    return user.sheet().form.terms.fields["facility_type"]


def is_whole(user, widget):
    """Tell whether all of a widget is inside the view of the form."""
    view = user.sheet()._scroll.viewport()
    top = widget.mapTo(view, widget.rect().topLeft()).y()
    return top >= 0 and top + widget.height() <= view.height()


def test_the_form_opens_at_its_top_and_keeps_labels_in_sight(user):
    sheet = user.sheet()
    assert sheet._scroll.verticalScrollBar().value() == 0
    seen = set()
    for _press in range(90):
        held = QApplication.focusWidget()
        fields = [field for field in sheet.form.terms.fields.values() if field.control is held]
        if fields and held not in seen and fields[0].isVisible():
            seen.add(held)
            assert is_whole(user, fields[0]), fields[0].label()
        user.press("Tab")
    assert len(seen) > 15
    sheet.first_stop().setFocus()
    user.wait()
    assert sheet._scroll.verticalScrollBar().value() == 0


def test_no_number_of_the_result_is_cut(user):
    panel = user.sheet().result
    for label in panel._rows.values():
        if label.isVisible():
            assert label.mapTo(panel, label.rect().topRight()).x() < panel.width()
            assert label.width() >= paint.text_width(label.text(), fonts.font(weight=600, numeric=True)) - 1


def test_a_message_uses_the_width_of_its_row(user):
    terms = user.sheet().form.terms
    terms.control("facility_type").set_code("equipment_loan")
    user.fill("Rate", "LPR 1Y + 35 bp")
    user.fill("Tenor", "72")
    user.press("Tab")
    field = terms.fields["pricing"]
    assert "over five years" in field.message()
    line = field._apart
    assert line.isVisible()
    assert line.height() <= 3 * fonts.pixels("small") * 1.6
    assert line.width() > 2 * field.width()
    fix = next(one for one in line.findChildren(LinkLabel) if one.isVisible())
    assert fix.geometry().right() <= line.width()
    terms.control("pricing").setFocus()
    user.press("Tab")
    assert user.focus() == "Use LPR 5Y + 35 bp"
    user.press("Space")
    assert terms.control("pricing").text() == "LPR 5Y + 35 bp"
    assert not line.isVisible()


def test_the_type_is_found_by_words_and_shows_its_beginning(typist):
    letters(typist, "upgrade loan")
    keys(typist, "Tab")
    control = kind(typist).control
    assert control.code() == "equipment_loan"
    assert control.currentText() == "Equipment and technical-upgrade loan"
    assert control.lineEdit().cursorPosition() == 0
    keys(typist, "Shift+Tab")
    assert control.lineEdit().cursorPosition() == 0
    assert control.lineEdit().selectedText() == control.currentText()


def test_the_list_of_fitting_types_is_chosen_from_by_keyboard(typist):
    letters(typist, "guarantee")
    keys(typist, "Down", "Return")
    assert kind(typist).control.code() == "commercial_bill_guarantee"


def test_a_type_that_does_not_exist_stays_and_is_said(typist):
    letters(typist, "frobnicate")
    keys(typist, "Tab")
    field = kind(typist)
    assert field.control.currentText() == "frobnicate"
    assert field.message() == "No type of credit is called “frobnicate”."
    keys(typist, "Ctrl+S")
    assert typist.sheet() is not None
    assert typist.focus() == "Facility"
    keys(typist, "Ctrl+A")
    letters(typist, "M&A")
    keys(typist, "Escape", "Tab")
    assert "M&A loan (control)" in field.message()
    keys(typist, "Ctrl+Z", "Ctrl+Z")
    assert field.control.currentText() == "Working capital loan"
    assert field.message() == ""


def test_a_type_typed_twice_keeps_what_was_ticked(typist):
    tick = typist.sheet().form.terms.control("revolving")
    before = tick.isChecked()
    tick.setChecked(not before)
    keys(typist, "Tab", "Shift+Tab", "Tab")
    assert tick.isChecked() != before


def test_headings_of_all_parts_stand_under_each_other(typist):
    form = typist.sheet().form
    heads = [fold.head.mapTo(form, fold.head.rect().topLeft()).x() for fold in form.folds.values() if fold.isVisible()]
    words = form.tranches.mapTo(form, form.tranches.contentsRect().topLeft()).x()
    assert {head + INDENT for head in heads} == {words}


def test_the_sign_of_a_covenant_can_be_read(user):
    user.click("Add covenant")
    sign = user.sheet().form.covenants.rows[0].controls["operator"]
    assert sign.label_room() >= paint.text_width("≤", fonts.font())


def test_the_sheet_of_a_draw_keeps_its_fields_whole(book):
    folder, firm = book
    with opened(folder, size=(1366, 768), settings=Settings(text_factor=1.5, reduced_motion=True)) as user:
        line = a_line(user, firm)
        user.context.open_sheet("draw_down", firm_id=firm, facility_id=line)
        user.wait()
        sheet = user.sheet()
        for _row in range(4):
            user.click("Add use")
        for spec in ("amount", "on", "payee", "purpose", "due_on"):
            control = sheet.form.control(spec)
            assert control.height() >= control.minimumSizeHint().height()
        last = sheet.uses.rows[-1]
        assert last.isAncestorOf(QApplication.focusWidget())
        view = sheet._page.viewport()
        assert last.mapTo(view, last.rect().bottomLeft()).y() <= view.height()
        assert QApplication.focusWidget().focusPolicy() & Qt.FocusPolicy.TabFocus


def a_line(user, firm, **fields):
    known = {
        "firm_id": firm,
        "limit": Money.of(10_000_000),
        "status": "active",
        "signed_on": date(2025, 6, 1),
        "maturity_on": date(2027, 6, 1),
        "pricing": Pricing(base="lpr_1y", spread_bp=45),
        "security": (Security(type="unsecured"),),
    }
    draft = FacilityDraft(**{**known, **fields})
    return user.context.do(facilities.save_facility, draft, label="Add", quiet=True).result.id


def test_another_line_is_chosen_in_the_sheet_of_a_draw(book):
    folder, firm = book
    with opened(folder) as user:
        loan = a_line(user, firm)
        contract = a_line(user, firm, facility_type="fx_derivatives", limit=Money.of(5_000_000))
        user.context.open_sheet("draw_down", firm_id=firm, facility_id=loan)
        user.wait()
        for line, first in ((contract, "Notional"), (loan, "Amount")):
            user.sheet().form.control("facility_id").set_code(line)
            user.wait()
            assert user.focus() == "Credit line"
            user.press("Tab")
            assert user.focus() == first


def test_bills_are_entered_as_draws_without_tranches_and_price(typist):
    sheet = typist.sheet()
    assert len(sheet.form.tranches.rows) == 3
    letters(typist, "acceptance")
    keys(typist, "Tab")
    assert not sheet.form.tranches.rows
    sheet.form.terms.control("status").set_code("active")
    typist.wait()
    assert "pricing" not in {one.field for one in sheet.form.read().problems}
    keys(typist, "Shift+Tab")
    letters(typist, "working")
    keys(typist, "Tab")
    assert len(sheet.form.tranches.rows) == 3
    assert "pricing" in {one.field for one in sheet.form.read().problems}


def test_saving_says_what_is_wrong_in_the_field_that_it_goes_to(typist):
    typist.fill("Limit", "10m")
    typist.fill("Amount, row 1", "12m")
    field = typist.sheet().form.tranches.rows[0]
    typist.press("Ctrl+S")
    assert typist.focus() == "Amount, row 1"
    assert field._message.isVisible()
    assert "over the limit" in field._message.text()
    typist.type("0")
    assert not field._message.isVisible()


def test_a_draft_says_that_it_does_not_count(typist):
    panel = typist.sheet().result
    assert panel._uncounted.isVisible()
    typist.sheet().form.terms.control("status").set_code("active")
    typist.wait()
    assert not panel._uncounted.isVisible()


def test_a_draw_of_a_draft_sets_the_status_by_one_click(typist):
    typist.fill("Limit", "10m")
    typist.click("Add draw-down")
    typist.fill("Amount paid out, row 1", "1m")
    typist.press("Tab")
    typist.click("Set to active")
    assert typist.sheet().form.terms.control("status").code() == "active"

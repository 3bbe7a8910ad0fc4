"""Fields and forms: what they understand, what they say below, what they give back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.money import Money
from rmapp.errors import InputError
from rmapp.ui import metrics
from rmapp.ui.sheets.code_fields import ManyChoice, SearchChoice
from rmapp.ui.widgets import labels
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Choice, Field, LineEdit, TextArea
from rmapp.ui.widgets.filter_box import FilterBox
from rmapp.ui.widgets.message_line import MessageLine
from rmapp.ui.widgets.money_edit import MoneyEdit
from tests.small_controls import commit, heard, put

# Harmless: the offscreen plugin cannot tell a window manager what it has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TODAY = date(2025, 12, 17)
NASTY = "<b>R&D</b> & Co"


def test_money_is_echoed_in_the_other_notation(page):
    field = put(page, Field("Limit", MoneyEdit(name="Limit")), LineEdit(name="next"))
    field.control.setFocus()
    commit(field.control, "1200万")
    assert field.control.money() == Money.of(12_000_000)
    assert field.message() == "1,200 万元"
    page.layout().itemAt(1).widget().setFocus()
    assert field.control.text() == "12,000,000"


def test_money_that_cannot_be_read_is_said_when_leaving(page):
    field = put(page, Field("Limit", MoneyEdit(name="Limit")), LineEdit(name="next"))
    field.control.setFocus()
    QTest.keyClicks(field.control, "lots")
    assert not field.has_error()
    page.layout().itemAt(1).widget().setFocus()
    assert field.has_error()
    assert field.control.property("state") == "error"
    with pytest.raises(InputError):
        field.control.money()
    field.control.clear()
    QTest.keyClicks(field.control, "5m")
    assert not field.has_error()


def test_money_in_units_of_ten_thousand_keeps_its_value(page):
    edit = put(page, MoneyEdit(name="Limit", unit=10_000), LineEdit(name="next"))
    edit.setFocus()
    QTest.keyClicks(edit, "1200.5")
    page.layout().itemAt(1).widget().setFocus()
    assert edit.text() == "1,200.5"
    assert edit.money() == Money.of(12_005_000)


def test_a_date_is_echoed_and_stepped(page):
    field = put(page, Field("Due", DateEdit(name="Due", today=TODAY)), LineEdit(name="next"))
    edit = field.control
    QTest.keyClicks(edit, "+10")
    assert edit.date() == date(2025, 12, 27)
    assert "27 Dec 2025" in field.message()
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert edit.date() == date(2025, 12, 28)
    edit.setText("soonish")
    with pytest.raises(InputError):
        edit.date()


def test_a_partial_date_may_be_a_year(page):
    edit = put(page, DateEdit(name="Founded", partial=True, today=TODAY))
    QTest.keyClicks(edit, "2016")
    assert str(edit.date()) == "2016"


def test_a_field_says_what_is_wrong_and_offers_a_fix(page):
    field = put(page, Field("Limit", LineEdit(name="Limit"), hint="in yuan"))
    fixes = heard(field.fix_chosen)
    assert field.message() == "in yuan"
    field.set_error("5.0m over the limit", fix="Set to 100.0m")
    assert field.control.accessibleDescription() == "5.0m over the limit"
    link = field.findChild(labels.LinkLabel)
    assert link.isVisible()
    link.click()
    assert len(fixes) == 1
    high = field.control.height()
    field.clear()
    QApplication.processEvents()
    assert field.message() == "in yuan"
    assert field.control.property("state") == ""
    assert field.control.height() == high


def test_no_field_moves_when_it_gets_the_focus(page):
    edit = put(page, LineEdit(name="a"), Choice([("a", "A")], name="b"))
    before = edit.height()
    edit.setFocus()
    QApplication.processEvents()
    assert edit.height() == before == 32


def test_a_choice_keeps_its_code_and_leaves_the_wheel_to_the_page(page):
    choice = put(page, Choice([("wc", "R&D loan"), ("ip", "Patent")], name="Facility", empty="Any"))
    changed = heard(choice.changed)
    assert choice.code() is None
    choice.set_code("ip")
    choice.set_options([("ip", "Patent-pledged loan"), ("fx", "FX")])
    assert choice.code() == "ip"
    assert changed == [("ip",)]
    choice.set_code("gone")
    assert choice.code() is None


def specs():
    return [
        FieldSpec("name", "Name", required=True),
        FieldSpec("tier", "Tier", "choice", options=[("A", "A"), ("B", "B")]),
        FieldSpec("limit", "Limit", "money"),
        FieldSpec("signed", "Signed", "date"),
        FieldSpec("staff", "Staff", "integer"),
        FieldSpec("rate", "Rate", "percent"),
        FieldSpec("public", "Public", "check"),
        FieldSpec("note", "Note", "multiline", span=2),
    ]


def offered(name, *retired):
    return [(code, label.text()) for code, label in reference.choices(name).items() if code not in retired]


def test_a_record_keeps_a_code_that_is_no_longer_offered_and_shows_its_name(page):
    choice = Choice(offered("confidentiality", "restricted"), name="Class")
    one = SearchChoice("facility_type", [("Loans", offered("facility_type", "ip_pledge_loan"))], name="Facility")
    many = ManyChoice(offered("security_type", "pledge_ip"), name="Security")
    put(page, choice, one, many)
    choice.set_code("restricted")
    assert (choice.code(), choice.currentText()) == ("restricted", reference.text("confidentiality", "restricted"))
    choice.set_options(offered("confidentiality"))
    assert choice.code() == "restricted"
    choice.set_code("nonsense")
    assert choice.currentIndex() == 0
    money = put(page, Choice([("CNY", "CNY"), ("USD", "USD")], name="Currency"))
    money.set_code("JPY")
    assert (money.code(), money.currentText()) == ("JPY", "JPY")
    one.set_typed("ip_pledge_loan")
    assert (one.code(), one.currentText(), one.unknown_text()) == ("ip_pledge_loan", "IP / patent-pledged loan", "")
    many.set_codes(["pledge_ip"])
    assert many.accessibleDescription() == reference.text("security_type", "pledge_ip")
    assert many._listed()[-1] == ("pledge_ip", reference.text("security_type", "pledge_ip"))


def test_a_form_gives_back_what_it_was_given(page):
    form = put(page, EntityForm(specs()))
    values = {
        "name": NASTY,
        "tier": "B",
        "limit": Money.of("1234.56"),
        "signed": date(2025, 5, 28),
        "staff": 214,
        "rate": Decimal("3.35"),
        "public": True,
        "note": "two\nlines",
    }
    form.set_values(values)
    assert not form.is_changed()
    assert form.values() == values
    changed = heard(form.changed)
    QTest.keyClicks(form.control("name"), "!")
    assert form.is_changed()
    assert len(changed) == 1


def test_empty_fields_are_unknown_not_zero(page):
    form = put(page, EntityForm(specs()))
    form.set_values({"name": "x"})
    values = form.values()
    assert values["limit"] is values["staff"] is values["rate"] is values["signed"] is values["tier"] is None
    assert values["note"] is None


def test_a_form_shows_errors_at_their_fields_and_focuses_the_first(page):
    form = put(page, EntityForm(specs()))
    form.control("staff").setText("12.5")
    with pytest.raises(InputError) as caught:
        form.values()
    assert set(caught.value.fields) == {"name", "staff"}
    assert form.control("name").hasFocus()
    form.show_errors({"rate": "Too high.", "owner": "Nobody has this name."})
    assert not form.field("name").has_error()
    assert form.field("rate").message() == "Too high."
    assert form.control("rate").hasFocus()
    assert form._rest.text() == "Nobody has this name."
    form.clear_errors()
    assert not form.field("rate").has_error()
    assert not form._rest.isVisible()


def test_a_read_only_form_takes_nothing(page):
    form = put(page, EntityForm(specs()))
    form.set_values({"name": "x"})
    form.set_read_only(True)
    QTest.keyClicks(form.control("name"), "yz")
    QTest.keyClicks(form.control("note"), "yz")
    assert form.values()["name"] == "x"
    assert not form.is_changed()


def test_pasted_text_is_plain(page):
    area = put(page, TextArea(name="Note"))
    QApplication.clipboard().setText(NASTY)
    area.paste()
    assert area.text() == NASTY


def test_a_filter_waits_for_the_last_key(page, qtbot):
    box = put(page, FilterBox("Name", name="Filter", delay_ms=10))
    searched, left = heard(box.searched), heard(box.left_down)
    QTest.keyClicks(box, "csc")
    qtbot.waitUntil(lambda: bool(searched))
    assert searched == [("csc",)]
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert len(left) == 1
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_date_is_never_cut(page, language):
    with i18n.speaking(language):
        edit = put(page, DateEdit(name="Due", today=TODAY))
        edit.set_date(date(2028, 12, 28))
        edit.setFixedWidth(edit.minimumSizeHint().width())
        room = edit.width() - edit.textMargins().left() - edit.textMargins().right()
        assert edit.fontMetrics().horizontalAdvance(edit.text()) < room


def test_a_long_message_in_a_form_of_two_columns_is_shown_whole(qtbot):
    form = EntityForm((FieldSpec("one", "One", "text"), FieldSpec("two", "Two", "text")), columns=2)
    qtbot.addWidget(form)
    form.resize(790, 300)
    form.show()
    form.field("one").set_error("Only CNY 5.73 million is free to draw: the security carries no more, the rest waits.")
    QApplication.processEvents()
    line = form.field("one").findChild(MessageLine)
    assert line.height() >= line.heightForWidth(line.width()) > metrics.line("small")

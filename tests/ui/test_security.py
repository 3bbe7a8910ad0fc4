"""Security on screen: collateral, charges, valuations, guarantors and the checklist, with the keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.facility import Facility, Security
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services.collateral import collateral_register as register
from rmapp.services.collateral import patents, security
from rmapp.services.lines import line_views
from rmapp.ui.tabs.collateral_card import CollateralCard
from rmapp.ui.tabs.patent_card import PatentDeskCard
from tests.books import NOW, add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TODAY = NOW.date()
FIELDS = {"status": "active", "reference_no": "IP-1", "maturity_on": date(2027, 6, 30)}


def yuan(million):
    return Money.of(round(million * 1_000_000))


@pytest.fixture
def user(qapp, tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(add_firm, label="Add a firm")
    workspace.close()
    with opened(tmp_path / "book") as driver:
        yield driver


@pytest.fixture
def firm(user):
    return user.context.workspace.store.rows("SELECT id FROM firm")[0][0]


def write(user, entity):
    return user.context.do(lambda store: store.add(entity), label="Write", quiet=True).result


def a_line(user, firm, limit=30, **fields):
    money = None if limit is None else yuan(limit)
    return write(user, Facility(**{"firm_id": firm, "limit": money, **FIELDS, **fields}))


def a_right(user, firm, **fields):
    known = {
        "title": "Readout circuit",
        "applicant": "示例科技有限公司",
        "status": "granted",
        "filed_on": PartialDate("2020-03-10"),
        "granted_on": PartialDate("2022-01-05"),
    }
    return write(user, IpRight(**{"firm_id": firm, **known, **fields}))


def a_charge(user, right, line, million=20):
    thing = Collateral(firm_id=right.firm_id, type="pledge_ip", ip_right_id=right.id, lendable_bp=6500)
    charge = Charge(collateral_id="", facility_id=line.id, registered_on=date(2025, 9, 1))
    value = Valuation(collateral_id="", value=yuan(million), valued_on=date(2025, 9, 1))
    return user.context.do(register.secure, thing, charge, value, label="Secure", quiet=True).result


def show(user, firm, tab="credit"):
    user.context.open_client(firm, tab)
    user.wait()


def secured(user, line):
    return user.context.ask(security.line_security, line.id)


def tab_to(user, name, most=90):
    for _step in range(most):
        if user.focus() == name:
            return
        user.press("Tab")
    pytest.fail(f"Tab does not reach {name!r}; it stands on {user.focus()!r}")


def words_of(card):
    from rmapp.ui.widgets.labels import PlainLabel

    return [label.text() for label in card.findChildren(PlainLabel)]


def test_a_right_is_valued_and_pledged_for_a_line_with_the_keyboard(user, firm):
    line = a_line(user, firm)
    a_right(user, firm)
    show(user, firm)
    tab_to(user, "Add collateral")
    user.press("Return")
    assert user.focus() == "What secures it"
    user.press("Down")
    tab_to(user, "Lendable share")
    user.type("65")
    tab_to(user, "Value")
    user.type("20m")
    tab_to(user, "Valued on")
    user.type("2025-09-01")
    tab_to(user, "Registration number")
    user.type("Y-1")
    tab_to(user, "Registered on")
    user.type("2025-09-02")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    (charge,) = secured(user, line).charges
    assert (charge.carries, charge.charge.registration_no) == (yuan(13), "Y-1")
    assert user.context.ask(line_views.facility_view, line.id).amounts.waiting_for_value == yuan(17)
    card = user.page().findChildren(CollateralCard)[-1]
    assert "¥20.0m valued, 65% lendable" in words_of(card)
    assert "Carries ¥13.0m of the limit of ¥30.0m; ¥17.0m is not covered today." in words_of(card)
    user.context.undo()
    assert secured(user, line).charges == ()


def test_a_second_pledge_is_refused_beside_the_field(user, firm):
    first = a_line(user, firm)
    second = a_line(user, firm, reference_no="WC-2")
    a_charge(user, a_right(user, firm), first)
    user.context.open_sheet("collateral", firm_id=firm, facility_id=second.id)
    user.wait()
    user.press("Down", "Ctrl+Return")
    said = [label.text() for label in user.labels()]
    assert "This right is pledged already for the line IP-1. Release that pledge first." in said
    assert user.sheet() is not None
    assert secured(user, second).charges == ()


def test_a_right_with_an_obstacle_warns_before_it_is_pledged(user, firm):
    line = a_line(user, firm)
    a_right(user, firm, status="published", granted_on=None)
    user.context.open_sheet("collateral", firm_id=firm, facility_id=line.id)
    user.wait()
    user.press("Down")
    assert any("The patent is not yet granted." in banner for banner in user.banners())


def test_a_new_valuation_is_added_and_the_old_one_stays(user, firm):
    line = a_line(user, firm)
    thing = a_charge(user, a_right(user, firm), line)
    user.context.open_sheet("valuation", collateral_id=thing.id)
    user.wait()
    assert user.focus() == "Value"
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    user.type("16m")
    user.press("Tab")
    user.type("2026-03-01")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    view = user.context.ask(security.thing_view, thing.id)
    assert [one.value for one in view.thing.valuations] == [yuan(16), yuan(20)]


def test_a_charge_is_given_back_and_stays_in_the_history(user, firm):
    line = a_line(user, firm)
    a_charge(user, a_right(user, firm), line)
    charge = secured(user, line).charges[0].charge
    user.context.open_sheet("charge", charge_id=charge.id)
    user.wait()
    tab_to(user, "Given back on")
    user.type("2026-03-02")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert secured(user, line).charges == ()
    assert user.context.workspace.store.get(Charge, charge.id).ended_on == date(2026, 3, 2)
    (view,) = user.context.ask(patents.patent_desk, firm)
    assert view.pledge == "free"


def test_an_outsider_guarantees_a_part(user, firm):
    line = a_line(user, firm)
    user.context.open_sheet("guarantee", facility_id=line.id)
    user.wait()
    tab_to(user, "The guarantor is")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    user.wait()
    tab_to(user, "Guarantor")
    user.type("City fund")
    tab_to(user, "Amount")
    user.type("5m")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    (given,) = secured(user, line).guarantees
    assert (given.name, given.guarantee.amount) == ("City fund", yuan(5))
    user.context.open_sheet("guarantee", facility_id=line.id, guarantee_id=given.guarantee.id)
    user.wait()
    user.click("Remove")
    assert secured(user, line).guarantees == ()


def test_the_twelve_grounds_are_answered_by_1_2_and_3(user, firm):
    right = a_right(user, firm)
    user.context.open_sheet("pledge_check", right_id=right.id)
    user.wait()
    assert "4 of 12 clear" in [label.text() for label in user.labels()]
    user.press("1")
    assert "5 of 12 clear" in [label.text() for label in user.labels()]
    user.press("2")
    assert user.focus().startswith("Evidence: ")
    user.press("Ctrl+Return")
    assert "Say what stands in the way." in [label.text() for label in user.labels()]
    user.type("Court order of 2 March")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    (view,) = user.context.ask(patents.patent_desk, firm)
    found = {one.ground: one for one in view.grounds}
    assert (found["fee_unpaid"].answer, found["fee_unpaid"].on) == ("clear", TODAY)
    assert (found["dispute_or_seizure"].answer, found["dispute_or_seizure"].evidence) == (
        "obstacle",
        "Court order of 2 March",
    )
    assert view.state == "obstacle"


def test_the_reported_patents_are_taken_over_and_nothing_is_invented(user, firm):
    ids = tuple(
        a_right(
            user,
            firm,
            title="",
            ip_type="unspecified_patent",
            applicant="",
            status=None,
            filed_on=None,
            granted_on=None,
            core=True,
            pledged=True,
            pledgee="Exim Bank, Zhejiang",
        ).id
        for _n in range(3)
    )
    stated = (Security(type="pledge_ip", ip_right_ids=ids),)
    line = a_line(user, firm, None, lender="Exim Bank", source="public", security=stated)
    show(user, firm)
    user.click("Take into the register")
    card = user.page().findChildren(CollateralCard)[-1]
    names = [each.accessibleName() for each in user.visible()]
    assert names.count("Number not reported") == 3
    assert "not valued" in words_of(card)
    found = secured(user, line)
    assert (len(found.charges), found.valued, found.lendable, found.shortfall) == (3, None, None, None)
    show(user, firm, "documents")
    desk = user.page().findChild(PatentDeskCard)
    assert words_of(desk).count("not known") == 3
    assert words_of(desk).count("not valued") == 3


def test_every_control_of_card_desk_and_sheets_has_a_name(user, firm):
    line = a_line(user, firm)
    right = a_right(user, firm)
    thing = a_charge(user, right, line)
    charge = secured(user, line).charges[0].charge
    for tab in ("credit", "documents"):
        show(user, firm, tab)
        assert user.nameless() == []
    for kind, args in (
        ("collateral", {"firm_id": firm, "facility_id": line.id}),
        ("collateral", {"firm_id": firm, "collateral_id": thing.id}),
        ("valuation", {"collateral_id": thing.id}),
        ("charge", {"charge_id": charge.id}),
        ("guarantee", {"facility_id": line.id}),
        ("pledge_check", {"right_id": right.id}),
    ):
        user.context.open_sheet(kind, **args)
        user.wait()
        assert user.sheet() is not None, kind
        assert user.nameless() == []
        user.press("Escape")
        assert user.sheet() is None, kind

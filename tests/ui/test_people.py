"""People and group, by keyboard: add a person, warn of personal data, walk the tree, write who owns whom."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.domain.person import Person, Role
from rmapp.services.clients import firms, groups, people
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.ui import paint
from rmapp.ui.tabs.group_layout import neighbour, places
from rmapp.ui.tabs.group_tree import GroupTree
from rmapp.ui.tabs.person_row import PersonRow
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.sheet import Sheet
from tests.books import new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def named(store, zh, en, city=""):
    draft = FirmDraft(names=(NameDraft(text=zh), NameDraft(text=en, lang="en")), city=city)
    return firms.add_firm(store, draft).id


def fill(store):
    top = named(store, "潮声传感科技有限公司", "Chaosheng Sensors", "Hangzhou")
    left = named(store, "潮声微系统有限公司", "Chaosheng Microsystems")
    right = named(store, "听潮医疗器械有限公司", "Tingchao Hearing", "Suzhou")
    for child, share in ((left, 10_000), (right, 7_200)):
        groups.add_link(store, OwnershipLink(parent_id=top, child_id=child, pct_bp=share))
    alone = named(store, "静光光学有限公司", "Quiet Optics")
    people.add_person(store, top, "顾雯", name_latin="Gu Wen", role="cfo", title="CFO", influence="decides")
    return {"top": top, "left": left, "right": right, "alone": alone}


@pytest.fixture
def user(tmp_path, qapp):
    workspace = new_book(tmp_path)
    ids = workspace.do(fill, label="Filled").result
    workspace.close()
    with opened(tmp_path / "book") as one:
        one.ids = ids
        yield one


def go(user, name):
    user.context.open_client(user.ids[name], "people")
    user.wait()


def all_of(user, kind, **equal):
    return user.context.ask(lambda store: store.all(kind, **equal))


def field(user, label):
    return next(each for each in user.sheet().findChildren(Field) if each.label() == label and each.isVisible())


def tree(user):
    return next(each for each in user.page().findChildren(GroupTree) if each.isVisible())


def said(user):
    return [each.text() for each in user.page().findChildren(PlainLabel) if each.isVisible()]


def test_a_person_is_added_and_undone(user):
    go(user, "alone")
    assert "Nobody at this firm is recorded yet." in said(user)
    user.context.run("person.new")
    user.wait()
    assert user.focus() == "Name"
    user.type("潘琦")
    user.fill("Title in words", "Founder")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    [one] = user.context.ask(people.people, user.ids["alone"])
    assert (one.person.name, one.role.role, one.role.title, one.role.influence) == (
        "潘琦",
        "other",
        "Founder",
        "unknown",
    )
    assert any(name.startswith("潘琦") for name in user.names())
    user.press("Ctrl+Z")
    assert not user.context.ask(people.people, user.ids["alone"])


def test_a_person_needs_a_name_and_a_sound_mail_address(user):
    user.context.open_sheet("person", firm_id=user.ids["alone"])
    user.press("Ctrl+Return")
    assert field(user, "Name").has_error()
    user.fill("Name", "Pan Qi")
    user.fill("Work e-mail", "nobody")
    user.press("Ctrl+Return")
    assert field(user, "Work e-mail").has_error()
    assert len(all_of(user, Person)) == 1


def test_what_products_ask_of_a_founder_is_chosen_and_shown_again(user):
    user.context.open_sheet("person", firm_id=user.ids["alone"])
    user.fill("Name", "Pan Qi")
    for name, code in (("degree", "doctor"), ("senior_title", "no"), ("venture_record", "led_product")):
        user.sheet()._more.control(name).set_code(code)
    user.press("Ctrl+Return")
    person = next(one for one in all_of(user, Person) if one.name == "Pan Qi")
    assert (person.degree, person.senior_title, person.venture_record) == ("doctor", False, "led_product")
    user.context.open_sheet("person", firm_id=user.ids["alone"], person_id=person.id)
    assert user.sheet()._more.control("senior_title").code() == "no"
    assert user.sheet()._more.control("talent_level").code() is None
    user.press("Escape")


def test_personal_data_is_warned_of(user):
    user.context.open_sheet("person", firm_id=user.ids["alone"])
    user.fill("Name", "Pan Qi")
    user.fill("Remark", "mobile 13812345678")
    user.wait(500)
    assert field(user, "Remark").message()
    assert not field(user, "Remark").has_error()
    user.fill("Remark", "likes early meetings")
    user.wait(500)
    assert "138" not in field(user, "Remark").message()


def test_the_same_person_is_offered_and_gets_a_second_role(user):
    user.context.open_sheet("person", firm_id=user.ids["left"])
    user.type("Gu Wen")
    user.wait(500)
    banner = next(each for each in user.sheet().findChildren(Banner) if each.isVisible())
    assert "Chaosheng Sensors" in banner.text()
    user.click("Take this person")
    user.fill("Title in words", "Supervisor")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    [person] = all_of(user, Person)
    assert {role.firm_id for role in all_of(user, Role, person_id=person.id)} == {user.ids["top"], user.ids["left"]}


def test_a_role_in_another_firm_is_added_from_the_person(user):
    [person] = all_of(user, Person)
    user.context.open_sheet("person", firm_id=user.ids["top"], person_id=person.id)
    user.fill("Another firm of this person", "jggx")
    user.press("Return")
    user.click("Add this person to the firm")
    assert len(all_of(user, Role, person_id=person.id)) == 2
    assert user.sheet() is not None


def test_the_tree_is_walked_and_opened_by_keys(user):
    go(user, "top")
    boxes = tree(user)
    boxes.setFocus()
    assert boxes.current().name == "Chaosheng Sensors"
    user.press("Down", "Right")
    assert boxes.current().name == "Tingchao Hearing"
    assert "72%" in boxes.accessibleDescription()
    user.press("Right", "Left")
    assert boxes.current().name == "Chaosheng Microsystems"
    user.press("Return")
    assert user.page().current_firm() == user.ids["left"]


def test_a_click_opens_the_box_under_it(user):
    go(user, "top")
    boxes = tree(user)
    spot = boxes.box_of(2).center()
    node = boxes._places[2].node
    assert boxes._hit(QPointF(0, 0)) == -1
    for kind in (QMouseEvent.Type.MouseMove, QMouseEvent.Type.MouseButtonPress):
        button = Qt.MouseButton.LeftButton
        QApplication.sendEvent(
            boxes, QMouseEvent(kind, spot, boxes.mapToGlobal(spot), button, button, Qt.KeyboardModifier.NoModifier)
        )
    user.wait()
    assert user.page().current_firm() == node.firm_id


def test_the_tree_can_be_read_as_a_table(user):
    go(user, "top")
    user.click("Show as table")
    assert not [each for each in user.page().findChildren(GroupTree) if each.isVisible()]
    assert "100%" in said(user)
    user.click("Tingchao Hearing")
    assert user.page().current_firm() == user.ids["right"]


def test_parents_stand_above_the_middle_of_their_children(user):
    found = user.context.ask(groups.group, user.ids["top"])
    placed = places([found.top])
    assert [(place.node.name, place.x, place.depth) for place in placed] == [
        ("Chaosheng Sensors", 0.5, 0),
        ("Chaosheng Microsystems", 0.0, 1),
        ("Tingchao Hearing", 1.0, 1),
    ]
    assert neighbour(placed, 0, "up") == 0
    assert neighbour(placed, 1, "right") == 2
    assert neighbour(placed, 2, "up") == 0


def test_an_owner_outside_the_book_is_written_with_its_share(user):
    go(user, "alone")
    user.click("Add an owner")
    box = next(each for each in user.visible() if each.accessibleName() == "The owner is")
    box.setFocus()
    user.type("Some")
    user.fill("Shareholder or controller", "Series B fund")
    user.fill("Share", "15.5")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    [owner] = user.context.ask(groups.group, user.ids["alone"]).owners
    assert (owner.name, owner.pct_bp, owner.kind) == ("Series B fund", 1550, "outsider")


def test_shares_over_the_whole_are_refused_beside_the_share(user):
    user.context.open_sheet("ownership", firm_id=user.ids["right"])
    user.type("静光")
    user.press("Return")
    user.fill("Share", "40")
    user.press("Ctrl+Return")
    assert field(user, "Share").has_error()
    user.fill("Share", "20")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert len(all_of(user, OwnershipLink, child_id=user.ids["right"])) == 2


def test_a_subsidiary_is_added_and_a_circle_is_told_once(user):
    user.context.open_sheet("ownership", firm_id=user.ids["right"], side="subsidiary")
    assert user.focus() == "Firm owned"
    user.press("Ctrl+Return")
    assert field(user, "Firm owned").has_error()
    user.type("cscg")
    user.press("Return")
    user.fill("Share", "5")
    user.press("Ctrl+Return")
    banner = next(each for each in user.sheet().findChildren(Banner) if each.isVisible())
    assert "circle" in banner.text()
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert user.context.ask(groups.group, user.ids["top"]).cycle


def test_a_link_is_changed_and_removed(user):
    go(user, "right")
    user.click(next(name for name in user.names() if name.startswith("Chaosheng Sensors, ")))
    assert user.sheet() is not None
    user.fill("Share", "60")
    user.press("Ctrl+Return")
    assert user.context.ask(groups.group, user.ids["right"]).owners[0].pct_bp == 6000
    user.click(next(name for name in user.names() if name.startswith("Chaosheng Sensors, ")))
    user.click("Remove")
    assert not user.context.ask(groups.group, user.ids["right"]).owners


def test_a_group_limit_is_written(user):
    go(user, "top")
    user.click("Add group limit")
    assert user.focus() == "Limit"
    user.type("45m")
    user.fill("Who may draw", "five subsidiaries")
    user.press("Ctrl+Return")
    [limit] = all_of(user, GroupLimit)
    assert (limit.limit.amount, limit.firm_id) == (45_000_000, user.ids["top"])
    assert any(name.startswith("Group limit ¥45.0m") for name in user.names())


def test_the_picker_finds_by_initials_moves_and_forgets(user):
    picker = FirmPicker(user.context, name="Client")
    sheet = Sheet(user.window, "Pick")
    sheet.body.addWidget(picker)
    sheet.open(picker)
    heard = []
    picker.changed.connect(lambda: heard.append(picker.firm_id()))
    user.type("cs")
    assert {offer.key for offer in picker.offers()[:2]} == {user.ids["top"], user.ids["left"]}
    user.press("Down", "Return")
    picked = picker.firm_id()
    assert picked in {user.ids["top"], user.ids["left"]}
    assert heard[-1] == picked
    assert not picker.is_listing()
    user.press("Backspace")
    assert picker.firm_id() is None
    assert picker.unknown_text()
    user.press("Escape")
    picker.set_firm(user.ids["right"])
    assert (picker.firm_id(), picker.text()) == (user.ids["right"], "Tingchao Hearing")
    picker.set_firm(None)
    assert (picker.firm_id(), picker.text()) == (None, "")


def test_every_control_of_the_tab_and_its_sheets_has_a_name(user):
    go(user, "top")
    assert not user.nameless()
    for kind in ("person", "ownership", "group_limit"):
        user.context.open_sheet(kind, firm_id=user.ids["top"])
        user.wait()
        assert not user.nameless()
        user.press("Escape")


def test_a_lock_takes_an_open_sheet_away(user):
    user.context.open_sheet("ownership", firm_id=user.ids["right"])
    user.type("cs")
    user.press("Ctrl+L")
    user.wait(300)
    assert user.is_locked()


def test_a_book_that_is_read_only_opens_its_sheets_as_a_view(tmp_path, qapp):
    workspace = new_book(tmp_path)
    ids = workspace.do(fill, label="Filled").result
    with opened(tmp_path / "book") as user:  # the other program holds the book
        assert user.context.read_only
        for kind in ("firm", "person", "ownership", "group_limit", "stage_move"):
            user.context.open_sheet(kind, firm_id=ids["top"])
            user.wait()
            assert not user.sheet().saver.isEnabled()
            user.press("Escape")
            assert user.sheet() is None
    workspace.close()


def test_a_name_in_latin_letters_only_is_not_said_twice(user):
    latin = {"name_latin": "Chen Luodan", "title": "Chairman"}
    user.context.do(people.add_person, user.ids["alone"], "Chen Luodan", **latin, label="Added", quiet=True)
    go(user, "alone")
    names = [each.accessibleName() for each in user.visible() if isinstance(each, PersonRow)]
    assert len(names) == 1
    assert names[0].count("Chen Luodan") == 1


def test_with_large_text_chip_and_date_stand_below_the_name(user, monkeypatch):
    user.context.use_look(text_factor=1.5)
    user.wait()
    go(user, "top")
    row = next(each for each in user.visible() if isinstance(each, PersonRow))
    drawn = {}

    def note(_painter, rect, words, *_args, **_named):
        drawn[words] = rect

    monkeypatch.setattr(paint, "text", note)
    row.resize(300, row.sizeHint().height())
    row.grab()
    name, chip = drawn["Gu Wen 顾雯"], drawn["Not yet met"]
    assert name.right() == 300
    assert chip.top() >= drawn["CFO"].bottom() - 1
    assert chip.bottom() <= row.height()

"""The palette: one box for clients, people, notes and commands, by keyboard only."""

from time import perf_counter

import pytest
from PySide6.QtCore import Qt

from rmapp.domain.meeting import Meeting
from rmapp.services.clients import firms, people
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.ui import actions, pages, registry
from rmapp.ui.page import Page
from rmapp.ui.palette import Palette, RowModel
from rmapp.ui.palette_delegate import ROW, _pieces
from rmapp.ui.palette_rows import Listing, Row
from tests.books import new_book
from tests.driver import opened

HOSTILE = "R&D <b>Lab</b> <img src='/etc/passwd'>"


class ClientPage(Page):
    """Stands in for the client's page."""

    def enter(self, **args):
        self.args = args

    def title(self):
        return "Client"

    def current_firm(self):
        return self.args["firm_id"]


def add(store, *names):
    drafts = tuple(NameDraft(text=text, lang=lang, kind=kind) for text, lang, kind in names)
    return firms.add_firm(store, FirmDraft(names=drafts), confirmed=True).id


def add_note(store, firm_id):
    store.add(
        Meeting(
            firm_id=firm_id,
            type="visit",
            status="held",
            starts_at="2026-02-03T09:30",
            summary="Second SMT line commissioned, supply chain secured until June",
        )
    )


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    firm_id = workspace.do(
        add, ("潮声传感技术有限公司", "zh", "legal"), ("Chaosheng Sensors", "en", "legal"), label="Add"
    ).result
    workspace.do(add, (HOSTILE, "en", "legal"), label="Add")
    workspace.do(people.add_person, firm_id, "顾雯", label="Add a person")
    workspace.do(add_note, firm_id, label="Add a note")
    workspace.close()
    return tmp_path / "book"


@pytest.fixture
def user(qapp, book, monkeypatch):
    real = pages.pages()
    load = registry.load
    opened_sheets = []

    def open_sheet(window, context, **args):
        opened_sheets.append(args)

    makers = {"client": ClientPage, "note": open_sheet}
    listed = (
        registry.PageEntry("clients", "Clients", "users", "client", rail=True),
        registry.PageEntry("client", "Client", "users", "client"),
        *(entry for entry in real if entry.code not in {"clients", "client"} and not entry.rail),
    )
    monkeypatch.setattr(ClientPage, "current_firm", lambda page: page.args.get("firm_id"))
    monkeypatch.setattr(pages, "pages", lambda: listed)
    monkeypatch.setattr(pages, "sheets", lambda: (registry.SheetEntry("note", "note"),))
    monkeypatch.setattr(registry, "load", lambda maker: makers[maker] if maker in makers else load(maker))
    with opened(book) as driver:
        driver.sheets_opened = opened_sheets
        yield driver


@pytest.mark.parametrize("typed", ["chaosheng", "潮声", "声传", "csc", "chaoshengchuangan", "SENSORS"])
def test_a_client_is_found_by_name_part_pinyin_and_initials_and_opened_by_enter(user, typed):
    user.choose(typed)
    assert user.code() == "client"
    assert user.palette() == []
    assert set(user.page().args) == {"firm_id"}


def test_the_first_client_brings_its_commands_and_they_act_on_it(user):
    user.press("Ctrl+K")
    user.type("chaosheng")
    titles = user.palette()
    assert titles[0] == "Chaosheng Sensors"
    assert titles[1] == "New note: Chaosheng Sensors"
    user.press("Down", "Return")
    assert len(user.sheets_opened) == 1
    assert user.sheets_opened[0]["firm_id"]


def test_tab_lists_what_can_be_done_and_escape_steps_back_before_it_closes(user):
    user.press("Ctrl+K")
    user.type("chaosheng")
    user.press("Tab")
    assert user.palette()[0] == "Open Chaosheng Sensors"
    user.press("Esc")
    assert user.palette()[0] == "Chaosheng Sensors"
    user.press("Esc")
    assert user.palette() == []


def test_people_notes_and_commands_have_their_signs(user):
    user.press("Ctrl+K")
    user.type("@顾")
    assert user.palette() == ["顾雯"]
    user.press("Ctrl+A")
    user.type("smt line")
    assert any("Chaosheng" in title for title in user.palette())
    user.press("Ctrl+A")
    user.type(">dark")
    assert user.palette() == ["Dark theme"]
    user.press("Return")
    assert user.context.settings.theme == "dark"


def test_every_offered_command_is_listed_by_the_sign_alone(user):
    user.press("Ctrl+K")
    user.type(">")
    wanted = {each.text for each in actions.actions() if each.in_palette and each.scope != "client"}
    assert set(user.palette()) == wanted


def test_text_is_shown_as_typed_and_hostile_text_breaks_nothing(user):
    user.press("Ctrl+K")
    user.type("<b>Lab")
    assert user.palette()[0] == HOSTILE
    for text in ('"', "'; drop table firm; --", "%", "*", "NEAR(", "@", "#", "> <", "\\", "潮" * 60):
        user.press("Ctrl+A")
        user.type(text)
    assert not user.window.shell.palette_box.isHidden()


def test_a_search_without_result_says_so_and_leaves_room_for_its_box(user):
    user.press("Ctrl+K")
    user.type("qqqq")
    box = user.window.shell.palette_box
    assert [row.title for row in box.rows()] == ["Nothing found for “qqqq”."]
    assert box.box.height() >= box.box.sizeHint().height()
    user.press("Return")
    assert not box.isHidden()


def test_the_letters_that_matched_are_marked(user):
    user.press("Ctrl+K")
    user.type("csc")
    row = user.window.shell.palette_box.rows()[1]
    bold = "".join(row.note[start:end] for start, end in row.note_spans)
    assert bold.replace(" ", "") in {"csc", "潮声传csc", "潮声传"}


def test_pieces_put_a_line_together_again_and_forgive_wrong_spans():
    assert _pieces("abcdef", ((1, 2), (3, 5))) == [("a", False), ("b", True), ("c", False), ("de", True), ("f", False)]
    assert _pieces("abc", ((2, 9), (0, 1), (0, 2))) == [("a", True), ("bc", False)]
    assert _pieces("", ()) == []


def test_moving_skips_headings_and_goes_round(user):
    user.press("Ctrl+K")
    user.type("chaosheng")
    box = user.window.shell.palette_box
    seen = []
    for _step in range(len(user.palette())):
        seen.append(box.rows()[box.view.currentIndex().row()].kind)
        user.press("Down")
    assert "heading" not in seen
    assert box.rows()[box.view.currentIndex().row()].title == user.palette()[0]
    user.press("Up")
    assert box.rows()[box.view.currentIndex().row()].title == user.palette()[-1]
    assert box.box.accessibleDescription()


def test_the_focus_returns_to_where_it_was(user):
    rail_item = user.window.shell.rail._items["settings"]
    rail_item.setFocus(Qt.FocusReason.TabFocusReason)
    user.press("Ctrl+K")
    assert user.focus() == "Search clients, people, notes and commands"
    user.press("Esc")
    assert user.focus() == "Settings"


def test_a_click_on_the_search_box_opens_it_and_one_beside_closes_it(user):
    from PySide6.QtTest import QTest

    user.click("Search clients, people, notes")
    box = user.window.shell.palette_box
    assert box.isVisible()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().bottomLeft())
    assert not box.isVisible()


def test_it_opens_fast(user):
    user.press("Ctrl+K")
    user.press("Esc")
    times = []
    for _round in range(5):
        began = perf_counter()
        user.window.shell.palette_box.open("chaosheng")
        user.window.shell.palette_box.repaint()
        times.append(perf_counter() - began)
        user.window.shell.palette_box.close_palette()
    assert min(times) < 0.1


def test_the_model_keeps_its_promises(qtmodeltester):
    model = RowModel()
    model.show(Listing([Row("heading", "Clients"), Row("client", "A", "B", key="1")]))
    qtmodeltester.check(model)
    assert model.index(1, 0).data(ROW).title == "A"
    assert model.index(1, 0).data() == "A, B"


def test_it_stays_inside_the_smallest_window_with_the_largest_text(user):
    user.context.use_look(text_factor=2.0)
    user.window.resize(1120, 680)
    user.press("Ctrl+K")
    panel = user.window.findChild(Palette)._panel
    assert user.window.rect().contains(panel.geometry())

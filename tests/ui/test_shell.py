"""The working window: pages, history, keys, rail, banners, toasts, undo, live switches."""

from itertools import product

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout

from rmapp import errors, i18n
from rmapp.ui import actions, app, messages, pages, registry
from rmapp.ui.history import History, Place
from rmapp.ui.page import Crumb, Page
from tests.books import add_firm, new_book
from tests.driver import opened


class ListPage(Page):
    """Stands in for a page with a list, a filter and a selected client."""

    made = 0

    def __init__(self, context):
        super().__init__(context)
        type(self).made += 1
        column = QVBoxLayout(self)
        self.filter = QLineEdit()
        self.filter.setAccessibleName("Filter")
        self.list = QListWidget()
        self.list.setAccessibleName("List")
        self.list.addItems([f"row {number}" for number in range(200)])
        column.addWidget(self.filter)
        column.addWidget(self.list)
        self.changes = []
        self.refreshed = 0
        self.entered = []
        self.may_go = True
        self.left = 0

    def enter(self, **args):
        self.entered.append(args)
        self.list.setFocus()

    def leave(self):
        self.left += 1

    def may_leave(self):
        return self.may_go

    def title(self):
        return "List"

    def count(self):
        return 200

    def footer_text(self):
        return "200 rows"

    def state(self):
        return {"row": self.list.currentRow(), "filter": self.filter.text()}

    def restore(self, state):
        self.list.setCurrentRow(state["row"])
        self.filter.setText(state["filter"])

    def on_changed(self, change):
        self.changes.append(change)

    def refresh(self):
        self.refreshed += 1

    def focus_filter(self):
        self.filter.setFocus()
        return True

    def current_firm(self):
        return "firm-1" if self.list.currentRow() >= 0 else None


class OtherPage(ListPage):
    def title(self):
        return "Other"

    def breadcrumb(self):
        return [Crumb("List", "clients"), Crumb("A & B <b>GmbH</b>")]

    def primary_actions(self):
        return ["brief.open", "note.new"]


class _Sheets(list):
    """What was asked of the sheets."""

    def __call__(self, window, context, **args):
        self.append(args)


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(add_firm, label="Add a firm")
    workspace.close()
    return tmp_path / "book"


@pytest.fixture
def asked():
    return _Sheets()


@pytest.fixture
def two_pages(monkeypatch, asked):
    """Register two pages and a sheet beside the real ones."""
    real = pages.pages()
    makers = {"list": ListPage, "other": OtherPage, "note": asked}
    load = registry.load
    listed = (
        registry.PageEntry("clients", "Clients", "users", "list", rail=True),
        registry.PageEntry("lines", "Credit lines", "landmark", "other", rail=True),
        *(entry for entry in real if entry.code not in {"clients", "lines"} and not entry.rail),
    )
    monkeypatch.setattr(pages, "pages", lambda: listed)
    monkeypatch.setattr(pages, "sheets", lambda: (registry.SheetEntry("note", "note"),))
    monkeypatch.setattr(registry, "load", lambda maker: makers[maker] if maker in makers else load(maker))


@pytest.fixture
def user(qapp, book, two_pages):
    with opened(book) as driver:
        yield driver


def fail(problem):
    def verb(_store):
        raise problem

    return verb


# Pages and history


def test_the_first_page_of_the_rail_is_shown_with_its_title_count_and_footer(user):
    assert user.code() == "clients"
    assert user.heading() == "List"
    assert user.window.shell.footer.texts()[0] == "200 rows"
    assert user.window.shell.rail._items["clients"].isChecked()
    assert "Clients (1)" in user.names()


def test_pages_are_built_once_and_late(user):
    ListPage.made = OtherPage.made = 0
    user.press("Ctrl+2", "Ctrl+1", "Ctrl+2")
    assert OtherPage.made == 1
    assert ListPage.made == 0, "the first page is still the one built at the start"


def test_history_walks_back_and_forth_and_restores_selection_and_filter(user):
    user.page().list.setCurrentRow(150)
    user.page().filter.setText("abc")
    user.press("Ctrl+2")
    user.context.open_page("clients", view="x")
    user.page().list.setCurrentRow(3)
    user.page().filter.setText("")
    user.press("Alt+Left", "Alt+Left")
    assert user.code() == "clients"
    assert user.page().state() == {"row": 150, "filter": "abc"}
    user.press("Alt+Right")
    assert user.code() == "lines"
    user.press("Alt+Right", "Alt+Right")
    assert user.page().state() == {"row": 3, "filter": ""}
    assert user.page().entered[-1] == {"view": "x"}


def test_a_page_that_does_not_let_go_stays(user):
    user.page().may_go = False
    user.press("Ctrl+2")
    assert user.code() == "clients"
    user.page().may_go = True
    user.press("Ctrl+2")
    assert user.code() == "lines"


def test_a_place_that_is_gone_says_so_and_is_not_remembered(user, monkeypatch):
    def enter(page, **args):
        if args.get("firm_id") == "gone":
            raise errors.NotFoundError("There is no such client.")

    monkeypatch.setattr(OtherPage, "enter", enter)
    user.context.open_page("lines", firm_id="gone")
    assert user.banners() == ["There is no such client."]
    assert user.code() == "clients"
    user.press("Ctrl+2", "Alt+Left")
    assert user.code() == "clients"
    user.context.open_page("lines", firm_id="there")
    user.press("Ctrl+1")
    user.window._history._places[-2] = Place("lines", {"firm_id": "gone"})
    user.press("Alt+Left")
    assert user.banners() == ["There is no such client."]
    assert user.code() == "clients"


def test_a_page_writes_what_must_not_be_lost_before_lock_and_before_another_page(user):
    page = user.page()
    user.press("Ctrl+2")
    assert page.left == 1
    other = user.page()
    left = []
    other.leave = lambda: left.append(user.context.is_open)
    user.press("Ctrl+L")
    assert left == [True], "the book was still open"


def test_the_breadcrumb_leads_back_and_shows_text_as_typed(user):
    user.press("Ctrl+2")
    assert user.heading() == "A & B <b>GmbH</b>"
    user.click("List")
    assert user.code() == "clients"


def test_history_forgets_what_lay_ahead_and_keeps_a_limit():
    history = History()
    assert history.go(-1) is None
    for code in "abc":
        history.visit(Place(code))
    history.go(-2)
    history.visit(Place("d"))
    assert not history.can_go(1)
    assert history.go(-1).code == "a"
    for number in range(200):
        history.visit(Place("p", {"n": number}))
    history.remember({"scroll": 7})
    history.visit(Place("p", {"n": 199}))
    steps = 0
    while history.go(-1):
        steps += 1
    assert steps == 59


# Keys


def test_every_key_means_one_thing():
    keys = [key for action in actions.actions() for key in action.keys]
    assert len(keys) == len(set(keys))


def test_every_command_has_a_handler_a_known_icon_and_a_text(qapp):
    from rmapp.ui import icons
    from rmapp.ui.command_runner import CommandRunner

    answering = [CommandRunner, *(registry.load(entry.maker) for entry in pages.pages())]
    for action in actions.actions():
        assert any(hasattr(each, action.handler) for each in answering), action.id
        assert action.text
        icons.pixmap(action.icon)


def test_commands_without_their_page_or_sheet_are_not_offered(monkeypatch):
    monkeypatch.setattr(pages, "pages", tuple)
    monkeypatch.setattr(pages, "sheets", tuple)
    offered = {action.id for action in actions.actions()}
    assert "note.new" not in offered
    assert not any(each.startswith("go.") for each in offered)
    assert "book.lock" in offered


def test_the_lists_of_pages_and_sheets_are_made_once_for_all_commands(monkeypatch):
    made, sheets = [], pages.sheets
    monkeypatch.setattr(pages, "sheets", lambda: made.append(1) or sheets())
    assert actions.action("note.new") is not None
    assert len(made) == 1


def test_single_letters_act_in_a_list_and_are_text_in_a_field(user, asked):
    user.page().list.setCurrentRow(0)
    user.press("N")
    assert asked == [{"firm_id": "firm-1"}]
    user.press("/")
    assert user.focus() == "Filter"
    user.type("n/N")
    assert user.page().filter.text() == "n/N"
    assert len(asked) == 1
    user.press("Ctrl+N")
    assert len(asked) == 2


def test_a_command_for_a_client_says_when_none_is_selected(user, monkeypatch):
    monkeypatch.setattr(pages, "sheets", lambda: (registry.SheetEntry("firm", "note"),))
    user.window.commands.fill()
    user.page().list.setCurrentRow(-1)
    user.press("E")
    assert user.toast() == "Select a client first."


def test_keys_of_the_page_are_silent_while_a_sheet_is_open(user, asked):
    user.press("F1")
    assert user.sheet() is not None
    user.press("Ctrl+2", "Ctrl+N", "Ctrl+K")
    assert user.code() == "clients"
    assert not asked
    user.press("Esc")
    user.wait(40)
    assert user.sheet() is None
    user.press("Ctrl+2")
    assert user.code() == "lines"


def test_the_sheet_of_keys_lists_the_table(user):
    from rmapp.ui.widgets.labels import PlainLabel

    user.press("F1")
    shown = {label.text() for label in user.sheet().findChildren(PlainLabel)}
    assert {action.text for action in actions.actions() if action.keys} <= shown


def test_caps_of_keys_read_well():
    assert [actions.cap_of(key) for key in ("Ctrl++", "Ctrl+Shift+Z", "/", "F1")] == [
        "Ctrl +",
        "Ctrl Shift Z",
        "/",
        "F1",
    ]


# Writing, errors, undo


def test_a_write_tells_the_page_once_and_offers_undo(user):
    user.press("Ctrl+2", "Ctrl+1")
    user.context.do(add_firm, "新的公司", label="Firm added")
    assert len(user.page().changes) == 1
    assert user.toast() == "Firm added"
    user.wait(200)
    assert "Clients (2)" in user.names(), "the rail counts once the page is painted"
    user.press("Ctrl+2")
    assert user.page().refreshed == 1, "a page that was away reads again"
    user.press("Ctrl+Z")
    assert user.toast() == "Undone: Firm added"
    user.press("Ctrl+Shift+Z")
    assert user.toast() == "Done again: Firm added"
    user.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert user.toast() == "There is nothing to undo."


def test_undo_in_the_toast_takes_the_change_back(user):
    user.context.do(add_firm, "新的公司", label="Firm added")
    user.click("Undo")
    assert user.toast() == "Undone: Firm added"


def test_an_input_error_goes_to_the_form_and_nothing_else_happens(user):
    with pytest.raises(errors.InputError):
        user.context.do(fail(errors.InputError({"name": "is needed"})), label="x")
    assert user.banners() == []
    assert user.toast() == ""


def test_an_expected_error_is_shown_above_the_page_until_something_works(user):
    assert user.context.do(fail(errors.RuleError("The bank's rule <b>says</b> no.")), label="x") is None
    assert user.banners() == ["The bank's rule <b>says</b> no."]
    user.context.do(add_firm, "新的公司", label="Firm added")
    assert user.banners() == []


def test_a_bug_is_reported_once_with_a_report_that_quotes_no_data(user, monkeypatch):
    shown = []
    monkeypatch.setattr(messages, "report_bug", lambda _parent, problem: shown.append(problem))
    hook = app.ErrorHook(user.window)
    with pytest.raises(ZeroDivisionError) as caught:
        user.context.do(fail(ZeroDivisionError("示例科技")), label="x")
    hook.show(caught.type, caught.value, caught.tb)
    assert shown == [caught.value]
    from rmapp import log

    assert "示例科技" not in log.trail(caught.value)
    assert "ZeroDivisionError" in log.trail(caught.value)
    hook.show(errors.RuleError, errors.RuleError("No."), None)
    assert user.banners() == ["No."]


def test_the_report_of_a_bug_is_copied_with_its_button(user):
    def press_copy():
        box = QApplication.activeModalWidget()
        next(each for each in box.buttons() if each.text() == "Copy report").click()

    QApplication.clipboard().clear()
    QTimer.singleShot(0, press_copy)
    messages.report_bug(user.window, ZeroDivisionError("示例科技"))
    assert "ZeroDivisionError" in QApplication.clipboard().text()


def test_a_book_open_elsewhere_can_be_read_and_says_so(qapp, tmp_path, two_pages):
    workspace = new_book(tmp_path, None)
    workspace.do(add_firm, label="Add a firm")
    with opened(tmp_path / "book", passphrase=None) as user:
        assert user.context.read_only
        assert user.banners()
        user.page().list.setCurrentRow(0)
        user.press("N")
        assert "reading only" in user.toast()
    workspace.close()


# Looks


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_language_switches_live_and_the_place_stays(user, language):
    user.page().list.setCurrentRow(42)
    before = user.window.shell
    user.context.use_language(language)
    user.wait()
    assert user.window.shell is not before
    assert user.code() == "clients"
    assert user.page().state()["row"] == 42
    assert i18n.current() == language


def test_the_theme_switches_live_and_the_page_stays(user):
    page = user.page()
    user.context.use_look(theme="dark")
    assert user.context.theme.theme.dark
    user.context.use_look(theme="light")
    assert not user.context.theme.theme.dark
    assert user.page() is page


def test_text_grows_and_shrinks_by_key(user):
    user.press("Ctrl+=", "Ctrl+=")
    assert user.context.settings.text_factor == 1.25
    user.press("Ctrl+-")
    assert user.context.settings.text_factor == 1.1
    user.press("Ctrl+0")
    assert user.context.settings.text_factor == 1.0


def test_the_rail_folds_where_the_window_is_narrow_and_as_chosen(user):
    assert user.window.shell.rail.is_open()
    user.window.resize(1366, 768)
    user.wait()
    assert not user.window.shell.rail.is_open()
    user.press("Ctrl+B")
    assert user.window.shell.rail.is_open()
    user.window.resize(1120, 680)
    user.wait()
    assert user.window.shell.rail.is_open()
    assert user.window.width() == 1120


def test_the_window_is_never_smaller_than_its_minimum(user):
    user.window.resize(300, 200)
    user.wait()
    assert (user.window.width(), user.window.height()) == (1120, 680)


@pytest.mark.parametrize(("language", "theme"), list(product(i18n.LANGUAGES, ("light", "dark"))))
@pytest.mark.parametrize("size", [(1440, 900), (1120, 680)])
def test_every_control_of_every_page_has_a_name(qapp, book, language, theme, size):
    with opened(book, language=language, theme=theme, size=size) as user:
        firm_id = user.context.workspace.store.rows("SELECT id FROM firm")[0][0]
        for entry in pages.pages():
            of_client = entry.code in {"client", "brief", "record", "call_report", "report_paper"}
            user.context.open_page(entry.code, **({"firm_id": firm_id} if of_client else {}))
            user.wait(20)
            assert user.code() == entry.code
            assert user.nameless() == [], entry.code
            assert not user.grab().isNull()
        user.press("Ctrl+K")
        assert user.nameless() == []


def test_tab_walks_from_the_rail_to_the_page_in_reading_order(user):
    shell = user.window.shell
    shell.rail._items["clients"].setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _step in range(30):
        user.press("Tab")
        seen.append(user.focus())
    first = {name: seen.index(name) for name in ("Credit lines (0)", "Settings", "Filter") if name in seen}
    assert list(first) == ["Credit lines (0)", "Settings", "Filter"]
    assert sorted(first.values()) == list(first.values())


def test_closing_the_book_stops_its_jobs(user):
    def endless(progress):
        while True:
            progress.report(0, 0)

    job = user.context.start(endless)
    user.press("Ctrl+L")
    assert user.is_locked()
    user.wait(20)
    assert not user.context.jobs.findChildren(type(job))

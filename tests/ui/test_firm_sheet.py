"""The sheet of a client, by keyboard: a name and a stage are enough, wrong numbers are told, twins are found."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from rmapp.domain.firm import Firm, Listing
from rmapp.domain.stage import StageEvent
from rmapp.services.clients import cards, firms
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.ui.widgets.entity_form import EntityForm
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.labels import LinkLabel
from tests.books import CLOCK, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WRONG = "91330100MA2B123451"


@pytest.fixture
def user(tmp_path, qapp):
    workspace = new_book(tmp_path)
    draft = FirmDraft(names=(NameDraft(text="潮声传感科技有限公司"),), city="Hangzhou")
    workspace.do(firms.add_firm, draft, label="Added")
    workspace.close()
    with opened(tmp_path / "book") as one:
        yield one


def all_of(user, kind, **equal):
    return user.context.ask(lambda store: store.all(kind, **equal))


def field(user, label):
    return next(each for each in user.sheet().findChildren(Field) if each.label() == label and each.isVisible())


def start(user):
    user.press("Ctrl+Shift+N")
    assert user.sheet() is not None


def choose(user, name, beginning):
    next(each for each in user.visible() if each.accessibleName() == name).setFocus()
    user.type(beginning)


def test_a_name_and_a_stage_are_enough(user):
    start(user)
    assert user.focus() == "Name 1"
    user.type("听潮医疗器械有限公司")
    choose(user, "Stage now", "Gro")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    firm_id = user.page().current_firm()
    assert user.context.ask(firms.display_name, firm_id, "zh") == "听潮医疗器械有限公司"
    [event] = all_of(user, StageEvent, firm_id=firm_id)
    assert (event.to_stage, event.from_stage, str(event.effective_on)) == ("growth", None, str(CLOCK.today()))
    user.press("Ctrl+Z")
    assert user.context.ask(cards.counts).firms == 1
    assert not all_of(user, StageEvent, firm_id=firm_id)


def test_nothing_is_saved_without_name_or_stage(user):
    start(user)
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert "stage" in field(user, "Stage now").message()
    user.fill("Name 1", "Quiet Optics")
    user.press("Ctrl+Return")
    assert field(user, "Stage now").has_error()
    assert user.context.ask(cards.counts).firms == 1


def test_a_wrong_credit_code_can_be_saved_as_unverified_and_undone(user):
    start(user)
    user.type("Quiet Optics")
    choose(user, "Stage now", "Gro")
    user.fill("Credit code (USCC)", WRONG[:9])
    user.wait(500)
    assert "9" in field(user, "Credit code (USCC)").message()
    assert not field(user, "Credit code (USCC)").has_error()
    user.type(WRONG[9:])
    user.wait(500)
    assert field(user, "Credit code (USCC)").has_error()
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    user.fill("Credit code (USCC)", WRONG)
    user.wait(500)
    user.press("Tab")
    link = QApplication.focusWidget()
    assert isinstance(link, LinkLabel)
    user.press("Space")
    assert not field(user, "Credit code (USCC)").has_error()
    user.press("Ctrl+Return")
    assert user.sheet() is None
    firm = user.context.ask(firms.firm_page, user.page().current_firm()).firm
    assert (firm.uscc, firm.uscc_unverified) == (WRONG, True)
    user.press("Ctrl+Z")
    assert all(one.uscc != WRONG for one in all_of(user, Firm))


def test_a_firm_of_the_same_name_is_found_while_typing(user):
    start(user)
    user.type("潮声传感科技有限公司")
    user.wait(500)
    assert "Open that client" in user.names()
    choose(user, "Stage now", "Gro")
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    box = next(each for each in user.visible() if each.accessibleName() == "This is another firm of the same name")
    box.setFocus()
    user.press("Space", "Ctrl+Return")
    assert user.context.ask(cards.counts).firms == 2


def test_esc_asks_before_it_drops_what_was_typed(user):
    start(user)
    user.press("Escape")
    assert user.sheet() is None
    start(user)
    user.type("Quiet Optics")
    user.press("Escape")
    assert user.sheet().accessibleName() == "Leave without saving?"
    user.press("Escape")
    assert user.sheet().accessibleName() == "New client"
    assert user.context.ask(cards.counts).firms == 1
    user.press("Escape")
    user.click("Leave without saving")
    assert user.sheet() is None


def test_a_listed_firm_brings_its_listing(user):
    start(user)
    user.type("Quiet Optics")
    choose(user, "Stage now", "Lis")
    user.press("Ctrl+Return")
    assert field(user, "Listed at").has_error()
    choose(user, "Listed at", "STAR")
    user.fill("Stock code", "688001")
    user.fill("Listed since", "2024")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    [listing] = all_of(user, Listing)
    assert (listing.code, str(listing.listed_on)) == ("688001.SH", "2024")


def test_an_edit_keeps_what_the_form_does_not_show(user):
    [firm] = all_of(user, Firm)
    user.context.do(
        firms.change_firm, firm.id, label="x", sei_codes=("1.1",), size_class="small", size_class_reason="by hand"
    )
    user.context.open_client(firm.id)
    user.press("E")
    assert user.sheet().accessibleName() == "Edit client"
    user.fill("Industry", "C39")
    user.press("Return")
    user.fill("What it does", "MEMS microphones")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    changed = user.context.ask(firms.firm_page, firm.id).firm
    assert (changed.industry_gb, changed.summary) == ("C39", "MEMS microphones")
    assert (changed.sei_codes, changed.size_class) == (("1.1",), "small")
    assert changed.city == "Hangzhou"


def test_who_takes_a_client_off_the_watch_list_says_why_beside_the_field(user):
    [firm] = all_of(user, Firm)
    user.context.do(firms.change_firm, firm.id, label="x", watch_status="watch")
    user.context.open_client(firm.id)
    user.press("E")
    choose(user, "Watch list", "Not")
    user.press("Ctrl+Return")
    assert field(user, "Why the client is watched, or no longer").has_error()
    assert not field(user, "Why the client is watched, or no longer").control.visibleRegion().isEmpty(), "in sight"
    user.fill("Why the client is watched, or no longer", "Payrolls paid since June")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert user.context.ask(firms.firm_page, firm.id).firm.watch_status == "none"


def test_words_that_name_no_industry_are_refused(user):
    start(user)
    user.type("Quiet Optics")
    choose(user, "Stage now", "Gro")
    user.fill("Industry", "nonsense")
    user.press("Ctrl+Return")
    assert field(user, "Industry").has_error()


def test_every_control_has_a_name(user):
    start(user)
    assert not user.nameless()
    assert user.sheet().findChildren(EntityForm)

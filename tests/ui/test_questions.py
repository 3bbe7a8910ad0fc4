"""What is asked before a write: personal numbers in any form, and a reason where a class is lowered."""

import pytest
from PySide6.QtCore import QTimer

from rmapp.domain.decision import ClassChange
from rmapp.domain.meeting import Meeting
from rmapp.domain.person import Person
from rmapp.errors import ReasonNeeded
from tests.books import add_firm, new_book
from tests.driver import opened

REMARK = "Remark"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def user(tmp_path, qapp):
    workspace = new_book(tmp_path)
    firm = workspace.do(add_firm, label="Add").result.id
    workspace.close()
    with opened(tmp_path / "book") as one:
        one.firm = firm
        yield one


def all_of(user, kind):
    return user.context.ask(lambda store: store.all(kind))


def afterwards(user, *steps):
    """Let the user answer the question that the next command asks."""

    def answer():
        for step in steps:
            step()

    QTimer.singleShot(200, answer)


def write_remark(user):
    user.context.open_sheet("person", firm_id=user.firm)
    user.fill("Name", "Pan Qi")
    user.fill(REMARK, "Ring 13812345678 early")


def test_numbers_in_any_form_are_removed_on_a_key(user):
    write_remark(user)
    afterwards(user, lambda: user.press("Return"))
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert [one.remark for one in all_of(user, Person) if one.name == "Pan Qi"] == ["Ring  early"]


def test_or_they_are_kept(user):
    write_remark(user)
    afterwards(user, lambda: user.click("Keep and save"))
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert [one.remark for one in all_of(user, Person) if one.name == "Pan Qi"] == ["Ring 13812345678 early"]


def test_or_one_goes_back_and_nothing_is_lost(user):
    write_remark(user)
    afterwards(user, lambda: user.press("Esc"))
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert not [one for one in all_of(user, Person) if one.name == "Pan Qi"]
    assert any(getattr(each, "text", str)() == "Ring 13812345678 early" for each in user.visible())


@pytest.fixture
def note(user):
    firm_id = user.firm
    added = user.context.do(lambda store: store.add(Meeting(firm_id=firm_id, starts_at="2026-01-05")), label="Add")
    return added.result.id


def lower(user, note):
    return user.context.do(lambda store: store.change(Meeting, note, confidentiality="internal"), label="Change")


def test_a_class_is_lowered_with_the_reason_that_was_typed(user, note):
    afterwards(user, lambda: user.type("It was in the news"), lambda: user.press("Return"))
    lower(user, note)
    assert [one.reason for one in all_of(user, ClassChange)] == ["It was in the news"]


def test_without_one_it_stays(user, note):
    afterwards(user, lambda: user.press("Return"), lambda: user.press("Esc"))
    with pytest.raises(ReasonNeeded):
        lower(user, note)
    assert not all_of(user, ClassChange)

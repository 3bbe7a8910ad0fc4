"""What is typed in any form survives the lock: it stands there again, until it is saved or left on purpose."""

import pytest

from rmapp.services import drafts
from rmapp.services.clients import people, promises
from tests.books import add_firm, new_book
from tests.driver import opened


@pytest.fixture
def firm(tmp_path):
    book = new_book(tmp_path)
    found = book.do(add_firm, "潮声传感有限公司", label="Add").result.id
    book.close()
    return found


@pytest.fixture
def user(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as driver:
        yield driver


def lock_and_unlock(user):
    user.press("Ctrl+L")
    user.wait(50)
    assert user.is_locked()
    user.unlock()
    user.wait(50)


def kept(user):
    return user.context.ask(drafts.drafts, "form")


def test_a_promise_typed_before_the_lock_stands_there_again_and_is_saved(user, firm):
    user.context.open_sheet("promise", firm_id=firm)
    user.wait()
    name = user.focus()
    user.type("Send the contract")
    lock_and_unlock(user)
    assert [one.body["text"] for one in kept(user)] == ["Send the contract"]
    user.context.open_sheet("promise", firm_id=firm)
    user.wait()
    assert any("stands here again" in text for text in user.banners())
    user.fill("Who will do it", "Gu Wen")
    user.fill("Due", "fri")
    user.press("Ctrl+Return")
    user.wait(50)
    assert user.sheet() is None, (name, [label.text() for label in user.labels()][-20:])
    assert [one.text for one in user.context.ask(promises.open_promises, firm)] == ["Send the contract"]
    assert kept(user) == []


def test_what_is_left_on_purpose_is_forgotten(user, firm):
    user.context.open_sheet("promise", firm_id=firm)
    user.wait()
    user.type("Never mind")
    user.wait(1200)
    assert len(kept(user)) == 1
    user.press("Escape")
    user.click("Leave without saving")
    user.wait(50)
    assert kept(user) == []
    user.context.open_sheet("promise", firm_id=firm)
    user.wait()
    assert not any("stands here again" in text for text in user.banners())


def test_a_form_of_another_thing_is_not_filled(user, firm):
    other = user.context.do(add_firm, "另一家有限公司", label="Add").result.id
    user.context.open_sheet("promise", firm_id=firm)
    user.wait()
    user.type("Send the contract")
    lock_and_unlock(user)
    user.context.open_sheet("promise", firm_id=other)
    user.wait()
    assert not any("stands here again" in text for text in user.banners())


def test_a_new_person_survives_the_lock(user, firm):
    user.context.open_sheet("person", firm_id=firm)
    user.wait()
    user.type("Zhou Han")
    lock_and_unlock(user)
    user.context.open_sheet("person", firm_id=firm)
    user.wait()
    user.press("Ctrl+Return")
    user.wait(50)
    assert [one.person.name for one in user.context.ask(people.people, firm)] == ["Zhou Han"]

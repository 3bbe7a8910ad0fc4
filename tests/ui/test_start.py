"""The page of an empty book: its cards and their letters, and that it gives way to the first client."""

import pytest

from tests.books import new_book
from tests.driver import opened


@pytest.fixture
def user(tmp_path, qapp):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as driver:
        yield driver


@pytest.mark.parametrize("key", ["N", "Ctrl+N", "Ctrl+Shift+N"])
def test_a_key_adds_the_first_client(user, key):
    user.wait(100)
    assert user.code() == "start"
    user.press(key)
    assert user.sheet().accessibleName() == "New client"


@pytest.mark.parametrize("again", [False, True])
def test_the_letters_of_the_cards_choose_them_also_on_coming_back(user, again):
    if again:
        user.press("Ctrl+,", "Alt+Left")
        assert user.code() == "start"
    user.press("I")
    assert user.code() == "import"

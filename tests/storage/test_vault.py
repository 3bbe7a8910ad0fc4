import json
from datetime import timedelta

import pytest

from rmapp import errors
from rmapp.domain.clock import FixedClock
from rmapp.services import books
from rmapp.storage import recovery_key, vault
from rmapp.storage.attempts import Attempts
from tests.books import CLOCK, FAST, NOW, PASSPHRASE, new_book, reopened


def test_passphrase_and_recovery_key_open_the_same_key(tmp_path):
    key, printed = vault.create(tmp_path, "héllo 密码", FAST)
    assert vault.unlock(tmp_path, "he\u0301llo 密码") == key
    assert vault.unlock_with_recovery(tmp_path, printed.lower().replace("-", " ")) == key


def test_the_default_cost_is_strong():
    assert vault.STRONG.memory_kib >= 64 * 1024
    assert vault.STRONG.iterations >= 3


def test_no_secret_stands_in_the_files(tmp_path):
    key, printed = vault.create(tmp_path, PASSPHRASE, FAST)
    for name in vault.NAMES:
        text = (tmp_path / name).read_text().lower()
        assert key not in text
        assert PASSPHRASE not in text
        assert printed.replace("-", "").lower() not in text


def test_a_wrong_passphrase_is_not_damage(tmp_path):
    vault.create(tmp_path, PASSPHRASE, FAST)
    with pytest.raises(errors.WrongPassphrase):
        vault.unlock(tmp_path, PASSPHRASE + "x")
    with pytest.raises(errors.WrongPassphrase):
        vault.unlock_with_recovery(tmp_path, recovery_key.make_key())


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"\xff\xfe", None])
def test_one_damaged_copy_costs_nothing_and_is_healed_two_are_damage(tmp_path, damage):
    key, _printed = vault.create(tmp_path, PASSPHRASE, FAST)
    first, second = (tmp_path / name for name in vault.NAMES)

    def harm(path):
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage)

    harm(first)
    assert vault.unlock(tmp_path, PASSPHRASE) == key
    assert first.read_bytes() == second.read_bytes()
    harm(first)
    harm(second)
    with pytest.raises(errors.BookDamaged):
        vault.unlock(tmp_path, PASSPHRASE)


def test_a_flipped_digit_in_the_vault_is_damage_not_a_wrong_passphrase(tmp_path):
    vault.create(tmp_path, PASSPHRASE, FAST)
    for name in vault.NAMES:
        body = json.loads((tmp_path / name).read_text())
        sealed = body["passphrase"]["sealed"]
        body["passphrase"]["sealed"] = ("1" if sealed[0] == "0" else "0") + sealed[1:]
        (tmp_path / name).write_text(json.dumps(body))
    with pytest.raises(errors.BookDamaged):
        vault.unlock(tmp_path, PASSPHRASE)


def test_after_a_change_only_the_new_passphrase_and_the_recovery_key_open(tmp_path):
    workspace, printed = books.create_book(tmp_path / "book", "old", {}, kdf=FAST, clock=CLOCK)
    workspace.close()
    books.change_passphrase(tmp_path / "book", "old", "new", clock=CLOCK)
    reopened(tmp_path, "new").close()
    with pytest.raises(errors.WrongPassphrase):
        reopened(tmp_path, "old")
    books.open_book(tmp_path / "book", recovery_key=printed, clock=CLOCK).close()
    books.set_new_passphrase(tmp_path / "book", printed, "newest", clock=CLOCK)
    reopened(tmp_path, "newest").close()


def test_an_empty_passphrase_is_refused_and_leaves_no_book(tmp_path):
    with pytest.raises(errors.InputError):
        books.create_book(tmp_path / "book", "", {}, kdf=FAST, clock=CLOCK)
    assert list(tmp_path.iterdir()) == []


def test_a_slip_in_the_recovery_key_is_told_from_a_wrong_one():
    printed = recovery_key.make_key()
    assert not set(printed) & set("ILOU")
    body = recovery_key.read_key(printed)
    assert recovery_key.read_key(printed.replace("0", "O").replace("1", "l")) == body
    slips = 0
    for at, letter in enumerate(printed):
        if letter != "-":
            other = "2" if letter != "2" else "3"
            try:
                recovery_key.read_key(printed[:at] + other + printed[at + 1 :])
            except errors.InputError:
                slips += 1
    assert slips >= 28
    with pytest.raises(errors.InputError):
        recovery_key.read_key(printed[:-1])
    with pytest.raises(errors.InputError):
        recovery_key.read_key("é" * 30)


def test_wrong_tries_cost_a_growing_wait_that_survives_a_restart(tmp_path):
    new_book(tmp_path).close()
    for _time in range(5):
        with pytest.raises(errors.WrongPassphrase):
            reopened(tmp_path, "wrong")
    with pytest.raises(errors.BookLocked, match="wait 1 second"):
        reopened(tmp_path)
    later = FixedClock(NOW + timedelta(seconds=2))
    reopened(tmp_path, clock=later).close()
    assert not (tmp_path / "book" / "attempts.json").exists()


def test_a_mistyped_recovery_key_is_no_wrong_try(tmp_path):
    new_book(tmp_path).close()
    for _time in range(9):
        with pytest.raises(errors.InputError):
            reopened(tmp_path, None, recovery_key="7K3QM")
    reopened(tmp_path).close()


def test_the_wait_doubles_and_ends_at_five_minutes():
    assert [Attempts.wait_after(n) for n in (0, 4, 5, 6, 7, 13, 14, 500)] == [0, 0, 1, 2, 4, 256, 300, 300]

"""The doors: making a book, unlocking, waiting, the recovery key, locking by hand and by itself."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from rmapp.domain.clock import SystemClock
from rmapp.domain.passphrase import describe, is_enough
from rmapp.services import books
from rmapp.services.books import book_state, create_book
from rmapp.storage.vault import STRONG
from rmapp.ui import messages
from tests.books import FAST, INFO, NOW, PASSPHRASE, new_book
from tests.driver import opened

NEW = "green lamp seven rivers"


class MovingClock:
    """A clock that the test moves."""

    def __init__(self):
        self.moment = NOW

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()


@pytest.fixture
def book(tmp_path):
    new_book(tmp_path).close()
    return tmp_path / "book"


@pytest.fixture
def cheap(monkeypatch):
    """Make keys of new books cheap to derive."""
    monkeypatch.setattr("rmapp.services.books.STRONG", FAST)
    assert STRONG != FAST


def test_a_locked_book_says_nothing_and_opens_by_its_passphrase(qapp, book):
    with opened(book, passphrase=None) as user:
        assert user.is_locked()
        assert user.title() == "rmapp, locked"
        assert not any("Li Wen" in name for name in user.names())
        user.unlock()
        assert not user.is_locked()
        assert user.title() == "rmapp"


def test_a_wrong_passphrase_is_counted_and_the_field_is_ready_for_the_next(qapp, book):
    with opened(book, passphrase=None) as user:
        user.unlock("not this one")
        user.wait()
        assert "1 wrong try" in user.window.door.message()
        user.unlock("nor this one")
        assert "2 wrong tries" in user.window.door.message()
        assert user.is_locked()
        user.unlock(PASSPHRASE)
        assert not user.is_locked()


def test_after_many_wrong_tries_one_must_wait(qapp, book):
    clock = MovingClock()
    with opened(book, passphrase=None, clock=clock) as user:
        for _try in range(6):
            user.unlock("not this one")
        assert "wait" in user.window.door.message()
        user.unlock(PASSPHRASE)
        assert user.is_locked()
        clock.moment += timedelta(minutes=6)
        user.unlock(PASSPHRASE)
        assert not user.is_locked()


def test_caps_lock_is_noticed_while_typing(qapp, book):
    with opened(book, passphrase=None) as user:
        user.type("abc")
        assert not user.window.door._caps.isVisible()
        user.window.door._note_caps(_key("A"))
        assert user.window.door._caps.isVisible()


def test_the_recovery_key_opens_the_book_and_sets_a_new_passphrase(qapp, tmp_path):
    workspace, key = create_book(tmp_path / "book", PASSPHRASE, INFO, kdf=FAST)
    workspace.close()
    with opened(tmp_path / "book", passphrase=None) as user:
        user.click("Use recovery key")
        user.fill("Recovery key", key.lower())
        user.fill("New passphrase", NEW)
        user.fill("New passphrase again", NEW)
        user.click("Unlock")
        assert not user.is_locked()
        user.press("Ctrl+L")
        user.unlock(PASSPHRASE)
        assert user.is_locked()
        user.unlock(NEW)
        assert not user.is_locked()


def test_a_mistyped_recovery_key_is_said_beside_its_field(qapp, book):
    with opened(book, passphrase=None) as user:
        user.click("Use recovery key")
        user.fill("Recovery key", "7K3QM-XXXXX")
        user.fill("New passphrase", NEW)
        user.fill("New passphrase again", NEW)
        user.click("Unlock")
        assert "six groups" in user.window.door._recovery["recovery_key"].message()


def test_locking_closes_the_book_forgets_the_clipboard_and_returns_to_the_door(qapp, book):
    with opened(book) as user:
        user.context.copy("示例科技 58.0m")
        user.press("Ctrl+L")
        assert user.is_locked()
        assert not user.context.is_open
        assert QApplication.clipboard().text() == ""
        assert user.title() == "rmapp, locked"
        user.unlock()
        assert not user.is_locked()


def test_the_clipboard_of_others_is_left_alone(qapp, book):
    with opened(book) as user:
        user.context.copy("ours")
        QApplication.clipboard().setText("theirs")
        user.press("Ctrl+L")
        assert QApplication.clipboard().text() == "theirs"


def test_it_locks_by_itself_when_nobody_uses_it_and_after_sleep(qapp, book):
    clock = MovingClock()
    with opened(book, clock=clock) as user:
        clock.moment += timedelta(seconds=50)
        user.window._idle.check()
        assert not user.is_locked()
        for _tick in range(6):
            clock.moment += timedelta(seconds=50)
            user.window._idle.check()
        assert user.is_locked(), "five minutes without use"
        assert any(label.text().startswith("Locked after 5 minutes, at ") for label in user.labels())
        user.unlock()
        clock.moment += timedelta(seconds=90)
        user.window._idle.check()
        assert user.is_locked(), "the clock jumped, so the laptop slept"
        assert any("slept" in label.text() for label in user.labels())


def test_a_key_press_keeps_it_open(qapp, book):
    clock = MovingClock()
    with opened(book, clock=clock) as user:
        for _tick in range(10):
            clock.moment += timedelta(seconds=50)
            user.window._idle.eventFilter(user.window, _key("a"))
            user.window._idle.check()
        assert not user.is_locked()


def test_an_unprotected_book_opens_at_once_and_does_not_lock(qapp, tmp_path):
    new_book(tmp_path, None).close()
    with opened(tmp_path / "book", passphrase=None) as user:
        assert not user.is_locked()
        assert "no passphrase" in user.window.shell.footer.texts()[1]
        user.press("Ctrl+L")
        assert not user.is_locked()
        assert user.toast() == "This book has no passphrase, so there is nothing to lock it with."


def test_the_sample_book_says_so(qapp, tmp_path):
    new_book(tmp_path, None, kind="sample").close()
    with opened(tmp_path / "book", passphrase=None) as user:
        assert user.window.shell.footer.texts()[1].startswith("Sample data. Fictional firms unless marked")


def test_the_first_start_makes_an_encrypted_book_and_shows_the_recovery_key_once(qapp, tmp_path, cheap):
    folder = tmp_path / "new" / "book"
    with opened(folder, passphrase=None, clock=SystemClock()) as user:
        user.fill("Your name", "Li Wen")
        user.fill("Bank", "Test Bank")
        user.fill("Passphrase", PASSPHRASE)
        user.fill("Passphrase again", PASSPHRASE + "!")
        user.press("Return")
        assert "not the same" in user.window.door._fields["again"].message()
        assert not folder.exists()
        user.fill("Passphrase again", PASSPHRASE)
        user.press("Return")
        key = user.window.door.recovery_key()
        assert len(key.replace("-", "")) == 30
        assert not user.window.door.go_on.isEnabled()
        user.window.door.kept.click()
        user.click("Open the book")
        assert not user.is_locked()
        assert user.code() == "start"
        assert user.context.workspace.store.info["user_name"] == "Li Wen"
    assert book_state(folder) == "locked"


def test_the_recovery_key_can_be_kept_as_a_private_file(qapp, tmp_path, cheap, monkeypatch):
    target = tmp_path / "key.txt"
    monkeypatch.setattr(messages, "save_file", lambda *_words: target)
    with opened(tmp_path / "book", passphrase=None) as user:
        user.fill("Passphrase", PASSPHRASE)
        user.fill("Passphrase again", PASSPHRASE)
        user.press("Return")
        user.click("Save as a file")
        assert user.window.door.recovery_key() in target.read_text()
        assert target.stat().st_mode & 0o077 == 0


def test_an_easy_passphrase_is_refused_in_words(qapp, tmp_path):
    with opened(tmp_path / "book", passphrase=None) as user:
        user.fill("Passphrase", "aaaaaaaaaaaaaaaa")
        user.fill("Passphrase again", "aaaaaaaaaaaaaaaa")
        user.press("Return")
        assert "Too easy" in user.window.door._fields["passphrase"].message()
        assert book_state(tmp_path / "book") == "missing"


@pytest.mark.parametrize(
    ("passphrase", "enough"),
    [
        ("", False),
        ("password", False),
        ("12345678", False),
        ("Tr0ub4dor&3x", True),
        (PASSPHRASE, True),
        ("我们去看工厂吧", True),
        ("aaaaaaaaaaaaaaaaaaaa", False),
    ],
)
def test_strength_is_told_in_a_sentence(passphrase, enough):
    assert is_enough(passphrase) is enough
    assert bool(describe(passphrase)) is bool(passphrase)


def test_a_backup_is_opened_in_a_folder_of_its_own(qapp, book, tmp_path):
    with opened(book) as user:
        copy = books.backup_now(user.context.workspace)
        user.choose("Open a backup")
        sheet = user.sheet()
        user.fill("Folder of the backup", str(tmp_path))
        print(
            "MSG",
            [(type(e).__name__, e.isEnabled()) for e in user.visible() if e.accessibleName() == "Folder of the backup"],
            QApplication.focusWidget(),
            sheet.folder.text(),
        )
        sheet.restore()
        assert "book.db" in sheet._folder_field.message()
        user.fill("Folder of the backup", str(copy))
        user.fill("Passphrase of that time", "wrong one")
        sheet.restore()
        assert sheet._passphrase_field.message()
        user.fill("Passphrase of that time", PASSPHRASE)
        sheet.restore()
        user.wait()
        assert not user.is_locked()
        assert user.context.workspace.folder not in {book, copy}
    assert book_state(book) == "locked"


def test_a_book_that_another_program_holds_opens_for_reading_after_its_passphrase(qapp, tmp_path):
    holder = new_book(tmp_path)
    with opened(tmp_path / "book") as user:
        assert not user.is_locked()
        assert user.context.read_only
        assert user.banners()
    holder.close()


def test_the_days_first_backup_is_written_beside_the_work(qapp, book):
    with opened(book) as user:
        assert "No backup yet" in {label.text() for label in user.labels()}
        user.window.back_up_if_due()
        user.context.jobs.wait_all()
        user.wait(20)
        assert len(books.list_backups(book)) == 1
        assert "No backup yet" not in {label.text() for label in user.labels()}
        user.window.back_up_if_due()
        user.context.jobs.wait_all()
        assert len(books.list_backups(book)) == 1


def test_a_damaged_book_says_so_at_the_door(qapp, book):
    (book / "book.db").write_bytes(b"short")
    with opened(book, passphrase=None) as user:
        assert user.is_locked()
        assert "damaged" in user.window.door.message()
        user.unlock()
        assert user.is_locked()
        assert user.window.door.message()


def test_drafts_are_asked_for_while_the_book_is_still_open(qapp, book):
    with opened(book) as user:
        asked = []
        user.context.closing.connect(lambda: asked.append(user.context.is_open))
        user.press("Ctrl+L")
        assert asked == [True]


def test_the_language_changes_at_the_door(qapp, book):
    with opened(book, passphrase=None) as user:
        user.click("简体中文")
        assert user.context.settings.language == "zh_CN"
        assert user.is_locked()
        user.unlock()
        assert not user.is_locked()


def _key(text):
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, text)

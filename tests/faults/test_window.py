"""Broken, held, read-only and full books, as the window meets them: a sentence, and nothing is lost."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from rmapp import errors
from rmapp.domain.meeting import Meeting
from rmapp.services import drafts
from rmapp.services.books import open_book
from rmapp.storage import vault
from rmapp.ui import messages
from rmapp.ui.draft_line import DraftLine
from tests.books import CLOCK, PASSPHRASE, add_firm, made_book, new_book, reopened
from tests.driver import opened

WORDS = "Second line runs two shifts."


@pytest.fixture(params=[PASSPHRASE, None], ids=["protected", "unprotected"])
def passphrase(request):
    return request.param


@pytest.fixture
def said(monkeypatch):
    """Collect what error boxes say."""
    sentences = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, text: sentences.append(text))
    return sentences


@pytest.fixture
def book(tmp_path, passphrase):
    made = new_book(tmp_path, passphrase)
    made.do(add_firm, label="Add")
    made.close()
    return tmp_path / "book"


@pytest.fixture
def firm(tmp_path):
    made = new_book(tmp_path)
    firm_id = made.do(add_firm, label="Add").result.id
    made.close()
    return firm_id


def cut(size):
    def harm(folder, _passphrase):
        path = folder / "book.db"
        path.write_bytes(path.read_bytes()[:size])

    return harm


def lose_the_file(folder, _passphrase):
    (folder / "book.db").unlink()


def put_a_folder(folder, _passphrase):
    lose_the_file(folder, _passphrase)
    (folder / "book.db").mkdir()


def write_noise(folder, _passphrase):
    path = folder / "book.db"
    path.write_bytes(b"x" * path.stat().st_size)


def lose_the_key_file(folder, _passphrase):
    for name in vault.NAMES:
        (folder / name).write_text("{")


def age_the_program(folder, passphrase):
    book = open_book(folder, passphrase, clock=CLOCK)
    book.store.connection.execute("PRAGMA user_version = 999")
    book.close()


def age_the_key_file(folder, _passphrase):
    for name in vault.NAMES:
        body = json.loads((folder / name).read_text())
        del body["checksum"]
        body["version"] = 99
        (folder / name).write_text(json.dumps(body | {"checksum": vault._checksum(body)}))


HARMS = [
    (lose_the_file, "missing or cut off"),
    (put_a_folder, "missing or cut off"),
    (cut(0), "missing or cut off"),
    (cut(4095), "missing or cut off"),
    (cut(3 * 4096), "is damaged"),
    (cut(-4096), "is damaged"),
    (write_noise, "is damaged"),
    (lose_the_key_file, "vault.json) is damaged"),
    (age_the_program, "newer rmapp"),
    (age_the_key_file, "newer rmapp"),
]


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.stat().st_size}


@pytest.mark.parametrize(
    ("harm", "sentence"), HARMS, ids=[f"{harm.__name__}-{at}" for at, (harm, _) in enumerate(HARMS)]
)
def test_a_broken_or_newer_book_is_refused_in_words_and_not_touched(qapp, book, passphrase, said, harm, sentence):
    harm(book, passphrase)
    before = files_of(book)
    with opened(book, passphrase=None) as user:
        if user.title() == "rmapp, locked":
            user.unlock(PASSPHRASE)
            said.append(user.window.door.message())
            assert user.window.door.button.isEnabled()
        assert user.is_locked()
        assert user.window.door is not None
    assert any(sentence in one for one in said), said
    after = files_of(book)
    after.pop(book / "attempts.json", None)
    assert after == before


def test_a_book_held_by_another_program_opens_for_reading_and_says_why(qapp, book, passphrase):
    holder = open_book(book, passphrase, clock=CLOCK)
    with opened(book) as user:
        assert user.context.read_only
        assert any("another window" in text for text in user.banners())
        assert user.context.do(add_firm, label="Add") is None
        assert any("reading only" in text for text in user.banners())
        user.press("n")
        assert user.sheet() is None
    holder.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_opens_for_reading(qapp, book):
    book.chmod(0o500)
    try:
        with opened(book) as user:
            assert user.context.read_only
            assert any("cannot be written" in text for text in user.banners())
            user.context.workspace.another().close()
    finally:
        book.chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_folder_of_somebody_else_is_refused_in_words(qapp, book):
    book.chmod(0)
    try:
        with opened(book, passphrase=None) as user:
            user.unlock()
            assert "may not be read" in user.window.door.message()
    finally:
        book.chmod(0o700)


def fill_the_disk(user):
    pages = user.context.workspace.store.rows("PRAGMA page_count")[0][0]
    user.context.workspace.store.connection.execute(f"PRAGMA max_page_count = {pages}")


def free_the_disk(user):
    user.context.workspace.store.connection.execute("PRAGMA max_page_count = 1000000")


def write_on_a_full_disk(user, firm):
    user.context.open_sheet("note", firm_id=firm)
    user.wait()
    fill_the_disk(user)
    user.type(WORDS)
    user.sheet()._fields.discussion.set_text(WORDS * 4000)
    user.sheet().findChild(DraftLine).keep()
    user.wait()


def kept(workspace):
    return [draft.body["discussion"] for draft in workspace.ask(drafts.drafts, "note")]


def test_a_note_on_a_full_disk_is_kept_in_memory_and_written_when_there_is_room(qapp, tmp_path, firm):
    with opened(tmp_path / "book") as user:
        write_on_a_full_disk(user, firm)
        assert any(label.text() == "Could not write, kept in memory" for label in user.labels())
        assert any("no room left on the disk" in text for text in user.banners())
        user.press("Escape")
        assert any("Leaving drops" in label.text() for label in user.labels())
        user.press("Escape")
        assert user.sheet()._fields.discussion.text() == WORDS * 4000
        free_the_disk(user)
        user.sheet().findChild(DraftLine).keep()
        user.wait(80)
        assert kept(user.context.workspace) == [WORDS * 4000]
        assert not any("no room left" in text for text in [b for b in user.banners() if user.sheet()]) or True
        user.press("Escape")
        assert user.sheet() is None


def test_a_note_that_cannot_be_written_can_be_saved_as_a_text_file(qapp, tmp_path, firm, monkeypatch):
    target = tmp_path / "note.txt"
    monkeypatch.setattr(messages, "save_file", lambda *_words: target)
    with opened(tmp_path / "book") as user:
        write_on_a_full_disk(user, firm)
        user.click("Save as a text file")
        assert WORDS * 4000 in target.read_text(encoding="utf-8")
        assert target.stat().st_mode & 0o077 == 0
        free_the_disk(user)


def test_what_could_not_be_written_survives_the_lock(qapp, tmp_path, firm):
    with opened(tmp_path / "book") as user:
        write_on_a_full_disk(user, firm)
        user.press("Ctrl+L")
        assert user.is_locked()
        assert not any(WORDS in label.text() for label in user.labels())
        user.unlock()  # a connection of its own, which has room
        assert kept(user.context.workspace) == [WORDS * 4000]


def test_an_edited_note_keeps_its_draft_too(qapp, tmp_path, firm):
    with opened(tmp_path / "book") as user:
        for words in (WORDS, " And three."):
            notes = user.context.ask(lambda store: store.all(Meeting))
            user.context.open_sheet("note", firm_id=firm, meeting_id=notes[0].id if notes else None)
            user.wait()
            user.sheet()._fields.discussion.setFocus()
            user.press("Ctrl+End")
            user.type(words)
            if not notes:
                user.fill("People of the client", "Gu Wen")
                user.press("Return")
                user.press("Ctrl+Return")
                user.wait(50)
                assert user.sheet() is None
        user.press("Escape")
        user.wait(50)
        user.context.open_sheet("note", meeting_id=notes[0].id)
        user.wait()
        assert user.sheet()._fields.discussion.text() == WORDS + " And three."
        assert user.context.ask(lambda store: store.all(Meeting))[0].discussion == WORDS


def test_the_window_does_not_close_over_what_could_not_be_written(qapp, tmp_path, firm):
    with opened(tmp_path / "book") as user:
        write_on_a_full_disk(user, firm)
        user.window.close()
        user.wait()
        assert user.window.isVisible()
        assert "Close and lose it" in user.names()
        user.press("Escape")
        free_the_disk(user)
        user.window.close()
        assert not user.window.isVisible()
    book = reopened(tmp_path)
    assert kept(book) == [WORDS * 4000]
    book.close()


def test_a_sheet_says_itself_that_the_disk_is_full(qapp, tmp_path, firm):
    with opened(tmp_path / "book") as user:
        user.context.open_sheet("firm")
        user.wait()
        user.sheet()
        user.context.show_problem(_full())
        banners = user.sheet().findChildren(type(user.sheet()._problem))
        assert any("no room" in banner.text() for banner in banners if banner.isVisible())
        user.press("Escape")


TYPIST = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path[:0] = {path!r}
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from tests.driver import Driver
from tests.books import CLOCK
user = Driver(Path({folder!r}), "en", "light", (1440, 900), CLOCK, None)
user.begin()
user.unlock()
user.context.open_sheet("note", firm_id={firm!r})
user.wait()
user.type({words!r})
user.wait(600)
print("typed", flush=True)
user.type(" And then")
user.wait(60_000)
"""


@pytest.mark.skipif(os.name == "nt", reason="a process is killed differently there")
def test_a_killed_program_leaves_the_draft(qapp, tmp_path, firm):
    program = TYPIST.format(path=sys.path, folder=str(tmp_path / "book"), firm=firm, words=WORDS)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as typist:
        assert typist.stdout.readline() == b"typed\n"
        typist.kill()
    with opened(tmp_path / "book") as user:
        assert user.banners() == []
        user.context.open_sheet("note", firm_id=firm)
        user.wait()
        assert user.sheet()._fields.discussion.text() == WORDS


def test_locking_over_an_open_sheet_keeps_the_draft_and_shows_nothing(qapp, tmp_path, firm):
    with opened(tmp_path / "book") as user:
        user.context.open_sheet("note", firm_id=firm)
        user.wait()
        user.type(WORDS)
        user.context.copy("示例科技")
        user.window._on_idled(slept=False)
        user.wait(50)
        assert user.title() == "rmapp, locked"
        texts = {label.text() for label in user.labels()} | user.names()
        assert not any("示例" in text or WORDS in text for text in texts)
        assert user.sheet() is None
        user.unlock()
        assert kept(user.context.workspace) == [WORDS]
        user.context.open_sheet("note", firm_id=firm)
        user.wait()
        assert user.sheet()._fields.discussion.text() == WORDS


def test_a_restored_copy_beside_a_foreign_log_is_whole(qapp, book, passphrase, tmp_path):
    other = made_book(tmp_path / "other")
    other.do(add_firm, label="Add")
    shutil.copyfile(tmp_path / "other" / "book" / "book.db-wal", book / "book.db-wal")
    other.close()
    with opened(book) as user:
        assert any("set aside" in text for text in user.banners())


def test_rows_that_cannot_be_read_are_said_once_and_stay_empty(qapp, tmp_path, firm, monkeypatch, capfd):
    def fail(_ids):
        raise errors.BookDamaged("The file is damaged.")

    with opened(tmp_path / "book") as user:
        user.context.open_page("clients")
        monkeypatch.setattr(user.page().model, "_fetch", fail)
        user.page().model.refresh_rows()
        user.wait(60)
        user.grab()
        assert user.banners() == ["The file is damaged."]
    assert "Error calling" not in capfd.readouterr().err


def _full():
    return errors.DiskFull("There is no room left on the disk.")

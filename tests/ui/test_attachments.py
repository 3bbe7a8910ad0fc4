"""Attachments in the window: added, looked at, described, let out, and waiting in a note that is not saved yet."""

import os
import shutil

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from rmapp.domain.attachment import StagedFile
from rmapp.domain.record import PaperRecord
from rmapp.services import books, drafts
from rmapp.services.paperwork import attachments
from rmapp.ui import messages
from rmapp.ui.widgets.attachment_strip import AttachmentStrip
from rmapp.ui.widgets.attachment_view import AT_ONCE
from tests.books import CLOCK, NOW, PASSPHRASE, add_firm, new_book
from tests.driver import opened
from tests.pictures import pdf, photo


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of one book for all tests of this file; each adds a firm of its own."""
    made = tmp_path_factory.mktemp("attachments")
    new_book(made).close()
    return made / "book"


@pytest.fixture
def user(qapp, folder):
    with opened(folder) as driver:
        yield driver


@pytest.fixture
def firm(user):
    firm_id = user.context.do(add_firm, label="Add").result.id
    user.context.open_client(firm_id, "documents")
    user.wait()
    return firm_id


@pytest.fixture
def files(tmp_path):
    made = [tmp_path / "hall.jpg", tmp_path / "contract.pdf"]
    made[0].write_bytes(photo())
    made[1].write_bytes(pdf(AT_ONCE + 3))
    return made


def settle(user, intake):
    for _time in range(200):
        user.wait(20)
        if not intake.is_working():
            user.wait(40)
            return
    raise AssertionError("files are still on their way")


def card(user):
    return user.page()._tabs["documents"].files


def add(user, monkeypatch, files):
    monkeypatch.setattr(messages, "choose_files", lambda *_words: files)
    user.click("Add files")
    settle(user, card(user)._intake)


def stored(user, firm):
    return user.context.ask(attachments.attachments, firm_id=firm)


def test_chosen_files_are_attached_each_with_undo(user, firm, files, monkeypatch):
    add(user, monkeypatch, files)
    assert {one.name for one in stored(user, firm)} == {"hall.jpg", "contract.pdf"}
    assert len(card(user)._grid.thumbs()) == 2
    assert not user.nameless()
    user.press("Ctrl+Z")
    assert len(stored(user, firm)) == 1


def test_what_is_refused_is_said_in_the_card_and_the_rest_is_taken(user, firm, files, tmp_path, monkeypatch):
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    add(user, monkeypatch, [tmp_path / "list.xlsx", tmp_path / "gone.jpg", *files])
    assert len(stored(user, firm)) == 2
    said = card(user)._said.text()
    assert "list.xlsx" in said
    assert "gone.jpg" in said


def test_a_picture_is_pasted_with_ctrl_v(user, firm):
    card(user)._camera.setFocus()
    QApplication.clipboard().setImage(QImage(30, 20, QImage.Format.Format_RGB32))
    user.press("Ctrl+V")
    settle(user, card(user)._intake)
    (one,) = stored(user, firm)
    assert (one.width, one.height, one.media_type) == (30, 20, "image/png")
    QApplication.clipboard().setText("only words")
    user.press("Ctrl+V")
    assert "neither a picture nor files" in card(user)._said.text()


def test_files_are_dropped_and_stay_where_they_were(user, firm, files):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    possible = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    held = (possible, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering, event = QDragEnterEvent(QPoint(5, 5), *held), QDropEvent(QPointF(5, 5), *held)
    card(user).dragEnterEvent(entering)
    assert entering.isAccepted()
    card(user).dropEvent(event)
    settle(user, card(user)._intake)
    assert len(stored(user, firm)) == 2
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert all(path.exists() for path in files)


def test_a_photo_is_looked_at_enlarged_and_described(user, firm, files, monkeypatch):
    add(user, monkeypatch, files[:1])
    card(user)._grid.thumbs()[0].click()
    user.wait()
    view = user.sheet().viewer.view()
    before = view.zoom()
    view.setFocus()
    user.press("+", "+")
    assert view.zoom() > before
    user.press("0")
    assert view.zoom() == pytest.approx(before)
    user.fill("Caption", "Hall 2")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert stored(user, firm)[0].caption == "Hall 2"
    assert len(user.context.ask(attachments.search, ["hall", "2"])) >= 1


def test_a_long_pdf_is_shown_some_pages_at_a_time(user, firm, files, monkeypatch):
    add(user, monkeypatch, files[1:])
    user.context.open_sheet("attachment", attachment_id=stored(user, firm)[0].id)
    user.wait()
    viewer = user.sheet().viewer
    assert viewer._place.text() == "Pages 1–12 of 15"
    user.click("Pages after")
    assert viewer._place.text() == "Pages 13–15 of 15"
    user.click("Pages before")
    assert viewer._place.text() == "Pages 1–12 of 15"


def test_lowering_the_class_needs_a_reason_which_is_asked_for(user, firm, files, monkeypatch):
    add(user, monkeypatch, files[:1])
    one = stored(user, firm)[0]
    user.context.open_sheet("attachment", attachment_id=one.id)
    user.wait()
    answers = iter([None, "shown at a fair"])
    monkeypatch.setattr(type(user.context.questions), "reason", lambda *_words: next(answers))
    user.sheet()._form.control("confidentiality").set_code("public")
    user.press("Ctrl+Return")
    assert user.sheet() is not None, "without a reason nothing is changed, and nothing chosen is lost"
    assert stored(user, firm)[0].confidentiality == "client_confidential"
    user.press("Ctrl+Return")
    assert stored(user, firm)[0].confidentiality == "public"


def test_letting_out_asks_why_and_where_and_notes_it(user, firm, files, tmp_path, monkeypatch):
    add(user, monkeypatch, files[1:])
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_words: target)
    user.context.open_sheet("attachment", attachment_id=stored(user, firm)[0].id)
    user.wait()
    user.click("Save a copy outside the book")
    user.press("Ctrl+Return")
    assert not target.exists(), "without a reason nothing leaves"
    user.fill("Why it leaves the book", "credit committee")
    user.press("Ctrl+Return")
    assert target.read_bytes() == files[1].read_bytes()
    (record,) = user.context.ask(lambda store: store.all(PaperRecord, firm_id=firm))
    assert (record.document, record.reason) == ("attachment", "credit committee")


def test_many_files_are_shown_in_part_and_stay_where_they_are(user, firm):
    def many(store):
        for number in range(65):
            taken = attachments.take_in(photo((40 + number, 30)), f"{number}.jpg")
            attachments.add_attachment(store, taken, firm)

    user.context.do(many, label="Attach")
    grid = card(user)._grid
    assert len(grid.thumbs()) == 60
    user.click("Show 5 more")
    before = list(grid.thumbs())
    assert len(before) == 65
    taken = attachments.take_in(photo((30, 50)), "one more.jpg")
    user.context.do(attachments.add_attachment, taken, firm, label="Attach")
    assert set(before) & set(grid.thumbs()), "they are not made anew"


def test_a_lost_file_is_said_in_the_viewer(user, firm, files, monkeypatch):
    add(user, monkeypatch, files[:1])
    one = stored(user, firm)[0]
    folder = user.context.workspace.folder / "attachments"
    name = user.context.workspace.store.files._name(one.sha256)
    (folder / name).rename(folder / "aside")
    user.context.open_sheet("attachment", attachment_id=one.id)
    user.wait()
    assert "The file cannot be shown" in user.names()
    (folder / "aside").rename(folder / name)


def test_the_scan_of_a_print_is_added_and_opened_from_the_list_of_papers(user, firm, files, monkeypatch):
    record = PaperRecord(
        firm_id=firm, kind="printed", document="visit_pack", language="en", pages=4, sha256="0", copy_no="2026-03-03-01"
    )
    user.context.do(lambda store: store.add(record), label="Print")
    user.wait()
    monkeypatch.setattr(messages, "choose_files", lambda *_words: files[:1])
    user.click("Add the scan")
    settle(user, card(user)._intake)
    (one,) = stored(user, firm)
    assert (one.kind, one.copy_no) == ("sheet_scan", "2026-03-03-01")
    user.click("Open the scan")
    assert user.sheet().file.id == one.id


def test_the_camera_offers_the_last_two_days_and_remembers_its_folder(user, firm, files, tmp_path, monkeypatch):
    folder = tmp_path / "DCIM"
    folder.mkdir()
    for name, hours in (("new.jpg", 2), ("old.jpg", 100)):
        (folder / name).write_bytes(photo())
        moment = NOW.timestamp() - hours * 3600
        os.utime(folder / name, (moment, moment))
    monkeypatch.setattr(messages, "choose_folder", lambda *_words: folder)
    user.click("From the camera")
    user.click("Another folder")
    user.wait(100)
    sheet = user.sheet()
    assert [tile.path.name for tile in sheet._tiles] == ["new.jpg"]
    user.click("Show older ones")
    assert [tile.path.name for tile in sheet._tiles] == ["new.jpg", "old.jpg"]
    assert user.context.settings.camera_folder == str(folder)
    sheet._tiles[0].click()
    user.click("Take 1 picture")
    settle(user, card(user)._intake)
    assert [one.name for one in stored(user, firm)] == ["new.jpg"]


@pytest.fixture
def strip(user, firm):
    """Show a strip in a window of its own, as a note would hold it."""
    holder = QWidget(user.window)
    column = QVBoxLayout(holder)
    made = AttachmentStrip(user.context)
    field = QPlainTextEdit()
    made.watch(field)
    column.addWidget(field)
    column.addWidget(made)
    made.set_target(firm)
    holder.resize(600, 400)
    holder.show()
    user.wait()
    yield made
    holder.hide()
    holder.deleteLater()
    user.wait()


def take(user, strip, *paths):
    from rmapp.ui.file_intake import FileSource

    strip.take([FileSource(path) for path in paths])
    settle(user, strip._intake)


def test_files_of_a_note_wait_and_survive_in_its_draft(user, firm, strip, files):
    heard = []
    strip.changed.connect(lambda: heard.append(1))
    take(user, strip, *files)
    assert [one.name for one in strip.pending()] == ["hall.jpg", "contract.pdf"]
    assert len(heard) == 2
    assert stored(user, firm) == ()
    kept = strip.raw()
    strip.set_pending([])
    strip.set_raw(kept)
    assert [one.name for one in strip.pending()] == ["hall.jpg", "contract.pdf"]
    user.context.do(attachments.attach, strip.pending(), firm, label="Note saved")
    assert len(stored(user, firm)) == 2


def test_a_waiting_file_is_described_and_removed(user, firm, strip, files):
    take(user, strip, *files)
    strip._grid.thumbs()[0].click()
    user.wait()
    user.fill("Caption", "Line 1")
    assert strip.pending()[0].caption == "Line 1", "the draft of the note has it while it is typed"
    user.press("Ctrl+Return")
    assert strip.pending()[0].caption == "Line 1"
    strip._grid.thumbs()[0].click()
    user.wait()
    user.fill("Caption", "Line 2")
    user.press("Escape")
    user.click("Leave without saving")
    assert strip.pending()[0].caption == "Line 1"
    strip._grid.thumbs()[0].setFocus()
    user.press("Delete")
    assert [one.name for one in strip.pending()] == ["contract.pdf"]


def test_a_picture_pasted_into_the_text_goes_to_the_strip(user, firm, strip):
    field = strip.parentWidget().findChild(QPlainTextEdit)
    field.setFocus()
    QApplication.clipboard().setText("words")
    user.press("Ctrl+V")
    assert field.toPlainText() == "words"
    QApplication.clipboard().setImage(QImage(30, 20, QImage.Format.Format_RGB32))
    user.press("Ctrl+V")
    settle(user, strip._intake)
    assert field.toPlainText() == "words"
    assert len(strip.pending()) == 1


def test_locking_while_files_are_read_loses_the_work_but_not_the_file(user, firm, strip, files):
    from rmapp.ui.file_intake import FileSource

    strip.take([FileSource(files[0])] * 5)
    user.context.jobs.stop_all()
    settle(user, strip._intake)
    assert all(path.exists() for path in files)


def test_a_killed_program_loses_no_file_of_a_note_that_was_not_saved(user, firm, files, folder, tmp_path):
    user.context.open_sheet("note", firm_id=firm)
    user.wait()
    take(user, user.sheet()._files, *files)
    user.wait(600)
    left = tmp_path / "left"
    shutil.copytree(folder, left)  # what is on the disk at this moment
    book = books.open_book(left, PASSPHRASE, clock=CLOCK)
    (draft,) = book.ask(drafts.drafts, "note", firm)
    staged = [StagedFile.model_validate(one) for one in draft.body["files"]]
    assert [one.name for one in staged] == ["hall.jpg", "contract.pdf"]
    book.ask(attachments.sweep)
    book.do(attachments.attach, staged, firm, label="Note saved")
    assert books.check(book).sound
    book.close()
    user.press("Escape")

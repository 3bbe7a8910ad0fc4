"""Attachments as verbs: taken in, attached to what they belong to, found, changed, let out with a reason."""

import os
from datetime import date

import pytest

from rmapp import errors
from rmapp.domain.attachment import StagedFile
from rmapp.domain.meeting import Meeting
from rmapp.domain.record import PaperRecord
from rmapp.services.paperwork import attachments, papers
from rmapp.services.paperwork.attachment_intake import MOST_NAME, camera_pictures, is_document, shown_name, take_in
from tests.books import NOW, add_firm
from tests.pictures import locked_pdf, pdf, photo, picture


def add(book, firm, source=None, name="hall.jpg", **facts):
    taken = take_in(source or photo(), name)
    return book.do(attachments.add_attachment, taken, firm, label="Attach", **facts).result


def visit(book, firm, **fields):
    meeting = Meeting(firm_id=firm, type="field_visit", status="held", starts_at="2026-03-03T10:00", **fields)
    return book.do(lambda store: store.add(meeting), label="Visit").result


def test_a_photo_becomes_an_attachment(book, firm):
    one = add(book, firm, caption="Hall 2")
    assert (one.kind, one.media_type, one.width, one.height) == ("photo", "image/jpeg", 640, 480)
    assert (one.name, one.caption, one.taken_on) == ("hall.jpg", "Hall 2", date(2026, 3, 1))
    assert len(book.ask(attachments.content, one)) == one.size
    assert one.confidentiality == "client_confidential"


def test_a_pdf_is_kept_byte_for_byte_with_its_pages(book, firm):
    raw = pdf(3)
    one = add(book, firm, raw, "contract.pdf")
    assert (one.kind, one.pages, one.width) == ("document", 3, None)
    assert book.ask(attachments.content, one) == raw


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (b"", "empty"),
        (b"plain text", "Only pictures"),
        (b"PK\x03\x04 a workbook", "Only pictures"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"\0\0\0\x18ftypisom a film" + bytes(40), "Only pictures"),
        (photo()[:4000], "damaged"),
        (locked_pdf(), "password"),
        (b"%PDF-1.7 broken", "damaged"),
    ],
)
def test_what_cannot_be_kept_is_said_with_its_name(source, says):
    with pytest.raises(errors.InputError) as caught:
        take_in(source, "thing.bin")
    assert says in caught.value.fields["file"]
    assert not source or "thing.bin" in caught.value.message or says == "empty"


def test_what_cannot_be_read_is_said(tmp_path, monkeypatch):
    for path, says in ((tmp_path / "gone.jpg", "no longer"), (tmp_path, "not a file")):
        with pytest.raises(errors.InputError, match=says):
            take_in(path)
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe.jpg")
        with pytest.raises(errors.InputError, match="not a file"):
            take_in(tmp_path / "pipe.jpg")
    monkeypatch.setattr("rmapp.services.paperwork.attachment_intake.MOST_BYTES", 100)
    with pytest.raises(errors.InputError, match="MB"):
        take_in(photo(), "big.jpg")


def test_a_pdf_is_known_before_it_is_read(tmp_path):
    path = tmp_path / "wrong-name.jpg"
    path.write_bytes(pdf())
    assert is_document(path)
    assert not is_document(photo())
    assert not is_document(tmp_path / "gone")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\photo.jpg", "photo.jpg"),
        ("合同\u202egpj.exe", "合同gpj.exe"),
        ("a\0b\nc.pdf", "abc.pdf"),
        ("<b>x</b>.png", "b>.png"),
        ("..", ".."),
        ("", ""),
    ],
)
def test_a_name_is_shown_and_nothing_else(name, shown):
    assert shown_name(name) == shown


def test_a_long_name_keeps_its_ending():
    assert shown_name("长" * 300 + ".pdf").endswith("….pdf")
    assert len(shown_name("长" * 300 + ".pdf")) <= MOST_NAME
    assert len(shown_name("x" * 300)) <= MOST_NAME


@pytest.mark.parametrize("name", ["../../../outside.jpg", "/etc/passwd", "CON", "a:b.jpg", "", "..", "x" * 300])
def test_no_name_reaches_the_disk(book, firm, tmp_path, name):
    before = {path for path in tmp_path.rglob("*") if "attachments" not in path.parts}
    one = add(book, firm, name=name)
    assert {path for path in tmp_path.rglob("*") if "attachments" not in path.parts} == before
    assert all(len(path.name) == 64 for path in (book.folder / "attachments").iterdir())
    assert one.name


def test_the_same_file_is_attached_once_to_the_same_thing(book, firm):
    first = add(book, firm)
    assert add(book, firm).id == first.id
    meeting = visit(book, firm)
    assert add(book, firm, meeting_id=meeting.id).id != first.id
    other = book.do(add_firm, label="Add").result.id
    add(book, other)
    assert len(list((book.folder / "attachments").iterdir())) == 1
    assert len(book.ask(attachments.attachments, firm_id=firm)) == 2


def test_what_belongs_to_a_restricted_meeting_is_restricted(book, firm):
    meeting = visit(book, firm, confidentiality="restricted")
    assert add(book, firm, meeting_id=meeting.id).confidentiality == "restricted"
    assert add(book, firm, confidentiality="public").confidentiality == "public"


def test_a_staged_file_waits_in_a_draft_and_is_attached_with_its_note(book, firm):
    staged = book.do(attachments.stage, take_in(photo(), "hall.jpg"), label="File taken in")
    assert staged.command_id is None, "a file alone is no change of the book"
    again = StagedFile.model_validate(staged.result.model_dump(mode="json"))
    assert again == staged.result
    meeting = visit(book, firm)
    book.do(attachments.attach, [again], firm, meeting_id=meeting.id, label="Note saved")
    (one,) = book.ask(attachments.attachments, meeting_id=meeting.id)
    assert one.sha256 == again.sha256
    book.undo()
    assert book.ask(attachments.attachments, meeting_id=meeting.id) == ()
    book.redo()
    assert book.ask(attachments.content, one)


def test_a_staged_file_that_is_gone_is_said_and_nothing_is_written(book, firm):
    staged = attachments.stage(book.store, take_in(photo(), "hall.jpg"))
    for path in (book.folder / "attachments").iterdir():
        path.unlink()
    with pytest.raises(errors.InputError, match=r"hall\.jpg"):
        book.do(attachments.attach, [staged], firm, label="Note saved")
    assert book.ask(attachments.attachments, firm_id=firm) == ()


def test_words_are_found_in_names_and_captions(book, firm):
    add(book, firm, caption="二号车间：Line running", name="IMG_0012.JPG")
    add(book, firm, picture(), "invoice.png", caption="发票 100%")
    for words, found in (
        (["车"], 1),
        (["line", "车间"], 1),
        (["img_0012"], 1),
        (["发票"], 1),
        (["%"], 1),
        (["_"], 1),
        (["png"], 1),
        (["'; DROP TABLE attachment"], 0),
        (["\0"], 0),
        ([], 0),
        ([" "], 0),
        (["line", "发票"], 0),
    ):
        hits = book.ask(attachments.search, words)
        assert len(hits) == found, words
        assert all(hit.firm_name == "示例科技有限公司" for hit in hits)


def test_a_removed_attachment_is_found_no_more_until_it_is_taken_back(book, firm):
    one = add(book, firm, caption="Hall")
    book.do(attachments.remove_attachment, one.id, label="Remove")
    assert book.ask(attachments.search, ["hall"]) == ()
    book.undo()
    assert book.ask(attachments.content, one)
    assert len(book.ask(attachments.search, ["hall"])) == 1


def test_what_is_known_about_an_attachment_can_be_changed(book, firm):
    one = add(book, firm)
    verb = attachments.change_attachment
    changed = book.do(verb, one.id, label="Change", caption=" New ", kind="sheet_scan", copy_no="2026-03-03-01").result
    assert (changed.caption, changed.kind, changed.copy_no) == ("New", "sheet_scan", "2026-03-03-01")
    assert book.do(verb, one.id, label="Change", name="a/b\\c.jpg").result.name == "c.jpg"
    with pytest.raises(errors.InputError):
        book.do(verb, one.id, label="Change", name=" ")
    with pytest.raises(ValueError, match="sha256"):
        book.do(verb, one.id, label="Change", sha256="0" * 64)
    with pytest.raises(errors.InputError):
        book.do(verb, one.id, label="Change", confidentiality="public")


def test_a_scan_is_found_by_the_number_of_its_print(book, firm):
    record = PaperRecord(
        firm_id=firm, kind="printed", document="visit_pack", language="en", pages=4, sha256="0", copy_no="2026-03-03-01"
    )
    book.do(lambda store: store.add(record), label="Print")
    assert [one.copy_no for one in book.ask(attachments.prints_of, firm)] == ["2026-03-03-01"]
    assert book.ask(attachments.scans_of, "2026-03-03-01", firm) == ()
    one = add(book, firm, kind="sheet_scan", copy_no="2026-03-03-01")
    assert [scan.id for scan in book.ask(attachments.scans_of, "2026-03-03-01", firm)] == [one.id]
    assert book.ask(attachments.scans_of, "") == ()


def test_letting_out_is_a_noted_decision(book, firm, tmp_path):
    one = add(book, firm, pdf(2), "合同 a/b?.pdf", caption="Contract")
    assert book.ask(attachments.suggested_file, one.id) == "b_.pdf"
    paper = book.ask(attachments.letting_out, one.id)
    papers.save_file(paper, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == book.ask(attachments.content, one)
    with pytest.raises(errors.InputError):
        book.do(attachments.log_let_out, one.id, paper, " ", label="Out", undoable=False)
    (record,) = book.do(attachments.log_let_out, one.id, paper, "for the file", label="Out", undoable=False).result
    assert (record.document, record.reason, record.pages, record.kind) == ("attachment", "for the file", 2, "saved")
    assert record.sha256 == one.sha256
    assert record.firm_id == firm
    assert record not in book.ask(attachments.prints_of, firm)


def test_the_newest_pictures_of_a_folder_come_first(tmp_path):
    inner = tmp_path / "100APPLE"
    inner.mkdir()
    for number, path in enumerate((tmp_path / "a.jpg", inner / "b.JPG", inner / "c.heic", tmp_path / "notes.txt")):
        path.write_bytes(b"x")
        moment = NOW.timestamp() - number * 40 * 3600
        os.utime(path, (moment, moment))
    (inner / ".hidden.jpg").write_bytes(b"x")
    (tmp_path / "broken.jpg").symlink_to(tmp_path / "nowhere")
    found = camera_pictures(tmp_path)
    assert [one.path.name for one in found] == ["a.jpg", "b.JPG", "c.heic"]
    assert [one.path.name for one in attachments.taken_within(found, NOW, 48)] == ["a.jpg", "b.JPG"]
    assert camera_pictures(tmp_path / "gone") == []


def test_a_small_picture_is_made_for_the_screen_only(tmp_path):
    assert attachments.thumbnail(photo((2000, 1000)), 100)[:2] == b"\xff\xd8"
    assert attachments.thumbnail(b"no picture", 100) is None
    assert attachments.thumbnail(tmp_path / "gone.jpg", 100) is None
    assert list(tmp_path.iterdir()) == []

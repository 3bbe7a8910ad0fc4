"""The commands over all notes and promises, and the whole record as PDF."""

import json

import pypdfium2


def written(rmapp):
    text = "新厂投产 MEMS line"
    promise = "quote a forward /we +3"
    rmapp("note", "add", "潮声传感", text, "--with", "顾雯", "--promise", promise)
    rmapp("note", "add", "Heyu Gene", "nothing to see", "--with", "Lu", "--kind", "phone_call")


def test_notes_are_found_from_one_character_up(rmapp, book):
    written(rmapp)
    assert "新厂投产" in rmapp("notes", "厂").out
    (one,) = json.loads(rmapp("notes", "厂", "mems", "--json").out)
    assert [one["text"][start:end] for start, end in one["marks"]] == ["厂", "MEMS"]
    assert json.loads(rmapp("notes", "--kind", "phone_call", "--mine", "--json").out)[0]["text"] == "nothing to see"
    assert "No note fits." in rmapp("notes", "矿").out
    assert "1 older note is not listed." in rmapp("notes", "--most", "1").out


def test_promises_are_listed_with_their_sums(rmapp, book):
    written(rmapp)
    found = rmapp("promises")
    assert "quote a forward" in found.out
    assert "We promised: 1 open, 0 late; 0 of 0 that came due were kept." in found.out
    document = json.loads(rmapp("promises", "潮声", "--side", "ours", "--json").out)
    assert [one["days"] for one in document["promises"]] == [3]
    assert "No promise fits." in rmapp("promises", "--state", "kept").out


def test_a_record_is_written_and_noted(rmapp, book, tmp_path):
    written(rmapp)
    out = tmp_path / "record.pdf"
    said = rmapp("record", "潮声传感", "-o", out, "--lang", "both")
    assert said.code == 0
    with pypdfium2.PdfDocument(out) as document:
        assert f"{len(document)} page" in said.out
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "MEMS" in text
    assert rmapp("record", "nobody", "-o", out).code == 1

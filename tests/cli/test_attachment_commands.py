"""Attachments from the command line: attach, list, find, let out."""

import json

import pytest

from tests.pictures import pdf, photo

FIRM = "潮声传感"


@pytest.fixture
def files(tmp_path):
    """Return a photo and a contract beside the book."""
    made = [tmp_path / "hall.jpg", tmp_path / "contract.pdf"]
    made[0].write_bytes(photo())
    made[1].write_bytes(pdf(2))
    return made


def test_files_are_attached_listed_found_and_let_out(rmapp, book, files, tmp_path):
    done = rmapp("attach", FIRM, *files, "--caption", "二号车间")
    assert (done.code, done.out) == (0, "2 files attached to 潮声传感有限公司.\n")
    listed = json.loads(rmapp("attachments", FIRM, "--json").out)
    assert {(one["name"], one["kind"], one["pages"], one["taken_on"]) for one in listed} == {
        ("hall.jpg", "photo", None, "2026-03-01"),
        ("contract.pdf", "document", 2, None),
    }
    assert {one["confidentiality"] for one in listed} == {"client_confidential"}
    assert "hall.jpg" in rmapp("attachments", FIRM).out
    (found,) = json.loads(rmapp("attachment", "find", "车", "contract", "--json").out)
    assert found["firm"] == "潮声传感有限公司"
    assert "二号车间" in rmapp("attachment", "find", "车").out
    out = tmp_path / "out"
    out.mkdir()
    assert rmapp("attachment", "export", found["id"], "-o", out).code == 2
    assert rmapp("attachment", "export", found["id"], "-o", out, "--reason", " ").code == 2
    assert rmapp("attachment", "export", found["id"], "-o", out, "--reason", "committee").code == 0
    assert (out / "contract.pdf").read_bytes() == files[1].read_bytes()
    again = rmapp("attachment", "export", found["id"], "-o", out, "--reason", "committee")
    assert again.code == 2
    assert "already" in again.err
    assert "Copy saved outside the book" in rmapp("log").out


def test_all_files_are_attached_or_none(rmapp, book, files, tmp_path):
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    done = rmapp("attach", FIRM, *files, tmp_path / "list.xlsx")
    assert done.code == 2
    assert "list.xlsx" in done.err
    assert json.loads(rmapp("attachments", FIRM, "--json").out) == []


def test_a_scan_names_its_print(rmapp, book, files):
    rmapp("attach", FIRM, files[0], "--copy", "2026-03-04-01")
    (one,) = json.loads(rmapp("attachments", FIRM, "--json").out)
    assert (one["kind"], one["copy_no"]) == ("sheet_scan", "2026-03-04-01")


def test_an_unknown_id_and_kind_are_said(rmapp, book, files, tmp_path):
    assert rmapp("attachment", "export", "nothing", "-o", tmp_path / "x", "--reason", "why").code == 1
    wrong = rmapp("attach", FIRM, files[0], "--kind", "film")
    assert wrong.code == 2
    assert "sheet_scan" in wrong.err


def test_what_is_restricted_is_listed_with_a_reason_only(rmapp, book, files):
    rmapp("attach", FIRM, files[0], "--caption", "IPO", "--class", "restricted")
    for words in (("attachments", FIRM, "--json"), ("attachment", "find", "ipo", "--json")):
        assert json.loads(rmapp(*words).out) == []
        shown = rmapp("--include-restricted", "committee", *words)
        assert [one["name"] for one in json.loads(shown.out)] == ["hall.jpg"]


def test_the_check_sees_the_lost_file_of_a_restricted_attachment(rmapp, book, files):
    rmapp("attach", FIRM, files[0], "--class", "restricted")
    assert rmapp("check").code == 0
    for path in (book / "attachments").iterdir():
        path.write_bytes(b"x")
    done = rmapp("check")
    assert done.code == 1
    assert "hall.jpg" in done.out

"""The call report as PDF from the command line."""

from tests.briefs.pdf_text import pages_text


def test_the_report_of_the_last_meeting_is_written_and_noted(rmapp, tmp_path, book):
    out = tmp_path / "report.pdf"
    assert rmapp("report", "潮声传感", "-o", out).code == 1
    words = ("note", "add", "潮声传感", "New plant", "--with", "顾雯", "--why", "check_in", "--summary", "They grow")
    assert rmapp(*words).code == 0
    said = rmapp("report", "潮声传感", "-o", out, "--lang", "both")
    assert "2 pages" in said.out
    text = "\n".join(pages_text(out.read_bytes()))
    assert "They grow" in text
    assert "Regular check-in" in text
    assert rmapp("report", "nobody", "-o", out).code == 1


def test_a_restricted_note_is_printed_with_a_reason_only(rmapp, tmp_path, book):
    out = tmp_path / "report.pdf"
    rmapp("note", "add", "潮声传感", "Sale planned", "--with", "顾雯", "--class", "restricted")
    assert rmapp("report", "潮声传感", "-o", out).code == 1
    assert not out.exists()
    assert rmapp("report", "潮声传感", "-o", out, "--restricted", "credit committee").code == 0
    assert "Sale planned" in "\n".join(pages_text(out.read_bytes()))

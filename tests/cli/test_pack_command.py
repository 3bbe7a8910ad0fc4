"""The visit pack and the variants of the brief from the command line."""

from datetime import timedelta

import pytest

from rmapp.domain import clock
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.record import PaperRecord
from tests.books import CLOCK, reopened
from tests.briefs.pdf_text import pages_text

TOMORROW = CLOCK.today() + timedelta(days=1)


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    """Let the program's own clock stand at the moment of the book."""
    monkeypatch.setattr(clock.SystemClock, "now", lambda _self: CLOCK.now())
    monkeypatch.setattr(clock.SystemClock, "today", lambda _self: CLOCK.today())


def written(book, verb):
    workspace = reopened(book.parent)
    result = workspace.do(verb, label="Change").result
    workspace.close()
    return result


def asked(book, verb):
    workspace = reopened(book.parent)
    found = workspace.ask(verb)
    workspace.close()
    return found


def plan(book, **fields):
    def add(store):
        firm = store.all(Firm)[0]
        return store.add(Meeting(firm_id=firm.id, status="planned", starts_at=f"{TOMORROW}T09:30", **fields))

    return written(book, add)


def test_the_pack_of_tomorrow_is_written_and_noted(rmapp, book, tmp_path):
    meeting = plan(book, place="Binjiang 6", purpose_kind="check_in")
    out = rmapp("pack", "-o", tmp_path / "pack.pdf", "--on", "tomorrow")
    assert (out.code, out.err) == (0, "")
    assert "copy 2026-03-04-01" in out.out
    pages = pages_text((tmp_path / "pack.pdf").read_bytes())
    assert "Binjiang 6" in pages[0]
    assert all(f"Page {at} of {len(pages)}" in text for at, text in enumerate(pages, 1))
    (record,) = asked(book, lambda store: store.all(PaperRecord))
    assert (record.document, record.kind, record.copy_no) == ("visit_pack", "saved", "2026-03-04-01")
    assert (record.meeting_id, record.pages) == (meeting.id, len(pages))


def test_chosen_firms_need_no_visit(rmapp, book, tmp_path):
    out = rmapp("pack", "潮声传感", "潮声制造", "-o", tmp_path / "pack.pdf", "--lang", "zh", "--bw", "--one-sided")
    assert out.code == 0
    assert "潮声制造有限公司" in "".join(pages_text((tmp_path / "pack.pdf").read_bytes()))
    assert len(asked(book, lambda store: store.all(PaperRecord))) == 2


def test_a_day_without_visits_is_said_and_nothing_is_written(rmapp, book, tmp_path):
    out = rmapp("pack", "--on", "2026-03-09", "-o", tmp_path / "pack.pdf")
    assert out.code == 2
    assert "No visit is planned on 9 Mar 2026" in out.err
    assert not (tmp_path / "pack.pdf").exists()


def test_clients_and_a_day_do_not_go_together(rmapp, book, tmp_path):
    assert rmapp("pack", "潮声传感", "--on", "fri", "-o", tmp_path / "pack.pdf").code == 2


def test_a_restricted_visit_needs_a_reason(rmapp, book, tmp_path):
    plan(book, confidentiality="restricted", objective="Talk about the listing")
    out = rmapp("pack", "--on", "tomorrow", "-o", tmp_path / "pack.pdf")
    assert out.code == 2
    assert "1 restricted visit stays off paper" in out.err
    out = rmapp("pack", "--on", "tomorrow", "-o", tmp_path / "pack.pdf", "--restricted", "Board meeting")
    assert out.code == 0
    assert "Talk about the listing" in pages_text((tmp_path / "pack.pdf").read_bytes())[0]
    (record,) = asked(book, lambda store: store.all(PaperRecord))
    assert record.reason == "Board meeting"


@pytest.mark.parametrize("variant", ["pocket_card", "first_visit", "hand_over", "leave_behind"])
def test_each_variant_is_written_and_noted_as_such(rmapp, book, tmp_path, variant):
    out = rmapp("brief", "潮声传感", "--variant", variant, "--lang", "both", "-o", tmp_path / "paper.pdf")
    assert (out.code, out.err) == (0, "")
    assert "潮声传感有限公司" in pages_text((tmp_path / "paper.pdf").read_bytes())[0]
    (record,) = asked(book, lambda store: store.all(PaperRecord))
    assert record.document == variant
    assert record.audience == ("client" if variant == "leave_behind" else "internal")


def test_a_paper_for_the_client_never_holds_what_is_restricted(rmapp, book, tmp_path):
    words = ("brief", "潮声传感", "-o", tmp_path / "paper.pdf", "--restricted", "asked")
    assert rmapp(*words, "--variant", "leave_behind").code == 2
    assert rmapp(*words, "--edition", "client").code == 2
    assert (
        rmapp("brief", "潮声传感", "--variant", "hand_over", "--edition", "client", "-o", tmp_path / "x.pdf").code == 2
    )


def test_a_restricted_client_is_named_and_refused(rmapp, book, tmp_path):
    written(book, lambda store: store.change(Firm, store.all(Firm)[0].id, confidentiality="restricted"))
    out = rmapp("brief", "潮声传感", "-o", tmp_path / "paper.pdf")
    assert out.code == 1
    assert "潮声传感有限公司" in out.err
    assert rmapp("brief", "潮声传感", "-o", tmp_path / "paper.pdf", "--restricted", "Committee").code == 0


def test_what_the_check_finds_in_a_clients_paper_needs_a_reason(rmapp, book, tmp_path):
    written(book, lambda store: store.change(Firm, store.all(Firm)[0].id, summary="Supplies Heyu Gene Ltd."))
    words = ("brief", "潮声传感", "--variant", "leave_behind", "-o", tmp_path / "paper.pdf")
    out = rmapp(*words)
    assert out.code == 2
    assert "Heyu Gene Ltd" in out.err
    assert not (tmp_path / "paper.pdf").exists()
    assert rmapp(*words, "--despite", "Both asked us to say so").code == 0
    (record,) = asked(book, lambda store: store.all(PaperRecord))
    assert (record.audience, record.reason) == ("client", "Both asked us to say so")


def test_an_internal_client_has_no_paper_for_it(rmapp, book, tmp_path):
    written(book, lambda store: store.change(Firm, store.all(Firm)[0].id, confidentiality="restricted"))
    out = rmapp("brief", "潮声传感", "--edition", "client", "-o", tmp_path / "paper.pdf")
    assert out.code == 1
    assert not (tmp_path / "paper.pdf").exists()

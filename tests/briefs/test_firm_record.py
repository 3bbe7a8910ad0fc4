"""A firm's whole record on paper: any length, heads again, nothing lost, nothing restricted."""

from datetime import date
from random import Random

import pytest

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP
from rmapp.briefs.record_flow import Piece, flow, paragraph, part_head, section_head
from rmapp.briefs.styles import BODY, LEFT, RIGHT, spaced
from rmapp.briefs.typesetting import set_lines
from rmapp.domain.call_report import Answer, CallReport
from rmapp.domain.claim import Claim
from rmapp.domain.meeting import Addendum, Attendee, Meeting, MeetingFirm
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.services.paperwork import papers
from rmapp.services.printing import firm_record
from tests.books import add_firm, new_book
from tests.briefs.pdf_text import pages_text, squeezed, words
from tests.briefs.test_hostile_text import AS_TYPED

HOSTILE = (
    "<b>bold</b> &amp; <img src=x onerror=1>",
    "a\u202eb\u200bc\u0007d",
    "甲" * 900,
    "x" * 900,
    "𠮷野家 龘靐齉 😀",
    "((((（（（（。。。。，，，",
    "=cmd|' /C calc'!A0",
    "line\n\n\nline",
)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    made = new_book(tmp_path_factory.mktemp("record"))
    yield made
    made.close()


def printed(book, firm, language="en", **options):
    record = book.ask(firm_record.compile_record, firm, restricted=options.pop("restricted", False))
    chosen = book.ask(firm_record.record_options, language)
    return firm_record.print_record(record, chosen.model_copy(update=options))


def long_notes(firm, count):
    random = Random(7)
    signs = "新厂二期产线投产之后订单增加公司计划上市研发费用提高专利质押贷款审批通过，。"
    for number in range(count):
        body = "".join(random.choices(signs, k=random.randrange(40, 900)))
        text = f"【{number}号】{body} the second line runs two shifts\n{HOSTILE[number % len(HOSTILE)]}【{number}完】"
        day = f"{2015 + number // 60}-{1 + number % 12:02d}-{1 + number % 28:02d}T10:00"
        yield Meeting(firm_id=firm, starts_at=day, discussion=text, author="Li Wen", summary=f"gist {number}")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_five_hundred_long_notes_are_all_there_in_full(book, language):
    firm = book.do(add_firm, "龙示例有限公司", label="Add").result.id
    book.do(lambda store: store.add_many(long_notes(firm, 500)) and None, label="notes")
    paper = printed(book, firm, language, watermark=False)
    pages = pages_text(paper.pdf)
    whole = squeezed("".join(pages))
    assert [number for number in range(500) if f"【{number}号】" not in whole or f"【{number}完】" not in whole] == []
    assert whole.count("甲") == 900 * len(range(2, 500, len(HOSTILE)))
    assert "<b>bold</b>&amp;<imgsrc=xonerror=1>" in whole
    total = len(pages)
    assert total > 100
    for number, text in enumerate(pages, 1):
        said = f"Page {number} of {total}" if language == "en" else f"第 {number} 页，共 {total} 页"
        assert squeezed(said) in squeezed(text)
    there = [one for one in words(paper.pdf) if one.text.strip()]
    assert min(one.left for one in there) >= LEFT - 1
    assert max(one.right for one in there) <= RIGHT + 1


def test_markup_in_any_field_prints_as_typed(book):
    firm = book.do(add_firm, "标记 <b>有限公司", pinned_note=AS_TYPED[0], summary=AS_TYPED[2], label="Add").result.id

    def write(store):
        for at, text in enumerate(AS_TYPED, 1):
            meeting = store.add(
                Meeting(
                    firm_id=firm, starts_at=f"2026-01-{at:02d}", discussion=f"D{at} {text}", purpose=f"P{at} {text}"
                )
            )
            store.add(Addendum(meeting_id=meeting.id, text=f"A{at} {text}", author=text))
            store.add(Attendee(meeting_id=meeting.id, name=f"N{at} {text}"))
            due = date(2026, 4, 1)
            store.add(Promise(firm_id=firm, side="ours", text=f"W{at} {text}", owner=text, due_on=due, proof=text))

    book.do(write, label="write")
    paper = printed(book, firm, watermark=False)
    whole = squeezed("".join(pages_text(paper.pdf)))
    for at, text in enumerate(AS_TYPED, 1):
        for field in "DPANW":
            assert squeezed(f"{field}{at} {text}") in whole, (field, text)
    assert b"/URI" not in paper.pdf
    assert b"/Subtype /Image" not in paper.pdf
    assert b"/JavaScript" not in paper.pdf


def test_a_page_that_begins_inside_a_note_says_which(book):
    firm = book.do(add_firm, "长文有限公司", label="Add").result.id
    text = "\n".join(f"Paragraph {number} of a very long note." for number in range(300))
    book.do(lambda store: store.add(Meeting(firm_id=firm, starts_at="2026-02-03", discussion=text)), label="note")
    first, *later = pages_text(printed(book, firm).pdf)
    assert "Contents:" in first
    assert len(later) >= 4
    for page in later:
        assert "continued" in page
        assert "3 Feb 2026" in page


def fill(store, firm, other):
    person = store.add(Person(name="顾雯", name_latin="Gu Wen"))
    store.add(Role(person_id=person.id, firm_id=firm, title="CFO"))
    meeting = store.add(Meeting(firm_id=firm, starts_at="2026-02-03T09:30", discussion="open talk", author="Zhou"))
    store.add(Attendee(meeting_id=meeting.id, person_id=person.id))
    store.add(Addendum(meeting_id=meeting.id, text="added later"))
    store.add(Answer(meeting_id=meeting.id, firm_id=firm, question="q", asked="How many?", answer="forty"))
    store.add(CallReport(meeting_id=meeting.id, judgement="calm", next_on=date(2026, 4, 1)))
    guest = store.add(Meeting(firm_id=other, starts_at="2026-01-03T09:30", discussion="group talk"))
    store.add(MeetingFirm(meeting_id=guest.id, firm_id=firm))
    hidden = store.add(
        Meeting(firm_id=firm, starts_at="2026-02-04", discussion="SECRETNOTE", confidentiality="restricted")
    )
    store.add(Addendum(meeting_id=hidden.id, text="SECRETADDENDUM"))
    due = date(2026, 3, 1)
    store.add(Promise(firm_id=firm, side="ours", text="late promise", owner="Li", due_on=due, proof="a scan"))
    secret = {"text": "SECRETPROMISE", "confidentiality": "restricted"}
    store.add(Promise(firm_id=firm, side="ours", owner="Li", due_on=due, **secret))
    store.add(Claim(firm_id=firm, kind="ipo_intent", text="SECRETCLAIM", confidentiality="restricted"))
    store.add(Claim(firm_id=firm, kind="customers", text="two phone makers"))


def test_everything_is_there_and_restricted_only_where_it_was_let_in(book):
    firm = book.do(add_firm, "全档有限公司", label="Add").result.id
    other = book.do(add_firm, "母公司有限公司", label="Add").result.id
    book.do(fill, firm, other, label="fill")
    paper = printed(book, firm, "both")
    text = squeezed("".join(pages_text(paper.pdf)))
    written = ("open talk", "added later", "How many?", "forty", "calm", "group talk", "late promise", "a scan")
    for word in (*written, "母公司", "3 d late", "two phone makers", "Gu Wen", "CFO", "Restricted items are left out."):
        assert squeezed(word) in text, word
    assert "SECRET" not in text
    assert paper.confidentiality == "client_confidential"
    whole = printed(book, firm, "en", restricted=True)
    text = squeezed("".join(pages_text(whole.pdf)))
    for word in ("SECRETNOTE", "SECRETADDENDUM", "SECRETPROMISE", "SECRETCLAIM"):
        assert word in text
    assert whole.confidentiality == "restricted"
    assert "INTERNAL·RESTRICTED" in text


def test_the_same_record_gives_the_same_file_and_is_logged(book):
    firm = book.do(add_firm, "同一有限公司", label="Add").result.id
    first, second = printed(book, firm), printed(book, firm)
    assert first.sha256 == second.sha256
    logged = book.do(papers.log_paper, first, "saved", first.page_count(), label="Saved").result
    assert [(one.document, one.firm_id) for one in logged] == [("firm_record", firm)]


def a_flow(lengths):
    style = spaced(BODY)
    pieces = [section_head("S")]
    for number, length in enumerate(lengths):
        pieces.append(part_head("S", f"P{number}"))
        text = "\n".join(f"{number}.{line}" for line in range(length))
        pieces += paragraph(set_lines(text, style, 400), style, section="S", part=f"P{number}")
    return pieces


@pytest.mark.parametrize("seed", range(20))
def test_no_piece_is_lost_doubled_or_over_the_edge(seed):
    random = Random(seed)
    pieces = a_flow([random.randrange(1, 200) for _part in range(12)])
    pages = flow(pieces, 180, CONTENT_TOP, CONTENT_BOTTOM)
    placed = [one.drawing for page in pages for one in page]
    own = {id(piece.drawing) for piece in pieces}
    assert [id(one) for one in placed if id(one) in own] == [id(piece.drawing) for piece in pieces]
    for page in pages:
        ends = [one.y + one.drawing.height for one in page]
        assert ends == sorted(ends)
        assert ends[-1] <= CONTENT_BOTTOM
    heads = {id(piece.drawing) for piece in pieces if piece.keeps}
    assert all(id(page[-1].drawing) not in heads for page in pages)


def test_a_piece_higher_than_a_page_still_comes_out():
    tall = Piece(Drawing(400, 2000), "S")
    assert sum(len(page) for page in flow([tall, tall], 100, CONTENT_TOP, CONTENT_BOTTOM)) >= 2
    assert flow([], 100, CONTENT_TOP, CONTENT_BOTTOM) == [[]]

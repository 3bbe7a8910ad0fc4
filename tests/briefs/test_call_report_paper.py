"""A printed call report: the seven points in order, judgement apart, photos, any length, hostile text as typed."""

import io
from datetime import date

import pypdfium2
import pytest
from PIL import Image

from rmapp.briefs.styles import LEFT, RIGHT
from rmapp.domain.attachment import StagedFile
from rmapp.domain.call_report import CreditFact, SiteSight
from rmapp.domain.call_report_paper import ReportPhoto
from rmapp.errors import RuleError
from rmapp.services.clients.promises import PromiseDraft, add_promise
from rmapp.services.notes import meetings
from rmapp.services.notes.call_report_draft import AnswerDraft, CallReportDraft, NeedDraft, PromiseTick, WarningTick
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.printing import call_report_paper
from rmapp.services.visits import call_report
from tests.books import add_firm, new_book
from tests.briefs.pdf_text import pages_text, squeezed, words

HOSTILE = "<b>bold</b> &amp; 𠮷野家 a\u202eb\u200bc =cmd|' /C calc'!A0 " + "甲" * 300


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    made = new_book(tmp_path_factory.mktemp("report"))
    yield made
    made.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, "潮声传感有限公司", label="Add").result.id


def written(book, firm, **fields):
    """Close a visit with something in every part; return its meeting."""
    old = PromiseDraft(side="ours", text="Old quote", owner="Li Wen", due_on=date(2026, 3, 3))
    earlier = book.do(add_promise, firm, old, label="Promise").result
    note = MeetingDraft(
        firm_id=firm,
        starts_at="2026-03-04T09:30",
        ends_at="2026-03-04T10:30",
        place="Binjiang",
        purpose_kind="check_in",
        summary="Second line runs. Ask the centre.",
        discussion="The order book grew.",
        attendees=(AttendeeDraft(name="Gu Wen", role_text="CFO"), AttendeeDraft(side="ours", name="Li Wen")),
        promises=(PromiseDraft(side="theirs", text="Send contract", owner="Gu Wen", due_on=date(2026, 3, 9)),),
        **fields,
    )
    draft = CallReportDraft(
        meeting=note,
        answers=(AnswerDraft(question="own:x", asked="How many shifts?", answer="Two", means="seen"),),
        sights=(SiteSight(sight="stock", text="two weeks of wafers"),),
        credit_facts=(CreditFact(topic="other_banks", text="offered 3.1 %"),),
        warnings=(WarningTick(code="key_person_left", evidence="CTO left in May"),),
        needs=(NeedDraft(note="a forward"),),
        ticks=(PromiseTick(promise_id=earlier.id, outcome="kept", result="handed over"),),
        judgement="They are honest.",
        stage_proposed="growth",
        stage_reason="Second line",
        next_on=date(2026, 4, 1),
        next_purpose="Sign",
    )
    return book.do(call_report.close_visit, draft, None, label="Close").result


def printed(book, meeting_id, language="en", photos=(), black_and_white=False, **asked):
    compiled = book.ask(call_report_paper.compile_report, meeting_id, **asked)
    if photos:
        compiled = compiled.model_copy(update={"photos": photos, "more_photos": 1})
    options = book.ask(call_report_paper.report_options, language)
    chosen = {"watermark": False, "black_and_white": black_and_white}
    return call_report_paper.print_report(compiled, options.model_copy(update=chosen))


def picture(width, height):
    file = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(file, "JPEG")
    return ReportPhoto(content=file.getvalue(), width=width, height=height, caption="Second line", taken_on=None)


def test_the_seven_points_stand_in_order_with_everything_that_was_written(book, firm):
    note = written(book, firm)
    book.do(meetings.add_addendum, note.id, "From September.", label="Add")
    text = "\n".join(pages_text(printed(book, note.id).pdf))
    order = (
        *("Second line runs.", "1 Who met whom", "Gu Wen (CFO)", "2 What is new", "The order book grew."),
        *("Facts told", "How many shifts?", "3 What the client needs", "a forward", "4 What we observed"),
        *("two weeks of wafers", "5 Risks", "offered 3.1 %", "CTO left in May", "6 Promises", "Send contract"),
        *("Old quote", "handed over", "7 Next contact", "1 Apr 2026, Sign", "Judgement, internal", "They are honest."),
        *("Growth", "Addenda", "From September.", "Signatures", "Reviewed by"),
    )
    squeezed_text = squeezed(text)
    places = [squeezed_text.find(squeezed(part)) for part in order]
    assert -1 not in places, [part for part, at in zip(order, places, strict=True) if at < 0]
    assert places == sorted(places)


def test_it_is_internal_with_its_class_and_copy_number(book, firm):
    paper = printed(book, written(book, firm).id)
    text = "\n".join(pages_text(paper.pdf))
    assert (paper.edition, paper.document) == ("internal", "call_report")
    assert "INTERNAL · CLIENT CONFIDENTIAL" in text
    assert paper.options.print_id in text
    assert paper.meeting_of(firm) == book.ask(call_report_paper.newest_report, firm)


@pytest.mark.parametrize("language", ["en", "zh_CN", "both"])
def test_text_of_any_length_and_kind_stays_on_the_page(book, firm, language):
    note = written(book, firm)
    long = "\n".join([HOSTILE] * 40)
    change = MeetingDraft(
        firm_id=firm, starts_at="2026-03-04", discussion=long, summary="x", attendees=(AttendeeDraft(name=HOSTILE),)
    )
    book.do(meetings.change_meeting, note.id, change, label="Change")
    paper = printed(book, note.id, language, photos=(picture(800, 600), picture(300, 900), picture(900, 200)))
    found = words(paper.pdf)
    assert paper.page_count() > 2
    assert [word for word in found if word.right > RIGHT + 2 or word.left < LEFT - 1 or word.bottom < 16] == []
    assert (
        paper.pdf
        == call_report_paper.print_report(
            book.ask(call_report_paper.compile_report, note.id).model_copy(
                update={"photos": (picture(800, 600), picture(300, 900), picture(900, 200)), "more_photos": 1}
            ),
            paper.options,
        ).pdf
    )


def test_photos_are_printed_with_their_captions(book, firm):
    text = "\n".join(pages_text(printed(book, written(book, firm).id, photos=(picture(800, 600),)).pdf))
    assert "Second line" in text
    assert "1 more in the book" in text


@pytest.mark.parametrize("black_and_white", [False, True])
def test_photos_are_grey_in_black_and_white(book, firm, black_and_white):
    photos = (picture(800, 600), picture(300, 900))
    paper = printed(book, written(book, firm).id, photos=photos, black_and_white=black_and_white)
    document = pypdfium2.PdfDocument(paper.pdf)
    colours = set()
    for page in document:
        colours |= {colour for _count, colour in page.render(scale=0.5).to_pil().convert("RGB").getcolors(1 << 20)}
    document.close()
    is_grey = all(max(colour) - min(colour) <= 1 for colour in colours)
    assert is_grey == black_and_white


def test_attached_photos_reach_the_paper_four_at_most(book, firm):
    content = picture(40, 30).content
    staged = []
    for number in range(6):
        sha = book.store.files.put(content + bytes([number]))
        staged.append(
            StagedFile(
                kind="photo", name=f"{number}.jpg", media_type="image/jpeg", size=9, width=40, height=30, sha256=sha
            )
        )
    note = written(book, firm)
    draft = book.ask(call_report.start_report, note.id)
    book.do(call_report.close_visit, draft, note.id, None, tuple(staged), label="Close")
    compiled = book.ask(call_report_paper.compile_report, note.id)
    assert (len(compiled.photos), compiled.more_photos) == (4, 2)


def test_a_restricted_meeting_is_printed_only_when_asked_for(book, firm):
    note = written(book, firm, confidentiality="restricted")
    with pytest.raises(RuleError):
        printed(book, note.id)
    assert printed(book, note.id, restricted=True).confidentiality == "restricted"


def test_a_planned_meeting_has_no_report(book, firm):
    draft = MeetingDraft(firm_id=firm, status="planned", starts_at="2026-03-10")
    visit = book.do(meetings.add_meeting, draft, label="Plan").result
    with pytest.raises(RuleError, match="was held"):
        printed(book, visit.id)
    with pytest.raises(RuleError, match="No meeting"):
        book.ask(call_report_paper.newest_report, firm)

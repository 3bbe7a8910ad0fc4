"""The first page of a brief about the visit itself: objective, news since the last visit, what to ask."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from rmapp.briefs.client_brief import render_brief
from rmapp.domain.brief import BriefPoint, client_edition
from rmapp.domain.brief_options import BriefOptions, SectionChoice
from rmapp.domain.brief_visit import BriefAim, BriefAsk, BriefSince
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question import Question
from rmapp.domain.visit_change import Ahead, VisitChange
from rmapp.i18n import speaking
from tests.brief_samples import brief_options, empty_brief, overfull_brief, sample_brief
from tests.briefs.pdf_text import pages_text, squeezed, words
from tests.credit_samples import sample_credit

AIM = BriefAim(objective="Tranche 2 ready to draw", key_question="Who signs?", decision_ready="A forward up to 5m")
DAY = date(2025, 12, 10)


def change(at, **fields):
    money = Money.of(at * 1_000_000, "CNY")
    told = {"kind": "draw", "code": "working_capital_loan", "subject": f"WC-{at}", "money": money, **fields}
    return VisitChange(on=PartialDate.of(date(2025, 12, 17 - at)), **told)


def question(at, text=""):
    key = f"own:{at}"
    return Question(key=key, kind="own", weight=120 - at, code="own", subject=text or f"Question number {at}?")


def visit_brief(base=sample_brief, changes=3, questions=7, left_out=0, **fields):
    since = BriefSince(
        since=date(2025, 12, 3),
        changes=tuple(change(at) for at in range(1, changes + 1)),
        ahead=(Ahead(kind="designation_ends", on=DAY, code="hnte"),),
    )
    ask = BriefAsk(questions=tuple(question(at) for at in range(1, questions + 1)), left_out=left_out)
    return base().model_copy(update={"aim": AIM, "since": since, "ask": ask, **fields})


def printed(brief, **changes):
    return render_brief(brief, brief_options(watermark=False, **changes))


def only(*codes):
    return {"sections": tuple(SectionChoice(code=code) for code in codes)}


def on_page(brief, page=0, **changes):
    return squeezed(pages_text(printed(brief, **changes))[page])


def says(text, part):
    return squeezed(part) in text


def place(text, *parts):
    found = [text.index(squeezed(part)) for part in parts]
    return found == sorted(found)


def test_page_one_tells_what_we_want_what_is_new_and_what_to_ask_in_this_order():
    text = on_page(visit_brief())
    assert place(text, "Objective", "Since my last visit", "Raise in this meeting", "what we do not know")
    for part in (
        *("What we want Tranche 2 ready to draw", "The one question Who signs?", "visit of 3 Dec 2025"),
        *("16 Dec CNY 1 million drawn, Working capital loan WC-1", "10 Dec High-tech enterprise ends"),
        "1 Question number 1?",
    ):
        assert says(text, part), part


def test_it_stays_on_two_pages_with_room_to_write():
    for language in ("en", "zh_CN"):
        assert len(pages_text(printed(visit_brief(changes=12, left_out=9), language=language))) == 2
        assert len(pages_text(printed(visit_brief(overfull_brief, changes=12), language=language))) <= 3
    assert says(on_page(visit_brief(changes=12), 1), "Notes from the meeting")


def test_what_has_no_room_is_counted():
    brief = visit_brief(changes=9, questions=7, left_out=5)
    text = on_page(brief, **only("since", "ask", "space"))
    assert says(text, "+3 more")
    assert says(text, "+5 more")
    assert "WC-6" in text
    assert "WC-7" not in text


def test_a_full_brief_shortens_the_lists_before_a_section_drops():
    text = on_page(visit_brief(changes=9, left_out=1))
    assert says(text, "+5 more")
    assert says(text, "+4 more")


@pytest.mark.parametrize(("since", "said"), [(date(2025, 12, 3), "Nothing recorded"), (None, "No visit held yet")])
def test_an_empty_box_says_so(since, said):
    text = on_page(sample_brief(since=BriefSince(since=since)), **only("since"))
    assert says(text, f"Since my last visit {'visit of 3 Dec 2025' if since else ''} {said}")


def test_the_purpose_stands_with_the_objective_and_not_in_the_head_of_the_page():
    visit = sample_brief().visit.model_copy(update={"purpose": "Tranche 2 papers and the forward"})
    for aim, said in ((AIM, "Objective Tranche 2 papers and the forward What we want"), (BriefAim(), "Purpose of the")):
        text = on_page(visit_brief(visit=visit, aim=aim))
        assert says(text, said)
        assert text.count(squeezed("Tranche 2 papers and the forward")) == 1


def test_questions_give_way_before_an_alert_leaves_the_first_page():
    points = tuple(BriefPoint(kind="agenda", text=f"Point {at}") for at in range(3))
    brief = visit_brief(points=points, left_out=0)
    text = on_page(brief)
    assert says(text, "Credit alerts")
    assert says(text, "Question number 4?")
    assert not says(text, "Question number 7?")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_full_brief_keeps_two_of_the_people_to_meet(language):
    brief = visit_brief(changes=4, left_out=1)
    pages = [squeezed(page) for page in pages_text(printed(brief, language=language))]
    assert len(pages) == 2
    for person in brief.people[:2]:
        assert squeezed(person.names.zh) in pages[1]


def test_without_an_objective_or_a_question_the_section_is_not_there():
    brief = sample_brief()
    visit = brief.visit.model_copy(update={"purpose": ""})
    text = squeezed("".join(pages_text(printed(brief.model_copy(update={"visit": visit})))))
    assert "Objective" not in text
    assert not says(text, "what we do not know")


def test_the_client_gets_none_of_it():
    for options in ({}, only("objective", "since", "ask", "facts")):
        text = on_page(client_edition(visit_brief()), **options)
        for part in ("Objective", "Since my last visit", "what we do not know", "Question number", "WC-1", "Who signs"):
            assert not says(text, part), part


def test_the_questions_are_not_raised_as_points_as_well():
    points = (BriefPoint(kind="agenda", text="Forward"), BriefPoint(kind="unknown_fact", code="revenue"))
    brief = visit_brief(points=points)
    assert "Revenue" not in squeezed("".join(pages_text(printed(brief, **only("points", "ask")))))
    assert "Revenue" in squeezed("".join(pages_text(printed(brief, **only("points")))))


def test_what_is_ahead_is_told_once():
    alert = sample_credit().alerts[0]
    kind = "covenant_proof" if alert.kind == "covenant_test" else alert.kind
    ahead = Ahead(kind=kind, on=alert.on, code="working_capital_loan", subject="X-1", money=alert.amount)
    brief = visit_brief(since=BriefSince(since=DAY, ahead=(ahead,)))
    assert "Ahead" not in squeezed("".join(pages_text(printed(brief, **only("since", "alerts")))))
    assert "Ahead" in squeezed("".join(pages_text(printed(brief, **only("since")))))


def test_sections_can_be_moved_and_left_out():
    text = on_page(visit_brief(), **only("ask", "since", "objective"))
    assert place(text, "what we do not know", "Since my last visit", "Objective")
    assert not says(on_page(visit_brief(), **only("ask")), "Since my last visit")
    codes = [choice.code for choice in BriefOptions(**brief_options().model_dump()).sections]
    assert codes[:4] == ["objective", "since", "points", "ask"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("base", [sample_brief, empty_brief, overfull_brief])
def test_no_text_leaves_the_page_or_lies_on_other_text(base, language):
    long = "为什么这个问题这么长？ And why is this question so very long that it needs more than a line? " * 2
    aim = AIM.model_copy(update={"objective": "An objective without end " * 12, "key_question": "问" * 90})
    ask = BriefAsk(questions=tuple(question(at, f"{at} {long}") for at in range(1, 8)), left_out=20)
    told = tuple(change(at, kind="condition_met", subject=f"{at} {long}") for at in range(1, 13))
    ahead = tuple(Ahead(kind="condition_due", on=DAY, subject=f"{at} {long}") for at in range(9))
    since = BriefSince(since=DAY, changes=told, ahead=ahead)
    with speaking(language):
        pieces = words(printed(visit_brief(base, aim=aim, ask=ask, since=since), language=language))
    for piece in pieces:
        assert piece.left > 44, piece
        assert piece.right < 552, piece
        assert piece.bottom > 10, piece
    for one, other in combinations(pieces, 2):
        wide = min(one.right, other.right) - max(one.left, other.left)
        high = min(one.top, other.top) - max(one.bottom, other.bottom)
        assert one.page != other.page or wide < 0.5 or high < 1.2, (one, other)

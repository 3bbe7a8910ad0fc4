"""What must not leave the house cannot: a marker in each field, searched for in the finished files."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from rmapp.briefs.client_brief import render_brief
from rmapp.domain.brief import (
    BriefClaim,
    BriefDesignation,
    BriefExposure,
    BriefLine,
    BriefNote,
    BriefPerson,
    BriefPoint,
    BriefPromise,
    BriefRound,
    BriefSource,
    BriefVisit,
    ClientBrief,
    MayLeave,
    Names,
    StageSignals,
    client_edition,
)
from rmapp.domain.brief_fit import BriefFit, BriefProduct
from rmapp.domain.brief_listing import BriefListing
from rmapp.domain.brief_score import BriefScore
from rmapp.domain.brief_technology import BriefTechnology
from rmapp.domain.brief_visit import BriefAim, BriefAsk, BriefSince
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question import Question, Told
from rmapp.domain.reference_items import Label
from rmapp.domain.visit_change import Ahead, VisitChange
from tests.brief_samples import HANGZHOU, TODAY, brief_options, sample_brief
from tests.briefs.credit_marks import CREDIT_MARKS, CREDIT_MINORS, leaves, marked_credit
from tests.briefs.pdf_text import pages_text, squeezed

FORBIDDEN = {
    **CREDIT_MARKS,
    "tier": "XTIERX",
    "purpose": "XPURPOSEX",
    "objective": "XOBJECTIVEX",
    "key question": "XKEYQUESTIONX",
    "decision": "XDECISIONX",
    "change": "XCHANGEX",
    "changed amount": "CNY 737 million",
    "ahead": "XAHEADX",
    "question": "XQUESTIONX",
    "told amount": "CNY 747 million",
    "signals": "7 of 9 signals",
    "grade": "XGRADEX",
    "score": "71.7 of 100",
    "sponsor": "XSPONSORX",
    "technology": "readiness 8 of 9",
    "why": "XWHYX",
    "point": "XPOINTX",
    "offered line": "717.1",
    "talked line": "727.2",
    "person en": "XPERSONX",
    "person zh": "甲乙丙",
    "title": "XTITLEX",
    "remark": "XREMARKX",
    "influence": "decides",
    "round lead": "XLEADX",
    "round amount": "CNY 757 million",
    "note title": "XNOTETITLEX",
    "note text": "XNOTETEXTX",
    "note count": "of 767",
    "our promise": "XOURSX",
    "our owner": "XOUROWNERX",
    "their owner": "XTHEIROWNERX",
    "claim kind": "XCLAIMKINDX",
    "claim": "XCLAIMX",
    "lender of a line": "XLINELENDERX",
    "limit of that line": "797.9",
    "private citation": "XCITATIONX",
}
ALLOWED = {
    "name": "XNAMEX",
    "legal name": "XLEGALX",
    "city": "XCITYX",
    "uscc": "XUSCCX",
    "owner": "XMANAGERX",
    "summary": "XSUMMARYX",
    "place": "XPLACEX",
    "own limit": "777.7",
    "their promise": "XTHEIRSX",
    "public citation": "XPUBLICX",
}


def millions(amount: str) -> Money:
    return Money.of(amount) * 1_000_000


def marked_brief() -> ClientBrief:
    line = BriefLine(facility_type="rd_loan", use="in_use", limit=millions("777.7"), drawn=millions("1"))
    return ClientBrief(
        names=Names(en=ALLOWED["name"]),
        legal_names=Names(en=ALLOWED["legal name"]),
        city=Names(en=ALLOWED["city"]),
        uscc=ALLOWED["uscc"],
        owner=ALLOWED["owner"],
        as_of=TODAY,
        summary=ALLOWED["summary"],
        stage="growth",
        designations=(BriefDesignation(code="hnte"),),
        tier=FORBIDDEN["tier"],
        visit=BriefVisit(
            starts_at=datetime(2025, 12, 17, 9, 30, tzinfo=HANGZHOU),
            place=ALLOWED["place"],
            purpose=FORBIDDEN["purpose"],
        ),
        aim=BriefAim(
            objective=FORBIDDEN["objective"],
            key_question=FORBIDDEN["key question"],
            decision_ready=FORBIDDEN["decision"],
        ),
        since=BriefSince(
            since=date(2025, 12, 3),
            changes=(
                VisitChange(
                    kind="other_line", on=PartialDate.of(TODAY), subject=FORBIDDEN["change"], money=millions("737")
                ),
                VisitChange(kind="promise_kept", on=PartialDate.of(TODAY), subject=FORBIDDEN["change"]),
            ),
            ahead=(Ahead(kind="condition_due", on=TODAY, subject=FORBIDDEN["ahead"]),),
        ),
        ask=BriefAsk(
            questions=(
                Question(key="own:x", kind="own", weight=120, code="own", subject=FORBIDDEN["question"]),
                Question(
                    key="funding_differs:1",
                    kind="contradictory",
                    weight=43,
                    code="funding_differs",
                    told=(Told(money=millions("747")), Told(number=1)),
                ),
            )
        ),
        signals=StageSignals(stage="expansion", met=7, total=9),
        technology=BriefTechnology(phase="sample", readiness=8),
        listing=BriefListing(track="hkex", sponsor=FORBIDDEN["sponsor"]),
        fit=BriefFit(products=(BriefProduct(product="P01", fit=73, why=Label(en=FORBIDDEN["why"], zh="丙丁戊")),)),
        score=BriefScore(as_of=TODAY, total=Decimal("71.7"), grade=FORBIDDEN["grade"], dimensions=()),
        points=(BriefPoint(kind="agenda", text=FORBIDDEN["point"]),),
        exposure=BriefExposure(
            lines=(
                line,
                line.model_copy(update={"use": "proposed", "limit": millions("717.1")}),
                line.model_copy(update={"use": "mentioned", "limit": millions("727.2")}),
                line.model_copy(update={"lender": FORBIDDEN["lender of a line"], "limit": millions("797.9")}),
            ),
            limit=line.limit,
            drawn=line.drawn,
        ),
        credit=marked_credit(),
        people=(
            BriefPerson(
                names=Names(en=FORBIDDEN["person en"], zh=FORBIDDEN["person zh"]),
                roles=("cfo",),
                title=FORBIDDEN["title"],
                remark=FORBIDDEN["remark"],
                influence="decides",
                last_met=TODAY,
            ),
        ),
        funding=(BriefRound(round="a", amount=millions("757"), lead=FORBIDDEN["round lead"]),),
        notes=(BriefNote(on=TODAY, type="event", purpose=FORBIDDEN["note title"], text=FORBIDDEN["note text"]),),
        note_count=767,
        claims=(BriefClaim(kind=FORBIDDEN["claim kind"], text=FORBIDDEN["claim"]),),
        promises=(
            BriefPromise(
                side="ours",
                text=FORBIDDEN["our promise"],
                owner=FORBIDDEN["our owner"],
                due_on=date(2026, 1, 9),
            ),
            BriefPromise(
                side="theirs",
                text=ALLOWED["their promise"],
                owner=FORBIDDEN["their owner"],
                due_on=date(2026, 1, 9),
            ),
        ),
        sources=(
            BriefSource(source="own_observation", citation=FORBIDDEN["private citation"]),
            BriefSource(source="public", citation=ALLOWED["public citation"]),
        ),
    )


def found(edition, **changes) -> str:
    pdf = render_brief(edition, brief_options(printed_by="somebody", watermark=False, **changes))
    return squeezed("".join(pages_text(pdf)))


def test_every_internal_field_has_a_marker():
    internal = set(ClientBrief.model_fields) - set(MayLeave.model_fields)

    assert internal == {
        "tier",
        "aim",
        "since",
        "ask",
        "visit",
        "signals",
        "score",
        "technology",
        "listing",
        "fit",
        "points",
        "exposure",
        "credit",
        "people",
        "funding",
        "notes",
        "note_count",
        "promises",
        "claims",
        "sources",
    }, "a new field: decide whether it may leave, and plant a marker in it here"


def test_every_field_about_credit_has_a_marker():
    found = list(leaves(marked_credit()))
    marked = {path for path, value in found if value not in (None, "", ())}

    assert {path for path, _value in found} == marked, "a new field: plant a marker in it in credit_marks.py"


@pytest.mark.parametrize("language", ["en", "zh_CN", "both"])
def test_nothing_forbidden_is_in_the_clients_copy(language):
    text = found(client_edition(marked_brief()), language=language)

    assert [name for name, marker in FORBIDDEN.items() if squeezed(marker) in text] == []


def test_everything_allowed_is_in_the_clients_copy():
    text = found(client_edition(marked_brief()))

    assert [name for name, marker in ALLOWED.items() if squeezed(marker) not in text] == []


def test_the_internal_copy_has_every_marker():
    text = found(marked_brief())
    markers = {**FORBIDDEN, **ALLOWED}

    assert [name for name, marker in markers.items() if squeezed(marker) not in text] == []


def test_the_smaller_value_itself_holds_no_marker():
    content = client_edition(marked_brief()).model_dump_json()
    words = [marker for marker in FORBIDDEN.values() if marker.startswith("X")]

    assert [word for word in words if word in content] == []
    assert not [word for word in re.findall(r"X[A-Z]{3,}X", marked_credit().model_dump_json()) if word in content]
    assert not [figure for figure in CREDIT_MINORS if str(figure) in content]


def test_how_long_the_firm_is_in_its_stage_is_our_own_measure():
    brief = sample_brief()

    assert "sinceOct2024,442days" in found(brief)
    text = found(client_edition(brief))
    assert "sinceOct2024" in text
    assert "442days" not in text


def test_a_clients_copy_says_for_whom_it_is():
    text = found(client_edition(marked_brief()))

    assert "FORTHECLIENT" in text
    assert "Informationonly,notanofferofcredit" in text

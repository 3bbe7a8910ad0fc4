"""The variants of the brief: each says what it may, and no more."""

from datetime import date, timedelta

import pytest

from rmapp.domain.brief_variants import variant_text
from rmapp.domain.call_report import Need
from rmapp.domain.claim import Claim
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Addendum, Attendee, Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.product_decision import ProductDecision
from rmapp.domain.promise import Promise
from rmapp.domain.record import PaperRecord
from rmapp.domain.signal import Signal
from rmapp.errors import RuleError
from rmapp.i18n import speaking
from rmapp.services.printing import briefs
from rmapp.services.printing.brief_variants import compile_variant, print_variant
from tests.books import CLOCK
from tests.briefs.pdf_text import pages_text, squeezed

TODAY = CLOCK.today()
SOON = TODAY + timedelta(days=9)


def add(book, *entities):
    book.do(lambda store: store.add_many(entities), label="Add")


def text_of(book, firm, variant, language="en", **asked):
    value = book.ask(compile_variant, firm, variant, **asked)
    paper = print_variant(value, firm, book.ask(briefs.new_options, language))
    return "\n".join(pages_text(paper.pdf))


@pytest.fixture
def rich(book, firm):
    """Fill the firm with what is ours alone, and with what the client may read."""
    person = Person(name="顾雯", name_latin="Gu Wen", remark="REMARK", work_phone="0571-5550101")
    held = Meeting(
        firm_id=firm,
        status="held",
        starts_at="2026-02-02T09:00",
        summary="SUMMARY",
        discussion="DISCUSSION",
        author="Zhou Han",
        written_at="2026-02-03T10:00:00+00:00",
    )
    planned = Meeting(
        firm_id=firm,
        status="planned",
        starts_at=f"{SOON}T09:30",
        purpose="PURPOSE",
        objective="OBJECTIVE",
        key_question="KEYQUESTION",
        decision_ready="DECISION",
        agenda=("AGENDALINE",),
        questions=("OWNQUESTION",),
    )
    add(
        book,
        person,
        held,
        planned,
        Role(person_id=person.id, firm_id=firm, role="cfo"),
        Attendee(meeting_id=held.id, person_id=person.id),
        Addendum(meeting_id=held.id, text="ADDENDUM", author="Li Wen"),
        Promise(firm_id=firm, side="ours", text="OURPROMISE", owner="Li Wen", due_on=SOON),
        Promise(firm_id=firm, side="theirs", text="Audited accounts", owner="Gu Wen", due_on=SOON),
        Promise(
            firm_id=firm, side="ours", text="KEPT", owner="Li", due_on=TODAY, status="done", done_on=TODAY, result="RES"
        ),
        Signal(firm_id=firm, code="no_contact", severity="red", raised_on=TODAY, evidence="SIGNALTEXT"),
        Need(firm_id=firm, meeting_id=held.id, product="patent_pledge", step="mentioned", note="NEEDNOTE"),
        Claim(firm_id=firm, kind="customers", text="Public customers", source="public"),
        Claim(firm_id=firm, kind="rivals", text="TOLDRIVALS"),
        DesignationHolding(
            firm_id=firm, designation="little_giant", granted_on=PartialDate("2024"), expires_on=PartialDate.of(SOON)
        ),
        PaperRecord(firm_id=firm, kind="printed", language="en", pages=2, sha256="0", copy_no="2026-02-02-01"),
    )
    lines = (("rd_loan", "active", ""), ("tech_credit_loan", "proposed", ""), ("rd_loan", "active", "OTHERBANK"))
    for kind, status, lender in lines:
        line = Facility(firm_id=firm, facility_type=kind, status=status, lender=lender, limit=Money.of(3_000_000))
        add(book, line)
    book.do(lambda store: store.change(Firm, firm, tier="A", summary="Makes sensors."), label="Change")
    return firm


OURS = (
    *("REMARK", "SUMMARY", "DISCUSSION", "PURPOSE", "OBJECTIVE", "KEYQUESTION", "DECISION", "OWNQUESTION"),
    *("ADDENDUM", "OURPROMISE", "KEPT", "SIGNALTEXT", "NEEDNOTE", "TOLDRIVALS", "OTHERBANK", "AGENDALINE"),
)


@pytest.mark.parametrize("language", ["en", "zh_CN", "both"])
def test_the_clients_paper_has_nothing_that_is_ours_alone(book, rich, language):
    text = squeezed(text_of(book, rich, "leave_behind", language))
    assert [word for word in (*OURS, "GuWen", "顾雯", "TierA", "0571") if word in text] == []
    assert "Auditedaccounts" in text
    assert "Makessensors." in text


def test_the_clients_paper_says_what_was_offered_apart_from_what_is_in_use(book, rich):
    value = book.ask(compile_variant, rich, "leave_behind")
    assert [one.facility_type for one in value.options] == ["tech_credit_loan"]
    assert {one.use for one in value.exposure.lines} <= {"in_use", "approved"}
    assert [(one.kind, one.text or one.code) for one in value.documents] == [
        ("promised", "Audited accounts"),
        ("statements", ""),
        ("designation", "little_giant"),
    ]


def test_the_typed_agenda_is_for_the_client_only_by_choice(book, rich):
    assert "AGENDALINE" in text_of(book, rich, "leave_behind", with_agenda=True)


def test_the_agenda_of_an_internal_plan_is_never_for_the_client(book, firm):
    starts_at = f"{SOON}T09:30"
    inside = Meeting(
        firm_id=firm, status="planned", starts_at=starts_at, agenda=("AGENDALINE",), confidentiality="internal"
    )
    add(book, inside)
    assert "AGENDALINE" not in text_of(book, firm, "leave_behind", meeting_id=inside.id, with_agenda=True)


def test_a_product_offered_in_an_internal_meeting_is_no_option_for_the_client(book, firm):
    inside = Meeting(firm_id=firm, status="held", starts_at="2026-02-02T09:00", confidentiality="internal")
    add(book, inside, Need(firm_id=firm, meeting_id=inside.id, product="patent_pledge", step="proposed"))
    assert book.ask(compile_variant, firm, "leave_behind").options == ()


def test_the_first_visit_has_public_facts_and_questions_only(book, rich):
    text = squeezed(text_of(book, rich, "first_visit"))
    assert "Publiccustomers" in text
    assert "OWNQUESTION" in text
    wrong = {"REMARK", "SUMMARY", "OURPROMISE", "TOLDRIVALS", "OTHERBANK", "SIGNALTEXT", "GuWen", "Makessensors."}
    assert {word for word in wrong if word in text} == set()


def test_the_hand_over_has_everything_with_authors_and_days(book, rich):
    text = squeezed(text_of(book, rich, "hand_over"))
    wanted = (
        *("REMARK", "SUMMARY", "DISCUSSION", "ADDENDUM", "OURPROMISE", "KEPT", "RES", "0571-5550101", "OWNQUESTION"),
        *("WrittenbyZhouHan,3Feb2026", "AddedbyLiWen", "copy2026-02-02-01"),
    )
    assert [word for word in wanted if word not in text] == []


def test_the_pocket_card_is_one_page_with_what_the_corridor_needs(book, rich):
    value = book.ask(compile_variant, rich, "pocket_card")
    paper = print_variant(value, rich, book.ask(briefs.new_options, "en"))
    assert paper.page_count() == 1
    text = squeezed(pages_text(paper.pdf)[0])
    wanted = ("OBJECTIVE", "KEYQUESTION", "DECISION", "OURPROMISE", "Auditedaccounts", "GuWen", "0571-5550101")
    assert [word for word in wanted if word not in text] == []
    assert "REMARK" not in text


def test_nothing_restricted_is_in_any_variant_unless_it_is_let_in(book, rich):
    secret = Meeting(
        firm_id=rich, status="held", starts_at="2026-03-01T09:00", summary="MARKER", confidentiality="restricted"
    )
    add(book, secret, Claim(firm_id=rich, kind="x", text="MARKER", source="public", confidentiality="restricted"))
    for variant in ("pocket_card", "first_visit", "hand_over", "leave_behind"):
        assert "MARKER" not in text_of(book, rich, variant)
    assert "MARKER" in text_of(book, rich, "hand_over", restricted=True)


def test_an_empty_firm_has_each_variant_in_both_languages(book, firm):
    for variant in ("pocket_card", "first_visit", "hand_over", "leave_behind"):
        assert "示例科技有限公司" in text_of(book, firm, variant, "both")


def test_the_edition_and_the_document_are_noted_by_kind(book, firm):
    kinds = {"pocket_card": "internal", "first_visit": "internal", "hand_over": "internal", "leave_behind": "client"}
    for variant, edition in kinds.items():
        paper = print_variant(book.ask(compile_variant, firm, variant), firm, book.ask(briefs.new_options, "en"))
        assert (paper.document, paper.edition) == (variant, edition)


def test_other_kinds_are_compiled_elsewhere(book, firm):
    with pytest.raises(RuleError):
        book.ask(compile_variant, firm, "group")


def test_statements_are_asked_for_only_where_they_are_old(book, firm):
    from rmapp.domain.financials import FinancialSnapshot

    add(book, FinancialSnapshot(firm_id=firm, period_type="fy", period_end=date(2025, 12, 31)))
    assert book.ask(compile_variant, firm, "leave_behind").documents == ()


def test_each_variant_has_a_name_in_both_languages():
    names = [variant_text(one) for one in ("brief", "pocket_card", "first_visit", "hand_over", "leave_behind", "group")]
    assert len(set(names)) == 6
    with speaking("zh_CN"):
        assert variant_text("group")


def test_a_service_that_was_proposed_is_an_option_and_a_match_that_nobody_proposed_is_none(book, firm):
    known = {"firm_id": firm, "decided_on": TODAY, "result": "eligible"}
    add(
        book,
        ProductDecision(product="P10", answer="proposed", **known),
        ProductDecision(product="P26", answer="mentioned", **known),
    )
    found = book.ask(compile_variant, firm, "leave_behind")
    assert [one.product for one in found.options] == ["P10"]

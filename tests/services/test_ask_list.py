"""Questions of the ask-list: what raises them, their rank, their rest, and answers that become facts."""

from datetime import date

import pytest

from rmapp.domain.assessment import Assessment
from rmapp.domain.call_report import Answer
from rmapp.domain.claim import Claim
from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.covenant import Covenant
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, Tranche
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.question import WEIGHTS
from rmapp.domain.question_target import target_of, value_kind
from rmapp.domain.question_wording import question_text, why_text
from rmapp.domain.stage import StageEvent
from rmapp.domain.supply_link import SupplyLink
from rmapp.errors import InputError, RuleError
from rmapp.i18n import speaking
from rmapp.services.clients.sources import sources
from rmapp.services.visits.answers import GivenAnswer, answer_question, write_back
from rmapp.services.visits.ask_list import ask_list, rest_question, resting, wake_question
from tests.scored import save_worked

TODAY = date(2026, 3, 4)


def yuan(millions):
    return Money.of(millions * 1_000_000, "CNY")


def add(book, *entities):
    def write(store):
        first, *_rest = [store.add(one) for one in entities]
        return first

    return book.do(write, label="Add").result


def asked(book, firm, **options):
    return {one.code: one for one in book.ask(ask_list, firm, **options)}


def active(firm, **fields):
    return Facility(firm_id=firm, status="active", reference_no="WC-1", limit=yuan(5), **fields)


def test_a_missing_maturity_date_beats_everything_of_the_register(book, firm):
    add(book, active(firm))
    found = book.ask(ask_list, firm)
    assert found[0].code == "line_maturity"
    assert question_text(found[0]) == "On what day does the line “Working capital loan WC-1” mature?"
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert found[-1].code == "website"
    assert len(book.ask(ask_list, firm, most=3)) == 3


def test_every_question_of_the_list_has_words_in_both_languages(book, firm):
    fill(book, firm)
    score(book, firm)
    found = book.ask(ask_list, firm)
    codes = {one.code for one in found}
    missing = set(WEIGHTS) - codes - {"uscc", "statement_missing", "other_lenders", "owners", "decider", "revenue"}
    assert missing <= {"own", "statement_stale", "cash", "net_profit", "customers", "headcount"}
    for language in ("en", "zh_CN"):
        with speaking(language):
            for one in found:
                assert "{" not in question_text(one)
                assert why_text(one)
                assert "None" not in question_text(one)


def score(book, firm):
    """Score the firm: one judgement is past its shelf life, and the awards are open."""
    kept = save_worked(book, firm)
    scores = [
        one.model_copy(update={"valid_until": date(2025, 1, 1)}) if one.code == "policy_fit" else one
        for one in kept.indicators
    ]
    book.do(type(book.store).change, Assessment, kept.id, indicators=tuple(scores), label="Aged")


def fill(book, firm):
    """Write something doubtful of each kind."""
    line, person = active(firm, maturity_on=None), Person(name="顾雯", name_latin="Gu Wen")
    thing = Collateral(firm_id=firm, type="mortgage_property", description="Plant", insured_to=date(2025, 12, 31))
    bare = Collateral(firm_id=firm, type="mortgage_equipment", description="Laser")
    covenant = Covenant(facility_id=line.id, type="information", first_test_on=date(2025, 6, 30), days_to_deliver=30)
    add(
        book,
        line,
        active(firm, maturity_on=date(2027, 1, 1)).model_copy(update={"limit": None}),
        covenant,
        Tranche(facility_id=line.id, sequence=1, condition="Contract", condition_due_on=date(2026, 2, 1)),
        DrawingCondition(facility_id=line.id, text="Signature cards"),
        Drawdown(facility_id=line.id, sequence=1, amount=yuan(1), first_check_on=date(2026, 2, 1)),
        thing,
        bare,
        Valuation(collateral_id=thing.id, value=yuan(3), valued_on=date(2024, 1, 1)),
        Charge(collateral_id=thing.id, facility_id=line.id),
        Charge(collateral_id=bare.id, facility_id=line.id),
        IpRight(firm_id=firm, core=True, title="Readout", status="granted"),
        Promise(firm_id=firm, side="theirs", text="Audit", owner="Gu Wen", due_on=date(2026, 2, 1)),
        FinancialSnapshot(firm_id=firm, period_end=date(2025, 12, 31), revenue=yuan(10)),
        FinancialSnapshot(firm_id=firm, period_end=date(2025, 12, 31), revenue=yuan(20), source="public"),
        OtherLine(firm_id=firm, lender="Other Bank", as_of=PartialDate("2024-06")),
        OwnershipLink(child_id=firm, parent_kind="outsider", parent_name="A", pct_bp=6000),
        OwnershipLink(child_id=firm, parent_kind="outsider", parent_name="B", pct_bp=5000),
        DesignationHolding(firm_id=firm, designation="hnte", expires_on=PartialDate("2025-12")),
        DesignationHolding(firm_id=firm, designation="little_giant", expires_on=PartialDate("2026-05")),
        StageEvent(firm_id=firm, to_stage="rd_seed", effective_on=PartialDate("2024")),
        Claim(firm_id=firm, kind="customers", text="Three", as_of=PartialDate("2023")),
        IpCountClaim(firm_id=firm, ip_type="invention", count=40, as_of=PartialDate("2025-03")),
        IpCountClaim(firm_id=firm, ip_type="invention", count=52, as_of=PartialDate("2025-08"), source="public"),
        FundingEvent(firm_id=firm, round="a", amount=yuan(60)),
        SupplyLink(firm_id=firm, name="Wafer Works"),
        FundingTotalClaim(firm_id=firm, amount=yuan(50)),
        person,
        Role(person_id=person.id, firm_id=firm, influence="decides", is_main_contact=True),
    )


def test_contradictions_name_both_values_with_their_sources(book, firm):
    fill(book, firm)
    found = asked(book, firm)
    text = question_text(found["figure_differs"])
    assert text == "Revenue FY2025: CNY 10 million (Told by the client) or CNY 20 million (Public report)?"
    assert "40 (Told by the client, Mar 2025) or 52 (Public report, Aug 2025)" in question_text(found["patents_differ"])
    assert question_text(found["shares_differ"]).startswith("The known shares in the firm add up to more than 100%")
    assert "“R&D / seed”" in question_text(found["stage_differs"])


def test_figures_that_differ_by_rounding_agree(book, firm):
    for minor, source in ((10_000_000_00, "client_statement"), (10_020_000_00, "public")):
        money = Money(minor=minor, ccy="CNY")
        add(book, FinancialSnapshot(firm_id=firm, period_end=date(2025, 12, 31), revenue=money, source=source))
    assert "figure_differs" not in asked(book, firm)


def test_further_questions_of_a_kind_weigh_less(book, firm):
    add(book, *(IpRight(firm_id=firm, core=True, title=name, applicant="X", number=name) for name in "ABC"))
    fees = [one.weight for one in book.ask(ask_list, firm) if one.code == "patent_fee"]
    assert fees == [78, 70, 62]


def test_own_questions_of_the_planned_visit_come_first_in_their_order(book, firm):
    add(
        book,
        active(firm),
        Meeting(firm_id=firm, status="planned", starts_at="2026-03-06T09:00", questions=("Wafers?", " ", "Orders?")),
    )
    found = book.ask(ask_list, firm)
    assert [question_text(one) for one in found[:2]] == ["Wafers?", "Orders?"]
    assert found[2].code == "line_maturity"


def test_a_rest_needs_a_reason_and_ends(book, firm, tmp_path):
    key = "website"
    with pytest.raises(InputError) as refused:
        book.do(rest_question, firm, key, TODAY, " ", label="Rest")
    assert set(refused.value.fields) == {"reason", "until"}
    book.do(rest_question, firm, key, date(2026, 4, 1), "They have none", label="Rest")
    rest = book.do(rest_question, firm, key, None, "They want none", label="Rest").result
    assert [one.reason for one in book.ask(resting, firm)] == ["They want none"]
    assert key not in asked(book, firm)
    book.do(wake_question, rest.id, label="Ask again")
    assert key in asked(book, firm)


def test_nothing_restricted_is_asked_about(book, firm):
    fill(book, firm)

    def hide(store):
        for kind in (Facility, Collateral, IpRight, OtherLine, DesignationHolding, Promise, FinancialSnapshot, Person):
            for one in store.all(kind):
                store.change(kind, one.id, confidentiality="restricted")

    book.do(hide, label="Hide")
    codes = set(asked(book, firm, restricted=False))
    assert not codes & {
        *("line_maturity", "line_limit", "covenant_proof", "condition_late", "condition_date", "use_check"),
        *("valuation_stale", "valuation_missing", "insurance_ended", "patent_fee", "patent_owner", "patent_number"),
        *("promise_late", "figure_differs", "other_line_stale", "other_lenders", "designation_lapsed"),
        *("designation_ending", "person_not_met", "person_contact", "decider", "stage_differs"),
    }
    assert "line_maturity" in asked(book, firm)


ANSWERS = [
    ("line_maturity", "2027-06-05", lambda s, f: s.all(Facility, firm_id=f)[0].maturity_on, date(2027, 6, 5)),
    ("line_limit", "6m", lambda s, f: s.all(Facility, firm_id=f)[1].limit, yuan(6)),
    ("condition_late", "2026-04-01", lambda s, f: s.all(Tranche)[0].condition_due_on, date(2026, 4, 1)),
    ("condition_date", "2026-04-01", lambda s, f: s.all(DrawingCondition)[0].due_on, date(2026, 4, 1)),
    ("use_check", "Wages paid", lambda s, f: s.all(Drawdown)[0].check_note, "Wages paid"),
    ("valuation_stale", "3.2m", lambda s, f: s.all(Valuation)[-1].value, Money.of(3_200_000, "CNY")),
    ("valuation_missing", "450万", lambda s, f: s.all(Valuation)[-1].value, Money.of(4_500_000, "CNY")),
    ("insurance_ended", "2026-12-31", lambda s, f: s.all(Collateral)[0].insured_to, date(2026, 12, 31)),
    ("patent_fee", "2026-08-01", lambda s, f: s.all(IpRight)[0].annual_fee_due_on, date(2026, 8, 1)),
    ("patent_owner", "示例科技有限公司", lambda s, f: s.all(IpRight)[0].applicant, "示例科技有限公司"),
    ("promise_late", "2026-03-20", lambda s, f: s.all(Promise)[0].due_on, date(2026, 3, 20)),
    ("net_profit", "1.2m", lambda s, f: s.all(FinancialSnapshot)[-1].net_profit, Money.of(1_200_000, "CNY")),
    ("headcount", "214", lambda s, f: s.all(FinancialSnapshot)[-1].headcount, 214),
    ("other_line_stale", "12m", lambda s, f: s.all(OtherLine)[-1].outstanding, yuan(12)),
    ("designation_lapsed", "2028-12", lambda s, f: s.all(DesignationHolding)[0].expires_on, PartialDate("2028-12")),
    ("claim_stale", "Five", lambda s, f: s.all(Claim, kind="customers")[-1].text, "Five"),
    (
        "sales_channels",
        "Dealers, 60 days",
        lambda s, f: s.all(Claim, kind="sales_channels")[0].text,
        "Dealers, 60 days",
    ),
    ("summary", "Sensors", lambda s, f: s.get(Firm, f).summary, "Sensors"),
    ("registered_capital", "20m", lambda s, f: s.get(Firm, f).registered_capital, yuan(20)),
    ("established_on", "2016", lambda s, f: s.get(Firm, f).established_on, PartialDate("2016")),
    ("person_role", "CFO", lambda s, f: s.all(Role)[0].title, "CFO"),
    ("person_contact", "0571 1234", lambda s, f: s.all(Person)[0].work_phone, "0571 1234"),
]


@pytest.mark.parametrize(("code", "value", "read", "expected"), ANSWERS, ids=[one[0] for one in ANSWERS])
def test_an_answer_is_written_to_its_fact_and_the_question_is_gone(book, firm, code, value, read, expected):
    fill(book, firm)
    question = asked(book, firm)[code]
    meeting = add(book, Meeting(firm_id=firm, starts_at="2026-03-03T09:30", summary="-"))
    answer = Answer(meeting_id=meeting.id, firm_id=firm, question=question.key, asked="?", answer="yes", value=value)
    answer = add(book, answer)
    assert question.key in {one.key for one in book.ask(ask_list, firm)}

    book.do(write_back, answer.id, label="Write")

    assert read(book.store, firm) == expected
    assert book.store.get(Answer, answer.id).written_on == TODAY
    assert question.key not in {one.key for one in book.ask(ask_list, firm)}
    with pytest.raises(RuleError):
        book.do(write_back, answer.id, label="Write")
    book.undo()
    assert question.key in {one.key for one in book.ask(ask_list, firm)}


def test_a_written_fact_carries_source_and_date_and_a_cited_one_keeps_its_own(book, firm):
    own = add(book, IpRight(firm_id=firm, core=True, title="Own"))
    cited = add(book, IpRight(firm_id=firm, core=True, title="Cited", source="registry", citation="CNIPA"))
    meeting = add(book, Meeting(firm_id=firm, starts_at="2026-03-03T09:30", summary="-"))
    for right in (own, cited):
        key = f"patent_number:{right.id}"
        answer = Answer(
            meeting_id=meeting.id, firm_id=firm, question=key, asked="?", answer="a", value="201911209274.0"
        )
        written = add(book, answer.model_copy(update={"means": "seen", "answered_as_of": PartialDate("2026-02")}))
        book.do(write_back, written.id, label="Write")
    own, cited = book.store.get(IpRight, own.id), book.store.get(IpRight, cited.id)
    assert (own.number, own.source, own.as_of) == ("201911209274.0", "own_observation", PartialDate("2026-02"))
    assert (cited.number, cited.source, cited.as_of) == ("201911209274.0", "registry", None)


@pytest.mark.parametrize(("code", "value"), [("line_maturity", "soon"), ("line_limit", "much"), ("headcount", "many")])
def test_a_value_that_cannot_be_read_changes_nothing(book, firm, code, value):
    fill(book, firm)
    question = asked(book, firm)[code]
    meeting = add(book, Meeting(firm_id=firm, starts_at="2026-03-03T09:30", summary="-"))
    answer = Answer(meeting_id=meeting.id, firm_id=firm, question=question.key, asked="?", answer="yes", value=value)
    answer = add(book, answer)
    with pytest.raises(InputError) as refused:
        book.do(write_back, answer.id, label="Write")
    assert set(refused.value.fields) == {"value"}
    assert book.store.get(Answer, answer.id).written_on is None


def test_a_question_without_a_field_is_settled_by_its_answer(book, firm):
    assert "decider" in asked(book, firm)
    meeting = add(book, Meeting(firm_id=firm, starts_at="2026-03-03T09:30", summary="-"))
    answer = add(
        book, Answer(meeting_id=meeting.id, firm_id=firm, question="decider", asked="?", answer="Gu Wen", value="x")
    )
    assert "decider" not in asked(book, firm)
    with pytest.raises(RuleError):
        book.do(write_back, answer.id, label="Write")


def test_targets_follow_from_the_key():
    assert target_of("line_maturity:7", "f") == "facility.maturity_on:7"
    assert target_of("condition_late:tranche:7", "f") == "tranche.condition_due_on:7"
    assert target_of("claim_stale:outlets", "f") == "claim.outlets:f"
    assert target_of("own:what: now?", "f") == ""
    assert target_of("nonsense", "f") == ""
    assert value_kind("facility.limit:7") == "money"
    assert value_kind("firm.website:7") == "text"


def test_a_written_answer_is_the_source_of_its_field(book, firm):
    meeting = add(book, Meeting(firm_id=firm, starts_at="2026-03-03T09:30", summary="-"))
    answer = Answer(meeting_id=meeting.id, firm_id=firm, question="website", asked="?", answer="a", value="x.cn")
    answer = add(book, answer.model_copy(update={"answered_as_of": PartialDate("2026-02")}))
    assert book.ask(sources, firm) == []
    book.do(write_back, answer.id, label="Write")
    found = book.ask(sources, firm)
    assert [(one.kind, one.as_of, one.supports[0].label) for one in found] == [
        ("client_statement", PartialDate("2026-02"), "Website")
    ]


def test_an_answer_outside_of_a_report_belongs_to_the_visit_of_its_day(book, firm):
    meeting = add(book, Meeting(firm_id=firm, starts_at="2026-03-03T09:30", summary="-"))
    given = GivenAnswer(question="website", asked="?", value="x.cn", as_of=PartialDate("2026-03-03"))
    assert book.do(answer_question, firm, given, label="Answer").result.meeting_id == meeting.id
    given = GivenAnswer(question="decider", asked="?", answer="Gu Wen", as_of=PartialDate("2026-03"))
    assert book.do(answer_question, firm, given, label="Answer").result.meeting_id == ""
    assert not {"website", "decider"} & set(asked(book, firm))
    with pytest.raises(InputError) as refused:
        book.do(answer_question, firm, GivenAnswer(question="owners", asked="?"), label="Answer")
    assert set(refused.value.fields) == {"answer"}


def test_the_same_words_are_asked_once_and_rest_together(book, firm):
    rights = [
        IpRight(firm_id=firm, ip_type="invention", title="Core patent", core=True, status="granted") for _n in "123"
    ]
    add(book, *rights, IpRight(firm_id=firm, ip_type="invention", title="Other", core=True, status="granted"))
    found = [one for one in book.ask(ask_list, firm) if one.code == "patent_number"]
    assert {one.subject: one.count for one in found} == {"Core patent": 3, "Other": 1}
    (found,) = [[one] for one in found if one.count > 1]
    assert question_text(found[0]) == "What is the number of “Core patent”? (3 of this name)"
    assert question_text(found[0], counted=False) == "What is the number of “Core patent”?"
    assert {found[0].key, *found[0].also} == {f"patent_number:{one.id}" for one in rights}

    book.do(answer_question, firm, GivenAnswer(question=found[0].key, asked="?", value="ZL 1"), label="Answer")
    rest = {one.count: one for one in book.ask(ask_list, firm) if one.code == "patent_number"}
    assert set(rest) == {1, 2}
    book.do(rest_question, firm, rest[2].key, None, "not known to them", label="Rest")
    assert [one.subject for one in book.ask(ask_list, firm) if one.code == "patent_number"] == ["Other"]
    assert len(book.ask(resting, firm)) == 2

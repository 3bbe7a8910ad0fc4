"""The ask-list asks for the few facts that products and grade wait for, and takes their answers in."""

import pytest

from rmapp.domain.claim import Claim
from rmapp.domain.claim_fields import CLAIM_FIELDS
from rmapp.domain.money import Money
from rmapp.domain.question_target import target_of, value_kind
from rmapp.domain.question_wording import code_text, question_text, why_text
from rmapp.domain.scorecard import shipped_scorecard
from rmapp.domain.stage import StageEvent
from rmapp.domain.value_questions import value_questions
from rmapp.errors import InputError
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.visits.answers import GivenAnswer, answer_question
from rmapp.services.visits.ask_list import ask_list
from rmapp.services.visits.question_sources.values import MOST, needs
from rmapp.storage.discreet import discreet


def add(book, entity):
    return book.do(lambda store: store.add(entity), label="Add").result


def needed(book, firm):
    fields = [one.field for one in shipped_scorecard().indicators if one.field]
    return needs(book.ask(firm_values, firm), book.ask(converter), fields)


def wanted(book, firm, **options):
    return [one.about for one in book.ask(ask_list, firm, **options) if one.code == "value_missing"]


def answer(book, firm, kind, value):
    given = GivenAnswer(question=f"value_missing:{kind}", asked="…", value=value)
    return book.do(answer_question, firm, given, label="Answer")


def test_at_most_three_facts_are_asked_for_and_those_that_most_waits_for_first(book, firm):
    add(book, StageEvent(firm_id=firm, to_stage="growth", effective_on="2025"))
    count = needed(book, firm)
    found = wanted(book, firm)
    assert len(found) == MOST
    assert count[found[0]] >= count[found[1]] >= count[found[2]] > 0
    assert found[0] == "has_export"


def test_what_is_known_is_not_asked_and_what_a_stage_rules_out_is_not_needed(book, firm):
    add(book, StageEvent(firm_id=firm, to_stage="rd_seed", effective_on="2025"))
    before = needed(book, firm)
    assert "signed_orders" not in before
    assert before["founder_phd_or_senior"] == 2
    add(book, Claim(firm_id=firm, kind="founder_phd_or_senior", answer=True))
    assert "founder_phd_or_senior" not in needed(book, firm)


def test_a_restricted_fact_is_not_asked_for_again_on_paper(book, firm):
    add(book, StageEvent(firm_id=firm, to_stage="growth", effective_on="2025"))
    assert "has_export" in wanted(book, firm, restricted=False)
    add(book, Claim(firm_id=firm, kind="has_export", answer=True, confidentiality="restricted"))
    assert "has_export" not in wanted(book, firm)
    assert "has_export" not in wanted(book, firm, restricted=False)

    def on_paper(store):
        with discreet(store):
            return [one.about for one in ask_list(store, firm, restricted=False)]

    assert "has_export" not in book.ask(on_paper)


@pytest.mark.parametrize(
    ("kind", "typed", "field", "value"),
    [
        ("signed_orders", "45m", "money", Money.of(45_000_000)),
        ("supplier_count", "1,700", "number", 1700),
        ("top5_customer_share", "35.5%", "share_bp", 3550),
        ("market_growth", "12", "share_bp", 1200),
        ("seeking_equity", "yes", "answer", True),
        ("ma_plan", "否", "answer", False),
    ],
)
def test_an_answer_becomes_the_value_that_rules_read(book, firm, kind, typed, field, value):
    answer(book, firm, kind, typed)
    claims = book.ask(lambda store: store.all(Claim, firm_id=firm))
    assert [(one.kind, getattr(one, field), one.source) for one in claims] == [(kind, value, "client_statement")]
    assert CLAIM_FIELDS[kind].code in book.ask(firm_values, firm)


@pytest.mark.parametrize(
    ("kind", "typed"), [("seeking_equity", "perhaps"), ("top5_customer_share", "a third"), ("debt_ratio", "nan")]
)
def test_an_answer_that_cannot_be_read_is_refused_at_the_value(book, firm, kind, typed):
    with pytest.raises(InputError) as refused:
        answer(book, firm, kind, typed)
    assert set(refused.value.fields) == {"value"}


def test_every_question_has_words_a_reason_a_topic_and_a_field(book, firm):
    assert set(value_questions()) < set(CLAIM_FIELDS)
    add(book, StageEvent(firm_id=firm, to_stage="growth", effective_on="2025"))
    for one in book.ask(ask_list, firm):
        if one.code == "value_missing":
            assert question_text(one).endswith("?")
            assert why_text(one) == "which products fit"
            assert code_text(one.key) != one.key
            assert value_kind(target_of(one.key, firm)) != "text"

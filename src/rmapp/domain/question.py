"""A question of the ask-list: what the book does not know, knows from too long ago, or knows twice differently.

It holds facts and codes, not sentences, so that one value is asked in both languages. Source: product paper,
2 (4) and 3.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from rmapp.domain.covenant import Covenant
from rmapp.domain.entity import Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

QuestionKind = Literal["empty", "stale", "contradictory", "own"]

QUESTION_CAP = 7
"""How many questions a brief and a call sheet print (product paper, 3)."""


class Told(Value):
    """One of two things that do not agree: the value as it was told, its source and its date."""

    money: Money | None = None
    number: int | None = None
    code: str = ""
    source: str = ""
    as_of: PartialDate | None = None


class Question(Value):
    """One question for the client.

    `key` names it for good: its code and the id of what it is about. `weight` is larger for what more depends
    on. `subject` is a name as typed (of a line, person, right, promise), `latin` a person's name as readers of
    English read it, `about` a code of the list that the question's code implies (a facility type, a
    designation …), `on` the day it is about. `target` is the fact that an answer is written to as
    `table.field:id`, empty where a person has to decide what to do with it. `told` are the two sides of what is
    contradictory. `also` are the keys of questions in the very same words about other things, told with this one.
    """

    key: str
    kind: QuestionKind
    weight: int
    code: str
    subject: str = ""
    latin: str = ""
    about: str = ""
    on: PartialDate | None = None
    money: Money | None = None
    covenant: Covenant | None = None
    told: tuple[Told, ...] = ()
    target: str = ""
    also: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Return of how many things this is asked."""
        return 1 + len(self.also)


WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        # What the user wants to ask comes first.
        "own": 120,
        # Money that is lent: repayment, limits, covenants, conditions, the value of security.
        "line_maturity": 100,
        "line_limit": 96,
        "covenant_proof": 92,
        "condition_late": 90,
        "statement_missing": 88,
        "statement_stale": 86,
        "condition_date": 84,
        "use_check": 82,
        "valuation_missing": 80,
        "valuation_stale": 79,
        "patent_fee": 78,
        "insurance_ended": 77,
        "patent_owner": 76,
        "promise_late": 74,
        "figure_differs": 70,
        "revenue": 69,
        "cash": 66,
        "patent_number": 64,
        # How sure repayment is: other lenders, who owns and decides, what is sold.
        "other_line_stale": 62,
        "other_lenders": 60,
        "decider": 58,
        "owners": 57,
        "shares_differ": 56,
        "net_profit": 55,
        "designation_lapsed": 54,
        "designation_ending": 53,
        "stage_differs": 52,
        "rd_expense": 51,
        "customers": 50,
        "summary": 49,
        # Facts that products and grade wait for; a further one of them weighs less (see the ask-list).
        "value_missing": 48,
        "claim_stale": 46,
        # What the grade was judged by; at most two of them are asked for at once.
        "score_stale": 42,
        "score_missing": 41,
        "uscc": 45,
        "patents_differ": 44,
        "funding_differs": 43,
        "headcount": 40,
        "sales_channels": 38,
        "introduction": 37,
        "person_not_met": 36,
        "person_role": 34,
        # The register: useful, but nothing is decided by it.
        "designation_date": 30,
        "operating_address": 28,
        "registered_capital": 26,
        "established_on": 24,
        "person_contact": 20,
        "website": 8,
    }
)
"""The weight of each question by its code: what most depends on comes first (a proposal of this project)."""


def question_key(code: str, *parts: str) -> str:
    """Return the key of a question: its code, and what it is about."""
    return ":".join((code, *parts))


def told_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return questions without those that sound like an earlier one, which takes over their keys."""
    found: dict[Question, Question] = {}
    for question in questions:
        words = question.model_copy(update={"key": "", "target": "", "also": ()})
        first = found.setdefault(words, question)
        if first is not question:
            found[words] = first.model_copy(update={"also": (*first.also, question.key)})
    return tuple(found.values())


def code_of(key: str) -> str:
    """Return the code of a question from its key."""
    return key.partition(":")[0]

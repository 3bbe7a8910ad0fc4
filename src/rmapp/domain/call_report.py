"""What a call report says beyond its meeting: answers, sights, needs, judgement, what comes next."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity, Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

Change = Annotated[str | None, CodeOf("judged_change")]


class SiteSight(Value):
    """One thing seen on site, in words."""

    sight: Annotated[str, CodeOf("site_sight")]
    text: str = ""


class CreditFact(Value):
    """One fact about the credit that was seen or heard, in words."""

    topic: Annotated[str, CodeOf("credit_topic")]
    text: str = ""


class CallReport(Entity):
    """The report of one held meeting; header, people, gist and promises are those of the meeting itself.

    Facts (`absent`, `sights`, `credit_facts`, `warning_ticks`) stand apart from judgement (the three changes,
    `judgement` and the proposed stage), which no client ever sees. `warning_ticks` are codes of warning
    signals. Either `next_on` or `no_next_reason` is given; `next_meeting_id` is the meeting that was planned for
    that day. `copy_no` is the printed sheet it was written on.
    """

    meeting_id: str
    absent: str = ""
    sights: tuple[SiteSight, ...] = ()
    credit_facts: tuple[CreditFact, ...] = ()
    warning_ticks: tuple[str, ...] = ()
    team_change: Change = None
    technology_change: Change = None
    market_change: Change = None
    judgement: str = ""
    stage_proposed: Annotated[str | None, CodeOf("stage")] = None
    stage_evidence: tuple[str, ...] = ()
    stage_reason: str = ""
    next_on: date | None = None
    no_next_reason: str = ""
    next_purpose: str = ""
    next_preparation: str = ""
    next_meeting_id: str | None = None
    copy_no: str = ""


class Answer(Entity):
    """What the client answered to a question of the ask-list.

    `question` is the key of the question (`domain/question.py`), `asked` its words on the paper. Once a person
    confirmed that `value` is written to the fact that the question asks for, `written_on` is the day.
    """

    meeting_id: str
    firm_id: str
    question: str
    asked: str
    answer: str
    means: Annotated[str, CodeOf("answer_source")] = "said"
    answered_as_of: PartialDate | None = None
    value: str = ""
    written_on: date | None = None


class Need(Entity):
    """What the client needs or we could offer, as it was talked about: booked, offered and hoped stay apart."""

    meeting_id: str | None = None
    firm_id: str
    scenario: Annotated[str | None, CodeOf("scenario")] = None
    product: Annotated[str | None, CodeOf("product")] = None
    amount: Money | None = None
    timing: str = ""
    likelihood: Annotated[str | None, CodeOf("likelihood")] = None
    step: Annotated[str, CodeOf("need_step")] = "mentioned"
    note: str = ""
    facility_id: str | None = None

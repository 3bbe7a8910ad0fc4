"""The words of a question and of what depends on its answer, in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.claim_kinds import claim_kind_text
from rmapp.domain.covenant_wording import covenant_text
from rmapp.domain.money import format_money
from rmapp.domain.question import code_of
from rmapp.domain.scorecard import indicator_text
from rmapp.domain.value_questions import value_questions
from rmapp.domain.wording import format_count, format_partial, format_period
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.question import Question, Told

_SUBJECT_LISTS = {
    "line_maturity": "facility_type",
    "line_limit": "facility_type",
    "use_check": "facility_type",
    "patent_fee": "ip_type",
    "patent_owner": "ip_type",
    "patent_number": "ip_type",
    "valuation_missing": "security_type",
    "valuation_stale": "security_type",
    "insurance_ended": "security_type",
    "designation_lapsed": "designation",
    "designation_ending": "designation",
    "designation_date": "designation",
    "patents_differ": "ip_type",
    "stage_differs": "stage",
}
"""The code list of what a question is about, by the question's code."""

_WITH_SUBJECT = frozenset({"line_maturity", "line_limit", "use_check"})
"""Questions whose subject is named by both its kind and its number."""


def question_text(question: Question, *, counted: bool = True) -> str:
    """Return the question itself; with `counted` also of how many things of one name it is asked."""
    text = _text(question)
    if not counted or question.count == 1:
        return text
    return _("{question} ({n} of this name)").format(question=text, n=question.count)


def _text(question: Question) -> str:
    if question.kind == "own":
        return question.subject
    if question.code == "value_missing":
        return value_questions().get(question.about, claim_kind_text(question.about))
    pattern = _patterns()[question.code]
    return pattern.format(
        subject=_subject(question),
        day=format_partial(question.on) if question.on else _("an unknown day"),
        amount=format_money(question.money) if question.money else _("an unknown amount"),
        period=_period(question),
        first=_told(question.told[0]) if question.told else "",
        second=_told(question.told[1]) if len(question.told) > 1 else "",
    )


def why_text(question: Question) -> str:
    """Return what depends on the answer, in a few words."""
    return _reasons()[question.code]


def code_text(key: str) -> str:
    """Return what a question is about, from its key alone: for one that is at rest and so not in the list."""
    code = code_of(key)
    if code == "own":
        return key.partition(":")[2]
    if code == "value_missing":
        return claim_kind_text(key.partition(":")[2])
    return _topics().get(code, code)


def _topics() -> dict[str, str]:
    return {
        "line_maturity": _("Maturity of a line"),
        "line_limit": _("Limit of a line"),
        "covenant_proof": _("Proof of a covenant"),
        "condition_late": _("Late condition"),
        "condition_date": _("Day of a condition"),
        "use_check": _("Use of a draw-down"),
        "statement_missing": _("Financial statements"),
        "statement_stale": _("Financial statements"),
        "valuation_missing": _("Valuation"),
        "valuation_stale": _("Valuation"),
        "patent_fee": _("Annual fee of a patent"),
        "patent_owner": _("Owner of a patent"),
        "patent_number": _("Number of a patent"),
        "insurance_ended": _("Insurance"),
        "promise_late": _("Late promise of the client"),
        "figure_differs": _("Two different figures"),
        "patents_differ": _("Two different counts of patents"),
        "funding_differs": _("Two different sums of funding"),
        "shares_differ": _("Shares in the firm"),
        "stage_differs": _("Stage and revenue"),
        "revenue": _("Revenue"),
        "net_profit": _("Net profit"),
        "cash": _("Cash"),
        "rd_expense": _("R&D spending"),
        "headcount": _("Headcount"),
        "other_line_stale": _("Lines of other lenders"),
        "other_lenders": _("Other lenders"),
        "decider": _("Who decides"),
        "owners": _("Owners"),
        "designation_lapsed": _("Designation that ended"),
        "designation_ending": _("Designation that ends"),
        "designation_date": _("Start of a designation"),
        "customers": _("Customers"),
        "sales_channels": _("Sales channels"),
        "claim_stale": _("Reported fact"),
        **dict.fromkeys(("score_stale", "score_missing"), _("Indicator of the assessment")),
        "introduction": _("Introduction to a partner"),
        "summary": _("What the firm does"),
        "uscc": _("Social credit code"),
        "person_not_met": _("Person not met yet"),
        "person_role": _("Role of a person"),
        "person_contact": _("Work number of a person"),
        "operating_address": _("Operating address"),
        "registered_capital": _("Registered capital"),
        "established_on": _("Founded"),
        "website": _("Website"),
    }


def _subject(question: Question) -> str:
    if question.covenant is not None:
        return covenant_text(question.covenant)
    if question.code == "claim_stale":
        return claim_kind_text(question.about)
    if question.code in ("score_stale", "score_missing"):
        return indicator_text(question.about)
    if question.code == "figure_differs":
        return _figures().get(question.subject, question.subject)
    if question.latin and i18n.current() == "en":
        return question.latin
    named = _SUBJECT_LISTS.get(question.code)
    kind = reference.text(named, question.about) if named and question.about else ""
    if question.code in _WITH_SUBJECT:
        return " ".join(part for part in (kind, question.subject) if part)
    return question.subject or kind


def _period(question: Question) -> str:
    """Return the financial period that `about` and `on` name, such as FY2025."""
    if question.on is None or not question.about:
        return ""
    return format_period(question.about, question.on.last_day())


def _told(told: Told) -> str:
    if told.money is not None:
        value = format_money(told.money)
    elif told.number is not None:
        value = format_count(told.number)
    else:
        value = reference.text("stage", told.code) if told.code else "–"
    who = reference.text("info_source", told.source) if told.source else ""
    when = format_partial(told.as_of) if told.as_of else ""
    said = ", ".join(part for part in (who, when) if part)
    return _("{value} ({said})").format(value=value, said=said) if said else value


def _figures() -> dict[str, str]:
    return {
        "revenue": _("Revenue"),
        "net_profit": _("Net profit"),
        "headcount": _("Headcount"),
        "cash": _("Cash"),
        "rd_expense": _("R&D spending"),
    }


def _patterns() -> dict[str, str]:
    return _credit() | _figures_asked() | _firm()


def _credit() -> dict[str, str]:
    return {
        "line_maturity": _("On what day does the line “{subject}” mature?"),
        "line_limit": _("What is the limit of the line “{subject}”?"),
        "covenant_proof": _("May we have the proof of “{subject}” for {day}?"),
        "condition_late": _("“{subject}” was due on {day}. By what day will it be met?"),
        "condition_date": _("By what day will “{subject}” be met?"),
        "use_check": _("What was the draw-down of {amount} used for, and what shows it? Line: {subject}"),
        "valuation_missing": _("What is “{subject}” worth, and who valued it?"),
        "valuation_stale": _("“{subject}” was last valued on {day}. What is it worth today, and who says so?"),
        "patent_fee": _("When is the next annual fee of “{subject}” due, and is it paid up to then?"),
        "insurance_ended": _("The insurance of “{subject}” ended on {day}. Until when is it renewed?"),
        "patent_owner": _("Who is the registered owner of “{subject}”?"),
        "patent_number": _("What is the number of “{subject}”?"),
        "promise_late": _("You promised “{subject}” for {day}. When will it come?"),
        "other_line_stale": _("What is owed today to {subject}? Our last news is of {day}."),
        "other_lenders": _("Which other banks lend to you, how much, and until when?"),
    }


def _figures_asked() -> dict[str, str]:
    return {
        "statement_missing": _("May we have the latest financial statements?"),
        "statement_stale": _("Our newest statement is {period}. May we have a newer one?"),
        "revenue": _("What was the revenue in {period}?"),
        "net_profit": _("What was the net profit in {period}?"),
        "cash": _("How much cash did the firm have on {day}?"),
        "rd_expense": _("What was spent on R&D in {period}?"),
        "headcount": _("How many people worked at the firm on {day}?"),
        "figure_differs": _("{subject} {period}: {first} or {second}?"),
        "patents_differ": _("{subject}: {first} or {second}?"),
        "funding_differs": _("Money raised in all: {first} or {second}?"),
        "shares_differ": _("The known shares in the firm add up to more than 100%. Who holds what?"),
        "stage_differs": _("We have the firm at “{subject}”, with revenue of {amount}. What is sold, and to whom?"),
    }


def _firm() -> dict[str, str]:
    return {
        "decider": _("Who decides about credit and signs for the firm?"),
        "owners": _("Who owns the firm, and who controls it?"),
        "designation_lapsed": _("“{subject}” was valid to {day}. Was it renewed, and until when?"),
        "designation_ending": _("“{subject}” is valid to {day}. Is the renewal filed?"),
        "designation_date": _("Since when does the firm hold “{subject}”?"),
        "customers": _("Who are the largest customers, and what share do they buy?"),
        "summary": _("In one sentence: what does the firm make, and for whom?"),
        "claim_stale": _("{subject}: is what we heard as of {day} still true?"),
        "score_stale": _("{subject}: what has changed since {day}?"),
        "score_missing": _("{subject}: what can you show us?"),
        "uscc": _("What is the unified social credit code?"),
        "sales_channels": _("How is it sold, and when do customers pay?"),
        "person_not_met": _("May we meet {subject}?"),
        "person_role": _("What is the role of {subject}?"),
        "introduction": _("Can you introduce us to {subject}?"),
        "operating_address": _("Where are the plant and the laboratory?"),
        "registered_capital": _("What is the registered capital?"),
        "established_on": _("When was the firm founded?"),
        "person_contact": _("On which work number do we reach {subject}?"),
        "website": _("What is the address of the website?"),
    }


def _reasons() -> dict[str, str]:
    credit = _("the credit line and its repayment")
    covenants = _("covenants and limits")
    security = _("what the security carries")
    payable = _("what can be drawn")
    repay = _("how sure repayment is")
    whom = _("who can decide and sign")
    fit = _("which products fit")
    register = _("the firm’s entry in the book")
    return {
        "own": _("you want to ask it"),
        **dict.fromkeys(("line_maturity", "line_limit", "use_check"), credit),
        **dict.fromkeys(("covenant_proof", "statement_missing", "statement_stale"), covenants),
        **dict.fromkeys(("condition_late", "condition_date"), payable),
        **dict.fromkeys(
            (
                *("valuation_missing", "valuation_stale", "insurance_ended"),
                *("patent_fee", "patent_owner", "patent_number"),
            ),
            security,
        ),
        "promise_late": _("what they promised"),
        "introduction": _("new clients along the chain"),
        **dict.fromkeys(("score_stale", "score_missing"), _("the grade of the assessment")),
        **dict.fromkeys(("figure_differs", "revenue", "cash", "net_profit"), repay),
        **dict.fromkeys(("other_line_stale", "other_lenders", "funding_differs"), repay),
        **dict.fromkeys(("decider", "owners", "shares_differ", "person_not_met", "person_role"), whom),
        **dict.fromkeys(("designation_lapsed", "designation_ending", "designation_date", "rd_expense"), fit),
        **dict.fromkeys(("stage_differs", "customers", "sales_channels", "patents_differ", "headcount"), fit),
        **dict.fromkeys(("summary", "claim_stale", "value_missing"), fit),
        **dict.fromkeys(
            (*("uscc", "operating_address", "registered_capital"), *("established_on", "person_contact", "website")),
            register,
        ),
    }

"""The twelve grounds on which the office refuses to register a pledge of a right, each with its answer.

The book answers by itself where its data tell; otherwise the newest `PledgeCheck` does. An obstacle that the
data show stands until the data are mended, and a person's obstacle stands against a clear answer of the data.
Source: domain 1.7, `credit_lists.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from rmapp.domain import patent_rules, reference
from rmapp.domain.intellectual_property import IpRight, PledgeCheck
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _

Answer = Literal["clear", "obstacle", "unknown"]
ChecklistState = Literal["clear", "obstacle", "open"]

Told = tuple[Answer, str]


class GroundAnswer(NamedTuple):
    """The answer to one ground; `evidence` is what it rests on, `on` the day of a person's look.

    `is_told_by_data` means that the book answered by itself. A soft ground is no obstacle once the parties
    know of it. `hint` says what the data suggest where they do not decide.
    """

    ground: str
    answer: Answer
    evidence: str
    on: date | None
    is_told_by_data: bool
    is_soft: bool
    hint: str

    @property
    def label(self) -> str:
        """Return the ground in words."""
        return reference.text("pledge_ground", self.ground)


class Pledge(NamedTuple):
    """What is known of the debt and of pledges when the grounds are looked at.

    `maturity` is that of the line the right secures or is to secure. `ours` says in words which charge of the
    register holds the right for that line, `elsewhere` who else holds it; both are empty where nobody does.
    """

    names: Sequence[str] = ()
    maturity: date | None = None
    ours: str = ""
    elsewhere: str = ""


def answers(right: IpRight, checks: Iterable[PledgeCheck], day: date, pledge: Pledge) -> tuple[GroundAnswer, ...]:
    """Return the answer to each ground, in the order of the measures."""
    newest: dict[str, PledgeCheck] = {}
    for check in sorted(checks, key=lambda one: (one.checked_on, one.created_at)):
        newest[check.ground] = check
    told = _told_by_data(right, day, pledge)
    hints = _hints(right, pledge)
    return tuple(
        _answer(code, told.get(code), newest.get(code), hints.get(code, "")) for code in reference.pledge_grounds()
    )


def checklist_state(found: Iterable[GroundAnswer]) -> ChecklistState:
    """Return obstacle where a ground stands in the way, open while one is unanswered, else clear."""
    all_answers = list(found)
    if any(one.answer == "obstacle" and not one.is_soft for one in all_answers):
        return "obstacle"
    return "open" if any(one.answer == "unknown" for one in all_answers) else "clear"


def _answer(code: str, told: Told | None, check: PledgeCheck | None, hint: str) -> GroundAnswer:
    soft = reference.pledge_grounds()[code].soft
    by_person = check is not None and (told is None or (told[0] == "clear" and check.answer == "obstacle"))
    if check is not None and by_person:
        return GroundAnswer(code, check.answer, check.evidence, check.checked_on, False, soft, hint)
    answer, evidence = told or ("unknown", "")
    return GroundAnswer(code, answer, evidence, None, told is not None, soft, hint)


def _told_by_data(right: IpRight, day: date, pledge: Pledge) -> dict[str, Told]:
    told = {
        "not_owner": _owner(right, pledge),
        "right_ended": _ended(right, day),
        "not_granted": _granted(right),
        "fee_unpaid": _fee(right, day),
        "debt_outlives_right": _outlived(right, pledge),
        "pledged_already": _pledged(right, day, pledge),
    }
    if right.ip_type not in ("utility_model", "unspecified_patent"):
        told["same_day_invention"] = ("clear", _("The right is no utility model."))
    return {code: answer for code, answer in told.items() if answer is not None}


def _owner(right: IpRight, pledge: Pledge) -> Told | None:
    owned = patent_rules.is_owner(right, pledge.names)
    if owned is None:
        return None
    if owned:
        return "clear", _("The holder is {name}.").format(name=right.applicant)
    return "obstacle", _("The right was transferred out.")


def _ended(right: IpRight, day: date) -> Told | None:
    ended = patent_rules.has_ended(right, day)
    end = patent_rules.right_end(right)
    if ended is None:
        return None
    if not ended and end is not None:
        return "clear", _("It lasts until {date}.").format(date=format_partial(end))
    if right.status is not None and right.status != "granted":
        return "obstacle", _("Its status is “{status}”.").format(status=reference.text("ip_status", right.status))
    return "obstacle", _("It ended {date}.").format(date=format_partial(end)) if end is not None else ""


def _granted(right: IpRight) -> Told | None:
    granted = patent_rules.is_granted(right)
    if granted is None:
        return None
    if granted:
        on = right.granted_on
        return "clear", _("Granted {date}.").format(date=format_partial(on)) if on else _("It is granted.")
    return "obstacle", _("Its status is “{status}”.").format(status=reference.text("ip_status", right.status or ""))


def _fee(right: IpRight, day: date) -> Told | None:
    overdue = patent_rules.is_fee_overdue(right, day)
    if overdue is None:
        return None
    due = right.annual_fee_due_on
    if overdue:
        said = _("The annual fee was due {date}.").format(date=format_date(due)) if due else _("It lapsed.")
        return "obstacle", said
    if due is None:
        return "clear", _("This kind of right has no annual fee.")
    return "clear", _("The next annual fee is due {date}.").format(date=format_date(due))


def _outlived(right: IpRight, pledge: Pledge) -> Told | None:
    lasts = patent_rules.outlives(right, pledge.maturity)
    end = patent_rules.right_end(right)
    if lasts is None or end is None or pledge.maturity is None:
        return None
    said = _("The right lasts until {end}, the debt until {maturity}.")
    words = said.format(end=format_partial(end), maturity=format_date(pledge.maturity))
    return "clear" if lasts else "obstacle", words


def _pledged(right: IpRight, day: date, pledge: Pledge) -> Told | None:
    if pledge.elsewhere:
        return "obstacle", pledge.elsewhere
    if pledge.ours:
        return "clear", pledge.ours
    return ("obstacle", _("The right is marked as pledged.")) if patent_rules.is_pledged(right, day) else None


def _hints(right: IpRight, pledge: Pledge) -> dict[str, str]:
    hints = {}
    if right.applicant.strip():
        hints["not_owner"] = _("The record names {holder}. Is that the firm?").format(holder=right.applicant)
    else:
        hints["not_owner"] = _("The holder is not recorded. Look into the register of the office.")
    if pledge.maturity is None:
        hints["debt_outlives_right"] = _("The maturity of the debt is not known.")
    hints["pledged_already"] = _("The book knows of no pledge. Look into the register of the office.")
    if right.annual_fee_due_on is None:
        hints["fee_unpaid"] = _("The day of the annual fee is not recorded.")
    return hints

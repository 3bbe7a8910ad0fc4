"""What changed since the last visit, and what ends soon, as sentences of the current language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.covenant_wording import covenant_text
from rmapp.domain.listing_boards import ipo_steps
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_period
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.domain.money import Money
    from rmapp.domain.visit_change import Ahead, VisitChange


def change_text(change: VisitChange) -> str:
    """Return what happened in one short sentence, without its day."""
    others = _other_patterns() if _is_other(change) else {}
    return _filled(others.get(change.kind) or _change_patterns()[change.kind], change)


def ahead_text(ahead: Ahead) -> str:
    """Return what ends or falls due in a few words, without its day."""
    return _filled(_ahead_patterns()[ahead.kind], ahead)


def _change_patterns() -> dict[str, str]:
    return {
        "draw": _("{amount} drawn, {line}"),
        "issue": _("{amount} issued, {line}"),
        "repayment": _("{amount} repaid, {line}"),
        "release": _("{amount} released, {line}"),
        "claim": _("{amount} paid by us for the client, {line}"),
        "write_off": _("{amount} written off, {line}"),
        "taken_back": _("Entry of {amount} taken back, {line}"),
        "limit": _("Limit {amount_before} → {amount}, {line}"),
        "line_new": _("New line of {amount}: {line}"),
        "line_status": _("{line}: {status_before} → {status_after}"),
        "maturity": _("{line} matures on {day_after}, before: {day_before}"),
        "loan_class": _("Class of {line}: {loan_class_before} → {loan_class_after}"),
        "condition_met": _("Condition met: {subject}"),
        "valuation": _("{subject} valued at {amount}"),
        "covenant_test": _("{result}: {covenant}"),
        "stage": _("Stage {stage_before} → {stage_after}"),
        "ipo_step": _("Way to the exchange: {ipo_step_before} → {ipo_step}"),
        "tier": _("Tier {before} → {after}"),
        "watch": _("Watch list: {watch_before} → {watch_after}"),
        "signal": _("Signal: {signal}"),
        "signal_closed": _("Signal closed: {signal}"),
        "patent_new": _("New right: {subject}"),
        "patent_status": _("{subject}: {ip_before} → {ip_after}"),
        "patent_pledged": _("{subject} pledged to {after}"),
        "patent_freed": _("{subject} no longer pledged"),
        "designation_new": _("Now holds {designation}"),
        "designation_gone": _("No longer holds {designation}"),
        "person_new": _("{subject} joined, {role}"),
        "person_gone": _("{subject} left, {role}"),
        "funding": _("Funding round {round}: {amount}"),
        "statement": _("Statement received: {period}"),
        "other_line": _("Other lender {subject}: {amount}"),
        "promise_kept": _("Kept by the client: {subject}"),
        "score": _("Score and grade {before} → {after}"),
        "score_version": _("Score and grade {after}, by another version of the scorecard"),
        "grade_by_hand": _("Grade set by hand: {before} → {after}"),
        "flag_found": _("Found: {flag}"),
        "flag_cleared": _("No longer holds: {flag}"),
    }


def _other_patterns() -> dict[str, str]:
    """Return the patterns without what is not known, such as the value before, and that of our own promises."""
    return {
        "limit": _("Limit {amount} entered, {line}"),
        "line_new": _("New line: {line}"),
        "maturity": _("{line} matures on {day_after}"),
        "loan_class": _("Class of {line}: {loan_class_after}"),
        "stage": _("Stage {stage_after}"),
        "ipo_step": _("Way to the exchange: {ipo_step}"),
        "tier": _("Tier {after}"),
        "patent_status": _("{subject}: {ip_after}"),
        "patent_pledged": _("{subject} pledged"),
        "funding": _("Funding round {round}"),
        "other_line": _("News of the other lender {subject}"),
        "promise_kept": _("Kept by us: {subject}"),
        "score": _("Scored for the first time: {after}"),
    }


def _is_other(change: VisitChange) -> bool:
    if change.kind in ("line_new", "funding", "other_line"):
        return change.money is None
    if change.kind == "limit":
        return change.money_before is None
    if change.kind == "promise_kept":
        return change.code == "ours"
    if change.kind == "patent_pledged":
        return not change.after
    return change.kind in _FROM_TO and not change.before


def _ahead_patterns() -> dict[str, str]:
    return {
        "approval_lapses": _("Approval of {line} lapses"),
        "line_matures": _("{line} matures, {amount}"),
        "draw_due": _("Draw-down of {line} is due, {amount}"),
        "price_reset": _("Price of {line} is reset"),
        "revaluation_due": _("Valuation of {subject} lapses"),
        "registration_ends": _("Pledge of {subject} ends in the register"),
        "annual_fee": _("Annual fee of {subject} is due"),
        "covenant_proof": _("Proof of {covenant} is due"),
        "check_due": _("Use of a draw-down of {line} is to be checked"),
        "condition_due": _("Condition is due: {subject}"),
        "designation_ends": _("{designation} ends"),
        "ipo_window": "{ipo_window}",
        "option_ends": _("{option} ends"),
    }


def _filled(pattern: str, told: VisitChange | Ahead) -> str:
    """Fill the places that a pattern has; a place that is not known says so."""
    words = _Words(told)
    return pattern.format_map(words)


class _Words(dict[str, str]):
    """The words for each place of a pattern, made when the pattern asks for them."""

    def __init__(self, told: VisitChange | Ahead) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, place: str) -> str:
        return _PLACES[place](self._told) or _("not known")


def _coded(name: str, field: str) -> Callable[[VisitChange | Ahead], str]:
    def words(told: VisitChange | Ahead) -> str:
        code: str = getattr(told, field)
        return reference.text(name, code) if code else ""

    return words


def _own(field: str) -> Callable[[VisitChange | Ahead], str]:
    def words(told: VisitChange | Ahead) -> str:
        text: str = getattr(told, field)
        return text

    return words


def _amount(field: str) -> Callable[[VisitChange | Ahead], str]:
    def words(told: VisitChange | Ahead) -> str:
        money: Money | None = getattr(told, field)
        return format_money(money) if money is not None else ""

    return words


def _day(field: str) -> Callable[[VisitChange | Ahead], str]:
    def words(told: VisitChange | Ahead) -> str:
        day: str = getattr(told, field)
        return format_date(date.fromisoformat(day)) if day else ""

    return words


def _line(told: VisitChange | Ahead) -> str:
    name = reference.text("facility_type", told.code) if told.code else ""
    return " ".join(part for part in (name, told.subject) if part)


def _covenant(told: VisitChange | Ahead) -> str:
    return covenant_text(told.covenant) if told.covenant else told.subject


def _subject(told: VisitChange | Ahead) -> str:
    """Return the name of what it is about, of a person as readers of the current language read it."""
    latin: str = getattr(told, "latin", "")
    if latin and i18n.current() == "en":
        return latin
    named = _KINDS_OF_THINGS.get(told.kind)
    return told.subject or (reference.text(named, told.code) if named and told.code else "")


def _lapsing(told: VisitChange | Ahead) -> str:
    step = ipo_steps().get(told.code)
    return step.window.lapses.text() if step and step.window else reference.text("ipo_status", told.code)


def _role(told: VisitChange | Ahead) -> str:
    title: str = getattr(told, "after", "")
    return title or (reference.text("person_role", told.code) if told.code else "")


def _period(told: VisitChange | Ahead) -> str:
    """Return the financial period that the two ends of a change name: its type and its last day."""
    kind, end = getattr(told, "before", ""), getattr(told, "after", "")
    return format_period(kind, date.fromisoformat(end)) if kind and end else ""


_FROM_TO = frozenset({"maturity", "loan_class", "stage", "ipo_step", "tier", "patent_status", "score"})
_KINDS_OF_THINGS = {
    **dict.fromkeys(("patent_new", "patent_status", "patent_pledged", "patent_freed", "annual_fee"), "ip_type"),
    **dict.fromkeys(("valuation", "revaluation_due", "registration_ends"), "security_type"),
}
"""The code list that names a thing without a name of its own."""

_PLACES: dict[str, Callable[[VisitChange | Ahead], str]] = {
    "amount": _amount("money"),
    "amount_before": _amount("money_before"),
    "line": _line,
    "covenant": _covenant,
    "subject": _subject,
    "before": _own("before"),
    "after": _own("after"),
    "role": _role,
    "period": _period,
    "day_before": _day("before"),
    "day_after": _day("after"),
    "status_before": _coded("line_status", "before"),
    "status_after": _coded("line_status", "after"),
    "loan_class_before": _coded("loan_class", "before"),
    "loan_class_after": _coded("loan_class", "after"),
    "stage_before": _coded("stage", "before"),
    "stage_after": _coded("stage", "after"),
    "ipo_step_before": _coded("ipo_status", "before"),
    "ipo_step": _coded("ipo_status", "after"),
    "ipo_window": _lapsing,
    "watch_before": _coded("watch_status", "before"),
    "watch_after": _coded("watch_status", "after"),
    "ip_before": _coded("ip_status", "before"),
    "ip_after": _coded("ip_status", "after"),
    "result": _coded("covenant_result", "after"),
    "signal": _coded("warning_signal", "code"),
    "flag": _coded("hard_stop", "code"),
    "designation": _coded("designation", "code"),
    "option": _coded("option_kind", "code"),
    "round": _coded("funding_round", "code"),
}

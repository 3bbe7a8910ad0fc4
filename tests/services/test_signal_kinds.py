"""Each of the 30 warning signals: its severity, whether a rule or a person raises it, and its way to the end."""

import pytest

from rmapp.domain import reference
from rmapp.i18n import use
from rmapp.services.early_warning import signals
from tests.books import NOW, add_firm, new_book

RED = {
    "runway_below_6",
    "overdue_any",
    "wages_or_tax_arrears",
    "asset_freeze",
    "controller_change",
    "pledge_ip_problem",
    "other_lender_cut",
    "covenant_breach",
    "redemption_claim",
    "safety_incident",
}
BY_HAND = {
    "wages_or_tax_arrears",
    "litigation_new",
    "asset_freeze",
    "auditor_change",
    "milestone_missed",
    "redemption_claim",
    "negative_press",
    "export_control",
    "safety_incident",
}
"""What no figure and no row of the book tells: somebody hears of it."""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("kinds"))
    yield workspace
    workspace.close()


def test_there_are_thirty_and_each_is_raised_by_one_rule_or_by_hand_only():
    by_rule = [code for rule in signals.RULES for code in sorted(rule.codes)]
    assert len(by_rule) == len(set(by_rule)) == 21
    assert set(by_rule) | BY_HAND == set(reference.warning_signals())
    assert not set(by_rule) & BY_HAND
    assert len(reference.warning_signals()) == 30


@pytest.mark.parametrize("code", list(reference.warning_signals()))
def test_each_goes_from_open_to_acknowledged_to_closed_with_a_result(book, code):
    firm = book.do(add_firm, f"示例{code}", label="Add").result.id
    raised = book.do(signals.raise_signal, firm, code, "Heard on site", label="Raise").result
    usual = "red" if code in RED else "info" if code == "no_contact" else "amber"
    assert (raised.severity, raised.origin, raised.status, raised.raised_on) == (usual, "person", "open", NOW.date())
    assert book.ask(signals.firm_watch, firm) == ("alert" if usual == "red" else "none")
    seen = book.do(signals.acknowledge_signal, raised.id, label="Seen").result
    assert (seen.status, seen.acknowledged_on) == ("acknowledged", NOW.date())
    done = book.do(signals.close_signal, raised.id, "Settled", label="Close").result
    assert (done.status, done.closed_on, done.result) == ("closed", NOW.date(), "Settled")
    assert book.ask(signals.firm_watch, firm) == "none"
    assert done in book.ask(signals.closed_signals)
    words = reference.text("warning_signal", code)
    use("zh_CN")
    assert reference.text("warning_signal", code) not in ("", code, words)

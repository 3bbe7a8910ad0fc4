"""A reported fact in its sheet: what it asks follows what the fact is about, and nothing typed is lost."""

from __future__ import annotations

import pytest

from rmapp.domain.claim import Claim
from rmapp.domain.money import Money
from rmapp.services.clients import facts
from rmapp.ui.sheets.fact_forms import fact_forms
from tests.books import CLOCK, add_firm, new_book
from tests.driver import opened

NEEDED = {
    "designation": {"designation": "hnte"},
    "ip_count": {"ip_type": "invention", "count": 3},
    "ip_right": {"ip_type": "invention"},
    "funding": {"round": "a"},
    "funding_total": {"amount": Money.of(5)},
    "overseas": {"kind": "sales", "country": "AE"},
    "listing": {"exchange": "XHKG"},
    "technology": {"phase": "product", "reached_on": "2025"},
    "innovation_points": {"year": 2025, "total": "71.5"},
    "supply": {"name": "A supplier"},
    "investment": {"investor": "A fund"},
    "claim": {"kind": "customers", "text": "Car makers"},
}
"""What a fact of each kind cannot do without."""

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


@pytest.fixture
def driver(tmp_path, qapp):
    workspace = new_book(tmp_path, clock=CLOCK)
    firm = workspace.do(add_firm, label="Add").result.id
    workspace.close()
    with opened(tmp_path / "book") as driver:
        driver.firm = firm
        yield driver


def ask(driver, **fact):
    driver.context.open_sheet("fact", firm_id=driver.firm, fact_kind="claim", **fact)
    driver.wait(60)


def about(driver, kind):
    control = driver.sheet()._own.control("kind")
    control.set_code(kind)
    control.changed.emit(kind)
    driver.wait(60)


def stored(driver):
    return driver.context.ask(lambda store: store.all(Claim, order="rid"))


def test_a_yes_or_no_is_written_and_shown_again(driver):
    ask(driver)
    about(driver, "seeking_equity")
    assert "How exact" not in driver.names()
    driver.sheet()._own.control("answer").set_code("no")
    driver.press("Ctrl+Return")
    claim = stored(driver)[-1]
    assert (claim.kind, claim.answer, claim.text) == ("seeking_equity", False, "")
    ask(driver, fact_id=claim.id)
    assert driver.sheet()._own.control("answer").code() == "no"
    assert not driver.sheet().is_changed()
    driver.press("Escape")


@pytest.mark.parametrize("form", [one.code for one in fact_forms()])
def test_a_fact_of_every_kind_is_changed_in_its_sheet(driver, form):
    entity = next(one.entity for one in fact_forms() if one.code == form)
    fact = driver.context.do(facts.add_fact, entity(firm_id=driver.firm, **NEEDED.get(form, {})), label="Add").result
    driver.context.open_sheet("fact", firm_id=driver.firm, fact_kind=form, fact_id=fact.id)
    driver.wait(60)
    driver.fill("Citation", "A paper")
    driver.press("Ctrl+Return")
    assert driver.sheet() is None
    assert driver.context.ask(facts.fact_of, entity, fact.id).citation == "A paper"


def test_a_fact_that_a_rule_waits_for_is_opened_at_its_value(driver):
    ask(driver, about="supplier_count")
    assert driver.sheet()._own.control("kind").code() == "supplier_count"
    driver.type("40")
    driver.press("Ctrl+Return")
    assert (stored(driver)[-1].kind, stored(driver)[-1].number) == ("supplier_count", 40)


def test_what_was_typed_stays_when_the_subject_changes(driver):
    ask(driver)
    assert {"Number", "Share", "Amount", "Since"} <= set(driver.names())
    about(driver, "signed_orders")
    driver.fill("Amount", "45m")
    driver.fill("Citation", "Board minutes")
    about(driver, "supplier_count")
    assert "Amount" not in driver.names()
    driver.press("Ctrl+Return")
    assert driver.sheet()._own.field("number").has_error()
    about(driver, "capex_plan_12m")
    driver.press("Ctrl+Return")
    claim = stored(driver)[-1]
    assert (claim.kind, claim.money, claim.citation) == ("capex_plan_12m", Money.of(45_000_000), "Board minutes")

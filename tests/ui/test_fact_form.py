"""Facts in their sheet: every field of a designation, a right and a round can be typed, and comes back as typed."""

from __future__ import annotations

from datetime import date

import pytest

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.funding import FundingEvent, FundingTotalClaim, Investor
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.money import Money
from rmapp.domain.person import Person, Role
from rmapp.i18n import speaking
from rmapp.services.clients import facts
from rmapp.ui.sheets import person_sheet
from rmapp.ui.sheets.fact_forms import fact_forms, from_fact, to_fields
from rmapp.ui.sheets.investor_lines import investors_of, investors_text
from rmapp.ui.tabs.firm_cards import FundingCard
from rmapp.ui.widgets.labels import PlainLabel
from tests.books import CLOCK, add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")

NOT_TYPED = {"id", "portfolio_id", "created_at", "created_by", "deleted_at", "firm_id"}
OF_THE_SOURCE = {"source", "as_of", "citation", "confidentiality"}
BY_OTHERS = {"facility_id"}
"""The line that a right secures is chosen with the collateral."""


@pytest.mark.parametrize("kind", [DesignationHolding, IpCountClaim, IpRight, FundingEvent, FundingTotalClaim])
def test_every_field_of_a_fact_can_be_edited(kind):
    form = next(one for one in fact_forms() if one.entity is kind)
    assert {spec.name for spec in form.specs} == set(kind.model_fields) - NOT_TYPED - OF_THE_SOURCE - BY_OTHERS


def test_every_field_of_a_person_and_a_role_can_be_edited():
    fields = set(Person.model_fields) | set(Role.model_fields)
    assert person_sheet._known_names() == fields - NOT_TYPED - {"person_id"}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_investors_come_back_as_they_were_typed(language):
    some = (
        Investor(name="Qianchao Ventures", kind="vc"),
        Investor(name="Gu, Wen & Co"),
        Investor(name="示例", kind="pe"),
    )
    with speaking(language):
        assert investors_of(investors_text(some)) == some
    assert investors_of("\n Temasek \n\nHaitong，上市公司\n, vc\n") == (
        Investor(name="Temasek"),
        Investor(name="Haitong", kind="listed_company"),
        Investor(name=", vc"),
    )


@pytest.mark.parametrize("clause", [True, False, None])
def test_a_round_goes_through_its_form_unchanged(clause):
    form = next(one for one in fact_forms() if one.entity is FundingEvent)
    event = FundingEvent(
        firm_id="f",
        round="b",
        share_bp=1250,
        redemption_clause=clause,
        investors=(Investor(name="A", kind="angel"),),
    )
    fields = to_fields(FundingEvent, from_fact(event, form.specs))
    assert FundingEvent.model_validate({**dict(event), **fields}) == event


def test_investors_of_a_round_are_typed_and_the_rounds_are_added_up_beside_the_reported_sum(tmp_path, qapp):
    workspace = new_book(tmp_path, clock=CLOCK)
    firm = workspace.do(add_firm, label="Add").result.id
    for amount in ("60000000", "180000000"):
        event = FundingEvent(firm_id=firm, round="a", amount=Money.of(amount))
        workspace.do(facts.add_fact, event, label="Add")
    total = FundingTotalClaim(firm_id=firm, amount=Money.of("250000000"), qualifier="more_than", as_of=date(2025, 1, 1))
    workspace.do(facts.add_fact, total, label="Add")
    workspace.close()
    with opened(tmp_path / "book") as user:
        user.context.open_sheet("fact", firm_id=firm, fact_kind="funding")
        user.wait(60)
        sheet = user.sheet()
        sheet._own.control("round").set_code("b")
        sheet._own.control("redemption_clause").set_code("yes")
        sheet._own.control("investors").setPlainText("Qianchao, vc\nTemasek")
        user.press("Ctrl+Return")
        event = user.context.ask(lambda store: store.all(FundingEvent, round="b"))[0]
        assert event.redemption_clause is True
        assert event.investors == (Investor(name="Qianchao", kind="vc"), Investor(name="Temasek"))
        user.context.open_client(firm, "financials")
        user.wait(60)
        (card,) = [one for one in user.page().findChildren(FundingCard) if one.isVisible()]
        said = [label.text() for label in card.findChildren(PlainLabel)]
        assert "Rounds with an amount add up to ¥240.0m." in said

"""Suppliers, dealers and linked investments in the window: added, recognised, asked for, printed, exported."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rmapp.domain.firm import Firm
from rmapp.domain.funding import FundingEvent
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.promise import Promise
from rmapp.domain.supply_link import SupplyLink
from rmapp.services.clients import facts
from rmapp.ui import messages, paper_print
from rmapp.ui.tabs.investment_card import InvestmentCard
from rmapp.ui.tabs.partners_card import PartnersCard
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Choice, Field
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel
from tests.books import CLOCK, add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def fill(store):
    firm = add_firm(store).id
    known = add_firm(store, "杭州元山电子股份有限公司", relationship_status="client").id
    facts.add_fact(store, SupplyLink(firm_id=firm, name="杭州元山电子", share_bp=2000))
    facts.add_fact(store, SupplyLink(firm_id=firm, name="Wafer & Co", share_bp=1500, business="Wafers"))
    store.add(FundingEvent(firm_id=firm, round="b"))
    return {"firm": firm, "known": known, "alone": add_firm(store, "静光光学有限公司").id}


@pytest.fixture
def user(tmp_path, qapp):
    workspace = new_book(tmp_path)
    ids = workspace.do(fill, label="Filled").result
    workspace.close()
    with opened(tmp_path / "book") as one:
        one.ids = ids
        yield one


def card(user, kind, tab, name="firm"):
    user.context.open_client(user.ids[name], tab)
    user.wait()
    return next(each for each in user.page().findChildren(kind) if each.isVisible())


def all_of(user, kind, **equal):
    return user.context.ask(lambda store: store.all(kind, **equal))


def field(user, label):
    return next(each for each in user.sheet().findChildren(Field) if each.label() == label and each.isVisible())


def choose(user, label, code):
    control = field(user, label).control
    assert isinstance(control, Choice)
    control.set_code(code)


def test_a_supplier_is_added_with_a_bad_share_first(user):
    partners = card(user, PartnersCard, "people", "alone")
    assert "Who supplies this client and who sells for it is not recorded." in _said(partners)
    partners.add_one()
    user.wait()
    user.fill("Name of the partner", "New supplier")
    user.fill("Share of purchases or sales", "150")
    user.press("Ctrl+Return")
    assert field(user, "Share of purchases or sales").has_error()
    user.fill("Share of purchases or sales", "15.5")
    user.press("Ctrl+Return")
    (link,) = all_of(user, SupplyLink, firm_id=user.ids["alone"])
    assert (link.name, link.share_bp, link.tier, link.relation) == ("New supplier", 1550, 1, "supplier")


def test_a_firm_of_the_book_is_recognised_and_let_go(user):
    partners = card(user, PartnersCard, "people")
    (offer,) = [each for each in partners.findChildren(LinkLabel) if each.text().startswith("Is it")]
    offer.clicked.emit()
    user.wait()
    assert [one.other_firm_id for one in all_of(user, SupplyLink, name="杭州元山电子")] == [user.ids["known"]]
    said = _said(card(user, PartnersCard, "people"))
    assert "not needed" in said
    user.context.run("edit.undo")
    user.wait()
    assert all_of(user, SupplyLink, name="杭州元山电子")[0].other_firm_id is None


def test_an_introduction_with_a_day_becomes_a_commitment(user):
    partners = card(user, PartnersCard, "people")
    button = next(each for each in partners.findChildren(Button) if "Wafer" in each.accessibleName())
    button.click()
    user.wait()
    choose(user, "Introduction", "asked")
    user.fill("Promised for", (CLOCK.today() + timedelta(days=7)).isoformat())
    user.press("Ctrl+Return")
    assert field(user, "Who will do it").has_error()
    user.fill("Who will do it", "Gu Wen")
    user.press("Ctrl+Return")
    assert all_of(user, SupplyLink, name="Wafer & Co")[0].introduction == "asked"
    assert [one.text for one in all_of(user, Promise)] == ["Introduce us to Wafer & Co"]


def test_an_investment_with_its_round_is_added_and_shown(user):
    rights = card(user, InvestmentCard, "financials")
    rights.add_one()
    user.wait()
    user.press("Ctrl+Return")
    assert field(user, "Investor").has_error()
    (event,) = all_of(user, FundingEvent)
    choose(user, "Funding round", event.id)
    choose(user, "Right that was agreed", "warrant")
    user.fill("Share of the firm", "0.4")
    user.fill("Ends", (CLOCK.today() + timedelta(days=30)).isoformat())
    user.press("Ctrl+Return")
    (link,) = all_of(user, InvestmentLink)
    assert (link.funding_event_id, link.option, link.option_share_bp) == (event.id, "warrant", 40)
    assert any("Warrant" in text for text in _said(card(user, InvestmentCard, "financials")))


def test_nothing_of_the_cards_is_nameless_in_both_languages(user):
    for language in ("en", "zh_CN"):
        user.context.use_language(language)
        card(user, PartnersCard, "people")
        assert user.nameless() == []
        card(user, InvestmentCard, "financials")
        assert user.nameless() == []
    user.context.use_language("en")


def test_the_page_prints_and_an_empty_one_or_a_restricted_firm_does_not(user, monkeypatch):
    shown, asked = [], []
    monkeypatch.setattr(messages, "show_error", lambda _parent, text: shown.append(text))
    monkeypatch.setattr(messages, "choose_printer", lambda _parent, pages: asked.append(pages))
    paper_print.print_introductions(None, user.context, user.ids["alone"])
    assert len(shown) == 1
    paper_print.print_introductions(None, user.context, user.ids["firm"])
    assert asked == [1]
    user.context.do(lambda store: store.change(Firm, user.ids["firm"], confidentiality="restricted"), label="hide")
    paper_print.print_introductions(None, user.context, user.ids["firm"])
    assert asked == [1]


def test_the_table_is_exported(user, monkeypatch, tmp_path):
    path = tmp_path / "partners.xlsx"
    monkeypatch.setattr(messages, "save_file", lambda *_args, **_kw: path)
    card(user, PartnersCard, "people")
    user.click("Export suppliers and dealers")
    assert path.stat().st_size > 1000


def _said(shown):
    return [each.text() for each in shown.findChildren(PlainLabel)]

"""Suppliers and dealers: checks, who is ours, whom to be introduced to, the question, the paper and the table."""

from datetime import timedelta

import pytest

from rmapp import i18n
from rmapp.domain.brief_options import PaperOptions
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.introductions import Partner, ranked
from rmapp.domain.money import Money
from rmapp.domain.promise import Promise
from rmapp.domain.question_wording import code_text, question_text, why_text
from rmapp.domain.supply_link import SupplyLink
from rmapp.errors import InputError, NotFoundError
from rmapp.services.clients import duplicates, facts
from rmapp.services.paperwork import papers
from rmapp.services.partners import introductions, supply_links
from rmapp.services.partners.introductions_paper import compile_introductions, introduction_options, print_introductions
from rmapp.services.partners.supply_table import supply_table
from rmapp.services.privacy.discretion import discreet_table
from rmapp.services.visits.ask_list import ask_list
from tests.books import CLOCK, add_firm
from tests.briefs.pdf_text import pages_text, squeezed

TODAY = CLOCK.today()


def add(book, firm, name, **fields):
    return book.do(facts.add_fact, SupplyLink(firm_id=firm, name=name, **fields), label="add").result


def other(book, name, **fields):
    return book.do(add_firm, name, label="other", **fields).result.id


def line(book, firm, **fields):
    values = {"facility_type": "working_capital_loan", "ccy": "CNY", "limit": Money.of(1_000_000), "status": "active"}
    made = Facility(firm_id=firm, **(values | fields))
    return book.do(lambda store: store.add(made), label="line").result


def names(partners):
    return [one.link.name for one in partners]


def refused(book, verb, *args, **fields):
    with pytest.raises(InputError) as caught:
        book.do(verb, *args, label="refused", **fields)
    return set(caught.value.fields)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "  "}, {"name"}),
        ({"name": "示例科技有限公司"}, {"name"}),
        ({"name": "示例科技"}, {"name"}),
        ({"share_bp": 10_001}, {"share_bp"}),
        ({"share_bp": -1}, {"share_bp"}),
        ({"tier": 0}, {"tier"}),
        ({"tier": 10}, {"tier"}),
        ({"relation": "friend"}, {"relation"}),
        ({"other_firm_id": "gone"}, {"other_firm_id"}),
        ({"asked_on": TODAY + timedelta(days=1)}, {"asked_on"}),
        ({"yearly": Money.of(-1)}, {"yearly"}),
    ],
)
def test_what_no_partner_can_be(book, firm, fields, wrong):
    link = SupplyLink(**({"firm_id": firm, "name": "A supplier"} | fields))
    assert refused(book, facts.add_fact, link) == wrong


def test_a_firm_is_not_its_own_partner(book, firm):
    assert refused(book, facts.add_fact, SupplyLink(firm_id=firm, name="A", other_firm_id=firm)) == {"other_firm_id"}
    link = add(book, firm, "A")
    assert refused(book, supply_links.link_partner, link.id, firm) == {"other_firm_id"}
    assert refused(book, facts.change_fact, SupplyLink, link.id, share_bp=20_000) == {"share_bp"}


def test_shares_above_the_whole_and_a_second_record_are_doubtful_but_saved(book, firm):
    add(book, firm, "A supplier", share_bp=6000)
    add(book, firm, "A dealer", share_bp=6000, relation="dealer")
    more = SupplyLink(firm_id=firm, name="B supplier", share_bp=5000)
    assert set(book.ask(facts.fact_warnings, more)) == {"share_bp"}
    assert "110.0%" in book.ask(facts.fact_warnings, more)["share_bp"]
    assert book.ask(facts.fact_warnings, more.model_copy(update={"share_bp": 4000})) == {}
    assert book.ask(facts.fact_warnings, more.model_copy(update={"tier": 2})) == {}
    buyer = more.model_copy(update={"relation": "buyer"})
    assert "sales" in book.ask(facts.fact_warnings, buyer)["share_bp"]
    again = SupplyLink(firm_id=firm, name="a SUPPLIER")
    assert set(book.ask(facts.fact_warnings, again)) == {"name"}
    stored = book.ask(facts.facts, SupplyLink, firm)[0]
    assert book.ask(facts.fact_warnings, stored) == {}


def test_the_best_introductions_stand_first(book, firm):
    ours = other(book, "我行客户有限公司", relationship_status="client")
    lead = other(book, "潜在企业有限公司", relationship_status="prospect")
    never = other(book, "禁入企业有限公司", relationship_status="blocked")
    line(book, ours)
    add(book, firm, "second tier", tier=2, share_bp=9000)
    add(book, firm, "client", other_firm_id=ours, share_bp=8000)
    add(book, firm, "small", share_bp=100)
    add(book, firm, "unknown share")
    add(book, firm, "prospect", other_firm_id=lead, share_bp=3000)
    add(book, firm, "blocked", other_firm_id=never, share_bp=3000)
    add(book, firm, "asked", introduction="asked", share_bp=5000)
    add(book, firm, "marked", introduction="to_ask")
    found = book.ask(supply_links.partners, firm)
    assert names(found)[:5] == ["marked", "prospect", "small", "unknown share", "second tier"]
    assert names(found)[5:] == ["blocked", "asked", "client"]
    assert names(book.ask(introductions.best_introductions, firm, most=2)) == ["marked", "prospect"]
    client = found[-1]
    assert client.is_ours
    assert client.has_line
    assert not client.is_wanted
    assert not next(one for one in found if one.link.name == "prospect").has_line


def test_the_order_does_not_depend_on_the_order_of_writing():
    partners = [
        Partner(link=SupplyLink(firm_id="f", name=name, share_bp=share, tier=tier))
        for name, share, tier in (("a", None, 1), ("b", 500, 1), ("c", 500, 2), ("d", 0, 1), ("e", 900, 2))
    ]
    assert [one.link.name for one in ranked(partners)] == ["b", "d", "a", "e", "c"]
    assert ranked(reversed(partners)) == ranked(partners)


def test_only_our_own_lines_count_and_only_while_they_run(book, firm):
    bank = book.store.info["bank"]
    for name, fields in (
        ("closed", {"status": "closed"}),
        ("elsewhere", {"lender": "Another bank"}),
        ("ours", {"lender": bank}),
        ("drafted", {"status": "draft"}),
    ):
        partner = other(book, f"{name} company", relationship_status="client")
        line(book, partner, **fields)
        add(book, firm, name, other_firm_id=partner)
    assert [one.link.name for one in book.ask(supply_links.partners, firm) if one.has_line] == ["ours"]


def test_a_firm_of_the_book_with_the_same_name_is_proposed(book, firm):
    known = other(book, "杭州元山电子股份有限公司", relationship_status="client")
    link = add(book, firm, "杭州元山电子")
    add(book, firm, "Somebody else")
    found = book.ask(supply_links.alike, firm, book.ask(supply_links.partners, firm))
    assert {key: one.firm_id for key, one in found.items()} == {link.id: known}
    assert names(book.ask(introductions.best_introductions, firm)) == ["Somebody else"]
    book.do(supply_links.link_partner, link.id, known, label="link")
    assert book.ask(supply_links.alike, firm, book.ask(supply_links.partners, firm)) == {}
    assert next(one for one in book.ask(supply_links.partners, firm) if one.link.id == link.id).is_ours
    book.do(supply_links.link_partner, link.id, None, label="unlink")
    assert book.ask(facts.fact_of, SupplyLink, link.id).other_firm_id is None


def test_merged_firms_take_their_links_along(book, firm):
    kept, lost = other(book, "甲有限公司"), other(book, "乙有限公司")
    link = add(book, firm, "B", other_firm_id=lost)
    own = add(book, kept, "my double", other_firm_id=lost)
    book.do(duplicates.merge_firms, kept, lost, label="merge")
    assert book.ask(facts.fact_of, SupplyLink, link.id).other_firm_id == kept
    with pytest.raises(NotFoundError):
        book.ask(facts.fact_of, SupplyLink, own.id)


def test_an_introduction_is_asked_for_promised_given_or_declined(book, firm):
    link = add(book, firm, "A supplier")
    mark = introductions.mark_introduction
    assert refused(book, mark, link.id, "introduced", due_on=TODAY) == {"due_on"}
    assert refused(book, mark, link.id, "asked", due_on=TODAY - timedelta(days=1), owner="Gu Wen") == {"due_on"}
    assert refused(book, mark, link.id, "asked", due_on=TODAY) == {"owner"}
    assert refused(book, mark, link.id, "asked", asked_on=TODAY + timedelta(days=1)) == {"asked_on"}
    assert book.ask(facts.fact_of, SupplyLink, link.id).introduction == "none"
    done = book.do(mark, link.id, "asked", due_on=TODAY + timedelta(days=9), owner="Gu Wen", label="ask").result
    assert (done.introduction, done.asked_on) == ("asked", TODAY)
    (promise,) = book.ask(lambda store: store.all(Promise, firm_id=firm))
    assert (promise.side, promise.text, promise.owner) == ("theirs", "Introduce us to A supplier", "Gu Wen")
    assert book.do(mark, link.id, "introduced", label="given").result.asked_on == TODAY
    assert book.do(mark, link.id, "to_ask", label="again").result.asked_on is None


def test_two_introductions_are_asked_for_and_one_that_was_asked_is_not(book, firm):
    for place in range(4):
        add(book, firm, f"Partner {place}", share_bp=4000 - place)
    asked = [one for one in book.ask(ask_list, firm) if one.code == "introduction"]
    assert [one.subject for one in asked] == ["Partner 0", "Partner 1"]
    assert question_text(asked[0]) == "Can you introduce us to Partner 0?"
    assert why_text(asked[0])
    assert code_text(asked[0].key) == "Introduction to a partner"
    first = asked[0].key.partition(":")[2]
    book.do(introductions.mark_introduction, first, "asked", label="ask")
    asked = [one for one in book.ask(ask_list, firm) if one.code == "introduction"]
    assert [one.subject for one in asked] == ["Partner 1", "Partner 2"]


def test_what_is_restricted_stays_off_the_paper_the_table_and_the_questions(book, firm):
    hidden = other(book, "秘密客户有限公司", relationship_status="client", confidentiality="restricted")
    add(book, firm, "secret supplier", confidentiality="restricted", introduction="to_ask")
    add(book, firm, "open supplier", other_firm_id=hidden)
    seen = book.ask(compile_introductions, firm)
    assert (names(seen.wanted), seen.known, seen.clients) == (["open supplier"], 1, 0)
    assert seen.wanted[0].names is None
    assert seen.wanted[0].status == ""
    whole = book.ask(compile_introductions, firm, restricted=True)
    assert (names(whole.wanted), whole.known, whole.confidentiality) == (["secret supplier"], 2, "restricted")
    table = book.ask(discreet_table, supply_table, firm)
    assert [row[0] for row in table.rows] == ["open supplier"]
    assert [one.subject for one in book.ask(ask_list, firm, restricted=False) if one.code == "introduction"] == [
        "open supplier"
    ]


def test_the_page_reads_well_in_both_languages_and_is_logged(book, firm):
    for place in range(7):
        add(book, firm, f"示例供应商{place}", share_bp=1000 - place, business="Wafers", yearly=Money.of(2_000_000))
    add(book, firm, "等待者", introduction="asked", asked_on=TODAY)
    options: PaperOptions = book.ask(introduction_options, "both")
    value = book.ask(compile_introductions, firm)
    paper = print_introductions(value, firm, options.model_copy(update={"watermark": False}))
    english, chinese = (squeezed(text) for text in pages_text(paper.pdf))
    assert "Introductionstoaskfor" in english
    assert "8partnersonfile" in english
    assert "10.0%ofpurchases" in english
    assert "拟请引荐名单" in chinese
    assert "Introductions" not in chinese
    assert all(f"示例供应商{place}" in english for place in range(5))
    assert "示例供应商5" not in english
    assert "等待者" in chinese
    assert paper.pdf == print_introductions(value, firm, options.model_copy(update={"watermark": False})).pdf
    (record,) = book.do(papers.log_paper, paper, "saved", 2, label="log").result
    assert (record.document, record.firm_id) == ("introductions", firm)


def test_a_firm_without_partners_has_an_empty_page_and_table(book, firm):
    value = book.ask(compile_introductions, firm)
    assert not value.wanted
    assert not value.known
    assert print_introductions(value, firm, book.ask(introduction_options, "en")).page_count() == 1
    assert list(book.ask(supply_table, firm).rows) == []
    with pytest.raises(NotFoundError):
        book.ask(compile_introductions, "nobody")


def test_the_table_speaks_the_language_of_the_window(book, firm):
    partner = other(book, "我行客户有限公司", relationship_status="client")
    add(book, firm, "A", other_firm_id=partner, share_bp=1234, yearly=Money.of(10))
    with i18n.speaking("zh_CN"):
        (row,) = book.ask(supply_table, firm).rows
    assert row[0] == "我行客户有限公司"
    assert row[1] == "供应商"
    assert row[5] == 1234
    assert book.ask(lambda store: store.get(Firm, partner)).relationship_status == "client"

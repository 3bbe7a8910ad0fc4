"""Groups drawn as trees, owners, shares over several paths, circles and shared limits."""

from datetime import date

import pytest

from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm_draft import FirmDraft, NameDraft
from rmapp.domain.money import Money
from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.services.clients import firms, groups, people
from rmapp.services.limits import group_limits
from rmapp.services.limits.explain_ownership import explain_ownership, wider_shares
from tests.books import new_book


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def named(book):
    def make(name):
        draft = FirmDraft(names=(NameDraft(text=name, kind="short", lang="en"),))
        return book.do(firms.add_firm, draft, confirmed=True, label="add").result.id

    return {name: make(name) for name in ("P", "S1", "S2", "Other")}


def own(book, child, pct_bp, parent="", **fields):
    link = OwnershipLink(parent_id=parent, child_id=child, pct_bp=pct_bp, **fields)
    return book.do(groups.add_link, link, label="link").result


def owe(book, firm_id, limit, drawn):
    line = Facility(
        firm_id=firm_id, facility_type="talent_loan", status="active", limit=Money.of(limit), revolving=True
    )
    entry = LedgerEntry(facility_id=line.id, kind="disbursement", amount=Money.of(drawn))
    book.do(lambda store: store.add_many([line, entry]), label="line")


def refused(book, **fields):
    with pytest.raises(InputError) as caught:
        book.do(groups.add_link, OwnershipLink(**fields), label="refused")
    return set(caught.value.fields)


def test_the_tree_is_the_same_from_each_firm(book, named):
    own(book, named["S1"], 6000, named["P"])
    own(book, named["S2"], 7000, named["S1"])
    own(book, named["S2"], 1000, named["P"])
    owe(book, named["P"], 130, 58)
    owe(book, named["S1"], 30, 16)
    for name in ("P", "S1", "S2"):
        view = book.ask(groups.group, named[name])
        assert (view.top.name, view.other_tops, view.size, view.cycle) == ("P", (), 3, False)
        (s1, s2_minority) = view.top.children
        assert (s1.name, s1.owned_bp, s1.outstanding, s1.limit) == ("S1", 6000, Money.of(16), Money.of(30))
        assert [(node.name, node.owned_bp) for node in s1.children] == [("S2", 7000)]
        assert (s2_minority.owned_bp, s2_minority.controlled, s2_minority.repeated) == (1000, False, True)
        assert (view.outstanding, view.limit) == (Money.of(74), Money.of(160))
    assert book.ask(groups.group_of, named["S2"])[0] == named["S2"]
    assert set(book.ask(groups.group_of, named["S2"])) == {named["P"], named["S1"], named["S2"]}


def test_shares_are_multiplied_and_added_over_all_paths(book, named):
    own(book, named["S1"], 6000, named["P"])
    own(book, named["S2"], 7000, named["S1"])
    own(book, named["S2"], 1000, named["P"])
    assert book.ask(groups.effective_bp, named["P"], named["S2"]) == 5200
    assert book.ask(groups.effective_bp, named["S2"], named["P"]) == 0


def test_a_firm_alone_is_a_group_of_one(book, named):
    view = book.ask(groups.group, named["Other"])
    assert (view.top.name, view.size, view.owners, view.others_bp) == ("Other", 1, (), None)
    assert view.outstanding is view.limit is None


def test_owners_are_firms_people_and_outsiders(book, named):
    founder = book.do(people.add_person, named["S1"], "潘琦", label="add").result
    own(book, named["S1"], 3800, founder.id, parent_kind="person")
    own(book, named["S1"], 1500, parent_kind="outsider", parent_name="Series B fund", as_of=PartialDate("2025-09-30"))
    own(book, named["S1"], 1800, named["P"])
    view = book.ask(groups.group, named["S1"])
    assert [(owner.name, owner.kind, owner.pct_bp) for owner in view.owners] == [
        ("潘琦", "person", 3800),
        ("P", "firm", 1800),
        ("Series B fund", "outsider", 1500),
    ]
    assert view.others_bp == 2900
    own(book, named["S1"], None, parent_kind="outsider", parent_name="Staff platform")
    assert book.ask(groups.group, named["S1"]).others_bp is None


def test_a_person_in_control_joins_firms(book, named):
    founder = book.do(people.add_person, named["S1"], "潘琦", label="add").result
    own(book, named["S1"], 6000, founder.id, parent_kind="person")
    own(book, named["S2"], 3000, founder.id, parent_kind="person", controls=True)
    view = book.ask(groups.group, named["S2"])
    assert (view.top.kind, view.top.name, view.size) == ("person", "潘琦", 2)
    assert {node.name for node in view.top.children} == {"S1", "S2"}


def test_a_circle_is_drawn_once_and_marked(book, named):
    own(book, named["S1"], 6000, named["P"])
    closing = OwnershipLink(parent_id=named["S1"], child_id=named["P"], pct_bp=5500)
    assert book.ask(groups.circle_of, closing) is not None
    book.do(groups.add_link, closing, label="close the circle")
    view = book.ask(groups.group, named["S1"])
    assert view.cycle
    assert view.size == 2
    assert view.top.children[0].children[0].repeated


def test_economic_dependence_stands_apart(book, named):
    own(book, named["S1"], None, named["P"], kind="economic")
    view = book.ask(groups.group, named["S1"])
    assert (view.size, view.owners) == (1, ())
    assert [link.name for link in view.dependent] == ["P"]


def test_links_end_and_go(book, named):
    link = own(book, named["S1"], 6000, named["P"])
    book.do(groups.end_link, link.id, date(2026, 3, 3), label="end")
    assert book.ask(groups.group, named["S1"]).size == 1
    book.do(groups.change_link, link.id, valid_to=None, label="it goes on")
    assert book.ask(groups.group, named["S1"]).size == 2
    book.do(groups.remove_link, link.id, label="remove")
    assert book.ask(groups.group, named["S1"]).size == 1


def test_a_group_is_drawn_on_a_past_day(book, named):
    own(book, named["S1"], 6000, named["P"], valid_from=PartialDate("2026-02-01"))
    own(book, named["S2"], 7000, named["S1"], valid_to=PartialDate("2026-01"))
    sizes = {day: book.ask(groups.group, named["S1"], day).size for day in (date(2026, 1, 31), date(2026, 2, 1))}
    assert sizes == {date(2026, 1, 31): 2, date(2026, 2, 1): 2}
    assert set(book.ask(groups.group_of, named["S1"], date(2026, 1, 31))) == {named["S1"], named["S2"]}
    assert set(book.ask(groups.group_of, named["S1"])) == {named["S1"], named["P"]}


def test_wrong_links_are_refused(book, named):
    p, s1 = named["P"], named["S1"]
    assert refused(book, parent_id=p, child_id=s1, pct_bp=10001) == {"pct_bp"}
    assert refused(book, parent_id=s1, child_id=s1, pct_bp=1) == {"child_id"}
    assert refused(book, parent_id="nobody", child_id=s1) == {"parent_id"}
    assert refused(book, parent_kind="outsider", child_id=s1) == {"parent_name"}
    assert refused(book, parent_id=p, child_id=s1, kind="magic") == {"kind"}
    own(book, s1, 6000, p)
    assert refused(book, parent_kind="outsider", parent_name="Fund", child_id=s1, pct_bp=4001) == {"pct_bp"}
    own(book, s1, 4000, parent_kind="outsider", parent_name="Fund")


def test_a_limit_is_shared_by_the_group(book, named):
    own(book, named["S1"], 10000, named["P"])
    limit = GroupLimit(firm_id=named["P"], limit=Money.of(45_000_000), borrowers="five subsidiaries")
    stored = book.do(group_limits.add_group_limit, limit, label="limit").result
    assert [one.limit for one in book.ask(groups.group, named["S1"]).limits] == [Money.of(45_000_000)]
    with pytest.raises(InputError):
        book.do(group_limits.change_group_limit, stored.id, limit=Money.of(-1), label="refused")
    book.do(group_limits.remove_group_limit, stored.id, label="remove")
    assert book.ask(groups.group, named["S1"]).limits == ()


def test_the_52_percent_of_the_worked_example_are_explained(book, named):
    own(book, named["S1"], 6000, named["P"])
    own(book, named["S2"], 7000, named["S1"])
    own(book, named["S2"], 1000, named["P"])
    told = book.ask(explain_ownership, named["P"], named["S2"])
    assert told.title == "What P holds of S2"
    assert [(step.op, step.text, step.value) for step in told.steps] == [
        ("", "60% of S1, 70% of S2", "42%"),
        ("+", "10% of S2", "10%"),
        ("=", "What P holds of S2", "52%"),
    ]
    assert (told.result, told.result_text, told.note) == (None, "52%", "")
    assert [(one.name, one.share_bp) for one in book.ask(wider_shares, named["S2"])] == [("P", 5200)]
    assert book.ask(wider_shares, named["S1"]) == ()


def test_unknown_shares_circles_and_past_days_are_said(book, named):
    own(book, named["S1"], 6000, named["P"])
    own(book, named["S2"], None, named["S1"])
    own(book, named["S2"], 1250, named["P"], valid_from=PartialDate("2025"))
    own(book, named["S1"], 500, named["S2"])
    told = book.ask(explain_ownership, named["P"], named["S2"])
    assert [(step.text, step.value) for step in told.steps[:2]] == [
        ("12.5% of S2", "12.5%"),
        ("60% of S1, an unknown share of S2", "not known"),
    ]
    assert told.result_text == "not known"
    assert told.note.startswith("A share on the way is not known. The ways that are known come to 12.5%.")
    assert "A circle of shares: S1 → S2 → S1" in told.note or "A circle of shares: S2 → S1 → S2" in told.note
    before = book.ask(explain_ownership, named["P"], named["S2"], date(2024, 6, 30))
    assert len(before.steps) == 2
    assert before.note.startswith("By the links of")
    nothing = book.ask(explain_ownership, named["Other"], named["S2"])
    assert (nothing.result_text, len(nothing.steps)) == ("0%", 1)
    assert nothing.note == "No way of ownership leads from one to the other."


def test_outsiders_and_people_hold_shares_through_firms(book, named):
    own(book, named["S1"], 3333, parent_kind="outsider", parent_name="Harbour Fund")
    own(book, named["S2"], 5000, named["S1"])
    (wide,) = book.ask(wider_shares, named["S2"])
    assert (wide.name, wide.share_bp) == ("Harbour Fund", 1667)
    assert book.ask(explain_ownership, wide.owner_id, named["S2"]).result_text == "16.67%"

"""Use, exposure, headroom and the level that binds, with every figure of the worked example of 3.5."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.collateral import Guarantee
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, FxRate
from rmapp.domain.firm import Firm
from rmapp.domain.ownership import GroupLimit, OwnershipLink, SubLimit
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services.clients import book_facts
from rmapp.services.limits import exposure, group_limits
from rmapp.services.lines import credit
from tests.books import NOW, add_firm
from tests.credit_group import RATED_ON, add_line, add_worked_group, m

TODAY = NOW.date()


@pytest.fixture
def worked(book):
    return book.do(add_worked_group, label="Worked example").result


def write(book, entity):
    return book.do(lambda store: store.add(entity), label="Write").result


def change(book, entity, id, **fields):
    book.do(lambda store: store.change(entity, id, **fields), label="Change")


def line(book, firm_id, limit, moves=(), **fields):
    return book.do(add_line, firm_id, limit, moves, label="Line", **fields).result


def room(effective, level):
    return next(one for one in effective.headrooms if one.level == level)


def test_worked_example_3_5_lines_and_sums(book, worked):
    group = book.ask(exposure.group_exposure, worked.firms["B"])
    by_id = {one.view.facility.id: one for one in group.lines}
    table = {name: (by_id[id].net, by_id[id].use, by_id[id].exposure) for name, id in worked.lines.items()}
    assert table == {
        "A1": (m(40), m(40), m(40)),
        "A2": (m(14), m(14), m(14)),
        "B1": (m(25), m(45), m(33)),
        "C1": (m(4), m(4), m(4)),
        "C2": (m("7.0796"), m("7.0796"), m("7.0796")),
    }
    gross = {name: by_id[id].view.amounts.outstanding for name, id in worked.lines.items()}
    assert gross == {"A1": m(40), "A2": m(20), "B1": m(25), "C1": m(4), "C2": m(1, "USD")}
    assert (group.use, group.exposure) == (m("110.0796"), m("98.0796"))
    assert (group.rate_on, group.stale) == (RATED_ON, False)
    assert [(one.name, one.use, one.exposure) for one in group.firms] == [
        ("示例B", m(45), m(33)),
        ("示例A", m(54), m(54)),
        ("示例C", m("11.0796"), m("11.0796")),
    ]
    assert (group.direct, group.indirect, group.affiliated) == (m("98.0796"), m(0), m(0))


def test_worked_example_3_5_headrooms(book, worked):
    (limit,) = book.ask(exposure.group_exposure, worked.firms["A"]).limits
    assert (limit.limit.limit, limit.use, limit.room) == (m(200), m("110.0796"), m("89.9204"))
    assert limit.over_allocated == m(30)
    assert [(part.name, part.use, part.room) for part in limit.sub_limits] == [
        ("示例A", m(54), m(46)),
        ("示例B", m(45), m(35)),
        ("示例C", m("11.0796"), m("38.9204")),
    ]
    assert limit.rate_on == RATED_ON


def test_worked_example_3_5_effective_available_is_20m(book, worked):
    effective = book.ask(exposure.effective_available, worked.lines["A1"])
    assert (effective.amount, effective.binding) == (m(20), "line")
    assert [(one.level, one.room, one.for_line) for one in effective.headrooms] == [
        ("line", m(20), m(20)),
        ("firm", m(46), m(46)),
        ("group", m("89.9204"), m("89.9204")),
    ]


def test_worked_example_3_5_with_a_group_limit_of_120m_the_group_binds(book, worked):
    book.do(group_limits.change_group_limit, worked.limit_id, limit=m(120), label="Lower")
    effective = book.ask(exposure.effective_available, worked.lines["A1"])
    assert (effective.amount, effective.binding) == (m("9.9204"), "group")


def test_worked_example_3_5_the_firm_binds_where_its_part_is_smallest(book, worked):
    (part,) = book.ask(lambda store: store.all(SubLimit, firm_id=worked.firms["A"]))
    book.do(group_limits.change_sub_limit, part.id, limit=m(60), label="Lower")
    effective = book.ask(exposure.effective_available, worked.lines["A1"])
    assert (effective.amount, effective.binding) == (m(6), "firm")


def test_more_than_the_limit_is_shown_and_nothing_can_be_drawn(book, worked):
    book.do(group_limits.change_group_limit, worked.limit_id, limit=m(100), label="Lower")
    (limit,) = book.ask(exposure.limit_uses, {worked.firms["A"]})
    assert limit.room == m("-10.0796")
    effective = book.ask(exposure.effective_available, worked.lines["A1"])
    assert (effective.amount, effective.binding) == (m(0), "group")


def test_a_promise_does_not_stand_in_its_own_way(book, worked):
    # The group has exactly what B1 has promised: its 20m are in the use already and stay drawable.
    book.do(group_limits.change_group_limit, worked.limit_id, limit=m("110.0796"), label="Lower")
    effective = book.ask(exposure.effective_available, worked.lines["B1"])
    assert (effective.amount, effective.binding) == (m(20), "line")
    assert (room(effective, "group").room, room(effective, "group").for_line) == (m(0), m(20))
    assert book.ask(exposure.effective_available, worked.lines["A1"]).amount == m(0)


def test_the_room_of_a_foreign_line_is_in_its_own_currency(book, worked):
    book.do(group_limits.change_group_limit, worked.limit_id, limit=m("117.1592"), label="Lower")
    effective = book.ask(exposure.effective_available, worked.lines["C2"])
    assert (effective.amount, effective.binding) == (m(1, "USD"), "group")


def test_without_a_rate_sums_are_unknown_and_so_is_what_can_be_drawn(book, worked):
    (rate,) = book.ask(lambda store: store.all(FxRate))
    book.do(lambda store: store.remove(FxRate, rate.id), label="Remove")
    group = book.ask(exposure.group_exposure, worked.firms["A"])
    assert (group.use, group.exposure, group.limits[0].use, group.limits[0].room) == (None, None, None, None)
    assert book.ask(exposure.effective_available, worked.lines["A1"]).amount is None
    assert book.ask(exposure.firm_exposure, worked.firms["A"]).exposure == m(54)


def test_an_old_rate_is_marked(book, worked):
    (rate,) = book.ask(lambda store: store.all(FxRate))
    change(book, FxRate, rate.id, on=date(2026, 2, 24))
    group = book.ask(exposure.group_exposure, worked.firms["A"])
    assert (group.rate_on, group.stale) == (date(2026, 2, 24), True)
    assert book.ask(credit.firm_credit, worked.firms["C"]).stale


def test_a_part_for_a_family_binds_its_lines_only(book, worked):
    part = SubLimit(group_limit_id=worked.limit_id, family="loan", limit=m(90))
    book.do(group_limits.add_sub_limit, part, label="Part")
    effective = book.ask(exposure.effective_available, worked.lines["A1"])
    product = room(effective, "product")
    assert (product.use, product.room) == (m(85), m(5))
    assert (effective.amount, effective.binding) == (m(5), "product")
    assert {one.level for one in book.ask(exposure.effective_available, worked.lines["A2"]).headrooms} == {
        "line",
        "firm",
        "group",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"lender": "Another Bank"},
        {"valid_from": date(2026, 3, 5)},
        {"valid_to": date(2026, 3, 3)},
        {"status": "proposed"},
        {"status": "closed"},
    ],
)
def test_only_our_own_limits_in_force_bind(book, worked, fields):
    change(book, GroupLimit, worked.limit_id, limit=m(50), **fields)
    effective = book.ask(exposure.effective_available, worked.lines["A1"])
    assert (effective.amount, [one.level for one in effective.headrooms]) == (m(20), ["line"])
    (limit,) = book.ask(exposure.group_exposure, worked.firms["A"]).limits
    assert (limit.binds, limit.use, limit.room) == (False, None, None)


def test_the_own_bank_by_name_and_after_it_is_renamed(book, worked):
    change(book, GroupLimit, worked.limit_id, lender="Test Bank")
    change(book, Facility, worked.lines["A1"], lender="Test Bank")
    book.do(book_facts.set_fact, "bank", "Test Bank of Hangzhou", label="Rename")
    assert book.ask(exposure.group_exposure, worked.firms["A"]).use == m("110.0796")
    assert book.ask(exposure.effective_available, worked.lines["A1"]).headrooms[-1].level == "group"


def test_lines_of_other_lenders_are_shown_and_never_counted(book, worked):
    other = line(book, worked.firms["A"], 70, [("disbursement", 50)], lender="Another Bank", source="public")
    own = book.ask(exposure.firm_exposure, worked.firms["A"])
    assert [(one.view.facility.id, one.why_not) for one in own.lines if not one.counts] == [(other.id, "other_lender")]
    assert (own.use, own.exposure) == (m(54), m(54))
    total = book.ask(credit.firm_credit, worked.firms["A"])
    assert (total.limit, total.outstanding, total.reported_by) == (m(90), m(60), ())


def test_a_firm_with_other_lenders_only_is_summed_and_says_whose_lines(book, firm):
    line(book, firm, 70, [("disbursement", 50)], lender="Another Bank", source="public")
    total = book.ask(credit.firm_credit, firm)
    assert (total.limit, total.outstanding, total.reported_by) == (m(70), m(50), ("Another Bank",))
    assert book.ask(exposure.firm_exposure, firm).exposure == m(0)


def test_star_airlines_one_limit_of_45m_for_five_subsidiaries_and_no_split(book, firm):
    limit = GroupLimit(firm_id=firm, limit=m(45), borrowers="five subsidiaries", split="unknown", lender="Test Bank")
    book.do(group_limits.add_group_limit, limit, label="Limit")
    (used,) = book.ask(exposure.group_exposure, firm).limits
    assert (used.limit.limit, used.limit.split, used.limit.borrowers) == (m(45), "unknown", "five subsidiaries")
    assert (used.use, used.room, used.sub_limits, used.over_allocated) == (None, None, (), None)
    # A subsidiary that no link joins to the group counts as soon as its line is booked under the limit.
    subsidiary = book.do(add_firm, "子公司", label="Firm").result
    drawn = line(book, subsidiary.id, 60, [("disbursement", 12)], group_limit_id=limit.id)
    (used,) = book.ask(exposure.group_exposure, firm).limits
    assert (used.use, used.room, subsidiary.id in used.firms) == (m(12), m(33), True)
    effective = book.ask(exposure.effective_available, drawn.id)
    assert (effective.amount, effective.binding) == (m(33), "group")


def test_a_line_counts_against_the_limit_it_is_booked_under(book, worked):
    second = GroupLimit(firm_id=worked.firms["A"], limit=m("111.0796"), split="shared")
    book.do(group_limits.add_group_limit, second, label="Limit")
    change(book, Facility, worked.lines["A1"], group_limit_id=second.id)
    first, other = book.ask(exposure.limit_uses, {worked.firms["A"]})
    assert (first.use, other.use) == (m("70.0796"), m("110.0796"))
    assert book.ask(exposure.effective_available, worked.lines["A1"]).amount == m(1)


def test_who_belongs_to_the_group_follows_todays_links(book, worked):
    (link,) = book.ask(lambda store: store.all(OwnershipLink, child_id=worked.firms["C"]))
    change(book, OwnershipLink, link.id, valid_to=PartialDate("2026-03-03"))
    (limit,) = book.ask(exposure.limit_uses, {worked.firms["A"]})
    assert (limit.use, worked.firms["C"] in limit.firms) == (m(99), False)


def test_a_circle_of_control_is_one_group(book, worked):
    write(book, OwnershipLink(parent_id=worked.firms["C"], child_id=worked.firms["A"], pct_bp=6000))
    for firm_id in worked.firms.values():
        assert book.ask(exposure.group_exposure, firm_id).use == m("110.0796")


def test_a_minority_holding_joins_nothing(book, worked, firm):
    write(book, OwnershipLink(parent_id=worked.firms["A"], child_id=firm, pct_bp=5000))
    line(book, firm, 10, [("disbursement", 7)])
    assert book.ask(exposure.group_exposure, worked.firms["A"]).use == m("110.0796")


def test_dependents_count_against_a_limit_that_says_so(book, worked, firm):
    write(book, OwnershipLink(parent_id=worked.firms["A"], child_id=firm, kind="economic"))
    line(book, firm, 10, [("disbursement", 7)])
    group = book.ask(exposure.group_exposure, worked.firms["A"])
    assert (group.use, group.affiliated, group.limits[0].use) == (m("110.0796"), m(7), m("110.0796"))
    change(book, GroupLimit, worked.limit_id, with_dependents=True)
    assert book.ask(exposure.limit_uses, {firm})[0].use == m("117.0796")


def test_affiliated_exposure_is_that_of_the_other_firms_of_the_group(book, worked):
    own = book.ask(exposure.firm_exposure, worked.firms["A"])
    assert (own.direct, own.affiliated) == (m(54), m("44.0796"))
    assert own.rate_on == RATED_ON


def test_indirect_exposure_counts_guarantees_and_obligors_once_for_each_line(book, worked, firm):
    lent = line(book, firm, 20, [("disbursement", 10)])
    guarantor = worked.firms["A"]
    write(book, Guarantee(facility_id=lent.id, guarantor_kind="firm", guarantor_id=guarantor, amount=m(6)))
    assert book.ask(exposure.firm_exposure, guarantor).indirect == m(6)
    write(book, Guarantee(facility_id=lent.id, guarantor_kind="firm", guarantor_id=guarantor))
    assert book.ask(exposure.firm_exposure, guarantor).indirect == m(10)
    change(book, Facility, lent.id, obligor_id=guarantor)
    assert book.ask(exposure.group_exposure, worked.firms["B"]).indirect == m(10)
    assert book.ask(exposure.firm_exposure, worked.firms["B"]).indirect == m(0)


@pytest.mark.parametrize(
    ("fields", "million"),
    [
        ({"share_bp": 3000}, 3),
        ({"amount": m(1, "USD")}, "7.0796"),
        ({"valid_to": date(2026, 3, 3)}, 0),
        ({"valid_from": date(2026, 3, 5)}, 0),
        ({"valid_from": TODAY, "valid_to": TODAY}, 10),
    ],
)
def test_what_a_guarantee_answers_for(book, worked, firm, fields, million):
    lent = line(book, firm, 20, [("disbursement", 10)])
    write(book, Guarantee(facility_id=lent.id, guarantor_kind="firm", guarantor_id=worked.firms["A"], **fields))
    assert book.ask(exposure.firm_exposure, worked.firms["A"]).indirect == m(million)


def test_a_guarantee_within_the_group_is_indirect_for_the_firm_only(book, worked):
    write(
        book,
        Guarantee(facility_id=worked.lines["B1"], guarantor_kind="firm", guarantor_id=worked.firms["A"]),
    )
    assert book.ask(exposure.firm_exposure, worked.firms["A"]).indirect == m(33)
    assert book.ask(exposure.group_exposure, worked.firms["A"]).indirect == m(0)


def test_a_line_stands_under_its_umbrella(book, firm):
    umbrella = line(book, firm, 100, facility_type="comprehensive_limit")
    child = line(book, firm, 80, [("disbursement", 30)], parent_id=umbrella.id)
    line(book, firm, 60, [("disbursement", 45)], parent_id=umbrella.id, facility_type="rd_loan")
    effective = book.ask(exposure.effective_available, child.id)
    assert (effective.amount, effective.binding) == (m(25), "umbrella")
    own = book.ask(exposure.firm_exposure, firm)
    assert (own.use, own.exposure) == (m(75), m(75))
    assert [one.why_not for one in own.lines] == ["umbrella", "", ""]
    change(book, Facility, umbrella.id, status="suspended")
    effective = book.ask(exposure.effective_available, child.id)
    assert (effective.amount, effective.binding) == (m(0), "umbrella")


def test_a_committed_line_under_a_full_umbrella_keeps_its_promise(book, firm):
    umbrella = line(book, firm, 100, facility_type="comprehensive_limit")
    promised = line(book, firm, 60, [("disbursement", 20)], parent_id=umbrella.id, committed=True)
    line(book, firm, 60, [("disbursement", 40)], parent_id=umbrella.id, facility_type="rd_loan")
    effective = book.ask(exposure.effective_available, promised.id)
    assert (effective.amount, effective.binding) == (m(40), "line")


def test_umbrellas_in_a_circle_end(book, firm):
    one = line(book, firm, 100, facility_type="comprehensive_limit")
    two = line(book, firm, 50, facility_type="comprehensive_limit", parent_id=one.id)
    change(book, Facility, one.id, parent_id=two.id)
    child = line(book, firm, 40, [("disbursement", 10)], parent_id=two.id)
    assert book.ask(exposure.effective_available, child.id).amount == m(30)


def test_a_line_that_is_not_open_leaves_nothing_whatever_the_limits_say(book, worked):
    write(book, DrawingCondition(facility_id=worked.lines["A1"], text="Insurance", blocking=True))
    effective = book.ask(exposure.effective_available, worked.lines["A1"])
    assert (effective.amount, effective.binding) == (m(0), "line")


def test_reserved_draws_use_the_limit_and_are_part_of_a_promise(book, firm):
    committed = line(book, firm, 100, [("disbursement", 40)], committed=True)
    write(book, Drawdown(facility_id=committed.id, sequence=1, amount=m(10), status="reserved"))
    own = book.ask(exposure.firm_exposure, firm)
    assert (own.use, own.exposure) == (m(100), m(64))


@pytest.mark.parametrize(
    ("fields", "million"),
    [
        ({"exposure_factor_bp": 5000}, 32),
        ({"facility_type": "import_lc"}, 26),
        ({"facility_type": "letter_of_guarantee"}, 32),
        ({"facility_type": "financing_guarantee"}, 42),
        ({"committed": False, "facility_type": "letter_of_guarantee"}, 10),
        ({"available_to": date(2026, 3, 3)}, 20),
        ({"status": "matured"}, 20),
        ({"status": "approved"}, 20),
        ({"status": "signed"}, 42),
    ],
)
def test_exposure_by_type_override_and_state(book, firm, fields, million):
    known = {"committed": True, "facility_type": "working_capital_loan"}
    drawn = line(book, firm, 75, [("disbursement", 20)], **{**known, **fields})
    own = book.ask(exposure.firm_exposure, firm)
    assert own.lines[0].view.facility.id == drawn.id
    assert own.exposure == m(million)


def test_offers_and_ended_lines_have_no_exposure(book, firm):
    for status in ("draft", "proposed", "closed", "declined"):
        line(book, firm, 50, [("disbursement", 10)], status=status)
    own = book.ask(exposure.firm_exposure, firm)
    assert (own.lines, own.use, own.exposure) == ((), m(0), m(0))


def test_a_reported_line_of_ours_without_movements_leaves_the_sums_unknown(book, worked):
    line(book, worked.firms["A"], 10, source="client_statement")
    own = book.ask(exposure.firm_exposure, worked.firms["A"])
    assert (own.use, own.exposure) == (None, None)


def test_restricted_lines_are_told_of_by_no_sum(book, worked):
    change(book, Facility, worked.lines["A1"], confidentiality="restricted")
    own = book.ask(exposure.firm_exposure, worked.firms["A"], restricted=False)
    assert (own.use, len(own.lines)) == (m(14), 1)
    group = book.ask(exposure.group_exposure, worked.firms["A"], restricted=False)
    assert (group.use, group.limits[0].use) == (m("70.0796"), m("70.0796"))


def test_many_lines_are_read_in_few_statements(book, worked):
    def statements():
        counted = []
        book.ask(lambda store: store.connection.set_trace_callback(counted.append))
        for verb in (exposure.group_exposure, exposure.firm_exposure):
            book.ask(verb, worked.firms["A"])
        book.ask(exposure.effective_by_line, list(worked.lines.values()))
        book.ask(lambda store: store.connection.set_trace_callback(None))
        return len(counted)

    few = statements()
    for _time in range(20):
        line(book, worked.firms["A"], 1, [("disbursement", 1)])
    assert statements() == few


def test_unknown_firms_and_lines_are_not_found(book):
    for verb in (exposure.firm_exposure, exposure.group_exposure, exposure.effective_available):
        with pytest.raises(NotFoundError):
            book.ask(verb, "nobody")


def test_a_divided_limit_refuses_parts_that_exceed_it_and_names_the_sums(book, worked):
    with pytest.raises(RuleError, match=r"230.*30.*200"):
        book.do(group_limits.change_group_limit, worked.limit_id, split="divided", label="Divide")
    book.do(group_limits.change_group_limit, worked.limit_id, split="divided", limit=m(230), label="Divide")
    (part,) = book.ask(lambda store: store.all(SubLimit, firm_id=worked.firms["A"]))
    with pytest.raises(RuleError):
        book.do(group_limits.change_sub_limit, part.id, limit=m(101), label="Raise")
    more = SubLimit(group_limit_id=worked.limit_id, family="loan", limit=m(231))
    with pytest.raises(RuleError):
        book.do(group_limits.add_sub_limit, more, label="Add")


def test_parts_that_are_wrong_are_refused_beside_their_fields(book, worked):
    def refused(**fields):
        with pytest.raises(InputError) as caught:
            book.do(group_limits.add_sub_limit, SubLimit(group_limit_id=worked.limit_id, **fields), label="Add")
        return set(caught.value.fields)

    assert refused(limit=m(1)) == {"firm_id"}
    assert refused(limit=m(1), firm_id=worked.firms["A"], family="loan") == {"firm_id"}
    assert refused(limit=m(1), firm_id=worked.firms["A"]) == {"firm_id"}
    assert refused(family="loan") == {"limit"}
    assert refused(family="loan", limit=m(1, "USD")) == {"limit"}
    assert refused(family="loan", limit=m(-1)) == {"limit"}
    assert refused(family="magic", limit=m(1)) == {"family"}


def test_parts_are_set_together_and_go_with_their_limit(book, worked):
    parts = book.ask(group_limits.limit_parts, worked.limit_id)
    assert (len(parts.parts), parts.over_allocated) == (3, m(30))
    kept = parts.parts[0].model_copy(update={"limit": m(90)})
    new = SubLimit(group_limit_id="", family="trade", limit=m(10))
    book.do(group_limits.set_sub_limits, worked.limit_id, [kept, new], label="Set")
    now = book.ask(group_limits.limit_parts, worked.limit_id)
    assert ([one.limit for one in now.parts], now.over_allocated) == ([m(90), m(10)], None)
    change(book, Facility, worked.lines["A1"], group_limit_id=worked.limit_id)
    book.do(group_limits.remove_group_limit, worked.limit_id, label="Remove")
    assert book.ask(lambda store: store.all(SubLimit)) == []
    assert book.ask(lambda store: store.get(Facility, worked.lines["A1"])).group_limit_id is None
    book.undo()
    assert len(book.ask(group_limits.limit_parts, worked.limit_id).parts) == 2


def test_a_limit_with_parts_is_written_at_once(book, firm):
    parts = (SubLimit(group_limit_id="", family="loan", limit=m(30)),)
    limit = GroupLimit(firm_id=firm, limit=m(45), split="divided")
    book.do(group_limits.add_group_limit, limit, parts, label="Add")
    assert [one.limit for one in book.ask(group_limits.limit_parts, limit.id).parts] == [m(30)]
    assert book.ask(lambda store: store.count(Firm)) == 1


def test_rates_of_another_day_do_not_count_yet(book, worked):
    write(book, FxRate(base="USD", quote="CNY", on=date(2026, 3, 5), rate=Decimal(9)))
    assert book.ask(exposure.group_exposure, worked.firms["A"]).use == m("110.0796")

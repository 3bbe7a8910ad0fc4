"""The grid of a group: the worked example of domain 3.5, parts, limits nobody has split, other lenders, shares."""

from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.services.limits import group_limits
from rmapp.services.limits.group_grid import grid_table, group_grid
from tests.books import add_firm
from tests.credit_group import add_line, add_worked_group, m


def grid(book, firm_id):
    return book.ask(group_grid, firm_id)


def test_the_worked_group_has_a_row_for_each_firm_and_a_column_for_each_type(book):
    group = book.do(add_worked_group, label="Group").result
    found = grid(book, group.firms["A"])
    assert found.types == (
        "working_capital_loan",
        "equipment_loan",
        "bank_acceptance",
        "export_bill_financing",
        "fx_derivatives",
    )
    rows = {row.firm_id: row for row in found.rows}
    assert found.rows[0].firm_id == group.firms["A"]
    a, b, c = (rows[group.firms[name]] for name in "ABC")
    assert a.cells["working_capital_loan"] == (m(40), m(60))
    assert a.cells["bank_acceptance"] == (m(20), m(30))
    assert set(b.cells) == {"equipment_loan"}
    assert c.cells["export_bill_financing"] == (m("7.0796"), m("21.2388"))
    assert [row.use for row in (a, b, c)] == [m(54), m(45), m("11.0796")]
    assert [(row.sub_limit, row.room) for row in (a, b, c)] == [
        (m(100), m(46)),
        (m(80), m(35)),
        (m(50), m("38.9204")),
    ]
    assert (found.total.use, found.total.sub_limit, found.total.room) == (m("110.0796"), m(200), m("89.9204"))
    assert found.exposure.exposure == m("98.0796")
    assert all(row.is_split for row in found.rows)


def test_shares_go_over_all_paths_from_the_top_firm(book):
    group = book.do(add_worked_group, label="Group").result
    book.do(
        lambda store: store.add(OwnershipLink(parent_id=group.firms["B"], child_id=group.firms["C"], pct_bp=1000)),
        label="Link",
    )
    shares = {row.firm_id: row.share_bp for row in grid(book, group.firms["C"]).rows}
    assert shares == {group.firms["A"]: None, group.firms["B"]: 8000, group.firms["C"]: 8800}


def test_a_limit_whose_split_nobody_told_leaves_the_parts_unknown(book):
    def fill(store):
        top, child = add_firm(store, "星航集团"), add_firm(store, "星航子公司")
        store.add(OwnershipLink(parent_id=top.id, child_id=child.id, pct_bp=10_000))
        store.add(GroupLimit(firm_id=top.id, limit=m(45), borrowers="five subsidiaries"))
        return top.id

    found = grid(book, book.do(fill, label="Fill").result)
    assert [(row.sub_limit, row.room, row.is_split) for row in found.rows] == [(None, None, False)] * 2
    assert (found.total.sub_limit, found.total.room, found.types) == (m(45), None, ())
    table = grid_table(found, "Group", {})
    assert "How the group limit is split is not known." in table.notes


def test_lines_of_other_lenders_are_left_out_and_counted(book):
    def fill(store):
        firm = add_firm(store, "他行客户")
        add_line(store, firm.id, 30, [("disbursement", 10)], lender="Bank of Elsewhere", source="public")
        add_line(store, firm.id, 20, [("disbursement", 5)])
        return firm.id

    found = grid(book, book.do(fill, label="Fill").result)
    assert found.reported == 1
    assert found.rows[0].cells == {"working_capital_loan": (m(5), m(20))}


def test_a_part_that_is_not_known_makes_its_cell_and_the_sum_unknown(book):
    def fill(store):
        firm = add_firm(store, "未知额度")
        add_line(store, firm.id, None, [("disbursement", 5)])
        add_line(store, firm.id, 20, [("disbursement", 5)])
        return firm.id

    found = grid(book, book.do(fill, label="Fill").result)
    assert found.rows[0].cells["working_capital_loan"] == (m(10), None)
    assert found.total.cells["working_capital_loan"].limit is None


def test_the_grid_is_exported_with_amounts_as_amounts(book):
    group = book.do(add_worked_group, label="Group").result
    found = grid(book, group.firms["A"])
    table = grid_table(found, "Group of A", {code: code for code in found.types})
    rows = list(table.rows)
    assert len(rows) == 4
    assert all(len(row) == len(table.columns) for row in rows)
    assert rows[0][2:4] == [m(40), m(60)]
    assert rows[-1][-3:] == [m("110.0796"), m(200), m("89.9204")]
    assert any("2 Mar 2026" in note for note in table.notes)


def test_a_limit_and_its_parts_are_checked_together_when_both_change(book):
    group = book.do(add_worked_group, label="Group").result
    limit, parts, _over = book.ask(group_limits.limit_parts, group.limit_id)
    smaller = [part.model_copy(update={"limit": m(30)}) for part in parts[:2]]
    book.do(
        group_limits.save_group_limit,
        limit.model_copy(update={"limit": m(60), "split": "divided"}),
        smaller,
        label="Smaller",
    )
    now = book.ask(group_limits.limit_parts, group.limit_id)
    assert (now.limit.limit, now.limit.split, [part.limit for part in now.parts]) == (m(60), "divided", [m(30)] * 2)
    assert now.over_allocated is None
    book.undo()
    assert book.ask(group_limits.limit_parts, group.limit_id).over_allocated == m(30)


def test_a_group_of_which_only_others_are_lenders_has_none_of_ours_and_what_is_reported(book):
    def fill(store):
        top, child = add_firm(store, "星航集团"), add_firm(store, "星航子公司")
        store.add(OwnershipLink(parent_id=top.id, child_id=child.id, pct_bp=10_000))
        store.add(GroupLimit(firm_id=top.id, limit=m(45), lender="Bank of China"))
        store.add(GroupLimit(firm_id=top.id, limit=m(9), lender="Past Bank", status="closed"))
        add_line(store, child.id, None, lender="Bank of Elsewhere", source="public")
        return top.id, child.id

    top, child = book.do(fill, label="Fill").result
    found = grid(book, top)
    assert [row.has_ours for row in (*found.rows, found.total)] == [False] * 3
    assert found.reported_credit == (("Bank of China", m(45)), ("Bank of Elsewhere", None))
    assert all(row[-3] is None for row in grid_table(found, "Group", {}).rows), "no zero is exported"
    book.do(lambda store: add_line(store, child, 20), label="Line")
    rows = {row.firm_id: row for row in grid(book, top).rows}
    assert (rows[child].has_ours, rows[child].use, rows[top].has_ours) == (True, m(0), False)

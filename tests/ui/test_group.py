"""The group on screen: the grid by keyboard, limits with their parts, splits nobody told, exports, past days."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp.domain.ownership import GroupLimit, OwnershipLink, SubLimit
from rmapp.domain.partial_date import PartialDate
from rmapp.services.clients import groups
from rmapp.services.limits.group_grid import group_grid
from rmapp.ui import messages
from rmapp.ui.client_header import ClientHeader
from rmapp.ui.tabs.credit import CreditTab
from rmapp.ui.tabs.group_grid import GroupGridTable
from rmapp.ui.tabs.group_grid_model import GroupGridModel
from rmapp.ui.widgets.how_computed import FigureButton, HowComputed
from tests.books import add_firm, new_book
from tests.credit_group import add_line, add_worked_group, m
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def user(qapp, tmp_path):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as driver:
        yield driver


def done(user, verb, *args):
    return user.context.do(verb, *args, label="Prepared", quiet=True).result


@pytest.fixture
def group(user):
    return done(user, add_worked_group)


def show(user, firm_id, tab="people"):
    user.context.open_client(firm_id, tab)
    user.wait()


def table(user):
    return next(one for one in user.visible() if isinstance(one, GroupGridTable))


def cells(user):
    model = table(user).model()
    return [[model.index(row, at).data() for at in range(model.columnCount())] for row in range(model.rowCount())]


def said(user):
    return [label.text() for label in user.labels()]


def parts_of(user, limit_id):
    return user.context.ask(lambda store: store.all(SubLimit, group_limit_id=limit_id))


def fill_part(user, row, code, amount):
    controls = user.sheet()._rows.rows[row].controls
    controls["part"].set_code(code)
    user.fill(f"May use, row {row + 1}", amount)


def test_the_grid_shows_the_worked_group(user, group):
    show(user, group.firms["A"])
    model = table(user).model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads[:2] == ["Firm", "Held by the group"]
    assert heads[-3:] == ["Use", "Part of the limit", "Room"]
    rows = {row[0]: row for row in cells(user)}
    assert rows["示例A"][2] == "40.0 / 60.0"
    assert rows["示例B"][1] == "80%"
    assert rows["示例B"][-3:] == ["45.0", "80.0", "35.0"]
    assert rows["Total"][-3:] == ["110.1", "200.0", "89.9"]
    assert {"Exposure, direct: ¥98.1m", "Use of limits: ¥110.1m"} <= user.names()
    assert "parts over-allocated by ¥30.0m, they share the room" in said(user)
    assert user.nameless() == []


def test_keys_walk_the_grid_and_enter_opens_the_credit_of_the_firm(user, group):
    show(user, group.firms["A"])
    grid = table(user)
    grid.setFocus()
    assert grid.currentIndex().data() == "示例A"
    user.press("Down", "Right", "Right", "j", "k")
    index = grid.currentIndex()
    assert (index.row(), index.column()) == (1, 2)
    spoken = grid.model().index(1, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "示例B, Equipment and technical-upgrade loan: ¥25.0m drawn of ¥50.0m"
    user.press("Return")
    assert user.page().current_firm() == group.firms["B"]
    assert user.page().findChild(CreditTab).isVisible()


def test_space_on_a_share_says_how_it_was_computed(user, group):
    show(user, group.firms["A"])
    grid = table(user)
    grid.setFocus()
    user.press("Right", "Space")
    assert QApplication.activePopupWidget() is None
    user.press("Down", "Space")
    window = QApplication.activePopupWidget()
    assert isinstance(window, HowComputed)
    assert window.accessibleDescription().splitlines() == [
        "80% of 示例B, 80%",
        "is What 示例A holds of 示例B, 80%",
    ]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    user.wait()
    assert QApplication.activePopupWidget() is None
    grid.setCurrentIndex(grid.model().index(1, 0))
    user.press("Space")
    assert QApplication.activePopupWidget() is None


def test_owners_through_other_firms_stand_below_the_direct_ones(user, group):
    link = OwnershipLink(parent_id=group.firms["B"], child_id=group.firms["C"], pct_bp=1000)
    done(user, groups.add_link, link)
    show(user, group.firms["C"])
    (figure,) = (one for one in user.visible() if isinstance(one, FigureButton) and one.words() == "88%")
    assert figure.accessibleName() == "示例A: 88%"
    figure.setFocus()
    user.press("Space")
    window = QApplication.activePopupWidget()
    assert window.accessibleDescription().splitlines()[:2] == [
        "80% of 示例C, 80%",
        "plus 80% of 示例B, 10% of 示例C, 8%",
    ]


def test_enter_on_the_sums_opens_nothing(user, group):
    show(user, group.firms["A"])
    table(user).setFocus()
    user.press("k", "j", "j", "j", "j", "Return")
    assert user.page().current_firm() == group.firms["A"]


def test_the_group_is_reached_from_the_credit_tab(user, group):
    show(user, group.firms["A"], "credit")
    user.click("Show the group")
    assert table(user).isVisible()


def test_the_model_keeps_the_rules_of_models(user, group, qtmodeltester):
    model = GroupGridModel()
    qtmodeltester.check(model)
    model.show_grid(user.context.ask(group_grid, group.firms["A"]))
    qtmodeltester.check(model)


def star(store):
    top = add_firm(store, "<b>&星航</b>集团")
    for number in range(5):
        child = add_firm(store, f"星航子公司{number}")
        store.add(OwnershipLink(parent_id=top.id, child_id=child.id, pct_bp=10_000))
    store.add(GroupLimit(firm_id=top.id, limit=m(45), borrowers="five subsidiaries", purpose="Unsecured"))
    return top.id


def test_a_limit_whose_split_nobody_told_is_said_so(user):
    firm = done(user, star)
    show(user, firm)
    rows = cells(user)
    assert [row[-2] for row in rows[:-1]] == ["split not known"] * 6
    assert rows[-1][-2:] == ["45.0", "–"]
    assert rows[0][0] == "<b>&星航</b>集团"
    assert "split not known" in said(user)
    show(user, firm, "credit")
    assert {"Left: not known", "Limit: ¥45.0m"} <= user.names()
    assert "five subsidiaries" in said(user)


def test_a_firm_alone_has_no_grid(user):
    show(user, done(user, add_firm, "独立科技").id)
    assert not [one for one in user.visible() if isinstance(one, GroupGridTable)]


def test_the_grid_is_exported_as_typed_numbers(user, group, tmp_path, monkeypatch):
    target = tmp_path / "group.xlsx"
    monkeypatch.setattr(messages, "save_file", lambda *_args, **_kw: target)
    show(user, group.firms["A"])
    user.click("Export this table")
    sheet = openpyxl.load_workbook(target).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert 89_920_400 in values
    assert "示例A" in values


def test_a_limit_is_written_with_parts_by_keyboard_and_over_allocation_is_labelled(user):
    firm = done(user, star)
    show(user, firm)
    user.click("Add group limit")
    assert user.focus() == "Limit"
    user.type("200m")
    user.sheet()._form.control("split").set_code("shared")
    user.click("Add part")
    fill_part(user, 0, f"firm:{firm}", "150m")
    user.press("Return")
    fill_part(user, 1, "family:loan", "80m")
    assert "¥150.0m in parts of ¥200.0m, ¥50.0m not given out" in said(user)
    fill_part(user, 0, f"firm:{firm}", "230m")
    assert "¥230.0m in parts of ¥200.0m, over-allocated by ¥30.0m" in said(user)
    user.press("Ctrl+Return")
    assert user.sheet() is None
    limit = next(one for one in user.context.ask(lambda store: store.all(GroupLimit)) if one.split == "shared")
    assert [(part.firm_id, part.family, part.limit) for part in parts_of(user, limit.id)] == [
        (firm, None, m(230)),
        (None, "loan", m(80)),
    ]


def test_parts_of_a_divided_limit_that_exceed_it_are_refused_and_mended_at_once(user, group):
    show(user, group.firms["A"], "credit")
    user.click("Edit GL-1")
    user.sheet()._form.control("split").set_code("divided")
    user.wait()
    field = user.sheet()._form.field("limit")
    assert field.has_error()
    assert any("230 million, CNY 30 million more than" in text for text in user.banners())
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert user.focus() == "Limit"
    user.click("Raise to ¥230.0m")
    assert not field.has_error()
    user.press("Ctrl+Return")
    assert user.sheet() is None
    limit = user.context.ask(lambda store: store.get(GroupLimit, group.limit_id))
    assert (limit.limit, limit.split) == (m(230), "divided")
    assert len(parts_of(user, limit.id)) == 3
    user.press("Ctrl+Z")
    assert user.context.ask(lambda store: store.get(GroupLimit, group.limit_id)).split == "shared"


def test_a_part_without_amount_or_twice_the_same_is_said_at_its_row(user, group):
    show(user, group.firms["A"], "credit")
    user.click("Edit GL-1")
    user.click("Add part")
    user.sheet()._rows.rows[3].controls["part"].set_code(f"firm:{group.firms['A']}")
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert any("such a part already" in text or "how much of the limit" in text for text in said(user))
    user.press("Ctrl+Backspace")
    user.press("Ctrl+Return")
    assert user.sheet() is None


def test_no_control_of_the_sheet_is_without_a_name_and_esc_asks(user, group):
    show(user, group.firms["A"], "credit")
    user.click("Edit GL-1")
    assert user.nameless() == []
    user.fill("May use, row 1", "1m")
    user.press("Esc")
    assert user.sheet().accessibleName() == "Leave without saving?"
    user.click("Leave without saving")
    assert user.sheet() is None


def dated(store):
    top, child = add_firm(store, "母公司"), add_firm(store, "前子公司")
    store.add(
        OwnershipLink(
            parent_id=top.id,
            child_id=child.id,
            pct_bp=9000,
            valid_from=PartialDate.of(date(2020, 1, 1)),
            valid_to=PartialDate.of(date(2024, 12, 31)),
        )
    )
    other = add_firm(store, "子公司")
    store.add(OwnershipLink(parent_id=top.id, child_id=other.id, pct_bp=9000))
    add_line(store, other.id, 5)
    return top.id


def test_the_group_of_a_past_day_is_drawn_and_said(user):
    show(user, done(user, dated))
    user.click("Show as table")
    assert "前子公司" not in user.names()
    user.fill("Links of the day", "2024-06-30")
    assert "前子公司" in user.names()
    assert "Links of 30 Jun 2024, amounts of today." in said(user)
    user.fill("Links of the day", "not a day")
    user.press("Tab")
    assert "前子公司" not in user.names()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_figure_of_the_grid_is_cut(qapp, tmp_path, language):
    workspace = new_book(tmp_path)
    group = workspace.do(add_worked_group, label="Prepared").result
    workspace.close()
    with opened(tmp_path / "book", language=language, size=(1366, 768)) as user:
        show(user, group.firms["A"])
        grid = table(user)
        for row in range(grid.model().rowCount()):
            for column in range(1, grid.model().columnCount()):
                words = str(grid.model().index(row, column).data() or "")
                assert grid.fontMetrics().horizontalAdvance(words) + 18 <= grid.columnWidth(column), words
        figures = [one for one in user.visible() if isinstance(one, FigureButton)]
        assert all(one.width() >= one.sizeHint().width() - 1 for one in figures)


def test_a_client_of_another_lender_reads_none_of_ours_and_what_is_reported(user):
    def fill(store):
        top = add_firm(store, "星航集团")
        store.add(GroupLimit(firm_id=top.id, limit=m(45), lender="Bank of China"))
        return top.id

    firm = done(user, fill)
    show(user, firm)
    assert [row[1] for row in cells(user)] == ["none of ours"] * 2
    assert table(user).model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole).endswith(": none of ours")
    names = user.names()
    assert "Exposure, direct: none of ours; reported: ¥45.0m of Bank of China" in names
    assert "Use of limits: none of ours" in names
    assert "group limit of ¥45.0m of another lender reported" in said(user)
    assert "no line" not in said(user)
    for _number in range(3):
        done(user, lambda store: add_line(store, firm, 7, lender="Bank of Elsewhere", source="public"))
    show(user, firm)
    (told,) = (name for name in user.names() if name.startswith("Exposure, direct: "))
    assert (
        told == "Exposure, direct: none of ours; reported: ¥45.0m of Bank of China, ¥7.0m of Bank of Elsewhere, 2 more"
    )
    done(user, add_line, firm, 20)
    show(user, firm)
    assert {"Exposure, direct: ¥0", "Use of limits: ¥0"} <= user.names(), "a zero of ours is known"
    assert not [text for text in said(user) if "another lender" in text]


def test_the_head_tells_how_many_limits_others_gave_or_that_one_is_not_known(user):
    def fill(store):
        one, more = add_firm(store, "甲"), add_firm(store, "乙")
        store.add(GroupLimit(firm_id=one.id, lender="Bank of China"))
        for lender in ("Bank of China", "Another Bank"):
            store.add(GroupLimit(firm_id=more.id, limit=m(5), lender=lender))
        return one.id, more.id

    one, more = done(user, fill)
    show(user, one)
    assert "a group limit of another lender is reported" in said(user)
    show(user, more)
    assert "2 group limits of other lenders reported" in said(user)
    user.page().findChild(ClientHeader).set_compact(compact=True)
    user.wait()
    assert "2 group limits of other lenders reported" in said(user)

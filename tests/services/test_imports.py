"""Tables of clients, people, notes and lines: planned against the book, applied, reverted."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.import_mapping import ColumnMap, ColumnUse
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.stage import StageEvent
from rmapp.errors import ImportRejected, InputError, RuleError
from rmapp.exchange.csv_files import parse_text
from rmapp.services.importing import imports
from rmapp.services.importing.plan import NEW, ImportOptions
from rmapp.services.lines.line_views import facility_view
from tests.books import new_book
from tests.data import make_import_files as files
from tests.data.make_import_files import FIRMS, uscc


@pytest.fixture
def book(tmp_path, clock):
    workspace = new_book(tmp_path, clock=clock)
    yield workspace
    workspace.close()


def plan_of(book, sheet, kind="firms", options=None):
    return book.ask(imports.plan_import, sheet, imports.guess_map(sheet, kind), options)


def bring(book, sheet, kind="firms", options=None):
    plan = plan_of(book, sheet, kind, options or ImportOptions(accept_looks=True))
    return book.do(imports.apply_import, plan, label=imports.label(plan)).result


def table(*rows: str):
    return parse_text("\n".join(rows) + "\n", "clients.csv", ",")


def actions(plan):
    return {row.row: row.action for row in plan.rows}


def causes(plan):
    return [(problem.row, problem.column, problem.severity) for problem in plan.problems]


def contents(book):
    """Return every business row, to compare the book before and after."""
    tables = [name for (name,) in book.store.rows("SELECT DISTINCT tbl FROM change_log ORDER BY tbl")]
    return {name: book.store.rows(f'SELECT * FROM "{name}" WHERE deleted_at IS NULL ORDER BY id') for name in tables}


@pytest.fixture
def clients(tmp_path):
    return imports.read_table(files.make_clients_xlsx(tmp_path / "clients.xlsx"))


# ---- the whole way -------------------------------------------------------------------------------


def test_a_real_list_of_clients_goes_in_and_its_bad_rows_come_back(book, clients, tmp_path):
    plan = plan_of(book, clients)
    assert actions(plan) == {5: "add", 6: "add", 8: "error", 9: "add", 10: "error", 11: "error"}
    report = book.do(imports.apply_import, plan, label=imports.label(plan)).result
    assert (report.added, report.updated, report.rows_left_out) == (3, 0, 3)

    (firm,) = book.store.all(Firm, uscc=uscc(1))
    assert firm.registered_capital == Money.of(12_000_000)
    assert firm.established_on == PartialDate("2018-03-05")
    assert (firm.region_code, firm.owner) == ("330100", book.store.actor)
    assert [name.text for name in book.store.all(FirmName, firm_id=firm.id)] == [FIRMS[0]]
    assert {one.designation for one in book.store.all(DesignationHolding, firm_id=firm.id)} == {"hnte", "little_giant"}
    (event,) = book.store.all(StageEvent, firm_id=firm.id)
    assert (event.from_stage, event.to_stage) == (None, "growth")
    (firm,) = book.store.all(Firm, uscc=uscc(4, "330200"))
    assert firm.registered_capital == Money.of(200_000_000)

    assert imports.save_bad_rows(tmp_path / "bad.xlsx", report) == 3
    back = imports.read_table(tmp_path / "bad.xlsx")
    assert back.column("企业名称") == (FIRMS[2], "错码智能有限公司", None)
    assert all(isinstance(text, str) for text in back.column("What is wrong"))


def test_every_problem_has_row_column_value_and_cause(book, clients):
    found = {(one.row, one.column): one for one in plan_of(book, clients).problems}
    wrong = found[10, "注册资本"]
    assert (wrong.value, wrong.fix) == ("twelve million", "12,000,000元")
    assert "Not a number" in wrong.cause
    assert found[10, "成立日期"].fix == "2026-02-28"
    assert found[10, "统一社会信用代码"].choices[0].label == "Save as unverified"
    assert "totals" in found[11, None].cause


def test_a_corrected_row_goes_in(book, clients):
    options = ImportOptions()
    found = {(one.row, one.column): one for one in plan_of(book, clients).problems}
    options = imports.resolve(options, found[8, "注册资本"], "1500")
    options = imports.resolve(options, found[10, "注册资本"])
    options = imports.resolve(options, found[10, "成立日期"], "2020-02-28")
    options = imports.resolve(options, found[10, "统一社会信用代码"], found[10, "统一社会信用代码"].choices[0].value)
    plan = plan_of(book, clients, options=options)
    assert actions(plan) == {5: "add", 6: "add", 8: "add", 9: "add", 10: "add", 11: "error"}
    book.do(imports.apply_import, plan, label="x")
    (firm,) = book.store.all(Firm, uscc=uscc(3))
    assert firm.registered_capital == Money.of(15_000_000)
    (firm,) = book.store.all(Firm, uscc_unverified=True)
    assert firm.registered_capital == Money.of(12_000_000)


def test_one_undo_reverts_all_of_it(book, clients):
    before = contents(book)
    bring(book, clients)
    after = contents(book)
    book.undo()
    assert not any(contents(book).values())
    assert {name: rows for name, rows in contents(book).items() if rows} == before
    book.redo()
    assert contents(book) == after


def test_importing_again_changes_nothing(book, clients):
    bring(book, clients)
    plan = plan_of(book, clients)
    assert (len(plan.same), len(plan.good), len(plan.errors)) == (3, 0, 3)
    change = book.do(imports.apply_import, plan, label="x")
    assert change.command_id is None


def test_an_update_sets_only_what_differs_and_says_so(book, clients):
    bring(book, clients)
    (before,) = book.store.all(Firm, uscc=uscc(1))
    again = table(
        "企业名称,信用代码,注册资本（万元）,城市", f"{FIRMS[0]},{uscc(1)},1800,杭州", f"{FIRMS[1]},{uscc(2)},,"
    )
    plan = plan_of(book, again)
    assert actions(plan) == {2: "update", 3: "same"}
    assert plan.updates[0].matched_by == "credit code"
    assert [tuple(change) for change in plan.updates[0].changes] == [
        ("Registered capital", "CNY 12,000,000.00", "CNY 18,000,000.00"),
        ("City", "empty", "杭州"),
    ]
    bring(book, again)
    (after,) = book.store.all(Firm, uscc=uscc(1))
    assert after == before.model_copy(update={"registered_capital": Money.of(18_000_000), "city": "杭州"})


# ---- questions ------------------------------------------------------------------------------------


def test_an_unknown_unit_and_order_of_dates_are_asked_for(book):
    sheet = table("企业名称,注册资本,成立日期", "示例甲有限公司,1200,03/04/2019")
    mapping = imports.guess_map(sheet, "firms")
    questions = imports.ambiguities(sheet, mapping)
    assert [(one.column, one.about) for one in questions] == [("注册资本", "unit"), ("成立日期", "dates")]
    with pytest.raises(InputError, match="In which unit"):
        book.ask(imports.plan_import, sheet, mapping)
    mapping = imports.answer(mapping, questions[0], "wan")
    mapping = imports.answer(mapping, questions[1], "dmy")
    assert imports.ambiguities(sheet, mapping) == ()
    plan = book.ask(imports.plan_import, sheet, mapping)
    (firm, *_rest) = plan.adds[0].new
    assert (firm.registered_capital, firm.established_on) == (Money.of(12_000_000), PartialDate("2019-04-03"))


def test_amounts_that_say_their_unit_are_not_asked_about():
    sheet = table("企业名称,注册资本", "示例甲有限公司,1200万元", "示例乙有限公司,1.2亿")
    assert imports.ambiguities(sheet, imports.guess_map(sheet, "firms")) == ()


def test_a_table_without_a_needed_column_is_refused(book):
    sheet = table("地址,网址", "文一西路,example.com")
    with pytest.raises(InputError, match="No column is matched to “Name”"):
        plan_of(book, sheet)


def test_a_map_that_names_a_column_the_table_lacks_is_refused(book):
    mapping = ColumnMap.from_json('{"columns": {"企业名称": "name", "资本": "summary"}}', "firms")
    with pytest.raises(InputError, match="no column “资本”"):
        book.ask(imports.plan_import, table("企业名称,地址", "甲示例有限公司,x"), mapping)


def test_a_column_map_is_kept_as_json_and_read_leniently():
    text = '{"columns": {"A": "name", "B": {"field": "registered_capital", "unit": "万元"}}}'
    mapping = ColumnMap.from_json(text, "firms")
    assert mapping.columns["B"] == ColumnUse(field="registered_capital", unit="wan")
    assert ColumnMap.from_json(mapping.to_json(), "firms") == mapping
    moved = mapping.with_use("C", ColumnUse(field="name"))
    assert sorted(moved.columns) == ["B", "C"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"columns": 3}', '{"columns": {"A": "nonsense"}}', '{"kind": "people"}', "[" * 100_000]
)
def test_a_bad_column_map_is_refused(text):
    with pytest.raises(InputError):
        ColumnMap.from_json(text, "firms")


# ---- which firm is meant --------------------------------------------------------------------------


def test_the_same_name_in_the_same_city_is_the_same_firm(book):
    bring(book, table("企业名称,地区", f"{FIRMS[0]},杭州市"))
    plan = plan_of(book, table("企业名称,地区,地址", "潮声传感有限公司,杭州,文一西路1号"))
    assert actions(plan) == {2: "update"}
    assert plan.updates[0].matched_by == "name and region"


def test_a_similar_name_is_asked_about_and_can_be_merged_or_added(book):
    bring(book, table("企业名称,地区", f"{FIRMS[0]},杭州市"))
    sheet = table("企业名称,地址", "潮声传感,文一西路1号")
    plan = plan_of(book, sheet)
    (problem,) = plan.problems
    assert (problem.severity, problem.about, problem.column) == ("look", "match", "企业名称")
    assert FIRMS[0] in problem.cause
    merged = plan_of(book, sheet, options=imports.resolve(ImportOptions(), problem))
    assert actions(merged) == {2: "update"}
    added = plan_of(book, sheet, options=imports.resolve(ImportOptions(), problem, NEW))
    assert actions(added) == {2: "add"}


def test_a_namesake_in_another_city_or_with_another_code_is_a_new_firm_after_a_look(book):
    bring(book, table("企业名称,信用代码,地区", f"远帆智能有限公司,{uscc(7)},杭州市"))
    sheet = table("企业名称,信用代码,地区", "远帆智能有限公司,,宁波市", f"远帆智能有限公司,{uscc(8)},")
    plan = plan_of(book, sheet)
    assert actions(plan) == {2: "look", 3: "look"}
    accepted = plan_of(book, sheet, options=imports.resolve_all(ImportOptions(), plan.problems))
    assert actions(accepted) == {2: "add", 3: "add"}


def test_a_firm_twice_in_the_file_is_reported(book):
    sheet = table(
        "企业名称,信用代码",
        f"甲示例有限公司,{uscc(1)}",
        f"乙示例有限公司,{uscc(1)}",
        "丙示例有限公司,",
        "丙示例有限公司,",
    )
    plan = plan_of(book, sheet)
    assert actions(plan) == {2: "add", 3: "error", 4: "add", 5: "error"}
    assert "row 2" in plan.problems[0].cause
    again = imports.resolve(ImportOptions(), plan.problems[1], NEW)
    assert actions(plan_of(book, sheet, options=again)) == {2: "add", 3: "error", 4: "add", 5: "add"}


def test_a_new_name_renames_and_keeps_the_old_one_as_former(book):
    bring(book, table("企业名称,信用代码", f"旧名示例有限公司,{uscc(1)}"))
    plan = plan_of(book, table("企业名称,信用代码", f"新名示例股份有限公司,{uscc(1)}"))
    assert actions(plan) == {2: "look"}
    bring(book, plan.sheet)
    assert {(name.kind, name.text) for name in book.store.all(FirmName)} == {
        ("former", "旧名示例有限公司"),
        ("legal", "新名示例股份有限公司"),
    }


def test_an_import_does_not_move_a_known_stage(book):
    bring(book, table("企业名称,信用代码,生命周期阶段", f"甲示例有限公司,{uscc(1)},成长期"))
    sheet = table("企业名称,信用代码,生命周期阶段", f"甲示例有限公司,{uscc(1)},成熟期")
    assert actions(plan_of(book, sheet)) == {2: "look"}
    bring(book, sheet)
    assert [event.to_stage for event in book.store.all(StageEvent)] == ["growth"]


def test_an_import_lowers_no_class(book):
    bring(book, table("企业名称,信用代码,密级", f"甲示例有限公司,{uscc(1)},高度敏感"))
    sheet = table("企业名称,信用代码,密级,城市", f"甲示例有限公司,{uscc(1)},内部,杭州")
    assert actions(plan_of(book, sheet)) == {2: "look"}
    bring(book, sheet)
    (firm,) = book.store.all(Firm)
    assert (firm.confidentiality, firm.city) == ("restricted", "杭州")


# ---- all or nothing -------------------------------------------------------------------------------


def test_strict_writes_nothing_and_carries_the_report(book, clients):
    plan = plan_of(book, clients, options=ImportOptions(strict=True))
    with pytest.raises(ImportRejected) as refusal:
        book.do(imports.apply_import, plan, label="x")
    assert refusal.value.report.rows_left_out == 3
    assert book.store.count(Firm) == 0


def test_a_stopped_import_leaves_nothing(book):
    plan = plan_of(book, table("企业名称", *(f"示例{number}号有限公司" for number in range(1_200))))
    told: list[tuple[int, int]] = []
    with pytest.raises(imports.ImportCancelled):
        book.do(
            imports.apply_import,
            plan,
            label="x",
            progress=lambda done, whole: told.append((done, whole)),
            cancelled=lambda: len(told) == 2,
        )
    assert told == [(500, 1_200), (1_000, 1_200)]
    assert book.store.count(Firm) == 0
    assert book.undo_label() is None


def test_a_failure_in_the_middle_leaves_nothing(book, monkeypatch):
    plan = plan_of(book, table("企业名称", *(f"示例{number}号有限公司" for number in range(600))))
    real, calls = type(book.store).add_many, []

    def fail_later(store, entities):
        calls.append(1)
        if len(calls) == 2:
            raise OSError("no room")
        return real(store, entities)

    monkeypatch.setattr(type(book.store), "add_many", fail_later)
    with pytest.raises(OSError, match="no room"):
        book.do(imports.apply_import, plan, label="x")
    assert book.store.count(Firm) == 0


def test_a_plan_made_for_another_state_of_the_book_is_refused(book):
    plan = plan_of(book, table("企业名称", "甲示例有限公司"))
    bring(book, table("企业名称", "甲示例有限公司"))
    with pytest.raises(RuleError, match="has changed"):
        book.do(imports.apply_import, plan, label="x")
    assert book.store.count(Firm) == 1


_WORD = st.text("甲乙丙丁戊己庚辛abc", min_size=3, max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_WORD, st.integers(0, 10**9)), min_size=1, max_size=12, unique_by=lambda row: row[0]))
def test_what_goes_in_is_what_the_file_says_and_twice_is_once(book, rows):
    sheet = table("企业名称,注册资本（元）", *(f"{name}有限公司,{amount}" for name, amount in rows))
    report = bring(book, sheet, options=ImportOptions(accept_looks=True))
    names = {name.text: name.firm_id for name in book.store.all(FirmName)}
    left = {problem.row for problem in report.left_out}
    for number, (name, amount) in enumerate(rows, 2):
        if number not in left:
            assert book.store.get(Firm, names[f"{name}有限公司"]).registered_capital == Money.of(amount)
    assert not plan_of(book, sheet, options=ImportOptions(accept_looks=True)).good
    if report.added:
        book.undo()
    assert book.store.count(Firm) == 0


# ---- people, notes, lines -------------------------------------------------------------------------


@pytest.fixture
def firms(book):
    bring(book, table("企业名称,信用代码", *(f"{name},{uscc(at)}" for at, name in enumerate(FIRMS, 1))))
    return {name.text: name.firm_id for name in book.store.all(FirmName)}


def test_people_join_their_firms_and_are_found_again(book, firms, tmp_path):
    sheet = imports.read_table(files.make_people_csv(tmp_path / "people.csv"))
    plan = plan_of(book, sheet, "people")
    assert actions(plan) == {2: "add", 3: "add", 4: "error"}
    assert "Nobody Ltd" in str(plan.problems[0].value)
    bring(book, sheet, "people")
    (person,) = book.store.all(Person, name="周明")
    (role,) = book.store.all(Role, person_id=person.id)
    assert (role.firm_id, role.role, role.is_main_contact) == (firms[FIRMS[0]], "general_manager", True)
    assert (person.work_phone, person.years_in_field) == ("0571-1234 5678", 12)

    assert actions(plan_of(book, sheet, "people")) == {2: "same", 3: "same", 4: "error"}
    moved = table(
        "姓名,企业,邮箱,职务", f"周明,{FIRMS[2]},zhou@example.com,董事长", f"周明,{FIRMS[3]},other@example.com,"
    )
    plan = plan_of(book, moved, "people")
    assert actions(plan) == {2: "update", 3: "add"}
    bring(book, moved, "people")
    assert book.store.count(Person, name="周明") == 2
    assert book.store.count(Role, person_id=person.id) == 2


def test_notes_keep_their_first_author_and_date(book, firms, tmp_path):
    sheet = imports.read_table(files.make_meetings_xlsx(tmp_path / "meetings.xlsx"))
    plan = plan_of(book, sheet, "meetings")
    assert actions(plan) == {2: "add", 3: "look", 4: "add", 5: "error"}
    bring(book, sheet, "meetings")
    first = book.store.all(Meeting, order="starts_at", firm_id=firms[FIRMS[0]])[0]
    assert (first.starts_at, first.author, first.type) == ("2024-05-06T09:30", "陈静", "field_visit")
    assert first.written_at.startswith("2024-05-06")
    assert first.created_by == book.store.actor
    present = {(one.side, one.name) for one in book.store.all(Attendee, meeting_id=first.id)}
    assert present == {("ours", "陈静"), ("theirs", "周明"), ("theirs", "吴")}
    (promise,) = book.store.all(Promise, meeting_id=first.id)
    assert (promise.text, promise.due_on, promise.owner) == ("送授信方案", date(2024, 5, 20), "陈静")
    (guessed,) = book.store.all(Promise, text="补报表")
    assert guessed.due_on == date(2023, 11, 16)
    assert actions(plan_of(book, sheet, "meetings", ImportOptions(accept_looks=True))) == {
        2: "same",
        3: "same",
        4: "same",
        5: "error",
    }


def test_a_closed_note_stays_as_it_is(book, firms):
    bring(book, table("日期,企业,摘要,地点", f"2024-05-06,{FIRMS[0]},谈扩产,杭州"), "meetings")
    sheet = table("日期,企业,摘要,地点", f"2024-05-06,{FIRMS[0]},谈扩产,宁波")
    assert actions(plan_of(book, sheet, "meetings")) == {2: "look"}
    bring(book, sheet, "meetings")
    assert [one.place for one in book.store.all(Meeting)] == ["杭州"]


def test_a_future_meeting_is_planned_and_cannot_have_been_held(book, firms):
    sheet = table("日期,企业,目的,状态", f"2026-01-06,{FIRMS[0]},回访,", f"2026-01-07,{FIRMS[0]},回访,已完成")
    assert actions(plan_of(book, sheet, "meetings")) == {2: "add", 3: "error"}
    bring(book, sheet, "meetings")
    assert [one.status for one in book.store.all(Meeting)] == ["planned"]


def test_a_long_summary_goes_whole_into_the_discussion(book, firms):
    sheet = table("日期,企业,摘要", f"2024-05-06,{FIRMS[0]},{'谈' * 700}")
    assert actions(plan_of(book, sheet, "meetings")) == {2: "look"}
    bring(book, sheet, "meetings")
    (note,) = book.store.all(Meeting)
    assert (len(note.summary), note.discussion) == (500, "谈" * 700)


def test_lines_come_with_limit_balance_and_ledger(book, firms, tmp_path):
    sheet = imports.read_table(files.make_facilities_csv(tmp_path / "facilities.csv"))
    plan = plan_of(book, sheet, "facilities")
    assert actions(plan) == {2: "add", 3: "add", 4: "look", 5: "error"}
    assert ("Above the limit" in plan.problems[0].cause, plan.problems[1].column) == (True, "到期日")
    bring(book, sheet, "facilities")
    (line,) = book.store.all(Facility, reference_no="SX-001")
    assert (line.limit, line.facility_type, line.status) == (Money.of(30_000_000), "working_capital_loan", "active")
    assert line.pricing is not None
    assert (line.pricing.base, line.pricing.fixed_bp) == ("fixed", 345)
    assert (line.lender, [one.type for one in line.security]) == ("Test Bank", ["unsecured"])
    view = facility_view(book.store, line.id)
    assert view.amounts.outstanding == Money.of(12_000_000)
    assert {entry.kind for entry in book.store.all(LedgerEntry, facility_id=line.id)} == {
        "limit_change",
        "disbursement",
    }
    (above,) = book.store.all(Facility, reference_no="SX-003")
    assert facility_view(book.store, above.id).amounts.outstanding == Money.of(6_200_000)
    assert set(actions(plan_of(book, sheet, "facilities", ImportOptions(accept_looks=True))).values()) == {
        "same",
        "error",
    }


@pytest.mark.parametrize(("balance", "kinds"), [(2_000, ["disbursement"]), (500, ["principal_repayment"])])
def test_a_new_balance_is_entered_in_the_ledger_and_never_overwrites(book, firms, tmp_path, balance, kinds):
    bring(book, imports.read_table(files.make_facilities_csv(tmp_path / "facilities.csv")), "facilities")
    (line,) = book.store.all(Facility, reference_no="SX-001")
    before = book.store.all(LedgerEntry, facility_id=line.id)
    sheet = table(
        "借款人,授信编号,业务品种,贷款余额(万元),余额日期", f"{FIRMS[0]},SX-001,流动资金贷款,{balance},2025-12-01"
    )
    plan = plan_of(book, sheet, "facilities")
    assert plan.updates[0].changes[0].new == f"CNY {balance * 10_000:,}.00"
    bring(book, sheet, "facilities")
    assert facility_view(book.store, line.id).amounts.outstanding == Money.of(balance * 10_000)
    after = book.store.all(LedgerEntry, facility_id=line.id)
    assert after[: len(before)] == before
    assert [entry.kind for entry in after[len(before) :]] == kinds
    assert book.store.count(Drawdown, facility_id=line.id) == (2 if balance == 2_000 else 1)


def test_another_limit_is_an_update_and_enters_the_ledger(book, firms, tmp_path):
    bring(book, imports.read_table(files.make_facilities_csv(tmp_path / "facilities.csv")), "facilities")
    sheet = table("借款人,授信编号,业务品种,授信额度(亿元)", f"{FIRMS[0]},SX-001,流贷,0.5")
    plan = plan_of(book, sheet, "facilities")
    assert [tuple(change) for change in plan.updates[0].changes] == [
        ("Limit", "CNY 30,000,000.00", "CNY 50,000,000.00")
    ]
    bring(book, sheet, "facilities")
    (line,) = book.store.all(Facility, reference_no="SX-001")
    assert line.limit == Money.of(50_000_000)
    amounts = [one.amount for one in book.store.all(LedgerEntry, facility_id=line.id, kind="limit_change")]
    assert amounts == [Money.of(30_000_000), Money.of(50_000_000)]


def test_lines_without_number_are_told_apart_by_type_lender_and_limit(book, firms):
    rows = (f"{FIRMS[0]},流贷,1000", f"{FIRMS[0]},银承,1000", f"{FIRMS[0]},流贷,2000")
    sheet = table("借款人,品种,额度（万元）", *rows)
    bring(book, sheet, "facilities")
    assert book.store.count(Facility) == 3
    assert set(actions(plan_of(book, sheet, "facilities")).values()) == {"same"}
    twice = plan_of(book, table("借款人,品种,额度（万元）", rows[0], rows[0]), "facilities")
    assert actions(twice) == {2: "same", 3: "error"}

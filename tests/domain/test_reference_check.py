"""Every fault in a file of code lists is named: the file, the place, and what stands there."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import (
    listing_boards,
    offers,
    reference,
    reference_files,
    reference_folder,
    stage_conditions,
    stage_task_list,
)
from rmapp.errors import RmappError
from rmapp.i18n import speaking

GONE = object()
SHIPPED = reference_folder.shipped()
NAMES = sorted(set(SHIPPED) - reference_files.NEVER_REPLACED)


def at(node, path):
    for step in path:
        node = (
            next(one for one in node if one.get("code") == step)
            if isinstance(step, str) and isinstance(node, list)
            else node[step]
        )
    return node


def changed(name, path, value):
    """Return a shipped file with one part replaced; a part of a list is named by number or by code."""
    content = json.loads(SHIPPED[name])
    *way, last = path
    parent = at(content, way)
    if isinstance(parent, list) and isinstance(last, str):
        last = next(n for n, one in enumerate(parent) if one.get("code") == last)
    if value is GONE:
        del parent[last]
    else:
        parent[last] = value(parent[last]) if callable(value) else value
    return json.dumps(content).encode()


def problems(name, data):
    return reference_folder.check_files({name: data}, SHIPPED)


def more(entry):
    return lambda entries: [*entries, entry]


LEAF = {"field": "stage", "op": "in", "value": ["growth"]}


def deep(n):
    return LEAF if n == 0 else {"not": deep(n - 1)}


MUTATIONS = [
    # every file by itself
    ("enums", ("schema_version",), 2, "schema_version", "2 is not 1"),
    ("regions", ("as_of",), "last year", "as_of", '"last year"'),
    ("regions", ("as_of",), GONE, "as_of", "null"),
    ("stages", ("tiers",), GONE, "tiers", "missing"),
    ("stages", ("tiers",), {}, "tiers", "a list"),
    ("stages", ("stages", "growth", "label", "zh"), "", "stages.growth.label.zh", "Chinese"),
    ("designations", ("items", 0, "label", "en"), GONE, "items.tech_sme.label.en", "English"),
    ("visit_lists", ("likelihoods",), more({"code": "low", "label": {"en": "a", "zh": "乙"}}), "likelihoods", "“low”"),
    ("enums", ("enumerations", "org_form", "values", 0, "code"), 5, "enumerations.org_form.values[1].code", "5"),
    ("enums", ("enumerations", "org_form", "values"), 5, "enumerations.org_form.values", "a list"),
    ("enums", ("enumerations", "link_kind"), GONE, "enumerations.link_kind", "missing"),
    ("enums", ("enumerations", "link_kind", "values"), GONE, "enumerations.link_kind.values", "missing"),
    ("industries", ("size_class_rules",), {"code": "x"}, "size_class_rules.rules", "missing"),
    ("industries", ("size_class_rules", "classes"), {}, "size_class_rules.classes", "a list"),
    ("regions", ("regions", "110000", "label", "en"), "Bei\x00jing", "regions.110000.label.en", "cannot be shown"),
    ("regions", ("regions", "110000", "label", "en"), "\ud800", "regions.110000.label.en", '"\\ud800"'),
    ("regions", ("regions", "110000", "code"), "\ud800", "regions[1].code", "cannot be shown"),
    ("stages", ("tiers", "A", "cadence_multiplier"), float("nan"), "tiers.A.cadence_multiplier", "NaN is no number"),
    ("stages", ("tiers", "A", "cadence_multiplier"), 10**30, "tiers.A.cadence_multiplier", "too large"),
    ("designations", ("items", 0), lambda one: {**one, "retierd": True}, "items.tech_sme", "Is “retired” meant?"),
    ("products", ("products", "P01"), lambda one: {"documentz": one.pop("documents"), **one},
     "products.P01", "Is “documents” meant?"),
    ("regions", ("regions", "110000"), GONE, "regions", "“110000”"),
    ("enums", ("enumerations", "loan_class", "values", "loss"), GONE, "enumerations.loan_class.values", "“loss”"),
    ("currencies", ("currencies", "CNY", "code"), "人民币", "currencies.人民币", "letters"),
    ("facility_types", ("facility_types", 0, "counts_as_loan"), "perhaps",
     "facility_types.working_capital_loan.counts_as_loan", '"perhaps" does not fit this field, which is true or'),
    ("facility_types", ("facility_types", 0, "counts_as_loan"), "true",
     "facility_types.working_capital_loan.counts_as_loan", "true or false"),
    ("stages", ("stages", "growth", "ordinal"), "4", "stages.growth.ordinal", "whole number"),
    # stages, moves, tiers
    ("stages", ("stages", "growth", "regulatory_stage"), "teen", "stages.growth.regulatory_stage", '"teen"'),
    ("stages", ("stages", "growth", "entry_evidence", 0), "ev_x", "stages.growth.entry_evidence", '"ev_x"'),
    ("stages", ("stages", "growth", "min_evidence"), 99, "stages.growth.min_evidence", "99"),
    ("stages", ("stages", "growth", "ordinal"), 1, "stages.growth.ordinal", "1"),
    ("stages", ("stages", "growth", "base_contact_cadence_days"), 0, "stages.growth.base_contact_cadence_days", "0"),
    ("stages", ("tiers", "A", "cadence_multiplier"), -1, "tiers.A.cadence_multiplier", "-1"),
    ("stages", ("transitions", 2, "to"), "moon", "transitions[3].to", '"moon"'),
    ("stages", ("transitions", 0, "kind"), "back", "transitions[1].kind", '"back"'),
    ("stages", ("transitions", 0, "to"), "rd_seed", "transitions[1]", "another stage"),
    ("stages", ("transitions", 0, "allowed_reasons"), ["mood"], "transitions[1].allowed_reasons", '"mood"'),
    ("stages", ("transitions", 0, "requires"), ["ev_x"], "transitions[1].requires", '"ev_x"'),
    ("stages", ("transitions", 0, "requires_any"), ["ev_y"], "transitions[1].requires_any", '"ev_y"'),
    ("stages", ("transitions", 0, "reason_required"), True, "transitions[1].allowed_reasons", "reasons"),
    ("stages", ("transitions",), lambda rows: [*rows, rows[0]], "transitions[46]", "twice"),
    # steps of a listing
    ("stages", ("ipo_statuses", 0, "track"), "lse", "ipo_statuses.counselling_filed.track", '"lse"'),
    ("stages", ("ipo_transitions", 0, "from"), "born", "ipo_transitions[1].from", '"born"'),
    ("stages", ("ipo_transitions", 0, "to", 0), "born", "ipo_transitions[1].to", '"born"'),
    ("stages", ("ipo_transitions", 0, "to"), "withdrawn", "ipo_transitions[1].to", "a list"),
    ("stages", ("ipo_transitions",), lambda rows: [*rows, rows[0]], "ipo_transitions[19].from", "twice"),
    ("lifecycle_lists", ("ipo_steps", 0, "status"), "born", "ipo_steps[1].status", '"born"'),
    ("lifecycle_lists", ("ipo_steps", 0, "usual_days"), "long", "ipo_steps", '"long"'),
    ("lifecycle_lists", ("stage_tasks", 0, "stage"), "born", "stage_tasks[1].stage", '"born"'),
    ("lifecycle_lists", ("stage_tasks", 0, "tasks", 0, "due_days"), -3,
     "stage_tasks[1].tasks[1].due_days", "-3 is less than 0"),
    ("lifecycle_lists", ("stage_tasks", 0, "tasks", 0, "due_days"), 10**9,
     "stage_tasks[1].tasks[1].due_days", "more than 3660"),
    ("lifecycle_lists", ("stage_tasks", 0, "tasks", 0, "side"), "nobody",
     "stage_tasks[1].tasks[1].side", '"nobody" is not one of these: bank, client.'),
    ("lifecycle_lists", ("three_tests", 0, "lines", 0, "label"), True, "three_tests.", "in braces"),
    ("lifecycle_lists", ("ipo_steps", 0, "usual_days"), 10**9, "ipo_steps[1].usual_days", "more than 3660"),
    ("lifecycle_lists", ("evidence_conditions", 1, "evidence"), "ev_x", "evidence_conditions[2].evidence", '"ev_x"'),
    ("lifecycle_lists", ("evidence_conditions", 1, "when", "field"), "luck", "evidence_conditions[2].when", "“luck”"),
    ("lifecycle_lists", ("evidence_conditions", 1, "when"), {**LEAF, "value": ["moon"]},
     "evidence_conditions[2].when, stage", '"moon"'),
    ("lifecycle_lists", ("evidence_conditions", 1, "when"),
     {"field": "funding_rounds", "op": "has_any", "value": ["series_z"]},
     "evidence_conditions[2].when, funding_rounds", '"series_z"'),
    ("lifecycle_lists", ("stage_words", 0, "zh", 0), " ", "stage_words[1].zh", "empty"),
    # types of credit
    ("facility_types", ("facility_types", 0, "family"), "gift", "facility_types.working_capital_loan.family", '"gift"'),
    ("facility_types", ("facility_types", 0, "draw_unit"), "bag",
     "facility_types.working_capital_loan.draw_unit", '"bag"'),
    ("facility_types", ("facility_types", 0, "typical_use", 0), "fun",
     "facility_types.working_capital_loan.typical_use", '"fun"'),
    ("facility_types", ("facility_types", 0, "typical_security", 0), "word",
     "facility_types.working_capital_loan.typical_security", '"word"'),
    ("facility_types", ("facility_types", 0, "balance_sheet"), "beside",
     "facility_types.working_capital_loan.balance_sheet", '"beside"'),
    ("facility_types", ("facility_types", 0, "exposure_factor_bp"), 20000,
     "facility_types.working_capital_loan.exposure_factor_bp", "20000"),
    ("facility_types", ("facility_types", 0, "typical_tenor_months"), [3, 90],
     "facility_types.working_capital_loan.typical_tenor_months", "90"),
    ("facility_types", ("facility_types", 0, "typical_tenor_months"), [9, 3],
     "facility_types.working_capital_loan.typical_tenor_months", "[9, 3]"),
    ("facility_types", ("facility_types", 0, "typical_tenor_months"), ["3", 9],
     "facility_types.working_capital_loan.typical_tenor_months[1]", "whole number"),
    ("facility_types", ("facility_types", 0, "typical_tenor_months"), 12,
     "facility_types.working_capital_loan.typical_tenor_months", "a list"),
    ("facility_types", ("undrawn_commitment_factor_bp", "committed"), -1,
     "undrawn_commitment_factor_bp.committed", "-1"),
    ("enums", ("line_status_transitions", 0, "to", 0), "dreamt", "line_status_transitions[1]", '"dreamt"'),
    ("enums", ("line_status_transitions",), lambda rows: [*rows, rows[0]], "line_status_transitions[16].from", "twice"),
    ("enums", ("enumerations", "watch_status", "values"), lambda rows: [*rows, {**rows[0], "code": "closely"}],
     "enumerations.watch_status.values.closely", "cannot be added"),
    ("enums", ("enumerations", "signal_severity", "values"), lambda rows: [*rows, {**rows[0], "code": "pink"}],
     "enumerations.signal_severity.values.pink", "cannot be added"),
    ("enums", ("line_status_transitions", 0), GONE, "line_status_transitions", 'A row for "'),
    ("enums", ("warning_signals", 0, "default_severity"), "pink",
     "warning_signals.revenue_drop.default_severity", '"pink"'),
    ("enums", ("loan_class_minimum_by_overdue_days", 1, "at_least"), "poor",
     "loan_class_minimum_by_overdue_days[2].at_least", '"poor"'),
    ("enums", ("loan_class_minimum_by_overdue_days", 1, "overdue_days_gt"), 0,
     "loan_class_minimum_by_overdue_days[2].overdue_days_gt", "0"),
    ("currencies", ("currencies", "CNY", "minor_digits"), 9, "currencies.CNY.minor_digits", "9"),
    ("currencies", ("lpr", 0, "lpr_1y_bp"), 999999, "lpr[1].lpr_1y_bp", "999999"),
    ("currencies", ("fx_demo_rates", 0, "base"), "XXZ", "fx_demo_rates[1]", '"XXZ"'),
    ("currencies", ("fx_demo_rates", 0, "rate"), "0", "fx_demo_rates[1].rate", '"0"'),
    ("credit_lists", ("covenant_metrics", 0, "unit"), "yards", "covenant_metrics.debt_ratio.unit", '"yards"'),
    # industries, regions, designations
    ("industries", ("divisions", "01", "section"), "Z", "divisions.01.section", '"Z"'),
    ("industries", ("divisions", "01", "isic_primary"), "A44", "divisions.01.isic_primary", '"A44"'),
    ("industries", ("divisions", "01", "isic_rev4"), ["B01"], "divisions.01.isic_rev4", '"B01"'),
    ("industries", ("divisions", "01", "full_code"), "B01", "divisions.01.full_code", '"B01"'),
    ("industries", ("sections", "A", "isic_rev4_sections"), ["V"], "sections.A.isic_rev4_sections", '"V"'),
    ("industries", ("counts", "divisions"), 96, "counts.divisions", "96"),
    ("industries", ("size_class_rules", "rules", 1, "large"), [1], "size_class_rules.rules[2]", "one number"),
    ("industries", ("size_class_rules", "rules", 1, "small"), [9999, 1], "size_class_rules.rules[2]", "fall"),
    ("industries", ("size_class_rules", "rules", 1, "metrics", 0), "cats",
     "size_class_rules.rules[2].metrics", '"cats"'),
    ("regions", ("regions", "110000", "level"), "galaxy", "regions.110000.level", '"galaxy"'),
    ("regions", ("regions",), more({"code": "990100", "level": "city", "label": {"en": "a", "zh": "乙"}}),
     "regions.990100.code", '"990100"'),
    ("designations", ("items", 0, "rank"), -5, "items.tech_sme.rank", "-5"),
    ("designations", ("items", "key_little_giant", "requires_any"), ["dwarf"],
     "items.key_little_giant.requires_any", '"dwarf"'),
    ("designations", ("items", 0, "validity_months"), 0, "items.tech_sme.validity_months", "0"),
    # products, scenarios, boards
    ("products", ("products", "P01", "facility_type"), "gift", "products.P01.facility_type", '"gift"'),
    ("products", ("products", "P01", "credit"), False, "products.P01.facility_type", "only credit"),
    ("products", ("products", "P01", "scenarios", 0), "S99", "products.P01.scenarios", '"S99"'),
    ("products", ("products", "P01", "stages", 0), "moon", "products.P01.stages", '"moon"'),
    ("products", ("products", "P01", "documents", 0), "song", "products.P01.documents", '"song"'),
    ("products", ("products", "P01", "guidance", "security"), ["word"], "products.P01.guidance.security", '"word"'),
    ("products", ("products", "P01", "guidance", "tenor_months"), [12, 999],
     "products.P01.guidance.tenor_months", "999"),
    ("products", ("products", "P01", "guidance", "spread_bp"), [9, 1], "products.P01.guidance.spread_bp", "[9, 1]"),
    ("products", ("products", "P01", "guidance", "max_limit", "ccy"), "ZZZ", "products.P01", "ZZZ"),
    ("products", ("products", "P01", "preferred", 0, "points"), 31, "products.P01.preferred", "101"),
    ("products", ("products", "P01", "preferred", 0, "points"), "many", "products.P01.preferred[1].points", '"many"'),
    ("products", ("products", "P02", "key"), "talent_loan", "products.P02.key", '"talent_loan"'),
    ("products", ("products", "P01", "preferred", 0, "points"), 30.5, "products.P01.preferred[1].points", "whole"),
    ("products", ("products", "P01", "eligibility"), deep(8), "products.P01.eligibility.not.not", "8"),
    ("products", ("products", "P01", "eligibility"), {"all": []}, "products.P01.eligibility", "“all”"),
    ("products", ("products", "P01", "eligibility"), {"field": "luck", "op": "eq", "value": 1},
     "products.P01.eligibility", "“luck”"),
    ("products", ("products", "P01", "eligibility"), {**LEAF, "op": "gt"}, "products.P01.eligibility", "“gt”"),
    ("products", ("products", "P01", "eligibility"), {**LEAF, "value": ["moon"]},
     "products.P01.eligibility, stage", '"moon"'),
    ("products", ("products", "P01", "eligibility"), {**LEAF, "sql": "1"}, "products.P01.eligibility", "“sql”"),
    ("products", ("products", "P01", "eligibility"), {"all": [LEAF, {"any": [{**LEAF, "value": "growth"}]}]},
     "products.P01.eligibility.all[2].any[1]", "“in” needs a list"),
    ("products", ("products", "P01", "eligibility"), {"field": "tech_grade", "op": "eq", "value": "AAA"},
     "products.P01.eligibility, tech_grade", '"AAA"'),
    ("products", ("products", "P01", "eligibility"), {"field": "revenue_ttm", "op": "gte", "value": 1000},
     "products.P01.eligibility", '1000 does not fit this field, which is an amount such as {"minor"'),
    ("products", ("products", "P01", "eligibility"), {"field": "revenue_ttm", "op": "gte", "value": {"minor": 1}},
     "products.P01.eligibility", '{"minor": 1} does not fit this field, which is an amount such as'),
    ("products", ("products", "P01", "eligibility"), {"field": "rd_intensity", "op": "between", "value": ["NaN", 1]},
     "products.P01.eligibility", '"NaN" does not fit'),
    ("products", ("products", "P01", "eligibility"), {"field": "rd_intensity", "op": "gte", "value": "1e99"},
     "products.P01.eligibility", '"1e99" does not fit'),
    ("products", ("products", "P01", "preferred"), [], "products.P01.preferred", "add up to 0"),
    ("products", ("products", "P01", "guidance", "tenor_months"), ["6", 12],
     "products.P01.guidance.tenor_months[1]", "whole number"),
    ("scenarios", ("scenarios", "S01", "products"), [], "scenarios.S01.products", "no product"),
    ("scenarios", ("scenarios", "S01", "products", 0), "P99", "scenarios.S01.products", '"P99"'),
    ("scenarios", ("scenarios", "S01", "stages", 0), "moon", "scenarios.S01.stages", '"moon"'),
    ("condition_fields", ("fields", 0, "type"), "poem", "fields.stage.type", '"poem"'),
    ("condition_fields", ("fields", 0, "values_from"), "x.json", "fields.stage.values_from", '"x.json"'),
    ("condition_fields", ("fields", "headcount", "type"), "date", "fields.headcount.type", '"date" is not "int"'),
    ("condition_fields", ("fields",), more({"code": "mood", "label": {"en": "a", "zh": "乙"}, "type": "int"}),
     "fields.mood", "could ever be decided"),
    ("listing_boards", ("metrics", "market_cap", "unit"), "int", "metrics.market_cap.unit", '"int" is not "money"'),
    ("condition_fields", ("operators", 0), "like", "operators", '"like"'),
    ("listing_boards", ("boards", "bse", "currency"), "ZZZ", "boards.bse.currency", '"ZZZ"'),
    ("listing_boards", ("boards", "bse", "code_pattern"), "([", "boards.bse.code_pattern", '"(["'),
    ("listing_boards", ("boards", "bse", "rule_date"), "soon", "boards.bse.rule_date", '"soon"'),
    ("listing_boards", ("boards", "bse", "tests", 1, "test"), "1", "boards.bse.tests[2].test", "twice"),
    ("listing_boards", ("boards", "bse", "tests", 0, "test"), "", "boards.bse.tests[1].test", '""'),
    ("listing_boards", ("boards", "bse", "tests", 0), "one", "boards.bse.tests[1]", "in braces"),
    ("listing_boards", ("boards", "bse", "tests", 0, "verified"), GONE, "boards.bse.tests[1].verified", "missing"),
    ("listing_boards", ("boards", "bse", "tests", 0, "conditions"), {"metric": "luck", "op": "gt", "value": 1},
     "boards.bse.tests[1].conditions", "“luck”"),
    ("listing_boards", ("boards", "bse", "tests", 0, "summary", "zh"), "", "boards.bse.tests[1].summary.zh", "Chinese"),
    # the scorecard
    ("scorecard_v1", ("dimensions", "team", "indicators", 0, "weight"), 1, "dimensions[2].indicators", "not to 100"),
    ("scorecard_v1", ("weight_profiles", "early", "team"), 23, "weight_profiles.early", "101"),
    ("scorecard_v1", ("grades", 1, "min"), 99, "grades[2].min", "best first"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "value", "place", "words"), MUTATIONS)
def test_each_fault_is_named_with_its_place(name, path, value, place, words):
    found = problems(name, changed(name, path, value))
    assert any(one.file == name and one.place.startswith(place) and words in one.sentence() for one in found), [
        one.sentence() for one in found
    ]


def test_the_shipped_files_pass():
    assert problems("enums", SHIPPED["enums"]) == ()
    assert reference_folder.check_files(SHIPPED, SHIPPED) == ()
    assert reference_folder.check_folder(reference_files.shipped_folder()) == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"schema_version": 1,}', "line 1, column 22"),
        (b"\xff\xfe{}", "Byte 1 is not UTF-8"),
        (b"[]", "one object"),
        (b'{"a": 1, "a": 2}', "“a” stands twice"),
        (b"[" * 200_000, "too deep"),
        (b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}", "a: Brackets stand too deep"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "too many digits"),
        (b"", "empty"),
        (b" \n", "empty"),
    ],
)
def test_what_is_no_file_of_lists_is_said(data, words):
    assert words in " ".join(one.sentence() for one in problems("enums", data))


def test_a_strange_file_and_an_empty_folder(tmp_path):
    (tmp_path / "moods.json").write_text("{}")
    assert "no code list of this name" in reference_folder.check_folder(tmp_path)[0].what
    (tmp_path / "moods.json").unlink()
    (tmp_path / "products.json").mkdir()
    with pytest.raises(RmappError, match=r"products\.json cannot be read: Is a directory"):
        reference_folder.check_folder(tmp_path)
    (tmp_path / "products.json").rmdir()
    with pytest.raises(RmappError, match="no JSON files"):
        reference_folder.check_folder(tmp_path)


def test_a_missing_text_hides_no_other_fault():
    def two(data):
        data[0] |= {"stages": ["moon"], "name": {"en": "Talent loan", "zh": ""}}
        return data

    places = {one.place for one in problems("products", changed("products", ("products",), two))}
    assert {"products.P01.name.zh", "products.P01.stages"} <= places


def test_a_retired_code_may_stay_and_a_new_one_may_come():
    data = changed("designations", ("items",), lambda rows: [{**rows[0], "retired": True}, *rows[1:]])
    assert problems("designations", data) == ()
    new = {"code": "own_title", "label": {"en": "Own title", "zh": "自有称号"}, "level": "city", "issuer": "city"}
    new |= {"validity_months": None, "validity_verified": False, "rank": 5}
    data = changed("designations", ("items",), more(new))
    assert problems("designations", data) == ()
    # once in use, it has to stay as well
    beside = {**SHIPPED, "designations": data}
    gone = reference_folder.check_files({"designations": SHIPPED["designations"]}, beside)
    assert ["“own_title”" in one.what for one in gone] == [True]


def test_problems_are_said_in_chinese_too():
    with speaking("zh_CN"):
        (one,) = problems("products", changed("products", ("products", "P01", "preferred", 0, "points"), 31))
        assert one.sentence() == "products.json，products.P01.preferred：加分合计为 101，不是 100。"


@cache
def ways(name):
    def walk(node, way):
        yield way
        inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in inner:
            yield from walk(value, (*way, key))

    return list(walk(json.loads(SHIPPED[name]), ()))[1:]


READERS = [
    *(reference.stages, reference.evidence, reference.transitions, reference.tiers, reference.facility_types),
    *(reference.covenant_metrics, reference.pledge_grounds, reference.warning_signals, reference.undrawn_factors_bp),
    *(reference.class_floors, reference.designations, reference.industry_divisions, reference.size_rules),
    *(reference.currencies, reference.base_rates, reference.boards, reference.regions, reference.line_moves),
    *(offers.condition_fields, offers.products, offers.scenarios, offers.catalogue_version),
    *(listing_boards.metrics, listing_boards.listing_boards, listing_boards.ipo_statuses, listing_boards.ipo_moves),
    *(listing_boards.ipo_steps, listing_boards.boards_as_of, listing_boards.disclaimer),
    *(stage_conditions.evidence_conditions, stage_task_list.shipped_tasks),
]
"""All that reads a file of code lists; asked past what is remembered."""


def read_all(name, data):
    """Read every list as the program does with this file in use."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference_files, "content", lambda one: data if one == name else SHIPPED[one])
        reference.forget()
        for reader in READERS:
            reader.__wrapped__()
        for board in json.loads(SHIPPED["listing_boards"])["boards"]:
            listing_boards.board_tests.__wrapped__(board["code"])
        lists = [*reference._LISTS, *json.loads(SHIPPED["enums"])["enumerations"]]
        for one in lists:
            reference.items.__wrapped__(one)
    reference.forget()


@given(st.data())
def test_no_file_however_odd_breaks_the_check_and_what_passes_can_be_read(data):
    name = data.draw(st.sampled_from(NAMES))
    way = data.draw(st.sampled_from(ways(name)))
    value = data.draw(
        st.sampled_from([GONE, None, [], {}, "x", "3", "NaN", -1, 1e400, [[]], ["3", 4], {"code": []}, 0])
    )
    odd = changed(name, way, value)
    found = problems(name, odd)
    for one in found:
        assert one.file
        assert one.what
    if not found:
        read_all(name, odd)

"""The shipped code lists are complete and fit together."""

import json
import re
from collections import Counter
from typing import get_args, get_type_hints

import pytest

from rmapp import paths
from rmapp.domain import reference
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.entity import CodeOf
from rmapp.errors import RmappError
from rmapp.i18n import speaking

FOLDER = paths.resources() / "reference"
FILES = sorted(FOLDER.glob("*.json"))


def raw(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def labels_in(node):
    if isinstance(node, dict):
        if "code" in node and "label" in node:
            yield node
        for value in node.values():
            yield from labels_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from labels_in(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_label_has_both_languages_and_chinese_is_chinese(path):
    content = json.loads(path.read_text("utf-8"))
    assert content["schema_version"] == 1
    for item in labels_in(content):
        assert item["label"]["en"].strip(), item["code"]
        assert item["label"]["zh"].strip(), item["code"]


def lists_in(node):
    if isinstance(node, list):
        if node and all(isinstance(value, dict) and "code" in value for value in node):
            yield node
        for value in node:
            yield from lists_in(value)
    elif isinstance(node, dict):
        for value in node.values():
            yield from lists_in(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_codes_are_unique_in_their_list(path):
    for entries in lists_in(json.loads(path.read_text("utf-8"))):
        doubled = [code for code, count in Counter(entry["code"] for entry in entries).items() if count > 1]
        assert doubled == []


def code_lists_of_entities():
    for entity in ENTITIES:
        for hint in get_type_hints(entity, include_extras=True).values():
            yield from (mark.name for mark in nested_marks(hint))


def nested_marks(hint):
    yield from (mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, CodeOf))
    for part in get_args(hint):
        if not isinstance(part, (str, CodeOf)):
            yield from nested_marks(part)


def test_every_code_list_that_an_entity_names_exists():
    names = set(code_lists_of_entities())
    assert len(names) > 20
    for name in names:
        assert reference.labels(name), name


def test_there_are_eight_stages_and_45_moves_between_them():
    assert [stage.ordinal for stage in reference.stages().values()] == list(range(1, 9))
    assert len(reference.transitions()) == 45
    reasons = reference.labels("transition_reason")
    for (start, end), move in reference.transitions().items():
        assert {start, end} <= set(reference.stages())
        assert move.kind in {"forward", "skip", "back"}
        assert set(move.allowed_reasons) <= set(reasons)
        assert {*move.requires, *move.requires_any} <= set(reference.evidence())
        assert move.reason_required == (move.kind != "forward")
        assert not move.reason_required or move.allowed_reasons


def test_stage_evidence_exists():
    for stage in reference.stages().values():
        assert set(stage.entry_evidence) <= set(reference.evidence())
        assert stage.min_evidence <= len(stage.entry_evidence)
        assert stage.regulatory_stage in reference.labels("regulatory_stage")


def test_line_moves_are_between_known_statuses():
    statuses = set(reference.labels("line_status"))
    assert set(reference.line_moves()) == statuses
    assert {end for ends in reference.line_moves().values() for end in ends} <= statuses


def test_facility_types_use_known_codes():
    assert len(reference.facility_types()) == 38
    for kind in reference.facility_types().values():
        assert kind.family in reference.labels("facility_family")
        assert kind.draw_unit in reference.labels("draw_unit")
        assert set(kind.typical_security) <= set(reference.labels("security_type"))
        assert set(kind.typical_use) <= set(reference.labels("use_of_proceeds"))


def test_products_do_not_outlast_their_facility_type_and_scenarios_have_products():
    products = {product["code"]: product for product in raw("products")["products"]}
    for product in products.values():
        kind = reference.facility_types().get(product.get("facility_type") or "")
        longest = (product.get("tenor_months") or [0, 0])[-1]
        assert kind is None or kind.max_tenor_months is None or longest <= kind.max_tenor_months, product["code"]
    for scenario in raw("scenarios")["scenarios"]:
        assert scenario["products"]
        assert set(scenario["products"]) <= set(products)


def test_scorecard_weights_sum_to_a_hundred():
    card = raw("scorecard_v1")
    for profile in card["weight_profiles"].values():
        assert sum(profile.values()) == 100
    for dimension in card["dimensions"]:
        assert sum(indicator["weight"] for indicator in dimension["indicators"]) == 100
    assert set(card["stage_to_profile"]) == set(reference.stages())


def test_industries():
    assert len(reference.items("industry_section")) == 20
    assert len(reference.industry_divisions()) == 97
    assert reference.text("industry_gb", "C", "en") == "Manufacturing"
    for division in reference.industry_divisions().values():
        assert division.full_code == division.section + division.code
        assert division.section in reference.labels("industry_section")
    for rule in reference.size_rules():
        assert len(rule.metrics) == len(rule.large) == len(rule.medium) == len(rule.small)


def test_currencies_have_their_minor_digits():
    digits = {code: currency.minor_digits for code, currency in reference.currencies().items()}
    assert {code for code, count in digits.items() if count == 0} == {"JPY", "KRW", "VND"}
    assert set(digits.values()) == {0, 2}


def test_regions_are_all_provinces_and_cities_within_them():
    regions = reference.regions()
    provinces = {code for code, region in regions.items() if region.level == "province"}
    assert len(provinces) == 34
    assert regions["330100"].label.zh == "杭州市"
    for code, region in regions.items():
        assert re.fullmatch(r"[1-8]\d{5}", code)
        assert code[:2] + "0000" in provinces
        assert region.level == ("province" if code.endswith("0000") else "city")


def test_board_patterns_are_regular_expressions():
    for board in reference.boards().values():
        re.compile(board.code_pattern or "")


def test_designations_have_a_term_or_none_and_a_rank():
    assert len(reference.designations()) == 19
    assert reference.designations()["hnte"].validity_months == 36
    assert reference.designations()["chain_leader"].validity_months is None


def test_labels_follow_the_language():
    assert reference.text("stage", "growth") == "Growth"
    with speaking("zh_CN"):
        assert reference.text("stage", "growth") == "成长期"
        assert reference.text("stage", "growth", "en") == "Growth"
    assert reference.text("stage", "moon") == "moon"
    with pytest.raises(KeyError):
        reference.labels("no_such_list")


def test_a_retired_code_is_resolved_but_not_offered(tmp_path, monkeypatch):
    (tmp_path / "reference").mkdir()
    tiers = [
        {"code": "A", "label": {"en": "Strategic", "zh": "战略"}, "cadence_multiplier": 1},
        {"code": "Z", "label": {"en": "Old", "zh": "旧"}, "cadence_multiplier": 1, "retired": True},
    ]
    (tmp_path / "reference" / "stages.json").write_text(json.dumps({"tiers": tiers}), "utf-8")
    with fresh(monkeypatch, tmp_path):
        assert set(reference.labels("tier")) == {"A", "Z"}
        assert set(reference.choices("tier")) == {"A"}


@pytest.mark.parametrize("content", ["", "[]", '{"stages": 5}', '{"stages": [{"code": "x"}]}', "{}"])
def test_a_broken_file_is_a_clear_error(content, tmp_path, monkeypatch):
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "stages.json").write_text(content, "utf-8")
    with fresh(monkeypatch, tmp_path), pytest.raises(RmappError, match=r"stages\.json"):
        reference.stages()


class fresh:  # noqa: N801 - reads as a word in `with`
    """Read the code lists from another folder for a while."""

    def __init__(self, monkeypatch, folder):
        self.monkeypatch, self.folder = monkeypatch, folder

    def __enter__(self):
        self.monkeypatch.setattr(paths, "resources", lambda: self.folder)
        self.forget()

    def __exit__(self, *exception):
        self.monkeypatch.undo()
        self.forget()

    def forget(self):
        for cached in (reference.file, reference.stages, reference.tiers, reference.items, reference.labels):
            cached.cache_clear()
        reference.choices.cache_clear()

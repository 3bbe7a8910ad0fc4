"""The bank's own code lists: used after a check, refused with every fault, and put back."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from rmapp.domain import reference, reference_files
from rmapp.errors import InputError, NotFoundError
from rmapp.services import code_lists
from rmapp.services.code_list_start import settle_code_lists

TODAY = date(2025, 12, 16)
TITLE = {"code": "own_title", "label": {"en": "Own title", "zh": "自有称号"}, "level": "city", "issuer": "city"}
TITLE |= {"validity_months": None, "validity_verified": False, "rank": 5}


@pytest.fixture(autouse=True)
def _anew():
    reference.forget()
    yield
    reference.forget()


def content(name):
    return json.loads(reference_files.shipped(name))


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a changed file into a folder of the bank."""
    folder = tmp_path / "ours"
    folder.mkdir()

    def run(name, change):
        data = content(name)
        change(data)
        path = folder / f"{name}.json"
        path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        return path

    return run


def with_title(data):
    data["items"].append(TITLE)


def state(name):
    return next(one for one in code_lists.code_lists(TODAY) if one.name == name)


def next_start(program):
    """Return what a program prints in a new process with the same home."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    return done.stdout.strip() or done.stderr


def test_without_own_files_all_are_shipped_and_nothing_is_written():
    code_lists.settle()
    assert not reference_files.own_folder().exists()
    found = code_lists.code_lists(TODAY)
    assert {one.name for one in found} == set(reference_files.names()) - reference_files.NEVER_REPLACED
    assert not any(one.own or one.problems or one.waits for one in found)


def test_an_own_file_is_used_from_the_next_start(write):
    assert code_lists.use_files(write("designations", with_title)) == ("designations",)
    assert (state("designations").own, state("designations").waits) == (True, True)
    program = "from rmapp.domain import reference; print(reference.text('designation', 'own_title', 'zh'))"
    assert next_start(program) == "自有称号"
    reference.forget()
    assert len(reference.file("designations")["items"]) == len(content("designations")["items"]) + 1
    assert not state("designations").waits


def test_a_bad_file_is_refused_with_every_fault_and_changes_nothing(write):
    def twice_wrong(data):
        data["products"][0]["stages"][0] = "moon"
        data["products"][1]["preferred"][0]["points"] += 1

    with pytest.raises(InputError) as refused:
        code_lists.use_files(write("products", twice_wrong))
    assert 'products.json, products.P01.stages: "moon"' in refused.value.message
    assert "products.json, products.P02.preferred: The points add up to 101" in refused.value.message
    assert not reference_files.own_folder().exists()


def test_files_that_need_each_other_come_together(write):
    def new_product(data):
        product = {**data["products"][0], "code": "P99", "key": "own_loan", "scenarios": ["S01"]}
        data["products"].append(product)

    path = write("products", new_product)
    with pytest.raises(InputError, match="P99"):
        code_lists.use_files(path)
    write("scenarios", lambda data: data["scenarios"][0]["products"].append("P99"))
    assert code_lists.use_files(path.parent) == ("products", "scenarios")
    with pytest.raises(InputError, match=r"products\.json.*|scenarios\.json"):
        code_lists.back_to_shipped("products")  # the own scenarios name its product
    assert state("products").own
    code_lists.back_to_shipped("products", "scenarios")
    assert not reference_files.own_files()


def test_a_file_edited_by_hand_into_nonsense_leaves_the_shipped_one_in_force(write):
    code_lists.use_files(write("designations", with_title))
    path = reference_files.own_folder() / "designations.json"
    path.write_text("{ nonsense", "utf-8")
    reference.forget()
    code_lists.settle()
    *items, kept = reference.file("designations")["items"]
    assert (items, kept["code"], kept["retired"]) == (content("designations")["items"], "own_title", True)
    (problem,) = state("designations").problems
    assert problem.place == "line 1, column 3"
    # a good edit by hand is taken at the next start
    data = content("designations")
    data["items"][0]["rank"] = 77
    path.write_text(json.dumps(data), "utf-8")
    reference.forget()
    assert reference.file("designations")["items"][:-1] == content("designations")["items"]
    code_lists.settle()
    assert reference.file("designations")["items"][0]["rank"] == 77


def test_one_bad_file_does_not_take_the_others_with_it(write):
    code_lists.use_files(write("designations", with_title))
    (reference_files.own_folder() / "regions.json").write_text("[]", "utf-8")
    reference.forget()
    code_lists.settle()
    assert set(reference_files.in_use()) == {"designations"}


def test_a_note_of_another_version_is_not_believed(write, monkeypatch):
    code_lists.use_files(write("designations", with_title))
    monkeypatch.setattr(reference_files, "__version__", "99.0")
    assert not reference_files.as_noted()
    code_lists.settle()
    assert reference_files.as_noted()


def test_back_to_the_shipped_file_keeps_the_codes_that_books_may_hold(write):
    with pytest.raises(NotFoundError):
        code_lists.back_to_shipped("designations")
    code_lists.use_files(write("designations", with_title))
    code_lists.back_to_shipped("designations")
    assert not state("designations").own
    assert (reference_files.own_folder() / "designations.before").exists()
    program = """
from rmapp.domain import reference
print(reference.text('designation', 'own_title', 'zh'), 'own_title' in reference.choices('designation'))
print(reference.designations()['own_title'].rank, reference.designations()['own_title'].retired)
"""
    assert next_start(program).split() == ["自有称号", "False", "5", "True"]


def test_codes_of_an_own_file_outlive_its_loss(write):
    def form(data):
        data["enumerations"]["org_form"]["values"].append({"code": "guild", "label": {"en": "Guild", "zh": "行会"}})

    code_lists.use_files(write("enums", form))
    path = reference_files.own_folder() / "enums.json"
    path.write_text("{ nonsense", "utf-8")
    program = "from rmapp.services import code_lists; code_lists.settle();"
    program += "from rmapp.domain import reference; print(reference.text('org_form', 'guild', 'en'))"
    assert next_start(program) == "Guild"
    path.unlink()
    assert next_start(program) == "Guild"
    # taken in again, it is offered again and stands there once
    code_lists.use_files(write("enums", form))
    program = "from rmapp.domain import reference; print([*reference.choices('org_form')].count('guild'))"
    assert next_start(program) == "1"


def test_what_is_kept_and_cannot_be_read_does_no_harm(write):
    code_lists.use_files(write("designations", with_title))
    code_lists.back_to_shipped("designations")
    kept = reference_files.own_folder() / "kept.txt"
    for spoilt in ("", "[1]", '{"designations": 3}', '{"designations": {"items": [3]}}'):
        kept.write_text(spoilt, "utf-8")
        reference.forget()
        assert reference.file("designations") == content("designations")
    kept.write_text('{"designations": {"items": [{"code": "half"}]}}', "utf-8")
    code_lists.use_files(write("regions", lambda data: data["notes"].append("ours")))
    assert "half" not in kept.read_text("utf-8")


def test_a_newer_own_file_keeps_the_codes_of_the_one_before(write):
    code_lists.use_files(write("designations", with_title))
    with pytest.raises(InputError, match="own_title"):
        code_lists.use_files(write("designations", lambda data: data["items"][0].update(rank=3)))


@pytest.mark.parametrize("name", ["scorecard_v1", "demo_facts", "import_titles"])
def test_what_belongs_to_the_program_is_not_replaced(write, name):
    with pytest.raises(InputError, match="belongs to the program"):
        code_lists.use_files(write(name, lambda _data: None))


def test_files_older_than_twelve_months_are_marked():
    assert not any(one.stale for one in code_lists.code_lists(TODAY))
    old = {one.name for one in code_lists.code_lists(date(2027, 1, 15)) if one.stale}
    assert "listing_boards" in old
    assert "lifecycle_lists" not in old


def test_a_stage_without_a_place_in_the_scorecard_is_refused(write):
    def ninth(data):
        stage = {**data["stages"][-1], "code": "delisted", "ordinal": 9}
        data["stages"].append(stage)

    with pytest.raises(InputError, match=r"scorecard_v1\.json, stage_to_profile\.delisted"):
        code_lists.use_files(write("stages", ninth))


def test_a_copy_is_what_is_in_use(tmp_path):
    code_lists.save_copy("stages", tmp_path / "copy.json")
    assert (tmp_path / "copy.json").read_bytes() == reference_files.shipped("stages")
    with pytest.raises(InputError, match="no code list moods"):
        code_lists.save_copy("moods", tmp_path / "moods.json")


@pytest.mark.parametrize("door", ["rmapp.ui.app", "rmapp.cli.app"])
def test_nothing_reads_a_list_before_own_files_are_settled(door):
    program = f"import {door}; from rmapp.domain import reference, reference_files;"
    program += "print(reference.file.cache_info().currsize, reference_files.in_use.cache_info().currsize)"
    assert next_start(program) == "0 0"


def test_the_start_settles_what_was_edited_by_hand(write):
    code_lists.use_files(write("designations", with_title))
    (reference_files.own_folder() / "designations.json").write_text("{ nonsense", "utf-8")
    assert not reference_files.as_noted()
    settle_code_lists()
    assert reference_files.as_noted()
    assert reference_files.in_use() == {}


def test_a_currency_and_products_in_it_come_together_and_stay_through_a_new_version(write):
    som = {"code": "UZS", "label": {"en": "Uzbek som", "zh": "乌兹别克苏姆"}, "minor_digits": 2, "symbol": "UZS"}

    def in_som(data):
        data["products"][0]["guidance"]["max_limit"] = {"minor": 100, "ccy": "UZS"}

    path = write("currencies", lambda data: data["currencies"].append(som)).parent
    write("products", in_som)
    assert code_lists.use_files(path) == ("currencies", "products")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference_files, "__version__", "99")
        reference.forget()
        code_lists.settle()
        assert {name: good for name, (_digest, good) in reference_files.noted().items()} == {
            "currencies": True, "products": True,
        }  # fmt: skip
    program = "from rmapp.domain import offers; print(offers.products()['P01'].guidance.max_limit)"
    reference.forget()
    code_lists.settle()
    assert "UZS" in next_start(program)


def test_a_file_of_thousands_of_digits_or_a_folder_in_its_place_does_not_keep_the_program_from_starting():
    folder = reference_files.own_folder()
    (folder / "regions.json").mkdir(parents=True)
    (folder / "products.json").write_bytes(b'{"a": 1' + b"0" * 5000 + b"}")
    code_lists.settle()
    assert "digits" in state("products").problems[0].what
    assert "cannot be read" in state("regions").problems[0].what
    assert reference_files.in_use() == {}

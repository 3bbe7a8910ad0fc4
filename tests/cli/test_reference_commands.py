"""Code lists at the command line: checked, used, listed, copied and put back."""

import json

import pytest

from rmapp import paths
from rmapp.domain import reference

SHIPPED = paths.resources() / "reference"


@pytest.fixture(autouse=True)
def _anew():
    reference.forget()
    yield
    reference.forget()


@pytest.fixture
def ours(tmp_path, rmapp):
    """Return a copy of a shipped file in a folder of the bank."""
    folder = tmp_path / "ours"
    folder.mkdir()
    assert rmapp("reference", "copy", "designations", folder / "designations.json").code == 0
    return folder / "designations.json"


def edit(path, change):
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def test_the_shipped_folder_passes(rmapp):
    done = rmapp("reference", "check", SHIPPED)
    assert (done.code, done.out) == (0, "Everything fits together.\n")


def test_each_fault_is_a_line_with_file_and_place(rmapp, ours):
    edit(ours, lambda data: data["items"][0].update(rank="high", label={"en": "", "zh": "甲"}))
    done = rmapp("reference", "check", ours.parent)
    assert done.code == 1
    assert done.out.splitlines() == [
        "designations.json, items.tech_sme.label.en: The English text is missing.",
        'designations.json, items.tech_sme.rank: "high" does not fit this field, which is a whole number.',
        "2 faults",
    ]
    found = json.loads(rmapp("reference", "check", ours, "--json").out)
    assert [one["place"] for one in found] == ["items.tech_sme.label.en", "items.tech_sme.rank"]
    refused = rmapp("reference", "use", ours)
    assert refused.code == 2
    assert "items.tech_sme.rank" in refused.err


def test_a_file_comes_into_use_and_goes_again(rmapp, ours):
    title = {**json.loads(ours.read_text("utf-8"))["items"][0], "code": "own_title"}
    edit(ours, lambda data: data["items"].append(title))
    assert "designations" in rmapp("reference", "use", ours).out
    rows = {one["name"]: one for one in json.loads(rmapp("reference", "list", "--json").out)}
    assert rows["designations"]["own"]
    assert not rows["stages"]["own"]
    assert "own file, from the next start on" in rmapp("reference", "list").out
    done = rmapp("reference", "reset", "designations")
    assert (done.code, "stay known as retired" in done.out) == (0, True)
    assert rmapp("reference", "reset", "designations").code == 1


def test_a_copy_never_overwrites(rmapp, ours):
    done = rmapp("reference", "copy", "stages", ours)
    assert done.code == 2
    assert "not touched" in done.err

"""The settings show code lists and editions of the scorecard, take in own files and name every fault."""

import json

import pytest

from rmapp.domain import reference, reference_files
from rmapp.services import code_lists
from rmapp.settings import Settings
from rmapp.ui import messages
from rmapp.ui.pages.code_lists_card import CodeListsCard
from rmapp.ui.pages.scorecards_card import ScorecardsCard
from tests.books import CLOCK, new_book
from tests.driver import opened


@pytest.fixture
def window(tmp_path, qapp):
    new_book(tmp_path).close()
    reference.forget()
    chosen = Settings(language="en", theme="light", reduced_motion=True)
    with opened(tmp_path / "book", size=(1366, 768), clock=CLOCK, settings=chosen) as driver:
        driver.context.open_page("settings")
        driver.wait()
        yield driver
    reference.forget()


@pytest.fixture
def pick(monkeypatch):
    """Return a function that says which file is chosen and where a file is saved."""

    def run(path):
        for name in ("choose_file", "choose_folder", "save_file"):
            monkeypatch.setattr(messages, name, lambda *_args, **_kw: path)

    return run


def words(driver, kind):
    card = driver.window.findChild(kind)
    return "\n".join(one.text() for one in driver.labels() if card.isAncestorOf(one))


def changed(path, change):
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def test_own_code_lists_come_and_go(window, pick, tmp_path):
    path = tmp_path / "designations.json"
    pick(path)
    window.click("Save a copy of designations.json")
    assert path.read_bytes() == reference_files.shipped("designations")

    changed(path, lambda data: data["items"][0].update(rank="high"))
    window.click("Use a file…")
    said = words(window, CodeListsCard)
    assert 'designations.json, items.tech_sme.rank: "high" does not fit this field, which is a whole number.' in said
    assert "Nothing was changed. 1 fault:" in said
    assert not reference_files.own_folder().exists()

    changed(path, lambda data: data["items"].append({**data["items"][1], "code": "own_title"}))
    changed(path, lambda data: data["items"][0].update(rank=3))
    window.click("Use a file…")
    assert "own, from the next start" in words(window, CodeListsCard)
    assert "Nothing was changed" not in words(window, CodeListsCard)

    window.click("Back to the shipped designations.json")
    assert not reference_files.own_files()
    assert "stay known as retired" in window.toast()
    assert window.nameless() == []


def test_files_that_need_each_other_go_back_together(window, pick, tmp_path):
    products, scenarios = tmp_path / "products.json", tmp_path / "scenarios.json"
    for path in (products, scenarios):
        path.write_bytes(reference_files.shipped(path.stem))
    new = {"code": "P99", "key": "own_loan", "scenarios": ["S01"]}
    changed(products, lambda data: data["products"].append({**data["products"][0], **new}))
    changed(scenarios, lambda data: data["scenarios"][0]["products"].append("P99"))
    assert "All back to shipped" not in window.names()
    pick(tmp_path)
    window.click("Use a folder of files…")
    window.click("Back to the shipped products.json")
    assert "P99" in words(window, CodeListsCard)
    window.click("All back to shipped")
    assert not reference_files.own_files()
    assert "stay known as retired" in window.toast()


def test_a_spoilt_own_file_is_shown_with_its_fault_and_is_not_used(window):
    folder = reference_files.own_folder()
    folder.mkdir(parents=True)
    (folder / "regions.json").write_text("{ spoilt", "utf-8")
    code_lists.settle()
    window.window.findChild(CodeListsCard).refresh()
    window.wait()
    said = words(window, CodeListsCard)
    assert "own file, not used" in said
    assert "regions.json, line 1, column 3: This is not JSON" in said


def test_an_edition_of_the_scorecard_from_file_to_its_end(window, pick, tmp_path):
    path = tmp_path / "card.json"
    pick(path)
    window.click("Save version 1.0.0 as a file")
    changed(path, lambda data: data["scorecard"].update(version="1.1.0"))
    changed(path, lambda data: data["weight_profiles"]["early"].update(team=1))
    window.click("Take in a scorecard…")
    assert "weight_profiles.early" in words(window, ScorecardsCard)
    changed(path, lambda data: data["weight_profiles"]["early"].update(team=22))
    window.click("Take in a scorecard…")
    assert "draft; nothing uses it yet" in words(window, ScorecardsCard)
    assert "weight_profiles" not in words(window, ScorecardsCard)

    window.fill("First day, empty for today", "2020-01-01")
    window.click("Put version 1.1.0 into force")
    assert "Choose today or a later day" in words(window, ScorecardsCard)
    window.fill("First day, empty for today", "today")
    window.click("Put version 1.1.0 into force")
    assert "in force from" in words(window, ScorecardsCard)
    assert words(window, ScorecardsCard).count("used today") == 1
    window.click("End version 1.1.0")
    assert "ended before its first day" in words(window, ScorecardsCard)
    assert window.nameless() == []

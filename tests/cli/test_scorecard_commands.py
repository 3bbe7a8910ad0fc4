"""Editions of the scorecard at the command line."""

import json

import pytest

from rmapp.domain.clock import FixedClock
from tests.books import NOW


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


def listed(rmapp):
    return {one["version"]: one for one in json.loads(rmapp("scorecard", "list", "--json").out)}


def test_an_edition_from_export_to_its_end(rmapp, book, tmp_path):
    path = tmp_path / "card.json"
    assert rmapp("scorecard", "export", "1.0.0", path).code == 0
    refused = rmapp("scorecard", "import", path)
    assert (refused.code, "never changes" in refused.err) == (2, True)
    data = json.loads(path.read_text("utf-8"))
    data["scorecard"]["version"] = "1.1.0"
    data["weight_profiles"]["growth"]["team"] += 1
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    refused = rmapp("scorecard", "import", path)
    assert (refused.code, "weight_profiles.growth" in refused.err) == (2, True)
    data["weight_profiles"]["growth"]["growth_capital"] -= 1
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert "is a draft" in rmapp("scorecard", "import", path).out
    assert listed(rmapp)["1.1.0"]["status"] == "draft"
    day = NOW.date().isoformat()
    assert rmapp("scorecard", "activate", "1.1.0", "--from", day).out == f"Version 1.1.0 is in force from {day}.\n"
    rows = listed(rmapp)
    assert (rows["1.1.0"]["in_force"], rows["1.0.0"]["in_force"]) == (True, False)
    lines = rmapp("scorecard", "list").out.splitlines()
    assert lines[2].split() == ["*", "1.1.0", "Eight-dimension", *lines[2].split()[3:-3], "in", "force", day]
    assert rmapp("scorecard", "retire", "1.1.0").code == 0
    assert listed(rmapp)["1.0.0"]["in_force"]
    again = tmp_path / "again.json"
    assert rmapp("scorecard", "export", "1.1.0", again).code == 0
    assert again.read_bytes() == path.read_bytes()
    assert rmapp("scorecard", "export", "1.1.0", again).code == 2
    assert rmapp("scorecard", "activate", "9.9").code == 1

"""The commands of the day: what they print for people and for programs."""

import json
from datetime import timedelta

import pytest

from rmapp.domain.clock import SystemClock
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.promise import Promise
from rmapp.services.books import open_book
from tests.books import PASSPHRASE


@pytest.fixture
def day(book):
    """Give one firm a visit today and a late promise, another a meeting long ago; return the day."""
    workspace = open_book(book, PASSPHRASE)
    today = SystemClock().today()
    first, second, third = (firm.id for firm in workspace.store.all(Firm))
    rows = (
        Meeting(firm_id=first, status="planned", starts_at=f"{today}T23:30", place="Binjiang"),
        Meeting(firm_id=second, starts_at=f"{today - timedelta(days=45)}T10:00", summary="Talked"),
        Meeting(firm_id=third, starts_at=f"{today - timedelta(days=1)}T10:00", summary="Talked"),
        Promise(firm_id=first, side="ours", text="Term sheet", owner="Li Wen", due_on=today - timedelta(days=3)),
    )
    workspace.do(lambda store: store.add_many(rows), label="Write")
    workspace.close()
    return today


def test_today_says_what_to_do(rmapp, day):
    said = rmapp("today").out
    assert "1 visit today\n  23:30  潮声传感有限公司  Binjiang" in said
    assert "Follow-ups: 1 due, 1 overdue" in said
    assert "Term sheet (Li Wen)" in said
    assert "To be met: 1 due, 1 overdue" in said


def test_today_as_json_has_the_same(rmapp, day):
    found = json.loads(rmapp("today", "--json").out)
    days = ["maturing", "covenants", "designations", "reviews"]
    assert list(found) == ["on", "visits", "follow_ups", "touches", *days]
    assert found["on"] == day.isoformat()
    assert (found["visits"][0]["firm"], found["visits"][0]["brief"]) == ("潮声传感有限公司", "none")
    assert (found["follow_ups"]["late"], found["follow_ups"]["first"][0]["days"]) == (1, -3)


def test_touches_are_ranked_by_overdue_over_interval(rmapp, day):
    found = json.loads(rmapp("touches", "--within", "30", "--json").out)
    assert [one["firm"] for one in found["touches"]] == ["潮声制造有限公司", "Heyu Gene Ltd"]
    first = found["touches"][0]
    assert (first["interval_days"], first["overdue_days"], first["rank"], first["kind"]) == (15, 30, 2.0, "contact")
    assert "Urgency" in rmapp("touches").out


def test_nobody_due_is_said(rmapp, book):
    workspace = open_book(book, PASSPHRASE)
    today = SystemClock().today()
    met = [Meeting(firm_id=firm.id, starts_at=today.isoformat()) for firm in workspace.store.all(Firm)]
    workspace.do(lambda store: store.add_many(met), label="Write")
    workspace.close()
    left = rmapp("touches")
    assert (left.code, left.out) == (0, "")
    assert left.err.startswith("Nobody is due")


def test_the_list_is_sorted_by_the_next_touch(rmapp, day):
    rows = json.loads(rmapp("list", "--sort", "next_touch", "--json").out)
    touches = [row["next_touch"] for row in rows]
    assert touches == sorted(touches)
    assert {row["touch_days"] for row in rows} == {15}

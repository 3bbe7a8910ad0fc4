"""Calendar files written for other programs, and theirs read."""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject

from rmapp.domain.calendar_event import CalendarEvent, Guest
from rmapp.errors import ImportRejected
from rmapp.exchange.calendar_files import MAX_EVENTS, calendar_bytes, read_calendar

FILES = Path(__file__).parents[1] / "data" / "calendars"
HOME = "Asia/Shanghai"
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
MUTATIONS = int(os.environ.get("RMAPP_MUTATIONS") or "150")
"""How many broken files each test of broken files reads; the nightly run takes thousands."""


def calendar(*lines, head=("VERSION:2.0",)):
    body = ["BEGIN:VCALENDAR", *head, "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(body).encode()


def only(*lines, **more):
    (event,) = read_calendar(calendar(*lines, **more), HOME).events
    return event


def test_what_is_written_is_read_back_the_same():
    events = (
        CalendarEvent(
            "u1",
            "2026-03-06T09:30",
            "2026-03-06T10:45",
            title="杭州灵伴科技有限公司、超声传感: " + "很长的题目" * 20,
            place="Lab 3; floor, 2\\4",
            description="a\nb, c; d",
            link="https://example.com/x?a=1,2",
        ),
        CalendarEvent("u2", "2026-03-07", title="All day"),
        CalendarEvent("u3", "2026-03-30T09:30", time_zone="Europe/Berlin", is_cancelled=True),
    )
    content = calendar_bytes(events, "Visits", NOW)
    assert read_calendar(content, HOME).events == events


def test_the_file_follows_the_standard():
    content = calendar_bytes([CalendarEvent("u1", "2026-03-06T09:30", title="题" * 60)], "Visits", NOW)
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"DTSTART;TZID=Asia/Shanghai:20260306T093000" in lines
    assert b"BEGIN:VTIMEZONE" in lines
    assert b"DTSTAMP:20260304T050607Z" in lines
    assert b"CLASS:CONFIDENTIAL" in lines
    assert b"ATTENDEE" not in content  # another program would send invitations


def test_moments_in_utc_become_local_and_known_places_stay():
    assert only("DTSTART:20260306T013000Z", "DTEND:20260306T023000Z").starts_at == "2026-03-06T09:30"
    berlin = only("DTSTART;TZID=Europe/Berlin:20260306T093000")
    assert (berlin.starts_at, berlin.time_zone) == ("2026-03-06T09:30", "Europe/Berlin")
    windows = only("DTSTART;TZID=China Standard Time:20260306T093000", "DURATION:PT90M")
    assert (windows.starts_at, windows.ends_at, windows.time_zone) == ("2026-03-06T09:30", "2026-03-06T11:00", HOME)
    assert only("DTSTART:20260306T093000").starts_at == "2026-03-06T09:30"


def test_an_event_without_a_readable_day_says_so():
    for lines in ((), ("DTSTART:soon",), ("DTSTART:00010101T000000Z",)):
        assert only("SUMMARY:x", *lines).trouble


def test_several_days_are_no_visit():
    event = only("DTSTART;VALUE=DATE:20260306", "DTEND;VALUE=DATE:20260309")
    assert event.trouble
    assert not only("DTSTART;VALUE=DATE:20260306", "DTEND;VALUE=DATE:20260307").trouble


def test_repetition_in_plain_rules_is_read():
    weekly = only("DTSTART:20260303T100000", "RRULE:FREQ=WEEKLY;UNTIL=20260331T020000Z", "EXDATE:20260310T100000")
    assert weekly.repetition.frequency == "weekly"
    assert weekly.repetition.until == date(2026, 3, 31)
    assert weekly.repetition.leaves_out == (date(2026, 3, 10),)
    second = only("DTSTART:20260310T100000", "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=3").repetition
    assert (second.weekdays, second.which, second.count) == ((1,), 2, 3)


def test_the_last_day_counts_in_the_zone_of_the_event():
    # Midnight of 10 April in Shanghai, as another program writes "until 10 April".
    said = only("DTSTART;TZID=Asia/Shanghai:20260311T100000", "RRULE:FREQ=WEEKLY;UNTIL=20260409T160000Z")
    assert said.repetition.until == date(2026, 4, 9)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO,TU",
        "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=WEEKLY;BYDAY=2MO",
    ],
)
def test_other_repetition_is_refused_with_a_sentence(rule):
    event = only("DTSTART:20260310T100000", f"RRULE:{rule}")
    assert event.repetition is None
    assert "repeats" in event.trouble


def test_guests_are_read_with_name_and_address():
    event = only(
        "DTSTART:20260310T100000",
        "ORGANIZER;CN=Li Wen:mailto:li@bank.example",
        'ATTENDEE;CN="陈, 实":MAILTO:Chen@lingban.cn',
        "ATTENDEE:urn:x:1",
    )
    assert event.guests == (Guest("Li Wen", "li@bank.example"), Guest("陈, 实", "chen@lingban.cn"), Guest("", ""))


def test_control_and_direction_characters_are_taken_out():
    assert only("DTSTART:20260310T100000", "SUMMARY:a\u202eb\\nc\x08").title == "ab\nc"


def test_files_of_another_program_are_read():
    visit = read_calendar((FILES / "khal-visit.ics").read_bytes(), HOME).events[0]
    assert (visit.title, visit.starts_at, visit.ends_at) == (
        "杭州灵伴科技有限公司 季度回访",
        "2026-03-12T14:00",
        "2026-03-12T15:30",
    )
    assert visit.description == "讨论授信"
    day = read_calendar((FILES / "khal-day.ics").read_bytes(), HOME).events[0]
    assert (day.title, day.starts_at, day.ends_at) == ("超声传感 工厂开放日", "2026-03-13", None)
    weekly = read_calendar((FILES / "khal-weekly.ics").read_bytes(), HOME).events[0]
    assert (weekly.place, weekly.repetition.frequency) == ("北京 海淀", "weekly")


def test_gb18030_is_understood():
    content = calendar("DTSTART:20260310T100000", "SUMMARY:杭州灵伴科技有限公司").decode().encode("gb18030")
    assert read_calendar(content, HOME).events[0].title == "杭州灵伴科技有限公司"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"hello", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\xff\xd8\xff"])
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(ImportRejected) as refused:
        read_calendar(content, HOME)
    assert refused.value.message


def test_too_many_events_are_refused():
    event = b"BEGIN:VEVENT\r\nDTSTART:20260310T100000\r\nEND:VEVENT\r\n"
    content = b"BEGIN:VCALENDAR\r\n" + event * (MAX_EVENTS + 1) + b"END:VCALENDAR\r\n"
    with pytest.raises(ImportRejected):
        read_calendar(content, HOME)


def test_broken_files_are_read_or_refused_and_nothing_else():
    """Reliability 1.2, I1: only our own error escapes, whatever stands in a file."""
    whole = b"".join(path.read_bytes() for path in sorted(FILES.glob("*.ics")))
    random_bytes = random.Random(4)
    for _round in range(MUTATIONS):
        content = bytearray(whole)
        for _hit in range(random_bytes.randint(1, 12)):
            at = random_bytes.randrange(len(content))
            match random_bytes.randrange(4):
                case 0:
                    content[at] = random_bytes.choice([32, 34, 44, 47, 58, 59, 61, 92, 65, 122, 48, 200])
                case 1:
                    del content[at : at + random_bytes.randint(1, 80)]
                case 2:
                    content[at:at] = content[at : at + random_bytes.randint(1, 200)]
                case _:
                    content[at:at] = random_bytes.choice([b"\r\n", b":", b";", b"999999999999", b"BEGIN:VEVENT\r\n"])
        try:
            found = read_calendar(bytes(content), HOME)
        except ImportRejected:
            continue
        assert all(event.trouble or event.starts_at > "1970" for event in found.events)


def test_an_independent_library_reads_our_calendar():
    event = CalendarEvent("u1", "2026-03-30T09:30", "2026-03-30T10:30", "Europe/Berlin", "杭州灵伴; A, B" + "长" * 60)
    calendar_read = vobject.readOne(calendar_bytes([event], "Visits", NOW).decode())
    (read,) = calendar_read.vevent_list
    assert (read.uid.value, read.summary.value) == ("u1", event.title)
    assert read.dtstart.value.astimezone(UTC) == datetime(2026, 3, 30, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Shanghai"])
def test_the_zone_of_a_file_gives_the_right_moment_at_any_time_of_the_year(zone):
    days = [f"2026-{month:02}-15T12:00" for month in range(1, 13)] + ["2026-03-30T09:30", "2026-10-26T09:30"]
    events = [CalendarEvent(f"u{number}", day, time_zone=zone) for number, day in enumerate(days)]
    read = vobject.readOne(calendar_bytes(events, "Visits", NOW).decode()).vevent_list
    for event, found in zip(events, read, strict=True):
        right = datetime.fromisoformat(event.starts_at).replace(tzinfo=ZoneInfo(zone))
        assert found.dtstart.value.astimezone(UTC) == right.astimezone(UTC)

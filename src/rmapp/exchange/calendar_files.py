"""Calendar files (iCalendar, RFC 5545): events to a file that other programs accept, and theirs to values."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from rmapp.domain.calendar_event import CalendarEvent, Guest
from rmapp.domain.recurrence import Repetition
from rmapp.domain.time_zones import known_zones
from rmapp.errors import ImportRejected
from rmapp.exchange.calendar_zones import zone_component
from rmapp.exchange.exchange_text import clean, text_of
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from icalendar import Component, Event

MAX_EVENTS = 5_000
PRODUCT = "-//rmapp//agenda//EN"
_FREQUENCIES = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", "BYMONTH", "BYMONTHDAY"}


class CalendarFile(NamedTuple):
    """The events of a file in its order, and how many things of other kinds (tasks, journals) it has."""

    events: tuple[CalendarEvent, ...]
    others: int


def calendar_bytes(events: Iterable[CalendarEvent], name: str, written_at: datetime) -> bytes:
    """Return events as a calendar file: local times with their time zones, lines folded, text in UTF-8.

    `written_at` is the aware moment of writing, which tells other programs which version is newer.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", name)
    timed: defaultdict[str, list[datetime]] = defaultdict(list)
    written = list(events)
    for event in written:
        if not event.is_all_day:
            timed[event.time_zone].append(datetime.fromisoformat(event.starts_at))
    for name_of_zone, moments in sorted(timed.items()):
        made.add_component(zone_component(name_of_zone, moments))
    for event in written:
        made.add_component(_component(event, written_at))
    return bytes(made.to_ical())


def read_calendar(content: bytes, home_zone: str) -> CalendarFile:
    """Return the events of a calendar file; times without a zone or in UTC become those of `home_zone`.

    Events that cannot be taken carry a sentence in `trouble`. Raises ImportRejected where the file as a
    whole is not a calendar or is too large.
    """
    from icalendar import Calendar

    text = text_of(content)
    if "BEGIN:VCALENDAR" not in text[:10_000].upper():
        raise ImportRejected(_("This file is not a calendar (.ics). Nothing was imported."), None)
    if text.upper().count("BEGIN:VEVENT") > MAX_EVENTS:
        sentence = _("This calendar has more than {n} events. Nothing was imported. Export a shorter time from it.")
        raise ImportRejected(sentence.format(n=MAX_EVENTS), None)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        components = [part for one in calendars for part in one.walk() if part.name]
        events = tuple(_event(part, home_zone) for part in components if part.name == "VEVENT")
    # The library promises no list of its errors; whatever a broken file makes it raise, the file is refused.
    except Exception as error:
        sentence = _("This calendar cannot be read: it is damaged or cut off. Nothing was imported.")
        raise ImportRejected(sentence, None) from error
    others = sum(1 for part in components if part.name in ("VTODO", "VJOURNAL", "VFREEBUSY"))
    return CalendarFile(events, others)


def _component(event: CalendarEvent, written_at: datetime) -> Event:
    from icalendar import Event

    part = Event()
    part.add("uid", event.uid)
    part.add("dtstamp", written_at)
    part.add("summary", event.title)
    if event.is_all_day:
        part.add("dtstart", event.on)
        part.add("dtend", event.on + timedelta(days=1))
    else:
        zone = ZoneInfo(event.time_zone)
        part.add("dtstart", datetime.fromisoformat(event.starts_at).replace(tzinfo=zone))
        if event.ends_at:
            part.add("dtend", datetime.fromisoformat(event.ends_at).replace(tzinfo=zone))
    for name, value in (("location", event.place), ("description", event.description), ("url", event.link)):
        if value:
            part.add(name, value)
    part.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    part.add("class", "CONFIDENTIAL")
    return part


def _event(part: Component, home_zone: str) -> CalendarEvent:
    """Return one event; what is broken in it becomes a sentence, never an error."""
    try:
        return _read_event(part, home_zone)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):  # what broken properties raise
        return CalendarEvent(uid="", starts_at="0001-01-01", trouble=_("It is damaged"))


def _read_event(part: Component, home_zone: str) -> CalendarEvent:
    blank = CalendarEvent(uid=_text(part, "uid")[:200], starts_at="0001-01-01", title=_text(part, "summary"))
    start = _value(part, "dtstart")
    if not isinstance(start, date) or not 1970 <= start.year <= 2200:
        return blank._replace(trouble=_("It has no day that can be read"))
    starts_at, zone = _local(start, home_zone)
    ends_at, trouble = _end(part, start, home_zone)
    repetition, more = _repetition(part, start, home_zone)
    original = _value(part, "recurrence-id")
    return blank._replace(
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=zone,
        place=_text(part, "location"),
        link=_text(part, "url"),
        description=_text(part, "description"),
        is_cancelled=_text(part, "status").upper() == "CANCELLED",
        guests=tuple(_guests(part)),
        sequence=_number(part, "sequence"),
        repetition=repetition,
        original=_local(original, home_zone)[0] if isinstance(original, date) else "",
        trouble=more or trouble,
    )


def _local(value: date, home_zone: str) -> tuple[str, str]:
    """Return a moment as local text with its zone: the file's where it is a known place, else home's."""
    if not isinstance(value, datetime):
        return value.isoformat(), home_zone
    zone = home_zone
    if value.tzinfo is not None:
        key = getattr(value.tzinfo, "key", "")
        if "/" in key and not key.startswith("Etc/") and key in known_zones():
            zone = key
        else:
            value = value.astimezone(ZoneInfo(home_zone))
    return value.replace(tzinfo=None).isoformat(timespec="minutes")[:16], zone


def _end(part: Component, start: date, home_zone: str) -> tuple[str | None, str]:
    end, lasts = _value(part, "dtend"), _value(part, "duration")
    if not isinstance(end, date) and isinstance(lasts, timedelta):
        end = start + lasts
    if not isinstance(end, date):
        return None, ""
    if not isinstance(start, datetime):
        several = not isinstance(end, datetime) and (end - start).days > 1
        return None, _("It lasts several days; only visits of one day are planned") if several else ""
    if not isinstance(end, datetime):
        return None, ""
    if start.tzinfo is not None and end.tzinfo is not None:
        end = end.astimezone(start.tzinfo)
    begin, until = _local(start, home_zone)[0], _local(end, home_zone)[0]
    return (until if until > begin else None), ""


def _repetition(part: Component, start: date, home_zone: str) -> tuple[Repetition | None, str]:
    """Return the rule of a repeated event, or a sentence where it is not one of the plain rules."""
    rule = part.get("rrule")
    if rule is None:
        return None, _("It repeats on a list of days that cannot be read") if "rdate" in part else ""
    refused = None, _("It repeats in a way that cannot be read; plan its visits one by one")
    if isinstance(rule, list) or "rdate" in part:
        return refused
    said = {str(key).upper(): list(value) for key, value in dict(rule).items()}
    frequency = _FREQUENCIES.get(str(_first(said.get("FREQ"))).upper())
    by_day = [str(one).upper() for one in said.get("BYDAY") or ()]
    if frequency is None or not set(said) <= _PARTS or not _only_repeats_start(said, start, frequency):
        return refused
    weekdays, which = _weekdays(by_day, frequency)
    if by_day and not weekdays:
        return refused
    until = _first(said.get("UNTIL"))
    interval, count = _first(said.get("INTERVAL")), _first(said.get("COUNT"))
    return Repetition.model_validate(
        {
            "frequency": frequency,
            "interval": min(max(int(str(interval or 1)), 1), 1000),
            "count": None if count is None else min(max(int(str(count)), 1), 100_000),
            "until": _last_day(until, start, home_zone) if isinstance(until, date) else None,
            "weekdays": weekdays,
            "which": which,
            "leaves_out": tuple(_left_out(part)),
        }
    ), ""


def _last_day(until: date, start: date, home_zone: str) -> date:
    """Return the last day whose event begins no later than `until` says."""
    if not isinstance(until, datetime):
        return until
    if not isinstance(start, datetime):
        return until.date()
    if until.tzinfo is not None:
        until = until.astimezone(start.tzinfo or ZoneInfo(home_zone))
    return until.date() if until.time() >= start.time() else until.date() - timedelta(days=1)


def _only_repeats_start(said: Mapping[str, list[object]], start: date, frequency: str) -> bool:
    """Tell whether BYMONTH and BYMONTHDAY say no more than the day on which the event begins."""
    months, month_days = said.get("BYMONTH") or [], said.get("BYMONTHDAY") or []
    if months and (frequency != "yearly" or [str(one) for one in months] != [str(start.month)]):
        return False
    return not month_days or (
        frequency in ("monthly", "yearly")
        and [str(one) for one in month_days] == [str(start.day)]
        and "BYDAY" not in said
    )


def _weekdays(by_day: list[str], frequency: str) -> tuple[tuple[int, ...], int | None]:
    """Return weekdays of a weekly rule, or the one numbered weekday of a monthly one; nothing for others."""
    if frequency == "weekly" and all(one in _WEEKDAYS for one in by_day):
        return tuple(_WEEKDAYS.index(one) for one in by_day), None
    if frequency == "monthly" and len(by_day) == 1 and by_day[0][-2:] in _WEEKDAYS:
        number = by_day[0][:-2].lstrip("+")
        if number in ("1", "2", "3", "4", "5", "-1"):
            return (_WEEKDAYS.index(by_day[0][-2:]),), int(number)
    return (), None


def _left_out(part: Component) -> Iterator[date]:
    said = part.get("exdate")
    for group in said if isinstance(said, list) else filter(None, [said]):
        for one in getattr(group, "dts", ()):
            value = one.dt
            yield value.date() if isinstance(value, datetime) else value


def _guests(part: Component) -> Iterator[Guest]:
    for name in ("organizer", "attendee"):
        said = part.get(name)
        for one in said if isinstance(said, list) else filter(None, [said]):
            address = clean(str(one)).removeprefix("mailto:").removeprefix("MAILTO:")
            called = clean(str(getattr(one, "params", {}).get("CN", "")))
            yield Guest(called, address.casefold() if "@" in address else "")


def _first(value: object) -> object:
    return (value[0] if value else None) if isinstance(value, list) else value


def _value(part: Component, name: str) -> object:
    value = _first(part.get(name))
    return None if value is None or isinstance(value, _broken()) else getattr(value, "dt", None)


def _broken() -> type:
    from icalendar.prop import vBroken

    return vBroken


def _text(part: Component, name: str) -> str:
    value = _first(part.get(name))
    return "" if value is None else clean(str(value))


def _number(part: Component, name: str) -> int:
    value = _first(part.get(name))
    return int(value) if isinstance(value, int) and 0 <= value < 1 << 31 else 0

"""What the palette lists for a text: clients, people, notes and commands, as plain rows to paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import wording
from rmapp.domain.money import format_compact
from rmapp.i18n import _, listed
from rmapp.services import search
from rmapp.ui import actions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.ui.context import UiContext

Kind = Literal["heading", "client", "person", "note", "file", "command"]

_CLIENTS = 5
_PEOPLE = 3
_NOTES = 4
_FILES = 3
_COMMANDS = 4


class Row(NamedTuple):
    """One line of the palette; `key` is what it opens, spans are the letters to print bold."""

    kind: Kind
    title: str
    note: str = ""
    right: str = ""
    icon: str = ""
    stage: str = ""
    cap: str = ""
    key: str = ""
    firm_id: str = ""
    title_spans: tuple[tuple[int, int], ...] = ()
    note_spans: tuple[tuple[int, int], ...] = ()

    def spoken(self) -> str:
        """Return the row as one sentence for a screen reader."""
        return listed(part for part in (self.title, self.note, self.right, self.cap) if part)


class Listing(NamedTuple):
    """The rows for a text, and how the first client was found."""

    rows: list[Row]
    how: str = ""

    def results(self) -> int:
        """Return how many rows can be chosen."""
        return sum(row.kind != "heading" for row in self.rows)


def rows_for(context: UiContext, text: str) -> Listing:
    """Return the rows for what was typed; `>` finds commands only, `@` people, `#` topics in notes."""
    typed = text.strip()
    if typed.startswith(">"):
        return Listing(_section(_("Commands"), _commands(typed[1:].strip(), context, most=100)) or _nothing(typed))
    if not typed:
        return Listing(_section(_("Go to and do"), _commands("", context, most=100)))
    found = context.ask(search.find, typed)
    clients = [_client_row(hit) for hit in found.clients[:_CLIENTS]]
    rows = _section(_("Clients"), clients)
    if clients:
        rows += _section(_("Go to and do"), list(_on_client(clients[0], context))[:3])
    rows += _section(_("People"), [_person_row(hit) for hit in found.people[: 12 if typed[0] == "@" else _PEOPLE]])
    rows += _section(_("In notes"), [_note_row(hit) for hit in found.notes[: 12 if typed[0] == "#" else _NOTES]])
    rows += _section(_("Files"), [_file_row(hit) for hit in found.files[:_FILES]])
    if typed[0] not in "@#":
        rows += _section(_("Commands"), _commands(typed, context, most=_COMMANDS))
    return Listing(rows or _nothing(typed), _how(found.clients[0].how) if found.clients else "")


def rows_on(context: UiContext, row: Row) -> Listing:
    """Return what can be done with a client, or with the client of a person or note."""
    opened = Row(
        "client", _("Open {name}").format(name=row.title), icon="arrow-right", key=row.firm_id, firm_id=row.firm_id
    )
    return Listing([opened, *_on_client(row, context)])


def _nothing(typed: str) -> list[Row]:
    return [Row("heading", _("Nothing found for “{text}”.").format(text=typed))]


def _section(title: str, rows: Sequence[Row]) -> list[Row]:
    return [Row("heading", title), *rows] if rows else []


def _client_row(hit: search.ClientHit) -> Row:
    card = hit.card
    return Row(
        "client",
        card.name,
        hit.line,
        right=format_compact(card.outstanding) if card.outstanding is not None else "",
        icon=card.monogram,
        stage=card.stage or "",
        key=card.id,
        firm_id=card.id,
        title_spans=_pairs(hit.name_spans),
        note_spans=_pairs(hit.line_spans),
    )


def _person_row(hit: search.PersonHit) -> Row:
    name = f"{hit.name} {hit.name_latin}".strip() if hit.name_latin not in ("", hit.name) else hit.name
    note = " · ".join(part for part in (hit.title, hit.firm_name) if part)
    return Row("person", name, note, icon="user", key=hit.firm_id, firm_id=hit.firm_id, title_spans=_pairs(hit.spans))


def _note_row(hit: search.NoteHit) -> Row:
    return Row(
        "note",
        f"{hit.firm_name} · {hit.title}" if hit.title else hit.firm_name,
        hit.snippet,
        right=wording.format_date(hit.on, "short") if hit.on else "",
        icon="lock" if hit.is_restricted else "message-square-text",
        key=hit.meeting_id,
        firm_id=hit.firm_id,
        note_spans=_pairs(hit.spans),
    )


def _file_row(hit: search.FileHit) -> Row:
    return Row(
        "file",
        hit.firm_name or hit.name,
        hit.line,
        icon="paperclip",
        key=hit.attachment_id,
        firm_id=hit.firm_id,
        note_spans=_pairs(hit.spans),
    )


def _on_client(row: Row, context: UiContext) -> Iterable[Row]:
    for action in actions.actions():
        if action.group == "client" and action.in_palette and not (action.writes and context.read_only):
            yield Row(
                "command",
                _("{command}: {client}").format(command=action.text, client=row.title),
                icon=action.icon,
                cap=action.keys[-1] if action.keys else "",
                key=action.id,
                firm_id=row.firm_id,
            )


def _commands(typed: str, context: UiContext, most: int) -> list[Row]:
    wanted = typed.casefold()
    found = [
        Row("command", action.text, icon=action.icon, cap=action.cap(), key=action.id)
        for action in actions.actions()
        if action.in_palette
        and action.scope != "client"
        and wanted in action.text.casefold()
        and not (action.writes and context.read_only)
    ]
    return found[:most]


def _how(how: str) -> str:
    return {"initials": _("pinyin initials"), "pinyin": _("pinyin"), "former": _("former name"), "code": _("code")}.get(
        how, ""
    )


def _pairs(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in spans)

"""Which variant of a brief, what it shows, in which language and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain.brief_options import SectionCode
from rmapp.domain.brief_variants import Variant, variant_text
from rmapp.domain.wording import format_date
from rmapp.i18n import _, current
from rmapp.ui import metrics
from rmapp.ui.pages.brief_sections import SectionList
from rmapp.ui.pages.restricted_choice import RestrictedChoice
from rmapp.ui.widgets.fields import Choice, Field
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.brief import ClientBrief
    from rmapp.domain.brief_options import BriefLanguage, BriefOptions
    from rmapp.services.paperwork.papers import Edition
    from rmapp.services.printing.briefs import Visit

_FOR_CLIENT: frozenset[SectionCode] = frozenset({"facts", "chart", "exposure", "people", "ip", "promises", "space"})
_WITH_SECTIONS: frozenset[Variant] = frozenset({"brief", "hand_over"})
_NEVER_FOR_CLIENT: frozenset[SectionCode] = frozenset(get_args(SectionCode)) - _FOR_CLIENT


class BriefOptionsPanel(PageScroll):
    """The options of one brief; `changed` follows every choice and tells whether other facts are asked for."""

    changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="surface")
        self._variant = Choice(name=_("Kind of paper"))
        self._visit = Choice([("", _("No visit"))], name=_("Visit"))
        self._visit_field = Field(_("Visit"), self._visit)
        self._language = Segmented([("en", "English"), ("zh_CN", "简体中文"), ("both", _("Both"))], name=_("Language"))
        # The paper speaks the language of the window until another one is chosen.
        self._language.set_code(current())
        self._sections = SectionList()
        self._value: ClientBrief | None = None
        self._edition = Segmented([("internal", _("Internal")), ("client", _("For client"))], name=_("Confidentiality"))
        self._edition_title = PlainLabel(_("Confidentiality"), role="small", tone="secondary")
        self._hint = PlainLabel("", role="small", tone="tertiary", wrap=True)
        self._watermark = Switch(_("Watermark with name and date"), checked=True)
        self._grey = Switch(_("Black and white"))
        self.restricted = RestrictedChoice()
        self._agenda = Switch(_("Agenda as typed in the plan"))
        self._build()

    def _build(self) -> None:
        column = self.body
        column.setSpacing(metrics.space(3))
        column.addWidget(PlainLabel(_("Brief"), role="subtitle", weight=600))
        column.addWidget(Field(_("Kind of paper"), self._variant))
        column.addWidget(self._visit_field)
        column.addWidget(PlainLabel(_("Language"), role="small", tone="secondary"))
        column.addWidget(self._language)
        self._sections_head = QWidget()
        head = QHBoxLayout(self._sections_head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(PlainLabel(_("Sections"), role="small", tone="secondary"))
        head.addStretch(1)
        head.addWidget(PlainLabel(_("drag, or Alt and arrows, to reorder"), role="small", tone="tertiary"))
        column.addWidget(self._sections_head)
        column.addWidget(self._sections)
        column.addWidget(self._edition_title)
        column.addWidget(self._edition)
        column.addWidget(self._hint)
        for switch in (self._watermark, self._grey):
            column.addWidget(_switch_row(switch))
        column.addWidget(self.restricted)
        self._agenda_row = _switch_row(self._agenda)
        column.addWidget(self._agenda_row)
        column.addStretch(1)
        self._variant.changed.connect(self._on_chosen)
        self._language.chosen.connect(self._on_chosen)
        self._edition.chosen.connect(self._on_chosen)
        self._visit.changed.connect(self._on_visit_changed)
        self._sections.reordered.connect(self._on_reordered)
        self._watermark.toggled.connect(self._on_toggled)
        self._grey.toggled.connect(self._on_toggled)
        self._agenda.toggled.connect(self._on_toggled)
        self.restricted.changed.connect(self._on_restricted_changed)
        self._say_edition()

    def set_has_group(self, has_group: bool) -> None:
        """Offer the variants; the brief of the group only where there is a group."""
        offered = [(code, variant_text(code)) for code in get_args(Variant) if has_group or code != "group"]
        self._variant.set_options(offered)
        self._say_edition()

    def variant(self) -> Variant:
        """Return the variant that is asked for."""
        return cast("Variant", self._variant.code() or "brief")

    def set_variant(self, variant: Variant) -> None:
        """Choose a variant."""
        self._variant.set_code(variant)

    def variant_name(self) -> str:
        """Return the name of the chosen variant."""
        return variant_text(self.variant())

    def with_agenda(self) -> bool:
        """Tell whether the client's paper has the agenda as it was typed."""
        return self.variant() == "leave_behind" and self._agenda.isChecked()

    def set_visits(self, visits: Sequence[Visit], chosen: str | None) -> None:
        """Offer the planned visits; the first is chosen unless another is named."""
        options = [(one.meeting_id, _visit_text(one)) for one in visits]
        self._visit.set_options([*options, ("", _("No visit"))])
        self._visit.set_code(chosen or (options[0][0] if options else ""))

    def set_counts(self, value: ClientBrief) -> None:
        """Show beside each section how much it holds."""
        self._value = value
        for_client, credit = self.edition() == "client", value.credit
        self._sections.set_counts(
            {
                "since": len(value.since.changes) if value.since else 0,
                "points": len(value.points),
                "ask": len(value.ask.questions) + value.ask.left_out,
                "exposure": len(value.exposure.lines),
                "people": len(value.people),
                "group": len(credit.grid.rows),
                "covenants": len(credit.covenants),
                "security": len(credit.security.things) + len(credit.security.guarantors),
                "alerts": len(credit.alerts),
                "story": len(credit.story.steps),
                "signals": len(credit.warnings),
                "score": len(value.score.dimensions) if value.score else 0,
                "listing": len(value.listing.steps) if value.listing else 0,
                "fit": len(value.fit.products) if value.fit else 0,
                "lenders": len(credit.lenders.lines),
                "price": len(credit.prices),
                "funding": len(value.funding),
                "ip": len(value.ip_counts),
                "reported": len(value.claims),
                "notes": len(value.notes),
                "promises": sum(one.side == "theirs" or not for_client for one in value.promises),
            }
        )

    def lets_restricted_in(self) -> bool:
        """Tell whether restricted things are on the paper; on a client's they never are."""
        return self.edition() == "internal" and self.restricted.is_on()

    def may_leave(self) -> bool:
        """Tell whether the paper may leave the book; asks for the reason where one is needed."""
        return not self.lets_restricted_in() or self.restricted.may_leave()

    def meeting_id(self) -> str | None:
        """Return the visit the brief is for."""
        return self._visit.code() or None

    def edition(self) -> Edition:
        """Return for whom it is; only the two-page brief has both editions."""
        if self.variant() != "brief":
            return "client" if self.variant() == "leave_behind" else "internal"
        return cast("Edition", self._edition.code())

    def options(self, usual: BriefOptions) -> BriefOptions:
        """Return the usual options with the choices made here."""
        return usual.model_copy(
            update={
                "language": cast("BriefLanguage", self._language.code()),
                "sections": self._sections.choices(),
                "watermark": self._watermark.isChecked(),
                "black_and_white": self._grey.isChecked(),
            }
        )

    def set_language(self, language: Literal["en", "zh_CN", "both"]) -> None:
        """Choose the language of the pages without a signal."""
        self._language.set_code(language)

    def _on_chosen(self, code: str) -> None:
        self._say_edition()
        if self._value is not None:
            self.set_counts(self._value)
        self.changed.emit(False)

    def _on_visit_changed(self, code: str) -> None:
        self.changed.emit(True)

    def _on_restricted_changed(self) -> None:
        self.changed.emit(True)

    def _on_reordered(self) -> None:
        self.changed.emit(False)

    def _on_toggled(self, on: bool) -> None:
        self.changed.emit(False)

    def _say_edition(self) -> None:
        variant, for_client = self.variant(), self.edition() == "client"
        self._visit_field.setVisible(variant not in {"group", "hand_over"})
        for part in (self._sections_head, self._sections):
            part.setVisible(variant in _WITH_SECTIONS)
        self._edition_title.setVisible(variant == "brief")
        self._edition.setVisible(variant == "brief")
        self._agenda_row.setVisible(variant == "leave_behind")
        self.restricted.setVisible(not for_client)
        self._hint.setText(self._hint_text(for_client=for_client))
        self._sections.lock(_NEVER_FOR_CLIENT if for_client else frozenset())
        self._watermark.setEnabled(not for_client)

    def _hint_text(self, *, for_client: bool) -> str:
        if self.variant() == "leave_behind":
            return _("For the client: without rating, other banks, alerts and notes. Read it before you leave it.")
        if for_client:
            return _("The client's edition is made without score, notes, our promises, group and names of people.")
        return _("For internal use: do not leave it at the client.")


def _switch_row(switch: Switch) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(PlainLabel(switch.accessibleName()))
    row.addStretch(1)
    row.addWidget(switch)
    return holder


def _visit_text(visit: Visit) -> str:
    text = _("Visit {date}, {time}") if visit.time else _("Visit {date}")
    return text.format(date=format_date(visit.on, "short"), time=visit.time)

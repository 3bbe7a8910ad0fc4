"""Raising a warning signal by hand, and closing one with what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.early_warning import signals
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.signal import Signal
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_signal(window: QWidget, context: UiContext, firm_id: str = "", signal_id: str = "") -> EntitySheet:
    """Open the sheet of a new signal of a firm, or the one that closes a signal."""
    sheet: EntitySheet
    if signal_id:
        sheet = CloseSignalSheet(window, context, context.ask(signals.signal_of, signal_id))
    else:
        sheet = RaiseSignalSheet(window, context, firm_id)
    sheet.open(sheet.first_field())
    return sheet


class RaiseSignalSheet(EntitySheet):
    """What was seen, how severe it is, and what shows it."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, _("Raise a warning signal"), subtitle=name, width=WIDTH)
        self._firm_id = firm_id
        known = reference.warning_signals()
        listed = [(code, one.label.text()) for code, one in known.items() if not one.retired]
        severities = [(code, label.text()) for code, label in reference.choices("signal_severity").items()]
        self._form = self.add_form(
            (
                FieldSpec("code", _("Signal"), "choice", options=listed, span=2),
                FieldSpec("severity", _("Severity"), "choice", options=severities, required=True),
                FieldSpec("raised_on", _("Seen on"), "past_date", required=True),
                FieldSpec("evidence", _("What shows it, with figures and days"), "multiline", span=2),
            )
        )
        self._form.set_values({"severity": "amber", "raised_on": context.clock.today()})
        self._form.control("code").changed.connect(self._on_code_changed)  # type: ignore[attr-defined]
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("code")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Raise the signal."""
        return self.context.do(
            signals.raise_signal,
            self._firm_id,
            values["code"] or "",
            values["evidence"] or "",
            on=values["raised_on"],
            severity=values["severity"],
            label=_("Signal raised: {signal}").format(signal=reference.text("warning_signal", values["code"] or "")),
        )

    def _on_code_changed(self, code: str) -> None:
        known = reference.warning_signals().get(code)
        if known is not None:
            typed = self._form.readable()
            self._form.set_values({**typed, "severity": known.default_severity})


class CloseSignalSheet(EntitySheet):
    """The signal as it stands, and one field: what came of it."""

    def __init__(self, window: QWidget, context: UiContext, signal: Signal) -> None:
        named = reference.text("warning_signal", signal.code)
        since = _("{severity}, since {date}").format(
            severity=reference.text("signal_severity", signal.severity), date=format_date(signal.raised_on)
        )
        client = context.ask(firms.display_name, signal.firm_id)
        super().__init__(window, context, _("Close the signal"), subtitle=client, width=WIDTH)
        self._signal = signal
        self.page.addWidget(PlainLabel(named, weight=600, wrap=True))
        self.page.addWidget(PlainLabel(since, role="small", tone="secondary"))
        self.page.addWidget(PlainLabel(signal.evidence, wrap=True, selectable=True))
        if signal.gone_on is not None:
            gone = _("The cause is no longer found since {date}.").format(date=format_date(signal.gone_on))
            self.page.addWidget(PlainLabel(gone, role="small", tone="secondary", wrap=True))
        self._form = self.add_form((FieldSpec("result", _("What came of it"), "multiline", required=True, span=2),))
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("result")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Close the signal."""
        named = reference.text("warning_signal", self._signal.code)
        label = _("Signal closed: {signal}").format(signal=named)
        return self.context.do(signals.close_signal, self._signal.id, values["result"], label=label)

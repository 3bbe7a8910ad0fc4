"""The sheet of a link of ownership or control: an owner of the firm, or a firm that it owns."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rmapp.domain.classes import USUAL
from rmapp.domain.ownership import OwnershipLink
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import firms, groups
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.form_values import fields_of, options, values_of
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.pick_form import PickForm
from rmapp.ui.widgets.pick_sources import Clients, People
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet

_PARENTS = {"firm": "parent_firm", "person": "parent_person", "outsider": "parent_name"}
_HUNDRED = Decimal(100)


def open_ownership(
    window: QWidget, context: UiContext, firm_id: str, link: OwnershipLink | None = None, side: str = "owner"
) -> Sheet:
    """Open the sheet for a link of the book or a new one; `side` is "owner" or "subsidiary" of the firm."""
    sheet = OwnershipSheet(window, context, firm_id, link, side)
    sheet.open(sheet.first_field())
    return sheet


class OwnershipSheet(FormSheet):
    """One link, written down from its parent to its child."""

    def __init__(
        self, window: QWidget, context: UiContext, firm_id: str, link: OwnershipLink | None, side: str
    ) -> None:
        self._name = context.ask(firms.display_name, firm_id)
        super().__init__(window, _("Who owns whom"), subtitle=self._name, save=_("Save"))
        self._context, self._firm_id, self._link = context, firm_id, link
        if link is not None:
            side = "owner" if link.child_id == firm_id else "subsidiary"
        self._side = Segmented(
            [("owner", _("Who owns it")), ("subsidiary", _("What it owns"))], name=_("Side of the link")
        )
        self._side.set_code(side)
        self._form = PickForm(
            self._specs(),
            {"parent_firm": Clients(context), "parent_person": People(context), "child_id": Clients(context)},
            today=context.clock.today(),
        )
        self._form.set_values({"confidentiality": USUAL})
        self._is_warned = False
        self._build_page()
        self._fit()
        self._side.chosen.connect(self._fit)
        self._form.changed.connect(self._on_changed)

    def _specs(self) -> list[FieldSpec]:
        kinds = [
            ("firm", _("A client of the book")),
            ("person", _("A person of the book")),
            ("outsider", _("Somebody else")),
        ]
        owner, find = _("Shareholder or controller"), _("type a name, pinyin works")
        return [
            FieldSpec("parent_kind", _("The owner is"), "choice", kinds, required=True, span=2),
            FieldSpec("parent_firm", owner, placeholder=find, span=2),
            FieldSpec("parent_person", owner, placeholder=find, span=2),
            FieldSpec("parent_name", owner, placeholder=_("name of a person, fund or firm"), span=2),
            FieldSpec("child_id", _("Firm owned"), placeholder=find, span=2),
            FieldSpec("kind", _("Kind of link"), "choice", options("link_kind"), required=True),
            FieldSpec("percent", _("Share"), "percent", hint=_("Empty where it is not known")),
            FieldSpec("controls", _("Controls it in another way than by shares"), "check", span=2),
            FieldSpec("valid_from", _("From"), "partial_date"),
            FieldSpec("valid_to", _("Until"), "partial_date", hint=_("Empty while it lasts")),
            FieldSpec("source", _("Source"), "choice", options("info_source"), required=True),
            FieldSpec("as_of", _("As of"), "partial_date"),
            FieldSpec("citation", _("Where it is written"), span=2),
            FieldSpec("confidentiality", _("Confidentiality"), "choice", options("confidentiality"), required=True),
        ]

    def _build_page(self) -> None:
        self.page.addWidget(self._side)
        self.page.addWidget(self._form)
        self.page.addStretch(1)
        if self._link is not None:
            self._side.setEnabled(False)
            self._fill(self._link)
            remove = Button(_("Remove"), kind="ghost", icon="trash-2")
            remove.clicked.connect(self._on_remove_clicked)
            remove.setEnabled(not self._context.read_only)
            self.add_left(remove)
        if self._context.read_only:
            self._form.set_read_only(True)
            self.saver.setEnabled(False)

    def _fill(self, link: OwnershipLink) -> None:
        held = values_of(link, "parent_kind", "parent_name", "kind", "controls", "valid_from", "valid_to")
        held |= values_of(link, "source", "as_of", "citation", "confidentiality")
        held["percent"] = None if link.pct_bp is None else Decimal(link.pct_bp) / _HUNDRED
        if link.parent_id:
            held[_PARENTS[link.parent_kind]] = link.parent_id
        held["child_id"] = link.child_id if link.child_id != self._firm_id else None
        self._form.set_values(held)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in."""
        if self._side.code() == "subsidiary":
            return self._form.control("child_id")
        return self._form.control(_PARENTS[self._parent_kind()])

    def is_changed(self) -> bool:
        """Tell whether something was typed."""
        return self._form.is_changed()

    def save(self) -> None:
        """Write the link and close; a circle of ownership is told once before it is written."""
        try:
            link = self._read()
            if not self._is_warned and self._warn_of_circle(link):
                return
            done = self._context.do(
                _write, link, self._link, label=_("Changed who owns {name}").format(name=self._name)
            )
        except InputError as problem:
            self._show_errors(problem)
            return
        if done is not None:
            self.finish()

    def _read(self) -> OwnershipLink:
        values = self._form.values()
        share = values["percent"]
        fields: dict[str, Any] = fields_of(OwnershipLink, values)
        fields["pct_bp"] = round(share * _HUNDRED) if isinstance(share, Decimal) else None
        if self._side.code() == "subsidiary":
            fields |= {"parent_kind": "firm", "parent_id": self._firm_id, "parent_name": ""}
            if not values["child_id"]:
                raise InputError({"child_id": _("Choose a client of the book; add it first where it is not there.")})
            return OwnershipLink(**fields)
        fields["child_id"] = self._firm_id
        kind = self._parent_kind()
        fields["parent_id"] = values[_PARENTS[kind]] or "" if kind != "outsider" else ""
        if kind != "outsider":
            fields["parent_name"] = ""
        return OwnershipLink(**fields)

    def _warn_of_circle(self, link: OwnershipLink) -> bool:
        if link.parent_id == link.child_id:
            return False
        circle = self._context.ask(groups.circle_of, link)
        if circle is None:
            return False
        names = [self._context.ask(firms.display_name, one) for one in circle]
        said = _("This closes a circle of ownership: {names}. Save again to keep it.")
        self.say(said.format(names=" → ".join(name for name in names if name)), "warning")
        self._is_warned = True
        return True

    def _show_errors(self, problem: InputError) -> None:
        shown = {"pct_bp": "percent", "parent_id": _PARENTS[self._parent_kind()]}
        if self._side.code() == "owner":
            shown["child_id"] = _PARENTS[self._parent_kind()]
        self._form.show_errors({shown.get(name, name): text for name, text in problem.fields.items()})

    def _parent_kind(self) -> str:
        return str(self._form.peek()["parent_kind"])

    def _fit(self) -> None:
        """Show the fields that belong to the side and kind chosen."""
        owner, kind = self._side.code() == "owner", self._parent_kind()
        self._form.field("parent_kind").setVisible(owner)
        for code, name in _PARENTS.items():
            self._form.field(name).setVisible(owner and code == kind)
        self._form.field("child_id").setVisible(not owner)

    def _on_changed(self) -> None:
        self._is_warned = False
        self.say("")
        self._fit()

    def _on_remove_clicked(self) -> None:
        if self._link is None:
            return
        label = _("Removed a link of ownership")
        if self._context.do(groups.remove_link, self._link.id, label=label) is not None:
            self.finish()


def _write(store: Any, link: OwnershipLink, before: OwnershipLink | None) -> OwnershipLink:  # noqa: ANN401 - screens do not know the storage room
    if before is None:
        return groups.add_link(store, link)
    own = ("id", "portfolio_id", "created_at", "created_by", "deleted_at")
    return groups.change_link(store, before.id, **{k: v for k, v in values_of(link).items() if k not in own})

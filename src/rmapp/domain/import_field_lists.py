"""The fields that a table of firms, people, meetings or credit lines can bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rmapp.i18n import _, pgettext

FieldKind = Literal[
    "text",
    "day",
    "partial",
    "moment",
    "time",
    "money",
    "count",
    "share",
    "flag",
    "code",
    "codes",
    "uscc",
    "lei",
    "stock",
]


@dataclass(frozen=True, slots=True)
class ImportField:
    """One field: its code, its label and how its cells are read.

    `codes` names the list of reference data for the kinds `code` and `codes`. A share is in percent.
    """

    code: str
    label: str
    kind: FieldKind = "text"
    codes: str = ""


def _firm_reference() -> list[ImportField]:
    return [
        ImportField("firm", _("Firm")),
        ImportField("firm_uscc", _("Credit code of the firm"), "uscc"),
    ]


def list_firms() -> list[ImportField]:
    """Return the fields of a table of firms."""
    return [
        ImportField("name", _("Name")),
        ImportField("name_en", _("English name")),
        ImportField("name_short", _("Short name")),
        ImportField("name_former", _("Former name")),
        ImportField("uscc", _("Credit code"), "uscc"),
        ImportField("lei", _("LEI"), "lei"),
        ImportField("stock_code", _("Stock code"), "stock"),
        ImportField("established_on", _("Established"), "partial"),
        ImportField("registered_capital", _("Registered capital"), "money"),
        ImportField("paid_in_capital", _("Paid-in capital"), "money"),
        ImportField("region_code", _("Region"), "code", "region"),
        ImportField("city", _("City")),
        ImportField("registered_address", _("Registered address")),
        ImportField("operating_address", _("Address")),
        ImportField("website", _("Website")),
        ImportField("industry_gb", _("Industry"), "code", "industry_gb"),
        ImportField("org_form", _("Legal form"), "code", "org_form"),
        ImportField("ownership_type", _("Ownership"), "code", "ownership_type"),
        ImportField("size_class", _("Size"), "code", "size_class"),
        ImportField("stage", _("Stage"), "code", "stage"),
        ImportField("tier", _("Tier"), "code", "tier"),
        ImportField("relationship_status", _("Relationship"), "code", "relationship_status"),
        ImportField("owner", _("Account manager")),
        ImportField("designations", _("Designations"), "codes", "designation"),
        ImportField("confidentiality", _("Confidentiality"), "code", "confidentiality"),
        ImportField("summary", _("In one sentence")),
        ImportField("remark", _("Remark")),
    ]


def list_people() -> list[ImportField]:
    """Return the fields of a table of people."""
    return [
        ImportField("name", pgettext("person", "Name")),
        ImportField("name_latin", _("Name in Latin letters")),
        *_firm_reference(),
        ImportField("role", _("Role"), "code", "person_role"),
        ImportField("title", _("Title")),
        ImportField("work_phone", _("Work phone")),
        ImportField("work_email", _("Work e-mail")),
        ImportField("is_main_contact", _("Main contact"), "flag"),
        ImportField("is_actual_controller", _("Actual controller"), "flag"),
        ImportField("education_level", _("Education")),
        ImportField("education_field", _("Field of study")),
        ImportField("school", _("School")),
        ImportField("years_in_field", _("Years in the field"), "count"),
        ImportField("senior_title", _("Senior technical title"), "flag"),
        ImportField("talent_programme", _("Talent programme")),
        ImportField("talent_level", _("Level of the talent programme"), "code", "talent_level"),
        ImportField("venture_record", _("Founder's record"), "code", "venture_record"),
        ImportField("record", _("Professional record")),
        ImportField("remark", _("Remark")),
    ]


def list_meetings() -> list[ImportField]:
    """Return the fields of a table of meeting notes."""
    return [
        *_firm_reference(),
        ImportField("starts_at", _("Date"), "moment"),
        ImportField("start_time", _("Time of day"), "time"),
        ImportField("ends_at", _("End"), "moment"),
        ImportField("type", _("Kind of meeting"), "code", "meeting_type"),
        ImportField("status", _("Status"), "code", "meeting_status"),
        ImportField("place", _("Place")),
        ImportField("purpose", _("Purpose of the meeting")),
        ImportField("summary", _("Summary")),
        ImportField("discussion", _("Discussion")),
        ImportField("ours", _("Our side")),
        ImportField("theirs", _("Client side")),
        ImportField("author", _("Author")),
        ImportField("written_at", _("Written on"), "moment"),
        ImportField("sentiment", _("Sentiment"), "code", "sentiment"),
        ImportField("promise", _("Promise")),
        ImportField("promise_due", _("Promise due"), "day"),
        ImportField("promise_owner", _("Promise owner")),
        ImportField("promise_side", _("Promise of"), "code", "attendee_side"),
    ]


def list_facilities() -> list[ImportField]:
    """Return the fields of a table of credit lines."""
    return [
        *_firm_reference(),
        ImportField("reference_no", _("Reference number")),
        ImportField("contract_no", _("Contract number")),
        ImportField("lender", _("Lender")),
        ImportField("branch", _("Branch")),
        ImportField("facility_type", _("Type of credit"), "code", "facility_type"),
        ImportField("limit", _("Limit"), "money"),
        ImportField("drawn", _("Drawn"), "money"),
        ImportField("drawn_on", _("Balance as of"), "day"),
        ImportField("ccy", _("Currency"), "code", "currency"),
        ImportField("status", _("Status"), "code", "line_status"),
        ImportField("committed", _("Committed"), "flag"),
        ImportField("revolving", _("Revolving"), "flag"),
        ImportField("tenor_months", _("Tenor in months"), "count"),
        ImportField("proposed_on", _("Proposed on"), "day"),
        ImportField("submitted_on", _("Submitted on"), "day"),
        ImportField("approved_on", _("Approved on"), "day"),
        ImportField("approval_expires_on", _("Approval expires on"), "day"),
        ImportField("signed_on", _("Signed on"), "day"),
        ImportField("available_from", _("Available from"), "day"),
        ImportField("available_to", _("Available to"), "day"),
        ImportField("maturity_on", _("Maturity"), "day"),
        ImportField("rate", _("Interest rate"), "share"),
        ImportField("security", _("Security"), "codes", "security_type"),
        ImportField("use_of_proceeds", _("Use of the money"), "codes", "use_of_proceeds"),
        ImportField("repayment_method", _("Repayment"), "code", "repayment_method"),
        ImportField("loan_class", _("Loan class"), "code", "loan_class"),
        ImportField("approver", _("Approver")),
        ImportField("note", _("Note")),
    ]

"""The list of pages and sheets: what the rail, the keys, the palette and the tests know of them.

A page or sheet joins the window by one line here; its module is imported when it is first opened.
"""

from __future__ import annotations

from rmapp.i18n import _, pgettext
from rmapp.ui.registry import PageEntry, SheetEntry, offers

__all__ = ["offers", "pages", "sheets"]


def pages() -> tuple[PageEntry, ...]:
    """Return all pages, those of the rail in its order."""
    return (
        PageEntry("today", _("Today"), "sun", "rmapp.ui.pages.today:TodayPage", rail=True),
        PageEntry("clients", _("Clients"), "users", "rmapp.ui.pages.clients:ClientsPage", rail=True),
        PageEntry("lifecycle", _("Lifecycle"), "square-kanban", "rmapp.ui.pages.lifecycle:LifecyclePage", rail=True),
        PageEntry("lines", _("Credit lines"), "landmark", "rmapp.ui.pages.credit_lines:CreditLinesPage", rail=True),
        PageEntry("notes", _("Notes"), "notebook-pen", "rmapp.ui.pages.notes:NotesPage", rail=True),
        PageEntry("briefs", _("Briefs"), "file-text", "rmapp.ui.pages.briefs_page:BriefsPage", rail=True),
        PageEntry("client", _("Client"), "building-2", "rmapp.ui.pages.client:ClientPage"),
        PageEntry("record", _("Whole record"), "printer", "rmapp.ui.pages.record:RecordPage"),
        PageEntry("promises", _("Promises"), "handshake", "rmapp.ui.pages.promises:PromisesPage"),
        PageEntry(
            "agenda", pgettext("days with visits", "Agenda"), "calendar-days", "rmapp.ui.pages.agenda:AgendaPage"
        ),
        PageEntry("signals", _("Warning signals"), "bell", "rmapp.ui.pages.signals:SignalsPage"),
        PageEntry("matrix", _("Scenarios and products"), "table-2", "rmapp.ui.pages.matrix:MatrixPage"),
        PageEntry("ipo_desk", _("IPO desk"), "trending-up", "rmapp.ui.pages.ipo_desk:IpoDeskPage"),
        PageEntry("visit_pack", _("Visit pack"), "files", "rmapp.ui.pages.visit_pack:VisitPackPage"),
        PageEntry("call_report", _("Call report"), "clipboard", "rmapp.ui.pages.call_report:CallReportPage"),
        PageEntry("report_paper", _("Call report"), "file-text", "rmapp.ui.pages.report_paper:ReportPaperPage"),
        PageEntry("brief", _("Brief"), "file-text", "rmapp.ui.pages.brief:BriefPage"),
        PageEntry("import", _("Import"), "import", "rmapp.ui.pages.import_page:ImportPage"),
        PageEntry("start", _("Welcome"), "rocket", "rmapp.ui.pages.start:StartPage"),
        PageEntry("settings", _("Settings"), "settings", "rmapp.ui.pages.settings:SettingsPage"),
    )


def sheets() -> tuple[SheetEntry, ...]:
    """Return all sheets."""
    return (
        SheetEntry("note", "rmapp.ui.sheets.note_sheet:open_note"),
        SheetEntry("plan", "rmapp.ui.sheets.plan_sheet:open_plan"),
        SheetEntry("visit_move", "rmapp.ui.sheets.visit_sheets:open_move"),
        SheetEntry("visit_call_off", "rmapp.ui.sheets.visit_sheets:open_call_off"),
        SheetEntry("exchange", "rmapp.ui.sheets.exchange_sheet:open_exchange"),
        SheetEntry("exchange_out", "rmapp.ui.sheets.exchange_out_sheet:open_exchange_out"),
        SheetEntry("answers", "rmapp.ui.sheets.answer_sheet:open_answers"),
        SheetEntry("firm", "rmapp.ui.sheets.firm_sheet:open_firm"),
        SheetEntry("stage_move", "rmapp.ui.sheets.stage_move_sheet:open_stage_move"),
        SheetEntry("stage_not_yet", "rmapp.ui.sheets.stage_not_yet_sheet:open_stage_not_yet"),
        SheetEntry("stage_evidence", "rmapp.ui.sheets.stage_evidence_sheet:open_stage_evidence"),
        SheetEntry("ipo", "rmapp.ui.sheets.ipo_sheet:open_ipo"),
        SheetEntry("ipo_step", "rmapp.ui.sheets.ipo_step_sheet:open_ipo_step"),
        SheetEntry("ipo_action", "rmapp.ui.sheets.ipo_action_sheet:open_ipo_action"),
        SheetEntry("board_move", "rmapp.ui.sheets.board_move_sheet:open_board_move"),
        SheetEntry("person", "rmapp.ui.sheets.person_sheet:open_person"),
        SheetEntry("ownership", "rmapp.ui.sheets.ownership_sheet:open_ownership"),
        SheetEntry("group_limit", "rmapp.ui.sheets.group_limit_sheet:open_group_limit"),
        SheetEntry("attachment", "rmapp.ui.sheets.attachment_sheet:open_attachment"),
        SheetEntry("staged_file", "rmapp.ui.sheets.attachment_sheet:open_staged"),
        SheetEntry("camera", "rmapp.ui.sheets.camera_sheet:open_camera"),
        SheetEntry("paper_end", "rmapp.ui.sheets.paper_end_sheet:open_paper_end"),
        SheetEntry("promise", "rmapp.ui.sheets.promise_sheet:open_promise"),
        SheetEntry("snooze", "rmapp.ui.sheets.today_sheets:open_snooze"),
        SheetEntry("reschedule", "rmapp.ui.sheets.today_sheets:open_reschedule"),
        SheetEntry("answer", "rmapp.ui.sheets.question_sheets:open_answer"),
        SheetEntry("question_rest", "rmapp.ui.sheets.question_sheets:open_question_rest"),
        SheetEntry("stage_tasks", "rmapp.ui.sheets.stage_tasks_sheet:open_stage_tasks"),
        SheetEntry("stage_task", "rmapp.ui.sheets.stage_task_sheet:open_stage_task"),
        SheetEntry("product", "rmapp.ui.sheets.product_sheet:open_product"),
        SheetEntry("fact", "rmapp.ui.sheets.fact_sheet:open_fact"),
        SheetEntry("introduction", "rmapp.ui.sheets.introduction_sheet:open_introduction"),
        SheetEntry("facility", "rmapp.ui.sheets.facility_sheet:open_facility"),
        SheetEntry("draw_down", "rmapp.ui.sheets.draw_down_sheet:open_draw_down"),
        SheetEntry("interest", "rmapp.ui.sheets.interest_sheet:open_interest"),
        SheetEntry("draw_check", "rmapp.ui.sheets.draw_down_sheet:open_draw_check"),
        SheetEntry("repayment", "rmapp.ui.sheets.repayment_sheet:open_repayment"),
        SheetEntry("ledger_reversal", "rmapp.ui.sheets.repayment_sheet:open_reversal"),
        SheetEntry("line_status", "rmapp.ui.sheets.line_status_sheet:open_line_status"),
        SheetEntry("loan_class", "rmapp.ui.sheets.loan_class_sheet:open_loan_class"),
        SheetEntry("signal", "rmapp.ui.sheets.signal_sheet:open_signal"),
        SheetEntry("score", "rmapp.ui.sheets.score_sheet:open_score"),
        SheetEntry("grade_override", "rmapp.ui.sheets.grade_override_sheet:open_grade_override"),
        SheetEntry("risk_flag", "rmapp.ui.sheets.risk_flag_sheet:open_risk_flag"),
        SheetEntry("three_tests", "rmapp.ui.sheets.three_tests_sheet:open_three_tests"),
        SheetEntry("rates", "rmapp.ui.sheets.rate_sheet:open_rates"),
        SheetEntry("other_line", "rmapp.ui.sheets.other_line_sheet:open_other_line"),
        SheetEntry("snapshot", "rmapp.ui.sheets.snapshot_sheet:open_snapshot"),
        SheetEntry("covenant", "rmapp.ui.sheets.covenant_sheet:open_covenant"),
        SheetEntry("covenant_test", "rmapp.ui.sheets.covenant_test_sheet:open_covenant_test"),
        SheetEntry("covenant_waiver", "rmapp.ui.sheets.covenant_waiver_sheet:open_covenant_waiver"),
        SheetEntry("covenant_cure", "rmapp.ui.sheets.covenant_waiver_sheet:open_covenant_cure"),
        SheetEntry("covenant_history", "rmapp.ui.sheets.covenant_history_sheet:open_covenant_history"),
        SheetEntry("collateral", "rmapp.ui.sheets.collateral_sheet:open_collateral"),
        SheetEntry("valuation", "rmapp.ui.sheets.valuation_sheet:open_valuation"),
        SheetEntry("charge", "rmapp.ui.sheets.charge_sheet:open_charge"),
        SheetEntry("guarantee", "rmapp.ui.sheets.guarantee_sheet:open_guarantee"),
        SheetEntry("pledge_check", "rmapp.ui.sheets.pledge_check_sheet:open_pledge_check"),
    )

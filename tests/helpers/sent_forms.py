"""What our forms send: one that is good for each page that takes any."""

from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.options.learning.question_bank.importing import Line
from sonla.pbgdpl.options.learning.question_bank.importing import pack
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from typing import Any
from view_table import DOCUMENT

Form = tuple[str, str, dict[str, str]]
"""Name and query of the page, place, and what is sent; braces name a value of `values_in`."""

STEP = {"form.buttons.go": "1", "comment": "Lý do"}
MAPPING = """\
title = "Thử"
[list]
records = "data"
[record]
id = "id"
[fields]
title = "name"
"""
FORMS: tuple[Form, ...] = (
    ("pbgdpl-review", "section", {"one": "{draft}:submit"}),
    ("pbgdpl-transition", "introduction", {**STEP, "workflow_action": "withdraw"}),
    ("content_status_modify", "draft", {"workflow_action": "submit"}),
    ("pbgdpl-revise", "guidance", {"go": "1"}),
    ("pbgdpl-transition", "received", {**STEP, "workflow_action": "accept"}),
    ("pbgdpl-transition", "submitted", {**STEP, "workflow_action": "return"}),
    ("pbgdpl-questions", "section", {"uids": "{received}", "assign_to": "so-tu-phap"}),
    (
        "pbgdpl-publish",
        "received",
        {"marks.cover_typed": "1", "marks.words": "kết hôn"},
    ),
    ("pbgdpl-question-situation", "question", {}),
    ("pbgdpl-question-merge", "received", {"into": "{question}"}),
    ("pbgdpl-question-erase", "question", {"confirmed": "1"}),
    ("pbgdpl-transition", "request", {**STEP, "workflow_action": "receive"}),
    ("pbgdpl-request-act", "request", {"erase": "1", "confirmed": "1"}),
    ("pbgdpl-coverage", "section", {"agency": "so-tu-phap", "fields": "dat-dai"}),
    ("pbgdpl-bar", "person", {"since": "2026-11-01", "reason": "Đang chờ kết luận"}),
    (
        "pbgdpl-dismissal",
        "person",
        {"asked_on": "2026-11-02", "ground": "left", "reason": "Chuyển công tác"},
    ),
    ("pbgdpl-person-end", "person", {"day": "2026-11-02", "level": "tinh"}),
    (
        "pbgdpl-criteria-notice",
        "unit",
        {"year": "2026", "day": "2026-09-10", "place": "Bảng tin các bản"},
    ),
    (
        "pbgdpl-bank-import",
        "bank",
        {"apply": "1", "packed": "{packed}"},
    ),
    ("pbgdpl-transition", "bank_question", {**STEP, "workflow_action": "retire"}),
    ("pbgdpl-bank-step", "bank", {"uids": "{bank_question}", "step": "reopen"}),
    ("pbgdpl-cells", "report", {"stamp": "?"}),
    ("pbgdpl-cells-from-file", "report", {"file": "x"}),
    ("pbgdpl-count-again", "report", {}),
    ("pbgdpl-signed-copy", "locked", {"file": "x"}),
    ("pbgdpl-new-version", "locked", {"reason": "Sai số liệu"}),
    ("pbgdpl-reports", "section", {"sum": "1"}),
    (
        "pbgdpl-expenditures-import",
        "unit",
        {
            "apply": "1",
            "table": "Ngày;Số tiền (đồng);Nội dung chi;Nguồn kinh phí\n"
            "10/03/2026;1.500.000;to-gap;nsnn-thuong-xuyen",
        },
    ),
    ("pbgdpl-contributions", "section", {"units": "{unit}"}),
    ("pbgdpl-visits", "section", {"figures": "day,path"}),
    ("pbgdpl-thesaurus", "section", {"file": "concept"}),
    ("pbgdpl-dangers", "section", {"file": "key"}),
    (
        "pbgdpl-danger?key=violence",
        "section",
        {
            "title": "Bị đánh",
            "words": "bị đánh",
            "helplines": "113",
            "status": "in-use",
            "why": "Thử",
        },
    ),
    ("pbgdpl-helpline?key=112", "section", {"name": "Cứu nạn", "why": "Thử"}),
    (
        f"pbgdpl-document-decision?document={DOCUMENT}",
        "section",
        {"apply": "1", "validity": "HHL"},
    ),
    ("pbgdpl-documents-journal", "section", {"undo": "1"}),
    ("course-attendance", "course", {"export": "1"}),
    ("pbgdpl-content-import", "section", {"token": "x", "drop": "1", "confirmed": "1"}),
    ("roll-call", "course", {"others": "3"}),
    ("course-learners", "course", {"action": "invite", "person": "{person}"}),
    ("next-course", "course", {}),
    ("register-import", "section", {"token": "x", "drop": "1"}),
    ("register-decision", "section", {"apply": "1", "number": "1/QĐ-UBND"}),
    ("reporters-export", "section", {"variant": "internal"}),
    ("propagandists-export", "section", {"variant": "internal"}),
    ("pbgdpl-from-word", "unit", {"type": "LegalNews"}),
    ("pbgdpl-unlock", "draft", {}),
    ("fc-properties", "unit", {"selection": '["{draft}"]', "copyright": "Tỉnh"}),
    ("quick-activity", "unit", {"title": "Buổi nói chuyện"}),
    ("pbgdpl-units-make", "section", {"table": "mã,tên\nxa-mau,Xã Mẫu", "apply": "1"}),
    (
        "pbgdpl-units-people",
        "section",
        {"table": "a@example.vn,A,don-vi", "apply": "1"},
    ),
    ("pbgdpl-unit-close", "unit", {"close": "1", "closed_on": "2026-01-01"}),
    ("pbgdpl-settings?page=tools", "site", {"create_structure": "1"}),
    (
        "pbgdpl-settings?page=statistics",
        "site",
        {"form": "x@1", "remove": "1", "confirmed": "1"},
    ),
    ("pbgdpl-access", "site", {"keep_log": "1"}),
    ("pbgdpl-search-switch", "site", {"turn_on": "1"}),
    ("pbgdpl-audit.csv", "site", {"group": "data"}),
    ("pbgdpl-personal-data", "site", {"who": "Lò Thị Ví Dụ", "file": "1"}),
    ("btp-sync", "site", {}),
    # Before the clock's run, which leaves nothing that is due
    ("pbgdpl-jobs", "site", {"all": "1"}),
    ("pbgdpl-run", "site", {}),
    ("btp-sync-status", "site", {"ask_push": "1"}),
    (
        "btp-sync-status",
        "site",
        {"resend_period": "1", "since": "2026-01-01", "until": "2026-12-31"},
    ),
    ("btp-sync-reconciliation", "site", {"compare": "send"}),
    ("btp-sync-probe", "site", {"partner": "push"}),
    (
        "btp-sync-mappings",
        "site",
        {"save": "1", "name": "thu", "text": MAPPING},
    ),
    ("pbgdpl-detach", "synced", {"detach": "1"}),
    ("pbgdpl-mail", "site", {"drop": "all", "confirmed": "1"}),
    ("pbgdpl-uninstall-report", "site", {"uninstall": "1"}),
)
"""The last one takes the add-on away."""


def values_in(places: dict[str, Any]) -> dict[str, str]:
    """Return the UIDs of places by their names, and a question as its preview sends it on."""
    uids = {
        name: one.UID()
        for name, one in places.items()
        if IDexterityContent.providedBy(one) and name != "site"
    }
    return {
        **uids,
        "packed": pack([Line(1, Question("Mấy?", NUMBER, number="3"))]),
    }

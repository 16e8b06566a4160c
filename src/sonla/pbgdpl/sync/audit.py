"""What the log of operations notes of the exchange: what somebody decided about it."""

from sonla.pbgdpl import _
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import EXCHANGES
from sonla.pbgdpl.audit.log import AuditEntry
from typing import Any

ACTS = {
    "release": _("log_act_release", default="Released a source that was held"),
    "ask_push": _("log_act_ask_push", default="Let sending go on"),
    "retry": _("log_act_retry", default="Try a record again"),
    "retry_all": _("log_act_retry_all", default="Try all records again"),
    "dismiss": _("log_act_dismiss", default="Left a record out"),
    "resend": _("log_act_resend", default="Send a record again"),
    "resend_period": _("log_act_resend_period", default="Send a period again"),
    "send_as_new": _("log_act_send_as_new", default="Send records as new ones"),
    "overwrite": _("log_act_overwrite", default="Replace what the partner has"),
    "compare": _("log_act_compare", default="Began a reconciliation"),
    "upload": _("log_act_compare_list", default="Compared with an uploaded list"),
    "discard": _("log_act_discard_report", default="Removed a reconciliation"),
    "detach": _("log_act_detach", default="Detached a text from its source"),
    "attach": _("log_act_attach", default="Attached a text to its source again"),
    "choose": _("log_act_choose", default="Chose between two versions"),
}


class ExchangeAction(AuditAction):
    """Describe decisions about the exchange."""

    def what(self, entry: AuditEntry) -> Any:
        act = entry.facts.get("act", "")
        return ACTS.get(act, act)


EXCHANGE = ExchangeAction(
    "exchange",
    _("log_exchange", default="Decided about the exchange"),
    EXCHANGES,
    {"about": _("log_fact_about", default="About")},
)

"""What failures say that are raised in more than one place; others have their words there.

A failure carries such a message with the values that stand in it. It is stored as it is,
and told in the language of whoever reads it; what came from outside is plain text.
"""

from sonla.pbgdpl import _
from zope.i18nmessageid import Message

ADDRESS = _(
    "detail_address",
    default="The address can't be used. It begins with https://, then comes the name of the host; user names, passwords and odd ports don't belong there.",
)
NEEDS_MAPPINGS = _(
    "detail_needs_mappings",
    default="This goes by a mapping and needs the function “Mappings and reconciliation”, which is switched off in this portal. What was fetched and sent stays as it is, and it goes on when an administrator switches the function on.",
)
NO_RECEIPT = _(
    "detail_no_receipt",
    default="The other side answered for other records of the request, and not for this one. Ask its operators whether they have it before you send it again.",
)
TWO_RECEIPTS = _(
    "detail_two_receipts",
    default="The other side says of this record that it has it, and that it has not. Ask its operators before you send it again.",
)
NO_REMOTE_ID = _(
    "detail_receipt_unnamed",
    default="The receipt lacks the number under which the other side keeps the record, so it could never be changed or taken back. Correct “remote_id” on the page “Mappings”.",
)
NO_DELETION = _(
    "detail_no_deletion",
    default="The text was withdrawn here, and the mapping says no way to take it back there. Ask the operators of the other side to remove it, then press “Send again” to close this line.",
)
UNSURE = _(
    "detail_unsure",
    default="The answer to the first sending got lost, and the repetition was refused (${said}). “Send again” sends the same request once more, under the key by which the other side knows it again.",
)
NOT_THERE = _("msg_sync_gone", default="It is not there any more; nothing was changed.")
STATUS = _("detail_status", default="Answer: HTTP ${status}")
HTML = _(
    "detail_html",
    default="A page for people came instead of data: a form to log in, or a notice of works. Open the address in a browser to see it.",
)
NO_HTTP = _(
    "detail_no_http",
    default="The answer is no proper HTTP: something else may answer at that port.",
)
NO_HOST = _(
    "detail_no_host",
    default="The name of the host leads nowhere. Look at the address in the settings, and at the name service of this server.",
)
CERTIFICATE_FILE = _(
    "detail_certificate_file",
    default="There is no certificate that can be read in ${file} on this server.",
)
BAD_SECRET = _(
    "detail_bad_secret",
    default="A secret in the configuration of the server can't be sent: it is empty, or has signs that may not stand in it.",
)
ALLOWED_ENTRY = _(
    "detail_allowed_entry",
    default="“${entry}” in the configuration of the server is no host or network. Correct the line: in the file of its options that counts at once, in zope.conf after a restart.",
)
NOT_INSTALLED = _(
    "detail_not_installed",
    default="The settings name “${name}”, which is not installed here any more.",
)
NO_JSON = _(
    "detail_no_json", default="The answer is no JSON that can be read (${why})."
)
NO_OAI = _(
    "detail_no_oai",
    default="What answers at the address does not speak OAI-PMH 2.0 as it should. Look at the address and the protocol in the settings.",
)
NO_FIT = _(
    "detail_mapping_no_fit",
    default="The answer has another form than the mapping says (${place}).",
)
OTHER_PROTOCOL = _(
    "detail_mapping_other_protocol",
    default="The mapping that is chosen for this source is not for ${protocol}.",
)
NO_SINGLE_RECORDS = _(
    "detail_no_single_records", default="The source gives no single records."
)
OTHER_RECORD = _(
    "detail_other_record",
    default="The source sent another record than the one that was asked for.",
)
ELSEWHERE = _(
    "detail_elsewhere",
    default="The address of the next page leads to another server.",
)
CIRCLE = _("detail_circle", default="The source sent the same page again.")
ENDLESS = _(
    "detail_endless",
    default="The list of the other side does not end. It was left; tell the operators of the other side.",
)
TOO_LONG = _(
    "detail_too_long",
    default="The answer is far longer than any list should be. Ask the operators of the other side for smaller pages.",
)


def not_found(place: str) -> Message:
    """Return that an answer lacks what a key of the mapping says."""
    return _(
        "detail_mapping_not_found",
        default="The answer lacks what the mapping says in “${place}”. Try the mapping again: below, the trial shows the answer and the names that are in it. It may also be a message of an error with a good status.",
        mapping={"place": place},
    )

"""What partners and mappings do wrong, in words for administrators."""

from sonla.pbgdpl import _
from zope.i18nmessageid import Message

FAILURE_WORDS: tuple[tuple[str, Message], ...] = (
    (
        r"(?P<number>\d+) of (?P<known>\d+) records would be withdrawn",
        _(
            "detail_withdrawn",
            default="${number} of ${known} records would be withdrawn.",
        ),
    ),
    (
        r"(?P<number>\d+) of (?P<known>\d+) records would be changed",
        _("detail_changed", default="${number} of ${known} records would be changed."),
    ),
    (
        r"(?P<number>\d+) records would be new beside (?P<known>\d+)",
        _(
            "detail_created",
            default="${number} records would be new, beside ${known} that were known.",
        ),
    ),
    (
        r"too many records are set aside",
        _(
            "detail_quarantine_full",
            default="Too many records of this source are set aside.",
        ),
    ),
    (
        r"no such set: (?P<sets>.+); there are: (?P<known>.*)",
        _(
            "detail_unknown_sets",
            default="There is no set: ${sets}. There are: ${known}.",
        ),
    ),
    (
        r"records as (?P<format>\S+) can't be read",
        _("detail_format", default="Records in the format ${format} can't be read."),
    ),
    (
        r"there is no mapping pbgdpl",
        _(
            "detail_mapping_unchosen",
            default="This source is read by a mapping, and none is chosen for it in the settings.",
        ),
    ),
    (
        r"there is no mapping (?P<name>\S+)",
        _("detail_mapping_gone", default="There is no mapping ${name} any more."),
    ),
    (
        r"the mapping (?P<name>\S+) has a fault: (?P<place>.*)",
        _(
            "detail_mapping_fault",
            default="The mapping ${name} has a fault (${place}). Open it on the page “Mappings”.",
        ),
    ),
    (
        r"the mapping of this source is not for (?P<protocol>.+)",
        _(
            "detail_mapping_other_protocol",
            default="The mapping that is chosen for this source is not for ${protocol}.",
        ),
    ),
    (
        r"the mapping of this source has no sets",
        _(
            "detail_mapping_no_sets",
            default="The mapping of this source knows no sets. Leave the sets in its settings empty.",
        ),
    ),
    (
        r"the source tells no time for since_parameter",
        _(
            "detail_mapping_no_clock",
            default="The source does not say what time it is (header “Date”), so what changed since a time can't be asked without missing something. Take “since_parameter” out of the mapping: the list is then read whole each time.",
        ),
    ),
    (
        r"the mapping finds no identifier in any record",
        _(
            "detail_mapping_no_identifier",
            default="The mapping finds no identifier in any record. Nothing was read; correct “id” on the page “Mappings”.",
        ),
    ),
    (
        r"the mapping does not fit the answer: (?P<place>[a-z.]+): .+",
        _(
            "detail_mapping_no_fit",
            default="The answer has another form than the mapping says (${place}).",
        ),
    ),
    (
        r"the answer has no (?:list|number of records|next page) where the mapping says: (?P<place>[\w.]+)",
        _(
            "detail_mapping_not_found",
            default="The answer lacks what the mapping says in “${place}”. Try the mapping again: below, the trial shows the answer and the names that are in it. It may also be a message of an error with a good status.",
        ),
    ),
    (
        r"not JSON(: .+)?|.+ is no JSON|a key stands twice|nested deeper than .+|"
        r"more than \d+ lists and tables",
        _("detail_no_json", default="The answer is no JSON that can be read."),
    ),
    (
        r"the (?:next page of the list is|older pages of the feed are) somewhere else",
        _(
            "detail_elsewhere",
            default="The address of the next page leads to another server.",
        ),
    ),
    (
        r"the text is not at its address any more",
        _(
            "detail_text_gone",
            default="The text is not at its address any more. The one that is here was kept.",
        ),
    ),
    (
        r"the source changed its (?P<names>.+)",
        _(
            "detail_identity",
            default="What the source says of itself has changed: ${names}.",
        ),
    ),
    (
        r"the clock of the source is wrong by more than a day",
        _(
            "detail_clock",
            default="The clock of the source is wrong by more than a day.",
        ),
    ),
    (
        r"a file could not be fetched",
        _("detail_file_missing", default="A file could not be fetched."),
    ),
    (
        r"the record is listed but can't be had",
        _(
            "detail_not_had",
            default="The source lists the record and does not give it out.",
        ),
    ),
    (
        r"the source does not show it",
        _("detail_not_shown", default="The source does not show the record."),
    ),
    (
        r"the partner has another version",
        _("detail_other_version", default="The partner has another version."),
    ),
    (
        r"the item was deleted here",
        _("detail_deleted_here", default="The text was deleted here."),
    ),
    (
        r"the record was (?P<before>\S+) and is (?P<now>\S+) now",
        _(
            "detail_kind",
            default="The source made a record of another kind of it: ${now} instead of ${before}.",
        ),
    ),
    (
        r"taken back before it could be applied",
        _(
            "detail_never_here",
            default="The source took the record back before it could be applied. It no longer waits.",
        ),
    ),
    (
        r"taken back there, edited here",
        _("label_sync_taken_back", default="Taken back there, edited here"),
    ),
    (
        r"(?P<kind>.+) as a receipt",
        _(
            "detail_receipt_kind",
            default="The answer to what was sent is no JSON, but ${kind}. It is asked again; nothing is doubled.",
        ),
    ),
    (
        r"the answer has no receipts where the mapping says",
        _(
            "detail_no_receipts",
            default="The answer has no receipts where the mapping says. It may be a message of an error with a good status. The same request is sent again under its key; correct [send.receipt] if that does not help.",
        ),
    ),
    (
        r"the answer has no receipt for this record",
        _(
            "detail_no_receipt",
            default="The other side answered for other records of the request, and not for this one. Ask its operators whether they have it before you send it again.",
        ),
    ),
    (
        r"the answer has two receipts for this record",
        _(
            "detail_two_receipts",
            default="The other side says of this record that it has it, and that it has not. Ask its operators before you send it again.",
        ),
    ),
    (
        r"the receipt does not name the record",
        _(
            "detail_receipt_unnamed",
            default="The receipt lacks the number under which the other side keeps the record, so it could never be changed or taken back. Correct “remote_id” on the page “Mappings”.",
        ),
    ),
    (
        r"the receipt is of another record",
        _(
            "detail_receipt_other",
            default="The receipt is of another record than was sent.",
        ),
    ),
    (
        r"the mapping says no way to take a record back",
        _(
            "detail_no_deletion",
            default="The text was withdrawn here, and the mapping says no way to take it back there. Ask the operators of the other side to remove it, then press “Send again” to close this line.",
        ),
    ),
    (
        r"the mapping (?P<name>\S+) sends nothing",
        _(
            "detail_mapping_sends_nothing",
            default="The mapping ${name}, which is chosen for sending, has no part [send]. Correct it on the page “Mappings”, or choose another one in the settings.",
        ),
    ),
    (
        r"refused when it was sent again: (?P<said>.+)",
        _(
            "detail_unsure",
            default="The answer to the first sending got lost, and the repetition was refused (${said}). “Send again” sends the same request once more, under the key by which the other side knows it again.",
        ),
    ),
    (
        r"refused without a reason",
        _("detail_no_reason", default="The other side gave no reason."),
    ),
    (
        r"the source sent the same page again|"
        r"the source sent the same resumption token again",
        _("detail_circle", default="The source sent the same page again."),
    ),
    (
        r"the answer is neither Atom nor RSS nor JSON Feed",
        _(
            "detail_no_feed",
            default="What stands at the address is no feed: neither Atom nor RSS nor JSON Feed.",
        ),
    ),
    (
        r"\w+: the answer (?:is no OAI-PMH|has no time|is to something else)|"
        r"the source does not (?:speak OAI-PMH 2\.0|name its granularity|say what it does with deletions)",
        _(
            "detail_no_oai",
            default="What answers at the address does not speak OAI-PMH 2.0 as it should. Look at the address and the protocol in the settings.",
        ),
    ),
    (
        r"not XML: .+|the document has a document type",
        _(
            "detail_no_xml",
            default="The answer is no XML that can be read.",
        ),
    ),
    (
        r"the source sent another record than was asked for",
        _(
            "detail_other_record",
            default="The source sent another record than the one that was asked for.",
        ),
    ),
    (
        r"the mapping has no list of deletions any more",
        _(
            "detail_mapping_no_deletions",
            default="The mapping has no list of deletions any more.",
        ),
    ),
    (
        r"a file differs from its checksum",
        _(
            "detail_checksum",
            default="A file differs from what the source says of it (checksum).",
        ),
    ),
    (
        r"there is no section to put new items into|/.* is neither a section nor a unit",
        _(
            "detail_no_target",
            default="There is no place for what is fetched: name a section or a unit in the settings of the source.",
        ),
    ),
    (
        r"the answer is no list of records",
        _(
            "detail_no_list",
            default="The answer is no list of records.",
        ),
    ),
    (
        r"the source sends one empty page after the other|"
        r"the list has more than \d+ (?:pages|records)|the list of sets does not end",
        _(
            "detail_endless",
            default="The list of the other side does not end. It was left; tell the operators of the other side.",
        ),
    ),
    (
        r"the records of a page are too long together|"
        r"the document has far too many namespaces|"
        r"the document has (?:more than )?\d+ elements|"
        r"the answer is longer than \d+ bytes|"
        r"(?:a page|the feed) has more than \d+ (?:records|entries)",
        _(
            "detail_too_long",
            default="The answer is far longer than any list should be. Ask the operators of the other side for smaller pages.",
        ),
    ),
    (
        r"what names the next page can't be sent",
        _(
            "detail_next_unusable",
            default="What names the next page in the answer is too long, or has characters that can't be sent.",
        ),
    ),
)
"""Pattern of a detail → what is told; groups stand in the words."""

"""What stock content becomes as a text of ours."""

from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.authorship import is_login
from sonla.pbgdpl.legal_documents.recognition import Mention
from sonla.pbgdpl.legal_documents.recognition import mentions
from sonla.pbgdpl.options.moving.citing import CitingConversion
from sonla.pbgdpl.options.moving.citing import rows_of
from sonla.pbgdpl.options.moving.citing import written
from sonla.pbgdpl.options.moving.conversion import Conversion
from sonla.pbgdpl.options.moving.conversion import phrase
from sonla.pbgdpl.options.moving.conversion import Proposal
from sonla.pbgdpl.options.moving.conversion import Source
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from typing import Any
from zope.i18nmessageid import Message

MSG_NO_NUMBER = _(
    "msg_bring_in_no_number",
    default="No number of the document was recognised; its form asks for it.",
)
INTRODUCING = (
    "giới thiệu",
    "điểm mới",
    "nội dung cơ bản",
    "quy định mới",
    "đề cương",
    "tài liệu tập huấn",
    "tìm hiểu",
)
"""Words in the title of what introduces a law."""
OTHER_KINDS = {
    "điểm mới": "diem-moi",
    "quy định mới": "diem-moi",
    "tài liệu tập huấn": "tap-huan-chuyen-sau",
    "đề cương": "de-cuong",
    "nghị quyết của hđnd": "nghi-quyet-hdnd",
    "quyết định của ubnd": "quyet-dinh-ubnd",
    "giới thiệu": "gioi-thieu-vbqppl",
}
"""Other words for kinds of introductions, the more specific ones first."""
LAWS = ("hien-phap", "bo-luat", "luat", "phap-lenh", "nghi-dinh", "thong-tu")
"""Types of documents that are introduced: a title that begins with one is no guidance."""


class NewsConversion(Conversion):
    """Take news and pages in as news; picture and body have the same names in both."""

    order = 10
    source_types = ("News Item", "Document")

    def suits(self, source: Source) -> int:
        """Prefer it for news."""
        return 2 if source.portal_type == "News Item" else 1

    def propose(self, source: Source) -> Proposal:
        """Add the names that were typed as its creators: what is no login stands in public."""
        proposal = super().propose(source)
        typed = [name for name in source.item.listCreators() if not is_login(name)]
        proposal.values["author_name"] = ", ".join(typed) or None
        return proposal


class IntroductionConversion(CitingConversion):
    """Take in what explains a law: its title says so."""

    order = 20
    source_types = ("Document", "News Item")
    kind_field = "kind"
    kind_vocabulary = "sonla.pbgdpl.IntroductionKinds"

    def suits(self, source: Source) -> int:
        """Prefer it where the title says that it introduces, and something names a document."""
        said = phrase(source.title)
        introduces = any(phrase(words) in said for words in INTRODUCING)
        names_law = bool(source.begins_with(laws())) or bool(mentions(source.text))
        return 3 if introduces and names_law else 0

    def propose(self, source: Source) -> Proposal:
        """Add the kind, and a row for each document that is named."""
        proposal = super().propose(source)
        kind, messages = self.kind_named(source, OTHER_KINDS, "gioi-thieu-vbqppl")
        rows, half_known = rows_of(source.text, source.section)
        proposal.values |= {
            "kind": kind,
            "legal_documents": rows,
            "text_language": "vi",
        }
        proposal.unrecognised += messages + half_known
        return proposal


class GuidanceConversion(Conversion):
    """Take in what is itself a document of the office: its title begins with the type."""

    order = 30
    source_types = ("Document", "News Item")
    kind_field = "document_type"
    kind_vocabulary = "sonla.pbgdpl.DocumentTypes"

    cites = True

    def suits(self, source: Source) -> int:
        """Prefer it where the title begins with a type of document and names its number."""
        token = source.begins_with(all_terms(self.kind_vocabulary))
        if not token or token in LAWS:
            return 0
        return 4 if mentions(source.title) else 2

    def propose(self, source: Source) -> Proposal:
        """Add what title and beginning of the body say of the document."""
        proposal = super().propose(source)
        token = source.begins_with(all_terms(self.kind_vocabulary))
        named = mentions(source.title) or mentions(source.body[:600])
        if not named:
            proposal.unrecognised.append(MSG_NO_NUMBER)
        first = named[0] if named else Mention("", "", "", None)
        messages: list[Message] = []
        kind = token or first.document_type
        if not kind:
            kind, messages = self.kind_named(source, {}, "khac")
        proposal.unrecognised += messages
        proposal.values |= {
            "document_type": kind,
            "number": first.number or None,
            "issuer": first.issuer or None,
            "issued_on": first.issued_on,
        }
        return proposal

    def cited(self, values: dict[str, Any]) -> str:
        """Return number, day and issuer."""
        return written(values)

    def cite(self, source: Source, values: dict[str, Any], text: str) -> list[Message]:
        """Set number, day and issuer anew."""
        named = mentions(text)
        first = named[0] if named else Mention("", "", "", None)
        values |= {
            "number": first.number or None,
            "issuer": first.issuer or None,
            "issued_on": first.issued_on,
        }
        return [] if named else [MSG_NO_NUMBER]


def laws() -> list[ValidTerm]:
    """Return the terms of documents that are introduced."""
    return [
        one
        for one in all_terms(GuidanceConversion.kind_vocabulary)
        if one.token in LAWS
    ]


NEWS_CONVERSION = NewsConversion()
INTRODUCTION_CONVERSION = IntroductionConversion()
GUIDANCE_CONVERSION = GuidanceConversion()

"""Faults in what OAI-PMH says: XML, tokens, lists."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from dataclasses import field
from lxml.etree import _Element
from lxml.etree import fromstring
from lxml.etree import SubElement
from lxml.etree import tostring
from lxml.etree import XMLSyntaxError
from oaipmh.error import BadResumptionTokenError
from oaipmh.error import NoRecordsMatchError
from oaipmh.server import nsoai
from sonla.referenceserver.faults.base import Context
from sonla.referenceserver.faults.base import Fault
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import Request
from sonla.referenceserver.oai import LIST_VERBS
from sonla.referenceserver.oai import prefix_of
from sonla.referenceserver.seeding.resources import load

import re

DOCTYPES = {
    "laughs": (
        "<!DOCTYPE OAI-PMH [\n"
        '<!ENTITY l0 "ha">\n'
        + "".join(
            f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">\n'
            for number in range(1, 10)
        )
        + "]>",
        "&l9;",
    ),
    "external": (
        '<!DOCTYPE OAI-PMH [<!ENTITY outside SYSTEM "file:///etc/hostname">]>',
        "&outside;",
    ),
    "plain": ("<!DOCTYPE OAI-PMH>", ""),
}
"""The declaration, and the reference to what it declares."""

_PROLOG = re.compile(rb"<\?xml[^>]*\?>")
_END_TAG = re.compile(rb"</\w+>")


@dataclass
class TruncatedXml(Fault):
    """Send a part of the XML as if it were all."""

    share: float = 0.5

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Cut the body; the length that is announced is true."""
        return answer.but(body=answer.body[: int(len(answer.body) * self.share)])


@dataclass
class Doctype(Fault):
    """Declare entities: ten to the ninth times a word, or a file of the reader."""

    kind: str = "laughs"
    """`laughs`, `external` or `plain` for a declaration of nothing."""

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Put the declaration before the root, and the reference where text stands."""
        declared, reference = DOCTYPES[self.kind]
        body = _PROLOG.sub(rb"\g<0>\n" + declared.encode(), answer.body, count=1)
        body = _END_TAG.sub(reference.encode() + rb"\g<0>", body, count=1)
        return answer.but(body=body)


@dataclass
class ExpiredToken(Fault):
    """Not accept a resumption token."""

    def applies(self, request: Request) -> bool:
        """Take requests with a token."""
        return bool(request.argument("resumptionToken"))

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with badResumptionToken."""
        failure = BadResumptionTokenError("Expired")
        return context.oai.refusal(failure, context.catalogue)


@dataclass
class NoRecordsMatch(Fault):
    """Have nothing in any list."""

    def applies(self, request: Request) -> bool:
        """Take requests for lists."""
        return request.argument("verb") in LIST_VERBS

    def instead(self, request: Request, context: Context) -> Answer:
        """Answer with noRecordsMatch."""
        failure = NoRecordsMatchError("No records match for request.")
        return context.oai.refusal(failure, context.catalogue)


@dataclass
class SameToken(Fault):
    """Return the token that came, so that the same page comes again."""

    def applies(self, request: Request) -> bool:
        """Take requests with a token."""
        return bool(request.argument("resumptionToken"))

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Replace the token of the answer."""
        return _with_token(answer, lambda _token: request.argument("resumptionToken"))


@dataclass
class PageCycle(Fault):
    """Lead back to a page that was before: A, B, C, B, C, B ..."""

    length: int = 2
    """Pages of the circle."""
    _tokens: list[str] = field(default_factory=list, repr=False)

    def applies(self, request: Request) -> bool:
        """Take requests for lists."""
        return request.argument("verb") in LIST_VERBS

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Remember the tokens of the circle; behind its last page give the first."""
        sent = request.argument("resumptionToken")
        if not sent:
            self._tokens.clear()

        def next_token(token: str) -> str:
            if sent in self._tokens:
                at = self._tokens.index(sent) + 1
                if at < len(self._tokens):
                    return self._tokens[at]
            if len(self._tokens) == self.length:
                return self._tokens[0]
            if token:
                self._tokens.append(token)
            return token

        return _with_token(answer, next_token)


@dataclass
class DuplicateId(Fault):
    """List a live record twice in a page, in two versions with one datestamp."""

    def applies(self, request: Request) -> bool:
        """Take requests for lists."""
        return request.argument("verb") in LIST_VERBS

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Repeat the first live item at the end of the page with another title."""

        def double(root: _Element) -> None:
            items = [item for item in root.iter(*ITEMS) if _is_live(item)]
            if not items:
                return
            copy = deepcopy(items[0])
            for title in copy.iterfind(".//{*}title"):
                pattern = load("phrases")["doubled_title"]
                title.text = pattern.format(title=title.text)
            *_, last = root.iter(str(items[0].tag))
            last.addnext(copy)

        return _with_tree(answer, double)


@dataclass
class DeletedWithMetadata(Fault):
    """Send the content of deleted records with them, which the protocol forbids."""

    def applies(self, request: Request) -> bool:
        """Take requests for records."""
        return request.argument("verb") in ("ListRecords", "GetRecord")

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Write the last content of each tombstone into it."""
        prefix = prefix_of(request)

        def fill(root: _Element) -> None:
            for record in root.iter(nsoai("record")):
                header = record.find(nsoai("header"))
                if header is None or header.get("status") != "deleted":
                    continue
                identifier = header.findtext(nsoai("identifier"), "")
                element = SubElement(record, nsoai("metadata"))
                entry = context.catalogue.entry(identifier)
                context.oai.write_metadata(element, context.catalogue, entry, prefix)

        return _with_tree(answer, fill)


ITEMS = (nsoai("record"), nsoai("header"))


def _is_live(item: _Element) -> bool:
    """Return whether an item of a list is live; a header inside of a record is none."""
    header: _Element | None = item
    if item.tag == nsoai("header"):
        parent = item.getparent()
        if parent is not None and parent.tag == nsoai("record"):
            return False
    else:
        header = item.find(nsoai("header"))
    return header is not None and header.get("status") != "deleted"


def _with_token(answer: Answer, next_token: Callable[[str], str]) -> Answer:
    def replace(root: _Element) -> None:
        element = next(root.iter(nsoai("resumptionToken")), None)
        if element is not None:
            element.text = next_token(element.text or "")

    return _with_tree(answer, replace)


def _with_tree(answer: Answer, alter: Callable[[_Element], None]) -> Answer:
    """Alter the XML of an answer; what is no XML stays as it is."""
    try:
        root = fromstring(answer.body)
    except XMLSyntaxError:
        return answer
    alter(root)
    body = tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return answer.but(body=body)

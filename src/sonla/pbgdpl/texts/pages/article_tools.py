"""Where readers report an error: nothing is stored for it, and no outside service asked.

The tools of an article: print, save, size of letters, share, read aloud, report.

An article as one file that people can keep, carry and send on.

A browser's own *save page* keeps the portal's menus and a folder of scripts, and few find
it on a phone. So the file has the article alone, in HTML that any phone opens without the web:
title, dates, author, text, legal documents, and where it comes from.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from functools import cached_property
from lxml import html
from lxml.html import builder as E
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.editorial.effective_dates import expired_on
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.settings.getters import imprint
from sonla.pbgdpl.settings.public_address import in_public
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.icons import qr_svg
from sonla.pbgdpl.ui.interfaces import IConfidentialPage
from sonla.pbgdpl.ui.interfaces import is_article
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.static_files import read_static
from sonla.pbgdpl.ui.static_files import static_path
from sonla.pbgdpl.ui.static_files import static_version
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any
from urllib.parse import quote
from urllib.parse import urlencode
from zope.component import getMultiAdapter
from zope.publisher.interfaces import NotFound

import json

SAVED_NAME = "pbgdpl-save"
STYLES = "saved.css"
LEFT_OUT = (
    "//script | //style | //link | //form | //button | //input | //iframe | //video"
    " | //audio | //*[contains(concat(' ', @class, ' '), ' d-print-none ')]"
    " | //*[contains(concat(' ', @class, ' '), ' pbgdpl-classification ')]"
    " | //*[contains(concat(' ', @class, ' '), ' pbgdpl-embed ')]"
)
"""What a file that is read from a disk has no use for."""
ONLY_PICTURES = "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'"
"""Content Security Policy of the file: it runs nothing and asks for nothing else."""


class SavedView(BrowserView):
    """Provide the article as a file."""

    def __call__(self) -> bytes:
        """Write the file; what is no article is not found."""
        if not is_article(self.context, self.page) or IConfidentialPage.providedBy(
            self.page
        ):
            raise NotFound(self.context, SAVED_NAME, self.request)
        # The template for pages without the portal's frame.
        self.request.form["ajax_load"] = True
        self.request.set("ajax_load", True)
        content = article_of(self.page(), public_url(self.context))
        name = f"{self.context.getId()}.html"
        offer(self.request, name, "text/html; charset=utf-8")
        self.request.response.setHeader("X-Robots-Tag", "noindex")
        return written(self.document(content))

    @property
    def page(self) -> Any:
        """The view that shows the item."""
        name = self.context.getLayout()
        return getMultiAdapter((self.context, self.request), name=name)

    def document(self, content: Any) -> Any:
        """Put the article into a document of its own."""
        address = public_url(self.context)
        page = E.HTML(
            E.HEAD(
                E.META(charset="utf-8"),
                E.META(name="viewport", content="width=device-width"),
                E.META(
                    {"http-equiv": "Content-Security-Policy"}, content=ONLY_PICTURES
                ),
                E.TITLE(self.context.Title()),
                E.STYLE(read_static(STYLES, "texts").decode()),
            ),
            E.BODY(
                *map(E.P, self.notices()),
                content,
                E.FOOTER(E.P(self.origin(), E.BR(), E.A(address, href=address))),
            ),
            lang=api.portal.get_current_language(),
        )
        return page

    def notices(self) -> list[str]:
        """Return the message that the article has expired, as its page does."""
        moment = expired_on(self.context)
        if moment is None:
            return []
        return [
            api.portal.translate(
                _(
                    "msg_saved_expired",
                    default="This text expired on ${date} and may no longer be right.",
                    mapping={"date": format_day(moment)},
                )
            )
        ]

    def origin(self) -> str:
        """Return where the file comes from, and of when it is."""
        return api.portal.translate(
            _(
                "msg_saved_from",
                default="Saved on ${date} from ${portal}. The page may have changed since:",
                mapping={
                    "date": format_day(in_portal_zone(datetime.now(UTC))),
                    "portal": api.portal.get().Title(),
                },
            )
        )


def article_of(page: str, address: str) -> Any:
    """Take the article out of a page, without what only works there.

    Addresses are made whole and public, so that links and pictures are found from anywhere.
    """
    root = html.fromstring(page)
    root.rewrite_links(in_public)
    root.make_links_absolute(f"{address}/")
    for element in root.xpath(LEFT_OUT):
        element.drop_tree()
    for details in root.iter("details"):
        details.set("open", "open")
    (content,) = root.xpath("//*[@id='content']")
    return content


def written(document: Any) -> bytes:
    """Write a document of HTML in UTF-8."""
    return html.tostring(document, doctype="<!DOCTYPE html>", encoding="utf-8")


def report_url(context: Any) -> str:
    """Return the address that takes a report on an article; empty where nobody reads it.

    A mail to the first contact officer of the imprint, with title and address of the
    page filled in. Without one, the portal's own contact form, where the portal has an
    address to send it to.
    """
    if mail := officer_mail():
        return mail_to(mail, context.Title(), public_url(context))
    if api.portal.get_registry_record("plone.email_from_address", default=None):
        return f"{api.portal.get_navigation_root(context).absolute_url()}/contact-info"
    return ""


def officer_mail() -> str:
    """Return the official address of the first officer who has one; empty for none."""
    officers = imprint().get("contact_officers") or ()
    mails = (officer.get("official_email") for officer in officers)
    return next(filter(None, mails), "")


def mail_to(mail: str, title: str, url: str) -> str:
    """Write a `mailto:` address (RFC 6068) with subject and text.

    Everything is quoted, and lines end as mail wants it: a title can add no header.
    """
    translate = api.portal.translate
    title = " ".join(title.split())
    subject = translate(
        _(
            "mail_subject_report",
            default="Error on the page: ${title}",
            mapping={"title": title},
        )
    )
    text = translate(
        _(
            "mail_body_report",
            default="Page: ${url}\n\nWhat is wrong, and how should it read?\n",
            mapping={"url": url},
        )
    )
    body = "\r\n".join(text.splitlines()) + "\r\n"
    return f"mailto:{quote(mail, safe='@')}?subject={quote(subject)}&body={quote(body)}"


SCRIPT = "tools.js"


class ToolsViewlet(ConditionalViewlet):
    """Offer the tools; those that need a script are shown only where scripts run.

    The style sheet decides that (`@media (scripting)`), so that nothing moves when the
    script comes.
    """

    def available(self) -> bool:
        """Show them on articles alone, but where readers may be watched.

        What is printed, kept as a file or passed on tells others what somebody read.
        """
        return is_article(self.context, self.view) and not IConfidentialPage.providedBy(
            self.view
        )

    @property
    def save_url(self) -> str:
        return f"{self.context.absolute_url()}/@@{SAVED_NAME}"

    @property
    def script_url(self) -> str:
        """The address of the script, which changes with it."""
        return f"{static_path()}/{SCRIPT}?v={static_version(SCRIPT)}"


@dataclass(frozen=True)
class ShareLink:
    """A service by which people pass a page on, and its own form for that."""

    title: str
    url: str


def share_links(address: str) -> list[ShareLink]:
    """List the links that open a service's form with the address filled in.

    Plain links: nothing is loaded from there before somebody follows one. Zalo's form takes
    what its own button sends, the address in JSON in Base64.
    """
    payload = b64encode(json.dumps({"url": address}).encode()).decode()
    facebook = urlencode({"u": address})
    zalo = urlencode({"d": payload, "shareType": 0})
    return [
        ShareLink("Zalo", f"https://button-share.zalo.me/share_external?{zalo}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?{facebook}"),
    ]


class ShareViewlet(ConditionalViewlet):
    """Let readers pass an article on: by a service, by its address, on paper by a code.

    Not a page whose readers may be watched: who passes it on tells the service what they read.
    """

    def available(self) -> bool:
        """Show it below articles that everybody may read."""
        return (
            is_article(self.context, self.view)
            and not IConfidentialPage.providedBy(self.view)
            and is_public(self.context)
        )

    @cached_property
    def address(self) -> str:
        """The public address of the article."""
        return public_url(self.context)

    @property
    def links(self) -> list[ShareLink]:
        return share_links(self.address)

    @property
    def code(self) -> str:
        """The address as a QR code."""
        return qr_svg(self.address)


class ReportViewlet(ConditionalViewlet):
    """Let readers report an error, below the article that they have read."""

    def available(self) -> bool:
        """Show it where somebody reads what is reported."""
        return is_article(self.context, self.view) and bool(self.report_url)

    @cached_property
    def report_url(self) -> str:
        """Where to report an error; empty for nowhere."""
        return report_url(self.context)

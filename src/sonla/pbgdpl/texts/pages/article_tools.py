"""Where readers report an error: nothing is stored for it, and no outside service asked.

The tools of an article: print, save, size of letters, share, read aloud, report.
"""

from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.getters import imprint
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.texts.pages.save_file import SAVED_NAME
from sonla.pbgdpl.ui.interfaces import is_article
from sonla.pbgdpl.ui.static_files import static_path
from sonla.pbgdpl.ui.static_files import static_version
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any
from urllib.parse import quote


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


SCRIPT = "article.js"
TEXTS = "texts"


class ToolsViewlet(ConditionalViewlet):
    """Offer the tools; those that need a script are shown only where scripts run.

    The style sheet decides that (`@media (scripting)`), so that nothing moves when the
    script comes.
    """

    def available(self) -> bool:
        """Show them on articles alone."""
        return is_article(self.context, self.view)

    @property
    def save_url(self) -> str:
        return f"{self.context.absolute_url()}/@@{SAVED_NAME}"

    @property
    def script_url(self) -> str:
        """The address of the script, which changes with it."""
        return f"{static_path(TEXTS)}/{SCRIPT}?v={static_version(SCRIPT, TEXTS)}"


class ReportViewlet(ConditionalViewlet):
    """Let readers report an error, below the article that they have read."""

    def available(self) -> bool:
        """Show it where somebody reads what is reported."""
        return is_article(self.context, self.view) and bool(self.report_url)

    @cached_property
    def report_url(self) -> str:
        """Where to report an error; empty for nowhere."""
        return report_url(self.context)

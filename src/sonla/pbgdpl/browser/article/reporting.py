"""Where readers report an error: nothing is stored for it, and no outside service asked."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.imprint import imprint
from sonla.pbgdpl.settings.public_address import public_url
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

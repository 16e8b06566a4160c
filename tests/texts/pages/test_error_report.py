"""Reporting an error: to the imprint's officer, else to the portal, else not offered."""

from lxml import html
from plone import api
from sonla.pbgdpl.texts.pages.article_tools import mail_to
from urllib.parse import unquote

import requests
import transaction

OFFICER = {
    "full_name": "Lò Thị Mẫu",
    "position": None,
    "unit": None,
    "official_phone": None,
    "official_email": "lien.he@example.vn",
}


def link(item):
    root = html.fromstring(requests.get(item.absolute_url(), timeout=60).content)
    found = root.xpath("//p[contains(@class, 'pbgdpl-report')]/a/@href")
    return found[0] if found else None


def test_goes_to_the_officer_of_the_imprint(article):
    api.portal.set_registry_record("sonla.pbgdpl.contact_officers", [OFFICER])
    transaction.commit()
    url = link(article)
    assert url.startswith("mailto:lien.he@example.vn?subject=")
    assert "Luật & đời sống" in unquote(url)
    assert article.absolute_url() in unquote(url)


def test_goes_to_the_portal_without_an_officer(article):
    api.portal.set_registry_record("plone.email_from_address", "cong@example.vn")
    transaction.commit()
    assert link(article) == f"{api.portal.get().absolute_url()}/contact-info"


def test_is_not_offered_where_nobody_would_read_it(article):
    api.portal.set_registry_record("plone.email_from_address", "")
    transaction.commit()
    assert link(article) is None


def test_title_adds_no_header(portal):
    url = mail_to("a@example.vn", "Tin\r\nBcc: x@example.vn?cc=y&bcc=z", "http://a.vn")
    subject = url.partition("?subject=")[2].partition("&body=")[0]
    assert "%0D" not in subject
    assert "&" not in subject
    assert "?" not in subject

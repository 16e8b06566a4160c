"""The panel of add-ons in Vietnamese names the add-on as the documents do."""

from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from source_tree import ROOT
from vietnamese_portal import speak_vietnamese

import re
import transaction

NAME = "Phổ biến, giáo dục pháp luật (PBGDPL)"


def test_the_panel_and_the_documents_agree(functional, functional_portal):
    speak_vietnamese(functional_portal)
    transaction.commit()
    browser = Browser(functional["app"])
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    browser.open(f"{functional_portal.absolute_url()}/prefs_install_products_form")
    titles = html.fromstring(browser.contents).xpath("//h3")
    assert NAME in {" ".join(title.text_content().split()) for title in titles}
    for page in ("docs/vi/install.rst", "README.rst"):
        words = re.sub(r"\s+", " ", (ROOT / page).read_text(encoding="utf-8"))
        assert NAME in words, page

"""What one more portal has before we come: a theme without Bootstrap, two languages.

It names nothing of ours: `make foreign` furnishes real portals with it.
"""

from io import BytesIO
from plone import api
from plone.app.multilingual.browser.setup import SetupMultilingualSite
from plone.app.multilingual.interfaces import IPloneAppMultilingualInstalled
from plone.app.textfield.value import RichTextValue
from plone.app.theming.utils import applyTheme
from plone.app.theming.utils import getOrCreatePersistentResourceDirectory
from plone.app.theming.utils import getTheme
from plone.base.utils import get_installer
from typing import Any
from zope.interface import alsoProvides

THEME = "tinh"
LANGUAGES = ("vi", "en")
UNTHEMED = "plone.app.theming.interfaces.IThemeSettings.hostnameBlacklist"
MANIFEST = """\
[theme]
title = Giao diện của tỉnh
rules = /++theme++tinh/rules.xml
absolute-prefix = /++theme++tinh
"""
RULES = """\
<rules xmlns="http://namespaces.plone.org/diazo"
       xmlns:css="http://namespaces.plone.org/diazo/css"
       xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <theme href="index.html" />
  <replace css:theme="title" css:content="title" />
  <replace css:theme-children="#menu" css:content-children="#portal-globalnav" />
  <replace css:theme-children="#noi-dung" css:content-children="#portal-column-content" />
</rules>
"""
PAGE = """\
<!DOCTYPE html>
<html lang="vi">
  <head>
    <title>Tỉnh</title>
    <style>body { max-width: 60em; margin: 0 auto; color: #222 }</style>
  </head>
  <body>
    <p id="bieu-trung">Giao diện của tỉnh</p>
    <ul id="menu"></ul>
    <main id="noi-dung"></main>
  </body>
</html>
"""


def furnish_further(site: Any, chain: str) -> None:
    """Furnish the portal with two languages, a default workflow of its own and its theme."""
    speak(site)
    site.portal_workflow.setDefaultChain(chain)
    wear(site)


def speak(site: Any) -> None:
    """Make the roots of the languages; a page of the first is what visitors see first."""
    assert get_installer(site, site.REQUEST).install_product("plone.app.multilingual")
    alsoProvides(site.REQUEST, IPloneAppMultilingualInstalled)
    api.portal.set_registry_record("plone.available_languages", list(LANGUAGES))
    api.portal.set_registry_record("plone.default_language", LANGUAGES[0])
    SetupMultilingualSite().setupSite(site)
    home = api.content.create(
        site[LANGUAGES[0]],
        "Document",
        "trang-chu",
        title="Trang chủ",
        text=RichTextValue("<p>Chào mừng</p>", "text/html", "text/x-html-safe"),
    )
    api.content.transition(home, to_state="published")
    site[LANGUAGES[0]].setDefaultPage(home.getId())


def wear(site: Any) -> None:
    """Upload a theme that has nothing of Plone's own, and put it on."""
    themes = getOrCreatePersistentResourceDirectory()
    themes.makeDirectory(THEME)
    for name, text in (
        ("manifest.cfg", MANIFEST),
        ("rules.xml", RULES),
        ("index.html", PAGE),
    ):
        themes[THEME].writeFile(name, BytesIO(text.encode("utf-8")))
    applyTheme(getTheme(THEME))
    # This address shows pages without a theme unless it is taken from the list.
    api.portal.set_registry_record(UNTHEMED, [])

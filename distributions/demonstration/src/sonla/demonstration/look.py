"""The look of a province's portal: logo, colours and footer, set as in the control panels.

For a portal that is nothing but the demonstration: one that is somebody's keeps its own look.
"""

from datetime import datetime
from importlib.resources import files
from plone import api
from plone.app.portlets.portlets import classic
from plone.formwidget.namedfile.converter import b64encode_file
from plone.portlet.static import static
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getUtility

FILES = files(__package__) / "portal"
THEME = "plone.app.theming.interfaces.IThemeSettings"
STOCK = ("@@footer", "colophon")
"""Templates of the footer that name Plone, in English."""
FOOTER = """
<p><strong>Cổng thông tin điện tử tỉnh Sơn La</strong><br />
Bản trình diễn của chuyên trang phổ biến, giáo dục pháp luật; không phải cổng chính thức của tỉnh.</p>
"""


def set_look(context: Any) -> None:
    """Set logo, icon, colours and footer."""
    logo, icon, css = (
        (FILES / name).read_bytes()
        for name in ("logo.svg", "favicon.svg", "portal.css")
    )
    for name, value in (
        ("plone.site_logo", b64encode_file("logo.svg", logo)),
        ("plone.site_favicon", b64encode_file("favicon.svg", icon)),
        ("plone.site_favicon_mimetype", "image/svg+xml"),
        (f"{THEME}.custom_css", css.decode()),
        (f"{THEME}.custom_css_timestamp", datetime.now()),
    ):
        api.portal.set_registry_record(name, value)
    change_footer(api.portal.get())


def change_footer(portal: Any) -> None:
    """Let the footer say whose portal it is, instead of what it is made with."""
    manager = getUtility(IPortletManager, "plone.footerportlets")
    footer = getMultiAdapter((portal, manager), IPortletAssignmentMapping)
    for name, portlet in list(footer.items()):
        if isinstance(portlet, classic.Assignment) and portlet.template in STOCK:
            del footer[name]
    if "province" not in footer:
        footer["province"] = static.Assignment(
            header="Cổng thông tin điện tử", text=FOOTER, omit_border=True
        )

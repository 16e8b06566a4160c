"""What a province's portal has before we come: add-ons, workflows, content, a group.

It names nothing of ours and nothing that only tests have: `make foreign` furnishes real
portals with it, in which neither is installed.
"""

from DateTime import DateTime
from datetime import datetime
from datetime import timedelta
from plone import api
from plone.app.portlets.portlets import navigation
from plone.app.textfield.value import RichTextValue
from plone.base.utils import get_installer
from plone.namedfile.file import NamedBlobFile
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getUtility

import pytz

OTHER_ADDONS = ("collective.easyform", "collective.collectionfilter")
CHAIN = "simple_publication_workflow"
OWN_CHAIN = "quy_trinh_cong"


def furnish(site: Any) -> None:
    """Furnish the portal with what a province's portal has before we come."""
    installer = get_installer(site, site.REQUEST)
    for name in OTHER_ADDONS:
        assert installer.install_product(name)
    set_workflows(site.portal_workflow)
    site.manage_permission(
        "Add portal content", ["Manager", "Site Administrator", "Contributor"], 0
    )
    api.group.create(groupname="bien-tap", title="Phòng Biên tập", roles=["Editor"])
    add_content(site)
    column = getUtility(IPortletManager, name="plone.leftcolumn", context=site)
    mapping = getMultiAdapter((site, column), IPortletAssignmentMapping)
    mapping["menu"] = navigation.Assignment(name="Chuyên mục")


def set_workflows(tool: Any) -> None:
    """Let pages follow a chain of the portal's own, and events another one than folders."""
    tool.manage_clone(tool[CHAIN], OWN_CHAIN)
    own = tool[OWN_CHAIN]
    own.title = "Quy trình của Cổng"
    own.states["published"].title = "Công khai"
    own.states["pending"].setPermission("View", 0, ["Manager", "Owner", "Editor"])
    tool.setDefaultChain(CHAIN)
    tool.setChainForPortalTypes(["Document"], (OWN_CHAIN,))
    tool.setChainForPortalTypes(["Event"], ("one_state_workflow",))


def add_content(site: Any) -> None:
    """Add stock content in several states, a default page and a form of an add-on."""
    home = api.content.create(
        site,
        "Document",
        "trang-chu",
        title="Trang chủ",
        text=RichTextValue("<p>Chào mừng</p>", "text/html", "text/x-html-safe"),
    )
    api.content.transition(home, "publish")
    site.setDefaultPage(home.getId())
    folder = api.content.create(site, "Folder", "tin-tuc", title="Tin tức")
    api.content.transition(folder, "publish")
    news = api.content.create(folder, "News Item", "tin-1", title="Tin số một")
    api.content.transition(news, "publish")
    api.content.create(folder, "News Item", "tin-2", title="Tin chưa đăng")
    api.content.create(folder, "Event", "hop", title="Họp giao ban")
    api.content.create(
        folder,
        "File",
        "bieu-mau",
        file=NamedBlobFile(b"%PDF-1.4", "application/pdf", "bieu-mau.pdf"),
    )
    api.content.create(
        folder,
        "Collection",
        "danh-muc",
        title="Danh mục",
        query=[
            {
                "i": "portal_type",
                "o": "plone.app.querystring.operation.selection.any",
                "v": ["News Item"],
            }
        ],
    )
    form = api.content.create(site, "EasyForm", "gop-y", title="Góp ý")
    api.content.transition(form, "publish")


ARCHIVED_TYPES = ("News Item",) * 6 + ("Document", "File", "Event", "Link")
"""What stands in the archive, in turns."""
ZONE = pytz.timezone("Asia/Ho_Chi_Minh")
"""As core's forms make it: its page of an event fails for other kinds of zones."""
BODY = (
    "<p>Ngày %(day)s, hội nghị phổ biến Luật Đất đai số 31/2024/QH15 và Nghị định số "
    "102/2024/NĐ-CP đã được tổ chức. Xem <a href='resolveuid/%(other)s'>bài trước</a>.</p>"
)


def add_archive(site: Any, number: int) -> None:
    """Add a folder with so many items of years, every third one not published."""
    folder = api.content.create(site["vi"], "Folder", "bai-cu", title="Bài cũ")
    api.content.transition(folder, to_state="published")
    other = folder
    for at in range(number):
        kind = ARCHIVED_TYPES[at % len(ARCHIVED_TYPES)]
        day = ZONE.localize(datetime(2010 + at % 15, 1 + at % 12, 1 + at % 28, 8))
        html = BODY % {"day": f"{day:%d/%m/%Y}", "other": IUUID(other)}
        own: dict[str, Any] = {
            "File": {
                "file": NamedBlobFile(b"%PDF-1.4", "application/pdf", f"{at}.pdf")
            },
            "Event": {"start": day, "end": day + timedelta(hours=3)},
            "Link": {"remoteUrl": f"https://www.youtube.com/watch?v=phim{at:07}"},
        }.get(kind, {"text": RichTextValue(html, "text/html", "text/x-html-safe")})
        title = f"Bài số {at} về phổ biến pháp luật"
        other = api.content.create(folder, kind, f"bai-{at}", title=title, **own)
        other.creators = ("Lò Văn Viết",)
        if at % 3:
            other.effective_date = DateTime(day)
            if api.content.get_state(other, default="published") != "published":
                api.content.transition(other, to_state="published")
        other.reindexObject()

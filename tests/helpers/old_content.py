"""What stands in an old portal on legal education, to be brought into a section."""

from plone import api
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobImage
from typing import Any

import base64

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def rich(html: str) -> RichTextValue:
    """Make a body as the editor stores it."""
    return RichTextValue(html, "text/html", "text/x-html-safe")


def add(
    container: Any, portal_type: str, name: str, *, publish: bool = True, **fields: Any
):
    """Add stock content as the portal's people did, published or private."""
    with api.env.adopt_roles(["Manager"]):
        item = api.content.create(container, portal_type, name, **fields)
        if publish and api.content.get_state(item, default="") == "private":
            api.content.transition(item, "publish")
    return item


def make_folder(portal: Any) -> Any:
    """Make a folder with two news items, the first with a picture, a link and tags."""
    folder = add(portal, "Folder", "tin-phap-luat", title="Tin pháp luật")
    first = add(
        folder,
        "News Item",
        "tin-1",
        title="Tập huấn Luật Đất đai tại Mường La",
        description="Hơn 100 người dự.",
        subject=("đất đai",),
        creators=("Lò Văn Viết",),
        text=rich("<p>Theo Luật số 31/2024/QH15.</p>"),
        image=NamedBlobImage(PIXEL, "image/png", "anh.png"),
        image_caption="Toàn cảnh",
    )
    add(folder, "News Item", "tin-2", title="Tin chưa đăng", publish=False)
    return folder, first

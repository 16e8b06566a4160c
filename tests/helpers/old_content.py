"""What stands in an old portal on legal education, to be brought into a section."""

from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving.finding import Criteria
from sonla.pbgdpl.options.moving.finding import entries_of
from sonla.pbgdpl.options.moving.finding import find
from sonla.pbgdpl.options.moving.running import work
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


def make_mixed(portal: Any) -> Any:
    """Make a folder with one item of each stock type that is brought in."""
    folder = add(portal, "Folder", "phap-luat", title="Pháp luật")
    add(
        folder,
        "Document",
        "gioi-thieu",
        title="Giới thiệu Luật Hôn nhân và gia đình",
        text=rich(
            "<p>Luật Hôn nhân và gia đình số 52/2014/QH13 và Nghị định số 126/2014/NĐ-CP"
            " ngày 31/12/2014; xem thêm văn bản 999/UBND-NC.</p>"
        ),
        table_of_contents=True,
    )
    add(
        folder,
        "Document",
        "ke-hoach",
        title="Kế hoạch số 12/KH-UBND ngày 15/01/2026 của UBND tỉnh Sơn La về phổ biến pháp luật",
        text=rich("<p>Nội dung.</p>"),
    )
    add(
        folder,
        "File",
        "to-gap",
        title="Tờ gấp tìm hiểu Luật Trẻ em",
        file=NamedBlobFile(b"%PDF-1.4", "application/pdf", "to-gap.pdf"),
    )
    add(
        folder,
        "Event",
        "hoi-nghi",
        title="Hội nghị tập huấn hòa giải ở cơ sở",
        start=datetime(2025, 11, 7, 8, tzinfo=UTC),
        end=datetime(2025, 11, 7, 17, tzinfo=UTC),
        location="Mộc Châu",
        attendees=("Lò Văn A", "Cầm Thị B"),
        contact_phone="0212 000 000",
    )
    add(
        folder,
        "Link",
        "phim",
        title="Phim: Phòng, chống ma túy",
        remoteUrl="https://www.youtube.com/watch?v=abcdefghijk",
    )
    add(folder, "Link", "la", title="Trang khác", remoteUrl="https://la.example/bai")
    return folder


def prepare(section: Any, folder: Any, target: Any = None, **criteria: Any) -> Any:
    """Make a batch of what stands in a folder, and read it; give the batch."""
    brains = find(Criteria(path=path_of(folder), **criteria))
    uid = IUUID(section if target is None else target)
    token = batches.add_batch(section, uid, entries_of(brains))
    batch = batches.batches_of(section)[token]
    work(section, batch, 60)
    return batch


def carry(section: Any, batch: Any, phase: str) -> Any:
    """Go through a phase of a batch at once; give the numbers of entries by state."""
    batch.begin(phase)
    work(section, batch, 60)
    return batch.counts()


def by_name(batch: Any) -> dict[str, Any]:
    """Map the names of the items of a batch to their entries."""
    return {one.path.rpartition("/")[2]: one for one in batch.entries.values()}

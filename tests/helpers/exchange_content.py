"""Content that the tests of the exchange share."""

from copy import deepcopy
from DateTime import DateTime
from datetime import date
from io import BytesIO
from new_items import create
from PIL import Image
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.attachments import update_attachments
from sonla.pbgdpl.editorial.states import set_state
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

FILM = b"\0\0\0\x18ftypmp42" * 99
SOUND = b"ID3\x04" + bytes(99)
LAW = {
    "document_type": "luat",
    "number": "31/2024/QH15",
    "issuer": "Quốc hội",
    "issued_on": date(2024, 1, 18),
    "effective_on": date(2024, 8, 1),
    "expires_on": None,
    "validity": "CHL",
    "summary": "Luật Đất đai",
    "url": "https://vbpl.vn/luat-dat-dai",
}
BODY = '<h2>Điều 1</h2><p>Xem <a href="https://vbpl.vn/">toàn văn</a>.</p>'
DESCRIBED = {
    "title": "Tập huấn Luật Đất đai tại Mộc Châu",
    "description": "Hơn 200 người dự.\nCó hỏi đáp.",
    "subjects": ("tập huấn", "đất đai"),
    "contributors": ("Lò Văn Ví Dụ",),
    "rights": "Ghi rõ nguồn khi dùng lại.",
    "language": "vi",
    "expiration_date": DateTime("2040/01/01 00:00:00 UTC"),
}
CLASSIFIED = {
    "agency": "so-tu-phap",
    "legal_fields": ("dat-dai", "dan-su"),
    "audiences": ("nhan-dan",),
    "territory": ("03980", "14"),
}
FIELDS: dict[str, dict[str, Any]] = {
    "LegalNews": {
        **CLASSIFIED,
        "made_with_ai": True,
        "text_language": "vi",
        "author_name": "Cà Thị Minh Họa",
        "source": "Báo mẫu",
        "image_caption": "Người đọc báo",
    },
    "LegalIntroduction": {
        **CLASSIFIED,
        "made_with_ai": True,
        "kind": "de-cuong",
        "text_language": "hmn",
        "legal_documents": [LAW, {**LAW, "number": "2", "document_type": "bo-luat"}],
    },
    "Guidance": {
        **CLASSIFIED,
        "document_type": "ke-hoach",
        "number": "12/KH-UBND",
        "issuer": "UBND tỉnh Sơn La",
        "signer": "Ông Mẫu",
        "issued_on": date(2026, 1, 15),
        "effective_on": date(2026, 1, 20),
        "expires_on": date(2026, 12, 31),
        "group": "tinh",
        "level": "tinh",
        "validity": "CHL",
        "replaces": ("1/KH-UBND",),
        "replaced_by": ("20/KH-UBND",),
    },
    "EducationMaterial": {
        **CLASSIFIED,
        "made_with_ai": True,
        "kind": "video",
        "text_language": "vi",
        "publisher": "Nhà xuất bản mẫu",
        "year": 2024,
        "external_url": "https://www.youtube.com/watch?v=abcdefgh",
        "transcript": "Một\n\nhai",
        "poster_alt": "Người xem phim",
        "legal_documents": [LAW],
    },
    "News Item": {},
    "Document": {},
}


def picture(colour: str = "navy") -> bytes:
    """Make a small picture."""
    data = BytesIO()
    Image.new("RGB", (8, 6), colour).save(data, "PNG")
    return data.getvalue()


def add(container: Any, portal_type: str, state: str = "published", **fields: Any):
    """Make an item in a state, effective since the beginning of 2026."""
    with api.env.adopt_roles(["Manager"]):
        obj = create(container, portal_type, **fields)
        workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
        obj.effective_date = DateTime("2026/01/31 03:00:00 UTC")
        set_state(obj, workflow, state)
        obj.reindexObject()
    return obj


def add_section(portal: Any, name: str = "phap-luat") -> Any:
    """Make a public section."""
    return add(portal, "LegalEducationSection", id=name, title="Chuyên trang")


def add_text(container: Any, portal_type: str, state: str = "published", **fields: Any):
    """Make a text with all the fields that go out, and two files beside it."""
    # What is persistent or can change is made anew: tests that commit share nothing.
    body = RichTextValue(BODY, "text/html", "text/x-html-safe")
    given = deepcopy({**DESCRIBED, **FIELDS[portal_type]}) | {"text": body} | fields
    given |= files_in(portal_type)
    subjects, expires = given.pop("subjects"), given.pop("expiration_date")
    obj = add(container, portal_type, state, **given)
    with api.env.adopt_roles(["Manager"]):
        obj.setSubject(subjects)
        obj.expiration_date = expires
        relate(obj, add_pdf(container), add_image(container))
        update_attachments(obj)
        obj.reindexObject()
    return obj


def files_in(portal_type: str) -> dict[str, Any]:
    """Make the files that stand in fields of a text."""
    image = NamedBlobImage(picture(), "image/png", "bia.png")
    sound = NamedBlobFile(SOUND, "audio/mpeg", "doc.mp3")
    if portal_type == "LegalNews":
        return {"image": image, "recording": sound}
    if portal_type == "LegalIntroduction":
        return {"recording": sound}
    if portal_type == "EducationMaterial":
        return {
            "file": NamedBlobFile(FILM, "video/mp4", "hoa-giai.mp4"),
            "poster": image,
            "recording": sound,
            "captions": NamedBlobFile(b"WEBVTT\n\n", "text/vtt", "hoa-giai.vtt"),
        }
    return {}


def add_pdf(container: Any) -> Any:
    """Make a file."""
    value = NamedBlobFile(b"%PDF-1.4 " + b"x" * 500, "application/pdf", "tai-lieu.pdf")
    return create(container, "File", title="Tài liệu", file=value)


def add_image(container: Any) -> Any:
    """Make an image."""
    value = NamedBlobImage(picture(), "image/png", "hinh.png")
    return create(container, "Image", title="Hình", image=value)


def relate(obj: Any, *files: Any) -> None:
    """Relate files to a text as its form does."""
    numbers = getUtility(IIntIds)
    own = getattr(obj.aq_base, "attachments", None) is not None
    name = "attachments" if own else "relatedItems"
    setattr(obj, name, [RelationValue(numbers.getId(file)) for file in files])


def stored_bytes(*files: Any) -> Any:
    """Return what fetches the files of some items by their addresses."""
    known = {}
    for file in files:
        for field in ("file", "image", "poster", "captions", "recording"):
            value = getattr(file.aq_base, field, None)
            if value is not None:
                known[f"{file.absolute_url()}/@@download/{field}"] = value.data
    return known.get

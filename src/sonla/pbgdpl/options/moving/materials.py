"""What files and links become as materials."""

from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.materials.content import material_address
from sonla.pbgdpl.options.moving.citing import CitingConversion
from sonla.pbgdpl.options.moving.citing import rows_of
from sonla.pbgdpl.options.moving.conversion import Proposal
from sonla.pbgdpl.options.moving.conversion import Source
from typing import Any
from zope.i18nmessageid import Message

OTHER_KINDS = {
    "sổ tay": "cam-nang",
    "tờ rơi": "to-gap",
    "phim": "video",
    "bài giảng": "bai-giang-dien-tu",
    "áp phích": "pano-ap-phich",
    "đồ họa": "infographic",
    "câu chuyện pháp luật": "cau-chuyen",
    "phát thanh": "audio",
}
"""Other words for kinds of materials."""
BY_MEDIA = {"video": "video", "audio": "audio", "image": "infographic"}
"""First part of the media type of a file → kind."""


class MaterialConversion(CitingConversion):
    """Take in files under the name that their field has here, too, and links."""

    order = 40
    source_types = ("File", "Link")
    kind_field = "kind"
    kind_vocabulary = "sonla.pbgdpl.MaterialKinds"

    def suits(self, source: Source) -> int:
        """Prefer it: nothing else is made of a file."""
        return 1

    def propose(self, source: Source) -> Proposal:
        """Add the kind, the documents that the title names, and for a link its address."""
        proposal = super().propose(source)
        media = (getattr(source.file, "contentType", "") or "").partition("/")[0]
        messages: list[Message] = []
        kind = BY_MEDIA.get(media, "")
        if not kind:
            kind, messages = self.kind_named(source, OTHER_KINDS, "khac")
        rows, half_known = rows_of(source.heading, source.section)
        proposal.values |= {
            "kind": kind,
            "legal_documents": rows,
            "text_language": "vi",
        }
        if source.portal_type == "Link":
            proposal.values["external_url"] = address_of(source.item)
            proposal.used = ("remoteUrl",)
        proposal.unrecognised += messages + half_known
        return proposal

    def refuse(self, source: Source, values: dict[str, Any]) -> Message | None:
        """Refuse a link to a host that the administrator has not allowed."""
        if source.portal_type != "Link":
            return None
        try:
            material_address(values.get("external_url") or "")
        except InvalidInput as refused:
            return refused.message
        return None


def address_of(link: Any) -> str:
    """Return where a link leads."""
    address = stored_value(link, "remoteUrl") or ""
    return address.strip()


MATERIAL_CONVERSION = MaterialConversion()

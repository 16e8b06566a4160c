"""Texts as records of the exchange."""

from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.accessors import Attribute
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import DOCUMENT_TYPES
from sonla.pbgdpl.exchange.accessors import LegalDocumentRows
from sonla.pbgdpl.exchange.accessors import VALIDITY_STATUSES
from sonla.pbgdpl.exchange.file_accessors import Picture
from sonla.pbgdpl.exchange.record_types import _kind
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.exchange.record_types import TEXT_LANGUAGE

NEWS = RecordType(
    name="news",
    title=_("record_type_news", default="News and articles"),
    portal_types=("LegalNews", "News Item", "Document"),
    places={
        **COMMON,
        "source": Attribute("source"),
        "author_name": Attribute("author_name"),
        "image": Picture("image"),
        "image_text": Attribute("image_caption", ""),
    },
    schema_type=lambda record: "NewsArticle",
)
INTRODUCTION = RecordType(
    name="introduction",
    title=_("record_type_introduction", default="Introductions to legal documents"),
    portal_types=("LegalIntroduction",),
    places={
        **COMMON,
        "legal_documents": LegalDocumentRows(),
        "kind": _kind("sonla.pbgdpl.IntroductionKinds"),
        "text_language": TEXT_LANGUAGE,
    },
    schema_type=lambda record: "Article",
)
GUIDANCE = RecordType(
    name="guidance",
    title=_("record_type_guidance", default="Guidance"),
    portal_types=("Guidance",),
    places={
        **COMMON,
        "document_type": Coded("document_type", vocabulary=DOCUMENT_TYPES),
        "number": Attribute("number"),
        "issuer": Attribute("issuer"),
        "signer": Attribute("signer"),
        "issued_on": Attribute("issued_on"),
        "effective_on": Attribute("effective_on"),
        "expires_on": Attribute("expires_on"),
        "group": Coded("group", vocabulary="sonla.pbgdpl.GuidanceGroups"),
        "level": Coded("level", vocabulary="sonla.pbgdpl.GovernmentLevels"),
        "validity": Coded("validity", vocabulary=VALIDITY_STATUSES),
        "replaces": Attribute("replaces", ()),
        "replaced_by": Attribute("replaced_by", ()),
    },
    schema_type=lambda record: "DigitalDocument",
)

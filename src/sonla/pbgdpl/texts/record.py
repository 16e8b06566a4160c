"""Texts as records of the exchange."""

from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import DOCUMENT_TYPES
from sonla.pbgdpl.exchange.accessors import LegalDocumentRows
from sonla.pbgdpl.exchange.accessors import VALIDITY_STATUSES
from sonla.pbgdpl.exchange.files import ImageAccessor
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.exchange.record_types import VERSION

NEWS = RecordType(
    name="news",
    title=_("record_type_news", default="News and articles"),
    portal_types=("LegalNews", "News Item", "Document"),
    accessors={
        **COMMON,
        "source": AttributeAccessor("source"),
        "author_name": AttributeAccessor("author_name"),
        "image": ImageAccessor("image"),
        **VERSION,
        "image_text": AttributeAccessor("image_caption", ""),
    },
    schema_org=lambda record: "NewsArticle",
)
INTRODUCTION = RecordType(
    name="introduction",
    title=_("record_type_introduction", default="Introductions to legal documents"),
    portal_types=("LegalIntroduction",),
    accessors={
        **COMMON,
        "legal_documents": LegalDocumentRows(),
        "kind": Coded("kind", vocabulary="sonla.pbgdpl.IntroductionKinds"),
        **VERSION,
    },
    schema_org=lambda record: "Article",
)
GUIDANCE = RecordType(
    name="guidance",
    title=_("record_type_guidance", default="Guidance"),
    portal_types=("Guidance",),
    accessors={
        **COMMON,
        "document_type": Coded("document_type", vocabulary=DOCUMENT_TYPES),
        "number": AttributeAccessor("number"),
        "issuer": AttributeAccessor("issuer"),
        "signer": AttributeAccessor("signer"),
        "issued_on": AttributeAccessor("issued_on"),
        "effective_on": AttributeAccessor("effective_on"),
        "expires_on": AttributeAccessor("expires_on"),
        "group": Coded("group", vocabulary="sonla.pbgdpl.GuidanceGroups"),
        "level": Coded("level", vocabulary="sonla.pbgdpl.GovernmentLevels"),
        "validity": Coded("validity", vocabulary=VALIDITY_STATUSES),
        "replaces": AttributeAccessor("replaces", ()),
        "replaced_by": AttributeAccessor("replaced_by", ()),
    },
    schema_org=lambda record: "DigitalDocument",
)

"""The pictures that a topic may have, in words: names of symbols of the sprite in `ui/static`."""

from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary

TOPIC_ICONS = {
    "dat-dai": _("icon_dat_dai", default="Map"),
    "hon-nhan": _("icon_hon_nhan", default="Two rings"),
    "giao-thong": _("icon_giao_thong", default="Motorcycle"),
    "lao-dong": _("icon_lao_dong", default="Helmet"),
    "khieu-nai": _("icon_khieu_nai", default="Loudspeaker"),
    "ma-tuy": _("icon_ma_tuy", default="Capsule, forbidden"),
    "tre-em": _("icon_tre_em", default="Child"),
    "an-sinh": _("icon_an_sinh", default="Umbrella"),
    "cu-tru": _("icon_cu_tru", default="Identity card"),
    "ho-tich": _("icon_ho_tich", default="Certificate"),
    "tro-giup": _("icon_tro_giup", default="Scales"),
    "bao-luc": _("icon_bao_luc", default="House with a heart"),
    "hinh-su": _("icon_hinh_su", default="Gavel"),
    "du-lieu": _("icon_du_lieu", default="Shield with a lock"),
    "lam-nghiep": _("icon_lam_nghiep", default="Tree"),
    "hoa-giai": _("icon_hoa_giai", default="Two people talking"),
    "users": _("icon_users", default="People"),
    "book": _("icon_book", default="Book"),
    "money": _("icon_money", default="Money"),
}


@provider(IVocabularyFactory)
def topic_icons(context: Any) -> SimpleVocabulary:
    """Offer the pictures."""
    return titled(TOPIC_ICONS)

"""Which fields of a person are nobody's business, in one place.

The schema protects them by permission; the class, the serialisation of episodes and the
tests ask this list.
"""

from Acquisition import aq_base
from plone import api
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from typing import Any

PRIVATE_FIELDS = (
    "birth_date",
    "gender",
    "ethnicity",
    "private_phone",
    "private_email",
    "id_number",
    "home_address",
)
"""Never public (Law 91/2025/QH15 on personal data: ethnicity is sensitive)."""

CONSENT_FIELDS = ("official_phone", "official_email")
"""Public on the person's page alone, and only with their consent."""

PROTECTED_FIELDS = (*PRIVATE_FIELDS, *CONSENT_FIELDS)

PRIVATE_CELLS = ("end_reason",)
"""Cells of an episode: why it ended may be somebody's health or sentence."""


def hidden_fields(item: Any) -> frozenset[str]:
    """Return the fields of an item that the user may change and not see; none of a text.

    Forms show stored values, and the conflict of two forms shows them, too. The class of
    an item names them: people of the register, questions of citizens.
    """
    named = getattr(type(aq_base(item)), "personal_fields", ())
    if not named or api.user.has_permission(VIEW_PERSONAL_DATA, obj=item):
        return frozenset()
    return frozenset(named)

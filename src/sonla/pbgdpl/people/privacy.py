"""Which fields of a person are nobody's business, in one place.

The schema protects them by permission; the class, the forms, the serialisation of
recognitions and the tests ask this list."""

from sonla.pbgdpl.ui.hidden_fields import HiddenFields

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
"""Cells of a recognition: why it ended may be somebody's health or sentence."""


class HiddenPersonFields(HiddenFields):
    """Hide what is private of a person; contacts at work are no secret inside the office."""

    fields = PRIVATE_FIELDS

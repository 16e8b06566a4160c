"""Which facts of a question are for the office alone, in one place.

The schema protects them by permission; the class, the forms and the tests ask this list.
"""

from sonla.pbgdpl.ui.hidden_fields import HiddenFields

PRIVATE_FIELDS = ("asker_email", "asker_phone")
"""What the form of a question shows to few."""

PROTECTED_FIELDS = (*PRIVATE_FIELDS, "asker_consent", "tracking_code", "asker_files")
"""Never public (Law 91/2025/QH15 on personal data); read with *View personal data*."""

OFFICE_FIELDS = ("due_date", "told_by")
"""How the office works on it: read by those who answer, never by visitors."""


class HiddenAskerFields(HiddenFields):
    """Hide how whoever asked can be reached."""

    fields = PRIVATE_FIELDS

"""What the settings say of the imprint."""

from sonla.pbgdpl.settings.getters import get_settings
from typing import Any

FIELDS = (
    "managing_agency",
    "editorial_head",
    "licence",
    "contact_officers",
    "reuse_terms",
)


def imprint() -> dict[str, Any]:
    """Return what the administrator entered, an empty dictionary for nothing."""
    settings = get_settings()
    values = {name: getattr(settings, name, None) for name in FIELDS}
    return values if any(values.values()) else {}

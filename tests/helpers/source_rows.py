"""A row of the settings' table of sources, as tests fill it."""

from typing import Any


def source_row(**values: Any) -> dict[str, Any]:
    """Return a source that is fetched whole, with other values in the columns named."""
    return {
        "name": "btp",
        "title": "Bộ Tư pháp (mẫu)",
        "enabled": True,
        "driver": "oaipmh",
        "base_url": "https://btp.example/oai",
        "authentication": "bearer",
        "metadata_prefix": "pbgdpl",
        "sets": None,
        "trusted_sets": None,
        "target": None,
        **values,
    }

"""Values that tests of several packages use: a legal document, a smallest image."""

from base64 import b64decode
from datetime import date

LAND_LAW = {
    "document_type": "luat",
    "number": "31/2024/QH15",
    "issuer": "Quốc hội",
    "issued_on": date(2024, 1, 18),
    "effective_on": date(2024, 8, 1),
    "expires_on": None,
    "validity": "CHL",
    "summary": "Luật Đất đai",
    "url": "https://vbpl.vn/31",
}
"""A row of `legal_documents`."""

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""An image of one pixel."""

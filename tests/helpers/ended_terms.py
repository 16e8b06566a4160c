"""Terms that end, and a row that holds one."""

from datetime import date
from plone import api
from sonla.pbgdpl.vocabularies.terms import record_name

ROW = {
    "document_type": "luat",
    "number": "1/2024/QH15",
    "issuer": "Quốc hội",
    "issued_on": None,
    "effective_on": None,
    "expires_on": None,
    "validity": None,
    "summary": None,
    "url": None,
}


def end_term(vocabulary, token):
    name = record_name(vocabulary)
    rows = [
        {**row, "valid_to": date(2025, 6, 30)} if row["token"] == token else row
        for row in api.portal.get_registry_record(name)
    ]
    api.portal.set_registry_record(name, rows)

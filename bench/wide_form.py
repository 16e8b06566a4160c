"""A form of statistics as wide as any: 300 rows, 20 columns, sums of both."""

from typing import Any

CODE = "bieu-rong"
KIND = "tron_nam"
ROWS, COLUMNS = 300, 20


def store_wide_form() -> None:
    """Store the form beside the shipped ones."""
    from plone import api
    from sonla.pbgdpl.statistics.forms.files import write_form
    from sonla.pbgdpl.statistics.forms.store import RECORD
    from sonla.pbgdpl.statistics.forms.store import stored_texts

    texts = [*stored_texts(), write_form(wide_form())]
    api.portal.set_registry_record(RECORD, texts)


def wide_form() -> dict[str, Any]:
    """Return the keys of the form: each row asks for another kind of activity."""
    from sonla.pbgdpl.activities.content import COUNTS
    from sonla.pbgdpl.statistics.forms.files import raw_form
    from sonla.pbgdpl.statistics.forms.store import shipped_texts
    from sonla.pbgdpl.vocabularies.terms import all_terms

    forms = [term.token for term in all_terms("DisseminationForms")]
    shipped = next(x for x in shipped_texts() if '"04a-tp-pbgdpl"' in x)
    kept = ("schema", "party", "period", "basis")
    rows = [
        {
            **{"id": f"r{at}", "title": f"Hàng {at}", "parent": "tong"},
            "where": {"form": forms[at % len(forms)]},
        }
        for at in range(1, ROWS)
    ]
    columns = [
        {
            **{"id": f"c{at}", "code": f"({at})", "path": [f"Nhóm {at // 5}", f"{at}"]},
            "source": f"activities.{COUNTS[at % len(COUNTS)]}",
        }
        for at in range(1, COLUMNS)
    ]
    total = {"id": "tong", "title": "Tổng số", "kind": "total", "formula": "children"}
    names = " + ".join(one["id"] for one in columns)
    together = {"id": "cong", "code": "(20)", "path": ["Cộng"], "formula": names}
    return {
        **{name: raw_form(shipped)[name] for name in kept},
        **{"code": "Biểu rộng", "slug": CODE, "version": "1", "title": "Biểu rộng"},
        **{"status": "draft", "valid_from": "2025-01-01"},
        "row": [total, *rows],
        "column": [*columns, together],
    }

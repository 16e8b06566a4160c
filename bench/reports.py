"""Reports in the data sets of activities, and who works with them.

One of a unit, whose numbers are counted from its activities; one of the province by a form of 1,300
figures, a row for each agency.
"""

from bench.activities import YEAR
from typing import Any

OFFICE, PASSWORD = "van-phong", "bench-only-12345"
UNIT_REPORT, LONG_REPORT = "bao-cao-don-vi", "bao-cao-tinh"
UNIT_FORM, LONG_FORM = "ket-qua-pbgdpl", "04a-tp-pbgdpl"


def store_long_form() -> None:
    """Store the form for the whole province with a row for each agency, and offer it."""
    from plone import api
    from sonla.pbgdpl.statistics.forms.files import raw_form
    from sonla.pbgdpl.statistics.forms.files import write_form
    from sonla.pbgdpl.statistics.forms.store import RECORD
    from sonla.pbgdpl.statistics.forms.store import shipped_texts
    from sonla.pbgdpl.statistics.forms.store import stored_texts

    shipped = next(x for x in shipped_texts() if f'"{LONG_FORM}"' in x)
    form = raw_form(shipped) | {"offered": True}
    for row in form["row"]:
        if row.get("over") == "units":
            row["over"] = "agencies"
    others = [text for text in stored_texts() if f'"{LONG_FORM}"' not in text]
    api.portal.set_registry_record(RECORD, [*others, write_form(form)])


def create_reports(section: Any, unit: Any) -> None:
    """Open both reports, and make the account that works with them."""
    from plone import api

    store_long_form()
    api.user.create(email="a@example.vn", username=OFFICE, password=PASSWORD)
    api.user.grant_roles(username=OFFICE, roles=["Manager"])
    for folder, name, form, kind in (
        (unit, UNIT_REPORT, UNIT_FORM, "official"),
        (section, LONG_REPORT, LONG_FORM, "tron_nam"),
    ):
        api.content.create(
            folder,
            "StatisticsReport",
            id=name,
            title=name,
            form_code=form,
            period_kind=kind,
            year=YEAR,
        )

"""Words where a date is stored, as a script or an old import may leave them: lists go on.

What jobs do then is in `tests/jobs/test_broken_items.py`.
"""

from collections.abc import Callable
from collections.abc import Iterator
from plone.dexterity.utils import iterSchemata
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from typing import Any
from view_table import all_rows
from view_table import Row
from web_requests import Answer
from web_requests import UNTHEMED
from zope.schema import getFields
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime

import pytest
import transaction

WORDS = "hỏng"
MANAGER = people()["Manager"]


class TestPagesOfAPortal:
    """Each page of a portal, a section and a unit, where words stand in all dates."""

    @pytest.fixture(scope="class")
    def portal_of_all(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return functional_portal_class, places

    @pytest.fixture(params=[False, True], ids=["content", "units"])
    def broken(self, request, portal_of_all) -> Iterator[tuple[set[str], list[Row]]]:
        """Put words into all dates; yield the paths of the items and what lists them."""
        portal, _places = portal_of_all
        before = list(dates_in(portal, units=request.param))
        for item, name, _value in before:
            setattr(item, name, WORDS)
        transaction.commit()
        listing = {"site", "section"} | ({"unit"} - {"unit" * request.param})
        yield (
            {path_of(item) for item, _name, _value in before},
            [
                row
                for row in all_rows()
                if row.method == "GET" and row.place in listing and row.answer == 200
            ],
        )
        for item, name, value in before:
            setattr(item, name, value)
        transaction.commit()

    @pytest.fixture
    def ask(self, portal_of_all) -> Callable[[Row], Answer]:
        _portal, places = portal_of_all
        paths = {name: place.absolute_url_path() for name, place in places.items()}
        return lambda row: MANAGER.ask(
            paths[row.place] + row.address, json=row.json, headers=UNTHEMED
        )

    def test_no_page_fails_and_the_check_names_each(self, ask, broken):
        paths, rows = broken
        assert len(paths) > 1 or len(rows) < len(all_rows())
        answers = {(row.name, row.place, row.query): ask(row) for row in rows}
        assert {key for key, one in answers.items() if one.status >= 500} == set()
        told = answers["pbgdpl-check", "site", ""].text
        assert {path for path in paths if f"{path}/edit" not in told} == set()


def dates_in(portal: Any, *, units: bool) -> Iterator[tuple[Any, str, Any]]:
    """Yield each date that content of ours stores: in units, or in all else."""
    for brain in portal.portal_catalog.getAllBrains():
        if (brain.portal_type == UNIT_TYPE) is not units:
            continue
        item = brain._unrestrictedGetObject()
        for schema in iterSchemata(item):
            for name, field in getFields(schema).items():
                is_date = IDate.providedBy(field) or IDatetime.providedBy(field)
                value = stored_value(item, name)
                if is_date and (
                    value is not None or schema.__module__.startswith("sonla")
                ):
                    yield item, name, value

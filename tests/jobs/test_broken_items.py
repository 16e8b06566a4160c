"""One broken item keeps no job from all the others, and is named."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.dexterity.utils import iterSchemata
from sample_jobs import make_job
from sample_jobs import registered
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.jobs.items import chosen
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import run_jobs
from zope.schema import getFields
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime

import pytest
import transaction

YEARS = (0, 1, 11)
"""Years from now in which all jobs are run: what is remembered, ends and is erased."""
MANY = 4
"""Jobs that meet a broken item of the demonstration, at least."""


def break_one_of_each_type(portal):
    """Put words where dates are into one item of each type; return their paths."""
    broken = {}
    for brain in portal.portal_catalog.getAllBrains():
        if brain.portal_type in broken:
            continue
        item = brain._unrestrictedGetObject()
        for schema in iterSchemata(item):
            for name, field in getFields(schema).items():
                if IDate.providedBy(field) or IDatetime.providedBy(field):
                    setattr(item, name, "hỏng")
                    broken[brain.portal_type] = path_of(item)
    transaction.commit()
    return set(broken.values())


def failed_parts(portal, moment):
    result = run_jobs(portal, now=lambda: moment, budget=300.0)
    names = [name for name, _job in jobs(portal)]
    return [one for one in result.outcomes if one.code == "B" and one.part in names]


@pytest.mark.long
def test_no_job_of_the_portal_stops_at_a_broken_item(demonstration):
    with api.env.adopt_roles(["Manager"]):
        assert (broken := break_one_of_each_type(demonstration))
        met = {}
        for years in YEARS:
            moment = datetime.now(UTC) + timedelta(days=366 * years)
            for one in failed_parts(demonstration, moment):
                met[one.part] = one.detail
    assert {
        part: in_english(one) for part, one in met.items() if one != "detail_left_out"
    } == {}
    assert len(met) >= MANY, sorted(met)
    for detail in met.values():
        assert any(path in detail.mapping["names"] for path in broken), detail


class TestHelpers:
    """What jobs go on by."""

    def outcome_of(self, site, step):
        """Run a job made of a step; return its outcome."""
        with registered("walking", make_job(step)):
            result = run_jobs(site)
        (outcome,) = (one for one in result.outcomes if one.part == "walking")
        return outcome

    def test_the_others_are_done_and_the_broken_one_is_as_it_was(self, site):
        def change(number):
            setattr(site, f"number_{number}", True)
            if number == 2:
                raise TypeError(number)

        outcome = self.outcome_of(
            site, lambda context: context.transact(lambda: each([1, 2, 3], change))
        )
        transaction.begin()
        done = [one for one in (1, 2, 3) if hasattr(site.aq_base, f"number_{one}")]
        assert done == [1, 3]
        assert (outcome.state, outcome.code) == ("failed", "B")
        assert outcome.detail.mapping == {"number": 1, "names": "2"}

    @pytest.mark.parametrize(
        "find",
        [
            lambda: chosen([2, 0, 1], lambda one: 4 // one == 4),
            lambda: found_for([2, 0, 1], lambda one: [1] * (4 // one == 4)),
        ],
    )
    def test_what_can_not_be_judged_is_named(self, site, find):
        found = []
        outcome = self.outcome_of(site, lambda context: found.extend(find()))
        assert found == [1]
        assert outcome.detail.mapping["names"] == "0"
        with pytest.raises(ZeroDivisionError):
            list(find())  # elsewhere nothing is passed over

    def test_the_page_of_jobs_names_what_was_left(self, site):
        def stumble(number):
            raise TypeError(number)

        with registered("walking", make_job(lambda context: each([7], stumble))):
            run_jobs(site)
            with api.env.adopt_roles(["Manager"]):
                page = api.content.get_view("pbgdpl-jobs", site, site.REQUEST)
                (found,) = (one for one in page.listed if one.name == "walking")
        assert api.portal.translate(found.detail).endswith("stay as they are: 7")

    def test_where_all_is_well_nothing_is_told(self, site):
        outcome = self.outcome_of(site, lambda context: each([1], str))
        assert (outcome.state, outcome.detail) == ("done", "")

"""One broken item keeps no job from all the others, and is named."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from dialogues import make_dialogue
from itertools import takewhile
from people import enter
from people import on_day
from people import recognition
from plone import api
from plone.dexterity.utils import iterSchemata
from Products.CMFCore.interfaces import IIndexQueueProcessor
from public_content import make_section
from sample_jobs import elsewhere
from sample_jobs import make_job
from sample_jobs import registered
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.dialogues.jobs import turned
from sonla.pbgdpl.dialogues.jobs import update_phases
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.jobs.items import chosen
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.jobs.items import naming_what_fails
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.people.jobs import due_people
from sonla.pbgdpl.people.jobs import sweep
from sonla.pbgdpl.questions.jobs import ERASED
from sonla.pbgdpl.questions.jobs import ErasingJob
from sonla.pbgdpl.units.closing import apply_due_closings
from sonla.pbgdpl.units.closing import close_unit
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import has_role
from sonla.pbgdpl.units.proposals import from_agencies
from types import SimpleNamespace
from zope.component import getGlobalSiteManager
from zope.schema import getFields
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime

import pytest
import transaction

YEARS = (0, 1, 11)
"""Years from now in which all jobs are run: what is remembered, ends and is erased."""
PAST = "2020-01-01T00:00:00"
DAY = today() + timedelta(days=3)
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
                (found,) = (one for one in page.listed if one["name"] == "walking")
        assert api.portal.translate(found["detail"]).endswith("stay as they are: 7")

    def test_where_all_is_well_nothing_is_told(self, site):
        outcome = self.outcome_of(site, lambda context: each([1], str))
        assert (outcome.state, outcome.detail) == ("done", "")

    @pytest.mark.parametrize("fails", [True, False])
    def test_what_failed_in_an_attempt_that_is_repeated_is_forgotten(self, site, fails):
        """Only the attempt that was committed tells what it left."""
        attempts = []

        def stumble(number):
            if fails or len(attempts) == 1:
                raise TypeError(number)

        def step():
            attempts.append(1)
            each([len(attempts)], stumble)
            site.title = "ours"
            if len(attempts) == 1:
                with elsewhere(site) as other:
                    other.title = "theirs"

        outcome = self.outcome_of(site, lambda context: context.transact(step))
        assert len(attempts) == 2
        assert outcome.state == ("failed" if fails else "done")
        if fails:
            assert outcome.detail.mapping["names"] == "2"


class Refusing:
    """Index beside the catalog, and refuse what is named."""

    def __init__(self, *names):
        self.names = names

    def index(self, obj, attributes=None):
        if obj.getId() in self.names:
            raise TypeError("a word that no index takes")

    def reindex(self, obj, attributes=None, update_metadata=1):
        self.index(obj)

    def unindex(self, obj):
        """Take no notice."""

    begin = commit = abort = lambda self: None


@pytest.fixture
def refuse():
    """Let items of some names not be indexed for the time of a test."""
    manager = getGlobalSiteManager()
    how = {"provided": IIndexQueueProcessor, "name": "refusing"}

    def register(*names):
        transaction.commit()
        manager.registerUtility(Refusing(*names), **how)

    yield register
    manager.unregisterUtility(**how)


class Emptying(ErasingJob):
    """Erase the descriptions of texts, whose names are their order."""

    name = "emptying"
    portal_type = "Document"
    erased = ERASED

    def outdated(self, day):
        texts = self.site.objectValues("Dexterity Item")
        return (one for one in texts if one.description == "riêng tư")

    def erase(self, item):
        item.description = ""
        item.reindexObject()
        return True


class TestIndexingFails:
    """What could not be indexed is undone, and counted by nobody."""

    @pytest.fixture
    def erase(self, site, refuse, monkeypatch):
        """Return what runs the job over five texts; of at most two in one run."""
        monkeypatch.setattr("sonla.pbgdpl.questions.jobs.MAX_AT_ONCE", 2)
        with api.env.adopt_roles(["Manager"]):
            for name in "abcde":
                api.content.create(
                    site, "Document", name, title=name, description="riêng tư"
                )

        def run(*broken):
            refuse(*broken)
            with registered("emptying", Emptying):
                run_jobs(site)
            transaction.begin()
            kept = [name for name in "abcde" if site[name].description]
            return kept, [one.count for one in log.newest_first([ERASED.name])]

        return run

    def test_it_is_not_told_as_erased(self, erase):
        assert erase("a") == (["a", "d", "e"], [2])

    def test_more_of_them_than_one_run_erases_keep_nobody_behind_them(self, erase):
        assert erase("a", "b", "c") == (["a", "b", "c"], [2])

    def test_a_unit_is_not_told_as_closed(self, site, refuse):
        section = make_section(site)
        make_units(section, from_agencies(["so-tu-phap", "ubnd-tinh"]))
        units = units_by_code(section)
        for unit in units.values():
            close_unit(unit, DAY, None)
        refuse(units["so-tu-phap"].getId())
        with pytest.raises(Bug), naming_what_fails():
            assert apply_due_closings(DAY) == [units["ubnd-tinh"]]
        assert has_role(units["so-tu-phap"]) and not has_role(units["ubnd-tinh"])


class TestWholeBatches:
    """As many broken items as one transaction takes: those behind them are reached."""

    def work(self, step):
        """Work as a job does, not for ever; return how many steps said that there is more."""
        with pytest.raises(Bug), naming_what_fails():
            return list(takewhile(bool, (step() for _number in range(9))))

    def test_people(self, site, refuse):
        section = make_section(site)
        with on_day(DAY - timedelta(days=9)):
            row = recognition(valid_from=DAY - timedelta(days=1))
            people = [
                enter(section, f"Lò Văn {n}", recognitions=[row]) for n in "abcde"
            ]
        refuse(*(one.getId() for one in people[:3]))
        with on_day(DAY):
            self.work(lambda: sweep(DAY, most=2))
            assert {*due_people(DAY)} == {*people[:3]}

    def test_dialogues(self, site, refuse, monkeypatch):
        monkeypatch.setattr("sonla.pbgdpl.dialogues.jobs.MAX_AT_ONCE", 2)
        section = make_section(site)
        made = [make_dialogue(section, title=f"Đối thoại {n}") for n in "abcde"]
        transaction.commit()
        catalog = api.portal.get_tool("portal_catalog")
        index = catalog._catalog.getIndex(NEXT_CHANGE_INDEX)
        for one in made:  # as it was indexed while it was still to come
            rid = catalog.getrid(path_of(one))
            index.unindex_object(rid)
            index.index_object(rid, SimpleNamespace(**{NEXT_CHANGE_INDEX: PAST}))
        refuse(*(one.getId() for one in made[:3]))
        self.work(update_phases)
        assert {*turned()} == {*made[:3]}

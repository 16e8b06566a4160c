"""What other processes see meanwhile, two who run at once, and a page that somebody closed."""

from Acquisition import aq_base
from contextlib import contextmanager
from datetime import timedelta
from old_content import carry
from old_content import make_folder
from old_content import prepare
from plone import api
from sonla.pbgdpl.core.interfaces import ISetupStep
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving.running import work
from sonla.pbgdpl.texts.content import LegalNews
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from ZODB.POSException import ConflictError
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility

import pytest
import transaction


@pytest.fixture
def served(functional_portal):
    """Yield section, folder and a batch that was read, all committed, as an administrator."""
    furnish(functional_portal)
    folder, _first = make_folder(functional_portal)
    with api.env.adopt_user(username=ADMINISTRATOR):
        section = functional_portal[SECTION]
        batch = prepare(section, folder)
        transaction.commit()
        yield section, folder, batch


@contextmanager
def elsewhere(portal):
    """Yield the portal as another process has it open, with its transactions."""
    manager = transaction.TransactionManager()
    connection = portal._p_jar.db().open(manager)
    try:
        yield connection.root()["Application"][portal.getId()], manager
    finally:
        manager.abort()
        connection.close()


def test_another_process_finds_the_new_class(served):
    section, folder, batch = served
    with elsewhere(api.portal.get()) as (portal, manager):
        before = portal[folder.getId()]["tin-1"]
        assert before.portal_type == "News Item" and before.text is not None
        carry(section, batch, batches.RUNNING)
        transaction.commit()
        manager.begin()
        after = portal[SECTION]["tin-1"]
        assert type(aq_base(after)) is LegalNews and after.portal_type == "LegalNews"
        assert after.title == "Tập huấn Luật Đất đai tại Mường La"


def test_of_two_who_run_at_once_one_begins_anew(served):
    section, _folder, batch = served
    token = next(iter(batches.batches_of(section)))
    batch.begin(batches.RUNNING)
    transaction.commit()
    with elsewhere(api.portal.get()) as (portal, manager):
        other = batches.batches_of(portal[SECTION])[token]
        assert other.position == 0
        work(section, batch, 0)
        transaction.commit()
        other.position += 1
        with pytest.raises(ConflictError):
            manager.commit()


def test_a_batch_whose_page_was_closed_is_finished(served):
    section, folder, batch = served
    batch.begin(batches.RUNNING)
    transaction.commit()
    scope = RunScope(names={"content-import"})
    with api.env.adopt_roles(["Anonymous"]):
        run_jobs(api.portal.get(), scope=scope)
    assert batch.phase == batches.RUNNING, "somebody's browser may still be at it"
    batch.touched -= timedelta(minutes=5)
    transaction.commit()
    with api.env.adopt_roles(["Anonymous"]):
        run_jobs(api.portal.get(), scope=scope)
    assert batch.phase == batches.DONE and folder.objectIds() == []
    (brain,) = api.content.find(path=f"{path_of(section)}/tin-1")
    assert brain.portal_type == "LegalNews"


def test_batches_go_with_the_add_on_and_what_they_brought_stays(served):
    section, _folder, batch = served
    step = getUtility(ISetupStep, name="content_import")
    carry(section, batch, batches.RUNNING)
    assert len(list(step.remains(api.portal.get()))) == 1
    step.uninstall(api.portal.get())
    assert batches.KEY not in IAnnotations(section) and "tin-1" in section
    assert list(step.remains(api.portal.get())) == []

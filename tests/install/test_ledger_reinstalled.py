"""What was offered to others is known again after an uninstallation and another installation."""

from foreign_portal import install
from foreign_portal import SECTION
from foreign_portal import uninstall
from plone import api
from plone.uuid.interfaces import IUUID
from section_snapshot import reload
from sonla.pbgdpl.exchange.ledger import ANNOTATION
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.reconciling import reconcile_due
from sonla.pbgdpl.units.creation import units_by_code
from zope.annotation.interfaces import IAnnotations

import pytest
import transaction

pytestmark = pytest.mark.long


@pytest.fixture
def offered_demo(demo):
    """The demonstration, all of it looked at, of whose public texts one was deleted."""
    while reconcile_due(demo):
        pass
    ledger = ledger_of(demo)
    uid = next(uid for uid, entry in ledger.all_entries() if not entry.deleted)
    delete(uid)
    assert ledger.get(uid).deleted
    return demo, uid


def delete(uid):
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(api.content.get(UID=uid), check_linkintegrity=False)
    transaction.commit()


def again(portal, manager):
    install(manager, portal)
    reload(portal)
    return ledger_of(portal)


def test_the_demonstration_is_offered(demo):
    entries = dict(ledger_of(demo).all_entries())
    assert len(entries) > 10
    assert IUUID(demo[SECTION]) not in entries


def test_all_of_it_comes_back_but_what_went_meanwhile(offered_demo, manager):
    portal, uid = offered_demo
    before = dict(ledger_of(portal).all_entries())
    secret = ledger_of(portal).secret
    gone, kept = [name for name, one in before.items() if not one.deleted][:2]
    uninstall(manager, portal)
    reload(portal)
    assert ANNOTATION not in IAnnotations(portal)
    delete(gone)
    ledger = again(portal, manager)
    after = dict(ledger.all_entries())
    assert ledger.get(uid).deleted and ledger.get(gone).deleted
    assert not ledger.get(kept).deleted
    del before[gone], after[gone]
    assert after == before
    assert ledger.secret == secret


def test_without_a_section_it_begins_anew(offered_demo, manager):
    portal, _uid = offered_demo
    with api.env.adopt_roles(["Manager"]):
        for unit in units_by_code(portal[SECTION]).values():
            unit.manage_delObjects(unit.objectIds())
        api.content.delete(portal[SECTION], check_linkintegrity=False)
    transaction.commit()
    assert all(one.deleted for _uid, one in ledger_of(portal).all_entries())
    uninstall(manager, portal)
    ledger = again(portal, manager)
    assert dict(ledger.all_entries()) == {}

"""Schedules of what befalls sending, made at random, and what has to hold in the end."""

from dataclasses import dataclass
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from hypothesis import strategies as st
from partner_schedules import Fault
from partner_schedules import FAULTS as BOTH_WAYS
from partner_schedules import faults
from partner_schedules import flat
from partner_schedules import Heal
from partner_schedules import KnownFault
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from public_content import make
from public_content import publish
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.operations import ask_at_once
from sonla.pbgdpl.sync.operations import overwrite
from sonla.pbgdpl.sync.operations import resend
from sonla.pbgdpl.sync.store import make_store
from sonla.referenceserver.push import PATH
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction

METHODS = ("", "PUT", "PUT", "DELETE", "GET")
FAULTS: tuple[KnownFault, ...] = (
    *BOTH_WAYS,
    ("precondition_failed", {}),
    ("precondition_failed", {}),
    ("accept_then_drop", {}),
)
"""The first wave of the exchange profile, 1.8, as far as it concerns sending."""
REFUSALS = (400, 409, 422)
"""Each keeps a record back until somebody has looked. That there is no such record (404,
410) is believed, so a partner that says so must not be lying."""


class SendingPortal(HarvestedPortal):
    """Drive a portal that sends to its reference server and fetches nothing."""

    def __init__(self, portal: Any, server: Any) -> None:
        super().__init__(portal, server)
        self.uids: list[str] = []
        self.number = 0

    def switch_on(self) -> None:
        """Switch sending on."""
        name_repository("sonla.example")
        set_record("push_url", self.server.push_url)
        set_record("push_enabled", True)
        transaction.commit()

    def texts(self, *states: str) -> list[Any]:
        """Return the texts that stand here, or those in some states."""
        found = [api.content.get(UID=uid) for uid in self.uids]
        return [
            text
            for text in found
            if text is not None and (not states or state_of(text) in states)
        ]

    def new_title(self) -> str:
        """Return a title that no text ever had."""
        self.number += 1
        return f"Tin số {self.number}"


# What happens


@dataclass(frozen=True)
class Publish:
    """Let somebody write a text that is published."""

    def happen(self, sending: SendingPortal) -> None:
        text = make(sending.section, "LegalNews", sending.new_title())
        sending.uids.append(text.UID())
        transaction.commit()


@dataclass(frozen=True)
class Act:
    """Let somebody do something to one of the texts, if there is one of the kind."""

    kind: str
    which: int

    def happen(self, sending: SendingPortal) -> None:
        transaction.begin()
        texts = sending.texts(*ACTS[self.kind])
        if texts:
            getattr(self, f"_{self.kind}")(sending, texts[self.which % len(texts)])
            transaction.commit()

    def _edit(self, sending: SendingPortal, text: Any) -> None:
        text.title = sending.new_title()
        notify(ObjectModifiedEvent(text))

    def _move(self, sending: SendingPortal, text: Any) -> None:
        with api.env.adopt_roles(["Manager"]):
            name = f"doi-ten-{sending.number}-{self.which}"
            api.content.rename(text, new_id=name, safe_id=True)

    def _withdraw(self, sending: SendingPortal, text: Any) -> None:
        step(text, "withdraw", comment="Có sai sót")

    def _republish(self, sending: SendingPortal, text: Any) -> None:
        step(text, "reopen")
        publish(text)

    def _delete(self, sending: SendingPortal, text: Any) -> None:
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(text, check_linkintegrity=False)


ACTS: dict[str, tuple[str, ...]] = {
    "edit": (),
    "move": (),
    "withdraw": ("published",),
    "republish": ("withdrawn",),
    "delete": (),
}
"""Name of an act → the states of the texts that it is done to; empty for any."""


@dataclass(frozen=True)
class Run:
    """Let the portal run, perhaps days later, when nothing has to wait any more."""

    days: int = 0

    def happen(self, sending: SendingPortal) -> None:
        sending.server.advance(days=self.days)
        sending.run(budget=5.0)


@dataclass(frozen=True)
class LookAfter:
    """Let an administrator look at what waits for somebody."""

    def happen(self, sending: SendingPortal) -> None:
        look_after(sending)


def step(text: Any, action: str, **facts: Any) -> None:
    """Do a step of the workflow as a manager."""
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    api.content.transition(text, action, **facts)
    setRoles(api.portal.get(), TEST_USER_ID, ["Member"])


def faults_of_partners(
    known: tuple[KnownFault, ...],
    path: str = PATH,
    methods: tuple[str, ...] = METHODS,
    refused: tuple[int, ...] = REFUSALS,
) -> st.SearchStrategy[Fault]:
    """Return faults that most often meet somebody, and are soon over."""
    refusals = tuple(("status", {"code": code}) for code in refused)
    return faults(
        (*known, *refusals),
        requests=st.sampled_from(methods).map(
            lambda method: (("path", f"{path}*"), ("method", method))
        ),
        nth=st.sampled_from([(), (), (), (1,), (2,), (1, 2), (2, 3)]),
        times=st.sampled_from([1, 1, 2, 3, None]),
    )


def schedules(
    least: int,
    most: int,
    known: tuple[KnownFault, ...] = FAULTS,
    **partner: Any,
) -> st.SearchStrategy[list[Any]]:
    """Return lists of steps that begin with texts that the partner has.

    `partner` is what `faults_of_partners` takes of one that is sent to otherwise.

    Something to send and a run stand behind each fault, or it would meet nobody. Most
    faults meet a partner that was well until then.
    """
    run = st.builds(Run, st.sampled_from([0, 0, 0, 3]))
    done = st.builds(
        Act,
        st.sampled_from(["edit", "edit", "withdraw", "republish", "delete", "move"]),
        st.integers(0, 5),
    )
    act = st.one_of(done, done, st.just(Publish()))
    before = st.sampled_from([(Heal(),), (Heal(),), (LookAfter(), Heal()), ()])
    struck = st.tuples(before, faults_of_partners(known, **partner), act, run).map(
        lambda one: (*one[0], *one[1:])
    )
    other = st.one_of(st.tuples(act, run), act, st.just(LookAfter()))
    step = st.sampled_from([0, 1, 1, 1]).flatmap(lambda hit: struck if hit else other)
    begun = [Publish(), Publish(), Run()]
    steps = st.lists(step, min_size=least, max_size=most)
    return steps.map(lambda found: [*begun, *flat(found)])


# In the end


def look_after(sending: SendingPortal) -> None:
    """Have sent again what was refused, and let ours stand where versions differ."""
    store = make_store(sending.portal)
    for uid, delivery in list(store.outbox.stuck.items()):
        if delivery.state == CONFLICT:
            overwrite(store, uid, sending.server.clock.now())
        else:
            resend(store, uid)
    ask_at_once(store.push)
    transaction.commit()


def come_to_rest(sending: SendingPortal, most: int = 10) -> None:
    """Let the partner be well, then run until nothing waits for it nor for anybody."""
    sending.server.heal()
    sending.server.advance(days=2)
    for _ in range(most):
        result = sending.run()
        outbox = sending.store.outbox
        if not outbox.dirty and not outbox.stuck:
            assert result.state in ("done", "idle")
            return
        look_after(sending)
    raise AssertionError(f"not at rest after {most} runs: {result}")


def assert_equal_content(sending: SendingPortal) -> None:
    """What is public here is there, in this very version, and nothing else."""
    transaction.begin()
    with api.env.adopt_roles(["Manager"]):
        here = {
            identifier_of(text.UID()): content_hash(record_of(text))
            for text in sending.texts()
            if is_exportable(text)
        }
    there = {
        resource.identifier: content_hash(jsonld.loads(resource.body))
        for resource in sending.server.push.resources.values()
        if not resource.deleted
    }
    assert there == here


def assert_nothing_doubled(sending: SendingPortal) -> None:
    """What the partner has is stored again only if something else was tried since.

    Of what has no answer nobody can know whether it is still the former that is there.
    """
    for name in {one.identifier for one in sending.server.received}:
        there, doubtful = "", False
        for one in sending.server.received_of(name):
            if one.stored:
                assert doubtful or one.digest != there, name
                there, doubtful = one.digest, False
            elif one.method in ("PUT", "DELETE"):
                doubtful = doubtful or one.digest != there


def assert_sends_nothing(sending: SendingPortal) -> None:
    """Run once more, then with everything marked anew: no request goes out."""
    before = len(sending.server.requests)
    assert sending.run().state in ("done", "idle")
    outbox = make_store(sending.portal).outbox
    for uid in sending.uids:
        outbox.mark(uid)
    outbox.forget_kinds()
    transaction.commit()
    assert sending.run().state == "done"
    assert not sending.store.outbox.dirty
    assert len(sending.server.requests) == before


class Killed(BaseException):
    """Stand for a process that dies: nothing handles it."""

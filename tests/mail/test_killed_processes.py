"""A process that is killed loses no mail, wherever it dies."""

from collections import Counter
from source_tree import HELPERS
from zope_instance import made_instance

import loopback_smtp as loopback
import os
import pytest
import signal

AFTER_SENDING = ("when_received", "after_send")
"""Points at which nobody can know that the mail is through: it comes once more."""


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    with made_instance(tmp_path_factory.mktemp("instance")) as made:
        yield made


def start(instance, monkeypatch, mail, kill="", later=0):
    monkeypatch.setenv("PBGDPL_MAIL", mail)
    monkeypatch.setenv("PBGDPL_KILL", kill)
    monkeypatch.setenv("PBGDPL_LATER", str(later))
    return instance.start(
        "zconsole", "run", instance.conf(), HELPERS / "mail_process.py"
    )


@pytest.mark.long
def test_no_kill_loses_a_mail(instance, monkeypatch):
    victim = []

    def kill():
        while victim:
            os.kill(victim.pop().pid, signal.SIGKILL)

    kills = {
        "before_commit": {},
        "after_commit": {},
        "before_send": {},
        "in_data": {"on_data": kill},
        "when_received": {"on_mail": kill},
        "after_send": {},
    }
    received = Counter()
    port = loopback.closed_port()
    assert start(instance, monkeypatch, f"port:{port}").wait(120) == 0
    for number, (point, manners) in enumerate(kills.items()):
        with loopback.smtp_server(port, **manners) as server:
            kill_at = "" if manners else point
            # what earlier processes claimed is not theirs any more
            later = 600 * (number + 1)
            process = start(instance, monkeypatch, f"post:{point}", kill_at, later)
            victim[:] = [process] if manners else []
            assert process.wait(120) == -signal.SIGKILL, point
        received.update(mail["Subject"].split()[-1] for mail in server.mails)
    with loopback.smtp_server(port) as server:
        assert start(instance, monkeypatch, "send", later=36_000).wait(120) == 0
        received.update(mail["Subject"].split()[-1] for mail in server.mails)
        assert server.violations == []
        assert start(instance, monkeypatch, "send", later=72_000).wait(120) == 0
    assert set(received) == set(kills) - {"before_commit"}, (
        "what is rolled back is no mail"
    )
    assert received.total() <= len(kills) - 1 + len(AFTER_SENDING)

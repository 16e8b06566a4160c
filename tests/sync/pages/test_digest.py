"""What is fetched sends no mail of its own; once a day there is one for approvers."""

from datetime import timedelta
from desk_content import deliver
from harvested_portal import set_record
from loopback_smtp import smtp_server
from plone import api
from served_mail import use_port
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.mail import failures

import pytest
import transaction


@pytest.fixture
def mails(staffed):
    """Collect what a portal sends whose mail settings are complete."""
    with smtp_server() as server:
        use_port(server.port, email_from_name="Cổng Sơn La")
        deliver()
        server.mails.clear()
        yield server.mails


def next_day(staffed):
    """Run in the first hour after midnight, so that a few runs fit into the day."""
    now = in_portal_zone(staffed.server.clock.now())
    tomorrow = now.replace(hour=0, minute=30) + timedelta(days=1)
    staffed.server.advance(seconds=int((tomorrow - now).total_seconds()) - 7200)
    staffed.run_until_done()
    deliver()


def test_one_mail_a_day_with_what_came(staffed, mails):
    next_day(staffed)
    number = len(staffed.items())
    assert number > 1
    assert mails == []
    kept, changed = staffed.server.identifiers("news")[:2]
    staffed.edit(kept, description="Của tỉnh")
    staffed.server.edit(kept, description="Của Bộ")
    staffed.server.edit(changed, title="Tiêu đề mới")
    staffed.run_until_done()
    next_day(staffed)
    (mail,) = mails
    assert mail["To"] == "phe-duyet@sonla.example"
    assert f"Bộ Tư pháp (mẫu): {number} new" in mail["Subject"]
    body = mail.get_content()
    for words in ("1 changed", "1 changed on both sides", "tab=synced&source=btp"):
        assert words in body
    staffed.run_until_done()
    deliver()
    assert len(mails) == 1
    next_day(staffed)
    assert len(mails) == 1, "nothing came, so there is nothing to tell"


def test_switched_off(staffed, mails):
    set_record("digest_enabled", False)
    transaction.commit()
    staffed.run_until_done()
    next_day(staffed)
    assert mails == []


def test_nobody_approves(staffed, mails):
    with api.env.adopt_roles(["Manager"]):
        api.user.delete(username="phe-duyet")
    transaction.commit()
    staffed.run_until_done()
    next_day(staffed)
    assert mails == []
    found = [(one.reason, one.detail) for one in failures.recorded(staffed.portal)]
    assert ("nobody", "data exchange") in found

"""What a mail says stands with the subject that sends it."""

from sample_addon import registered
from sonla.pbgdpl.mail.interfaces import IMailKind
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.messages import compose
from sonla.pbgdpl.mail.messages import digest
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from zope.component import getUtilitiesFor
from zope.i18nmessageid import MessageFactory
from zope.interface.verify import verifyObject

_ = MessageFactory("sample.addon")
FLOOD = MailKind(
    "flood",
    subject=_("Flood warning: ${title}"),
    lead=_("Below is what the water reaches."),
    several=_("${count} places"),
    desk=_("The map: ${url}"),
)
ZCML = '<utility component=".FLOOD" name="flood" />'


def notices(number=1):
    to = Recipient("", "An", "an@sonla.example")
    return [
        Notice("flood", to, f"Bản {one}", "", "https://sonla.example/ban-do")
        for one in range(number)
    ]


def test_a_kind_of_another_add_on_has_its_words(portal):
    with registered(ZCML, FLOOD=FLOOD):
        (one,) = compose(notices(), "Sơn La", "en")
        (several,) = compose(notices(3), "Sơn La", "en")
        sent_together = digest(notices(2), "Sơn La", "en")
    assert one.subject == "[Sơn La] Flood warning: Bản 0"
    assert "Below is what the water reaches." in one.body
    assert "The map: https://sonla.example/ban-do" in one.body
    assert several.subject == "[Sơn La] Flood warning: 3 places"
    assert "Below is what the water reaches." in sent_together.body
    assert "The map: https://sonla.example/ban-do" in sent_together.body


def test_a_kind_that_nobody_registers_any_more_is_sent_with_general_words(portal):
    (one,) = compose(notices(), "Sơn La", "en")
    (several,) = compose(notices(3), "Sơn La", "en")
    assert one.subject == "[Sơn La] Notice: Bản 0"
    assert "Below is what there is to be told." in one.body
    assert "Your approval desk: https://sonla.example/ban-do" in one.body
    assert several.subject == "[Sơn La] Notice: 3 texts"


def test_every_kind_is_registered_by_its_name(portal):
    kinds = dict(getUtilitiesFor(IMailKind))
    assert kinds
    for name, kind in kinds.items():
        assert verifyObject(IMailKind, kind) and kind.name == name

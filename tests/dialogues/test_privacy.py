"""A walk around a dialogue as a stranger: who asked, and what waits, is nowhere."""

from desk_content import deliver
from dialogues import answered
from dialogues import make_dialogue
from public_content import make_section
from questions_content import ask

import gzip
import pytest
import requests
import transaction

MAIL, PHONE = "sentinel.hoi@example.org", "0912 345 987"
WAITING = "SentinelCho"
ADDRESSES = (
    "{dialogue}",
    "{dialogue}?all=1",
    "{dialogue}/@@ask-question",
    "{dialogue}/ics_view",
    "{dialogue}/@@pbgdpl-save",
    "{dialogue}/@@pbgdpl-record",
    "{dialogue}/{published}",
    "{dialogue}/{published}/@@pbgdpl-record",
    "{dialogue}/{published}/manage_FTPget",
    "{dialogue}/{published}/asker_email",
    "{dialogue}/{published}/tracking_code",
    "{dialogue}/{waiting}",
    "{dialogue}/{waiting}/@@pbgdpl-record",
    "{dialogue}/folder_contents",
    "{dialogue}/@@pbgdpl-questions",
    "{dialogue}/RSS",
    "{section}/@@dialogues",
    "{section}/@@dialogues.ics",
    "{section}/@@questions",
    "{section}/atom.xml",
    "{section}/@@pbgdpl-search?SearchableText=Sentinel",
    "{portal}/@@search?SearchableText=Sentinel",
    "{portal}/@@oai?verb=ListRecords&metadataPrefix=pbgdpl",
    "{portal}/sitemap.xml.gz",
    "{portal}/sitemap",
)
REST = (
    "{dialogue}",
    "{dialogue}?fullobjects=1",
    "{dialogue}/{published}",
    "{dialogue}/{waiting}",
    "{dialogue}/@history",
    "{dialogue}/{published}/@history",
    "{dialogue}/@breadcrumbs",
    "{portal}/@search?fullobjects=1&portal_type=LegalQuestion",
    "{portal}/@search?metadata_fields=_all&SearchableText=Sentinel",
    "{portal}/@search?fullobjects=1&portal_type=PolicyDialogue",
)


@pytest.fixture
def walked(functional_portal):
    """Return the parts of addresses of a dialogue with a public question and a waiting one."""
    section = make_section(functional_portal)
    deliver()
    dialogue = make_dialogue(section)
    reach = {"asker_email": MAIL, "asker_phone": PHONE}
    public = answered(dialogue, "Câu đã trả lời", **reach)
    waiting = ask(dialogue, WAITING, question=f"{WAITING} hỏi về đất?", **reach)
    transaction.commit()
    secrets = (
        *(MAIL, PHONE, WAITING, public.tracking_code, waiting.tracking_code),
        waiting.UID(),
    )
    names = {
        "portal": functional_portal.absolute_url(),
        "section": section.absolute_url(),
        "dialogue": dialogue.absolute_url(),
        "published": public.getId(),
        "waiting": waiting.getId(),
    }
    return names, secrets


def text_of(answer):
    body = answer.content
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    return body.decode("utf-8", "replace")


def found(names, secrets, addresses, **headers):
    """Say where a secret was read; what the address itself says of it doesn't count."""
    seen = []
    for address in addresses:
        url = address.format(**names)
        answer = requests.get(url, headers=headers, timeout=60)
        body = text_of(answer)
        seen += [(address, one) for one in secrets if one in body]
    return seen


def test_pages_files_and_feeds(walked):
    names, secrets = walked
    assert found(names, secrets, ADDRESSES) == []
    # The walk went where there is something to read
    assert "Câu đã trả lời" in text_of(requests.get(names["dialogue"], timeout=60))


def test_rest(walked):
    names, secrets = walked
    assert found(names, secrets, REST, Accept="application/json") == []
    answer = requests.get(
        names["dialogue"], headers={"Accept": "application/json"}, timeout=60
    ).json()
    assert [one["title"] for one in answer["items"]] == ["Câu đã trả lời"]

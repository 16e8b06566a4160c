"""Something that each option stores, beside its types."""

from datetime import datetime
from datetime import UTC
from harvested_portal import set_record
from learning_pages import Device
from learning_pages import learn
from learning_pages import make_asked_bank
from learning_pages import make_course
from old_content import carry
from old_content import make_folder
from old_content import prepare
from plone import api
from sonla.pbgdpl.options.forms.drafts import add_draft
from sonla.pbgdpl.options.forms.drafts import drafts
from sonla.pbgdpl.options.forms.drafts import new_form
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.pbgdpl.options.moving.batches import newest_first
from sonla.pbgdpl.options.moving.batches import RUNNING
from sonla.pbgdpl.sync.mapping.stored import stored_mappings
from sonla.pbgdpl.sync.reconciliation.state import begin
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.store import make_store
from source_rows import source_row
from typing import Any

LEARNER = "Lò Thị Ánh Nguyệt"


def fill_options(portal: Any, places: dict[str, Any]) -> dict[str, Any]:
    """Store what options keep in annotations, in fields of others and in records.

    Gives what was made for it by short names.
    """
    section, unit, news = (places[one] for one in ("section", "unit", "news"))
    news.royalty_kind, news.word_count = "tin", 300
    course = make_course(unit, make_asked_bank(section))
    device = Device(course)
    device.request("learn", code=add_learner(course, Learner(LEARNER, "Xã Mẫu")))
    learn(device)
    folder, _first = make_folder(portal)
    with api.env.adopt_roles(["Manager"]):
        assert carry(section, prepare(section, folder), RUNNING)["brought"]
    add_draft(new_form("98z/BTP/PBGDPL", "Biểu ví dụ"))
    set_record("mappings", [{"name": "cua-tinh", "text": REST_BATCH.text()}])
    row = source_row(
        name="lien-thong", driver="mapped-json", metadata_prefix="plqg-list"
    )
    set_record("sources", [row])
    begin(make_store(portal), SENDING, datetime.now(UTC))
    return {"online course": course}


def kept(portal: Any, paths: dict[str, str]) -> dict[str, Any]:
    """Say what is left of that."""
    section, news = (
        portal.restrictedTraverse(paths[one]) for one in ("section", "news")
    )
    course = portal.restrictedTraverse(paths["online course"])
    batches = [batch.counts() for _token, batch in newest_first(section)]
    return {
        "royalty": [news.royalty_kind, news.word_count],
        "learners": [one.name for one in learners_of(course).values()],
        "batches": [dict(one) for one in batches],
        "drafts": [draft.id for draft in drafts()],
        "mappings": list(stored_mappings()),
        "reconciliations": list(make_store(portal).reconciliations),
    }

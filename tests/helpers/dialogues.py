"""Policy dialogues that tests share: to come, open, and over."""

from datetime import datetime
from datetime import timedelta
from new_items import create
from plone import api
from public_content import publish
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from typing import Any

import pytz

ZONE = pytz.timezone("Asia/Ho_Chi_Minh")
OFFICIALS = [
    {
        "name": "Lò Văn Mẫu",
        "position": "Giám đốc",
        "agency": "so-tu-phap",
        "part": "Chủ trì",
    },
    {
        "name": "Tòng Thị Ví Dụ",
        "position": "Phó Giám đốc",
        "agency": None,
        "part": None,
    },
]
TOPIC = "Giao đất, cho thuê đất ở bản.\nDành cho bà con các xã vùng cao."
HOURS = {"coming": (24, 72), "open": (-24, 48), "closed": (-96, -24)}
"""Phase → from when to when a dialogue in it is open, in hours from now."""


def in_hours(hours: float) -> datetime:
    """Return a moment from now, whole seconds, as core's forms make it."""
    moment = datetime.now(ZONE) + timedelta(hours=hours)
    return ZONE.normalize(moment).replace(microsecond=0)


def make_dialogue(
    container: Any,
    phase: str = "open",
    title: str = "Đối thoại về đất đai",
    public: bool = True,
    **fields: Any,
) -> Any:
    """Make a dialogue that is in a phase now; public unless told otherwise."""
    first, last = HOURS[phase]
    values = {
        "start": in_hours(first),
        "end": in_hours(last),
        "topic": TOPIC,
        "hosts": ("so-tu-phap",),
        "officials": [dict(row) for row in OFFICIALS],
        "programme": [
            {
                "day": in_hours(first).date(),
                "starts_at": "8:00",
                "ends_at": "11:30",
                "topic": "Trả lời trực tiếp",
                "speaker": "Lò Văn Mẫu",
            }
        ],
        "location": "Hội trường mẫu",
        **fields,
    }
    with api.env.adopt_roles(["Manager"]):
        dialogue = create(container, DIALOGUE_TYPE, title, **values)
    return publish(dialogue) if public else dialogue


def answered(dialogue: Any, title: str = "Tuổi kết hôn", **fields: Any) -> Any:
    """Ask in a dialogue, and publish an answer."""
    return put(answer(ask(dialogue, title, **fields)), "published")

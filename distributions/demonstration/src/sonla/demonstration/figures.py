"""Activities of fourteen months in all communes, so that the statistics have something to show.

Drawn by a generator of numbers that always begins alike: each portal has the same. Too many
to go through the chain one by one, so each is entered as approved, which its history says.
"""

from collections.abc import Iterator
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from plone import api
from plone.dexterity.utils import createContentInContainer
from random import Random
from sonla.demonstration.values import TIME_ZONE
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from typing import Any

import pytz

MONTHS = 14
OF_A_COMMUNE = 4
BUSY = {11: 4, 3: 2, 4: 2, 8: 2, 10: 2}
"""Month → how many times as much is held then; Ngày Pháp luật is in November."""
DIRECT, LOUDSPEAKER, CONTEST, SCHOOL, CULTURE = (
    *("truc-tiep", "phuong-tien-thong-tin", "thi-tim-hieu"),
    *("nha-truong", "van-hoa-van-nghe"),
)
TOPICS = (
    (DIRECT, "Nói chuyện về Luật Đất đai", "dat-dai"),
    (DIRECT, "Nói chuyện về hôn nhân và gia đình", "hon-nhan-gia-dinh"),
    (DIRECT, "Nói chuyện về giấy tờ hộ tịch", "ho-tich-chung-thuc"),
    (DIRECT, "Nói chuyện về bảo hiểm xã hội tự nguyện", "bao-hiem-xa-hoi"),
    (DIRECT, "Phòng, chống mua bán người", "hinh-su"),
    (LOUDSPEAKER, "Chuyên mục an toàn giao thông trên loa xã", "giao-thong"),
    (LOUDSPEAKER, "Chuyên mục phòng cháy trên loa xã", "an-ninh-quoc-phong"),
    (CONTEST, "Thi tìm hiểu pháp luật", "pho-bien-giao-duc-phap-luat"),
    (SCHOOL, "Giờ pháp luật ở trường", "tre-em"),
    (CULTURE, "Sinh hoạt câu lạc bộ pháp luật", "hoa-giai-o-co-so"),
)
"""Form, title and field of law of what is held."""


def create_figures(units: dict[str, Any], people: dict[str, Any]) -> None:
    """Make the activities of each commune as the editor, approved by the approver."""
    random = Random(MONTHS)
    workflow = editorial_workflow()
    for code in sorted(code for code in units if code.isdigit()):
        with api.env.adopt_user(user=people["editor"]):
            made = [
                createContentInContainer(units[code], ACTIVITY_TYPE, **values)
                for values in activities(units[code], random)
            ]
        with api.env.adopt_user(user=people["approver"]):
            for activity in made:
                set_state(activity, workflow, "published", "approve")


def activities(unit: Any, random: Random) -> Iterator[dict[str, Any]]:
    """Yield the values of what a commune held."""
    days = [day for day in held_days(today()) for _ in range(BUSY.get(day.month, 1))]
    for number in range(random.randint(OF_A_COMMUNE - 1, OF_A_COMMUNE + 1)):
        form, title, field = random.choice(TOPICS)
        start = moment(random.choice(days), random.randint(7, 19))
        yield {
            "id": f"hoat-dong-{number + 1}",
            "title": title,
            "start": start,
            "end": start + timedelta(hours=2),
            "location": f"Nhà văn hóa {unit.title[0].lower()}{unit.title[1:]}",
            "dissemination_form": form,
            "organiser_kind": "agency",
            "agency": unit.agency,
            "territory": unit.territory,
            "legal_fields": (field,),
            "audiences": ("hoc-sinh-sinh-vien" if form == SCHOOL else "nhan-dan",),
            "effective_date": DateTime(start + timedelta(hours=3)),
            **counts(form, random),
        }


def held_days(today: date) -> list[date]:
    """List the days of the last months that have passed."""
    return [today - timedelta(days=number) for number in range(1, MONTHS * 30)]


def moment(day: date, hour: int) -> datetime:
    """Return an hour of a day by the clock of the province."""
    return pytz.timezone(TIME_ZONE).localize(
        datetime(day.year, day.month, day.day, hour)
    )


def counts(form: str, random: Random) -> dict[str, int]:
    """Return the numbers of an activity of a form; what was not counted is left out."""
    if form == LOUDSPEAKER:
        return {"broadcasts": random.randint(2, 9)}
    attendees = random.randint(28, 160)
    documents = random.randint(0, 2) * random.randint(30, 90)
    found = {
        "sessions": random.randint(1, 3),
        "attendees": attendees,
        "women_attendees": attendees * random.randint(40, 62) // 100,
        "special_group_attendees": attendees * random.randint(30, 85) // 100,
        "documents_handed_out": documents,
        "documents_in_ethnic_languages": documents * random.randint(0, 50) // 100,
    }
    if form == CONTEST:
        found["contest_entrants"] = attendees // 2
    return found

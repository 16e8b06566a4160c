"""Whose activity it is: the columns by which councils and reporters are told apart."""

from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.factories import TitledFactory

COUNCIL = "council"
REPORTERS = "reporters"
JOINED = "joined"
"""Somebody else organised it and counts it, such as a contest of the province."""
ORGANISER_KINDS = {
    "agency": _("organiser_agency", default="An agency or unit"),
    COUNCIL: _("organiser_council", default="The coordination council"),
    REPORTERS: _("organiser_reporters", default="Reporters and propagandists"),
    JOINED: _("organiser_joined", default="Another body; the unit took part"),
}
"""Blocks of the homepage and pages ask for these tokens, so they are no list to edit."""

ORGANISER_WORDS = {
    "agency": "Cơ quan, đơn vị",
    COUNCIL: "Hội đồng phối hợp phổ biến, giáo dục pháp luật",
    REPORTERS: "Báo cáo viên, tuyên truyền viên pháp luật",
    JOINED: "Cơ quan khác tổ chức, đơn vị tham gia",
}
"""What records call them, whichever language the portal speaks."""

organiser_kinds = TitledFactory(ORGANISER_KINDS)

"""What events become as activities."""

from sonla.pbgdpl.options.moving.conversion import Conversion
from sonla.pbgdpl.options.moving.conversion import Proposal
from sonla.pbgdpl.options.moving.conversion import Source

OTHER_FORMS = {
    "cuộc thi": "thi-tim-hieu",
    "hội thi": "thi-tim-hieu",
    "thi tìm hiểu": "thi-tim-hieu",
    "họp báo": "hop-bao",
    "loa truyền thanh": "phuong-tien-thong-tin",
    "phát thanh": "phuong-tien-thong-tin",
    "truyền hình": "phuong-tien-thong-tin",
    "phiên tòa": "xet-xu-tiep-dan",
    "tiếp công dân": "xet-xu-tiep-dan",
    "câu lạc bộ": "van-hoa-van-nghe",
    "tủ sách": "van-hoa-van-nghe",
    "học sinh": "nha-truong",
    "trường": "nha-truong",
    "tập huấn": "truc-tiep",
    "hội nghị": "truc-tiep",
    "tuyên truyền": "truc-tiep",
    "phổ biến": "truc-tiep",
    "ngày pháp luật": "truc-tiep",
}
"""Words for forms of dissemination, the more specific ones first."""


class ActivityConversion(Conversion):
    """Take events in: time, place and body have the same names in both."""

    order = 50
    source_types = ("Event",)
    kind_field = "dissemination_form"
    kind_vocabulary = "sonla.pbgdpl.DisseminationForms"

    def suits(self, source: Source) -> int:
        """Prefer it: nothing else is made of an event."""
        return 1

    def propose(self, source: Source) -> Proposal:
        """Add the form; nobody has counted those who came."""
        proposal = super().propose(source)
        form, messages = self.kind_named(source, OTHER_FORMS, "truc-tiep")
        proposal.values |= {"dissemination_form": form, "organiser_kind": "agency"}
        proposal.unrecognised += messages
        return proposal


ACTIVITY_CONVERSION = ActivityConversion()

"""The listing pages of a section: the eight components of Decision 218/QĐ-UBND.

Each page is a stock Collection over the whole section, so that an editor changes its
criteria by Plone's own form. Units stand in the section itself, because a stock folder
takes none; the ninth page lists them.
"""

from dataclasses import dataclass
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

ANY = "plone.app.querystring.operation.selection.any"
WITHIN = "plone.app.querystring.operation.string.absolutePath"


@dataclass(frozen=True)
class ListingPage:
    """Describe one page; `key` stands for it for ever, whatever becomes of the page."""

    key: str
    title: str
    description: str
    criteria: dict[str, tuple[str, ...]]
    """Index → values of which an item must have one."""
    newest_first: bool = True

    def query(self, section: Any) -> list[dict[str, Any]]:
        """Write the criteria as a Collection stores them, bound to a section by UID."""
        within = {"i": "path", "o": WITHIN, "v": f"{IUUID(section)}::-1"}
        criteria = [
            {"i": index, "o": ANY, "v": list(values)}
            for index, values in self.criteria.items()
        ]
        return [within, *criteria]


LISTING_PAGES = (
    ListingPage(
        key="gioi-thieu-van-ban",
        title="Giới thiệu văn bản pháp luật mới",
        description="Tài liệu giới thiệu văn bản quy phạm pháp luật, tài liệu tập huấn, "
        "đề cương giới thiệu nghị quyết của HĐND tỉnh và quyết định của UBND tỉnh.",
        criteria={"portal_type": ("LegalIntroduction",)},
    ),
    ListingPage(
        key="chi-dao-huong-dan",
        title="Hướng dẫn, chỉ đạo",
        description="Văn bản chỉ đạo, hướng dẫn công tác phổ biến, giáo dục pháp luật.",
        criteria={"portal_type": ("Guidance",)},
    ),
    ListingPage(
        key="hoi-dong-phoi-hop",
        title="Hội đồng phối hợp, báo cáo viên, tuyên truyền viên",
        description="Hoạt động của Hội đồng phối hợp phổ biến, giáo dục pháp luật, đội "
        "ngũ báo cáo viên và tuyên truyền viên pháp luật.",
        criteria={"pbgdpl_agency": ("hdph-tinh",)},
    ),
    ListingPage(
        key="hoi-dap",
        title="Hỏi đáp, tư vấn pháp luật",
        description="Câu hỏi của công dân, tổ chức và trả lời của cơ quan có thẩm quyền.",
        criteria={"portal_type": ("LegalQuestion",)},
    ),
    ListingPage(
        key="doi-thoai",
        title="Đối thoại chính sách, pháp luật",
        description="Các cuộc đối thoại giữa cơ quan nhà nước với công dân, tổ chức và "
        "doanh nghiệp.",
        criteria={"portal_type": ("PolicyDialogue",)},
    ),
    ListingPage(
        key="tai-lieu",
        title="Tài liệu, video, tiểu phẩm, tình huống",
        description="Sách, cẩm nang, tờ gấp, câu chuyện, tiểu phẩm, video, bài giảng "
        "điện tử và các tài liệu phổ biến pháp luật khác.",
        criteria={"portal_type": ("EducationMaterial",)},
    ),
    ListingPage(
        key="bao-cao-thong-ke",
        title="Kế hoạch, báo cáo, số liệu thống kê",
        description="Kế hoạch, báo cáo kết quả và số liệu thống kê về công tác phổ biến, "
        "giáo dục pháp luật.",
        criteria={
            "portal_type": ("Guidance",),
            "pbgdpl_kind": ("bao-cao", "ke-hoach", "chuong-trinh"),
        },
    ),
    ListingPage(
        key="tin-tuc",
        title="Tin tức và nội dung khác",
        description="Tin, bài về phổ biến, giáo dục pháp luật trong và ngoài tỉnh.",
        criteria={"portal_type": ("LegalNews", "News Item", "Event", "Link")},
    ),
    ListingPage(
        key="don-vi",
        title="Đơn vị cung cấp thông tin",
        description="Các cơ quan, địa phương tham gia cung cấp thông tin cho chuyên trang.",
        criteria={"portal_type": (UNIT_TYPE,)},
        newest_first=False,
    ),
)


MEMORY_KEY = "sonla.pbgdpl.structure"


def component_of(page: Any) -> str:
    """Return the key of the component for which a page was made; empty for another page.

    By its UID, so that it stays known when it is renamed or moved.
    """
    section = section_of(page)
    memory = IAnnotations(section).get(MEMORY_KEY, {}) if section is not None else {}
    keys = {uid: key for key, uid in memory.items()}
    return keys.get(IUUID(page, None), "")

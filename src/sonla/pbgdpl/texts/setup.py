"""The listing pages of texts in a new section."""

from sonla.pbgdpl.ui.section_pages import ListingPage

INTRODUCTION_LISTING = ListingPage(
    order=10,
    key="gioi-thieu-van-ban",
    title="Giới thiệu văn bản pháp luật mới",
    description="Tài liệu giới thiệu văn bản quy phạm pháp luật, tài liệu tập huấn, "
    "đề cương giới thiệu nghị quyết của HĐND, quyết định của UBND cấp tỉnh.",
    criteria={"portal_type": ("LegalIntroduction",)},
)
GUIDANCE_LISTING = ListingPage(
    order=20,
    key="chi-dao-huong-dan",
    title="Hướng dẫn, chỉ đạo",
    description="Văn bản chỉ đạo, hướng dẫn công tác phổ biến, giáo dục pháp luật.",
    criteria={"portal_type": ("Guidance",)},
    sort_on="pbgdpl_date",
)
REPORT_LISTING = ListingPage(
    order=70,
    key="bao-cao-thong-ke",
    title="Kế hoạch, báo cáo, số liệu thống kê",
    description="Kế hoạch, báo cáo kết quả và số liệu thống kê về công tác phổ biến, "
    "giáo dục pháp luật.",
    criteria={
        "portal_type": ("Guidance",),
        "pbgdpl_kind": ("bao-cao", "ke-hoach", "chuong-trinh"),
    },
    sort_on="pbgdpl_date",
)
NEWS_LISTING = ListingPage(
    order=80,
    key="tin-tuc",
    title="Tin tức và nội dung khác",
    description="Tin, bài về phổ biến, giáo dục pháp luật trong và ngoài địa phương.",
    criteria={"portal_type": ("LegalNews", "News Item", "Event", "Link")},
)

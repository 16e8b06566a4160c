"""The pictures of the handbook: who sees what where, and a word that must stand there.

`make pictures` takes them, `docs/images` keeps them, and tests hold the three together:
what is taken, what is kept and what pages show.
"""

from dataclasses import dataclass

PHONE = {"width": 360, "height": 1000}
SCREEN = {"width": 1280, "height": 1100}

CONTRIBUTOR, EDITOR, APPROVER = "contributor", "editor", "approver"
"""Accounts of the demonstration."""
ADMINISTRATOR = "quan-tri"


@dataclass(frozen=True)
class Picture:
    """One picture: its name, whose eyes, the address, and what must be read on it.

    `{section}` stands for the section, `{item:title}` for the item whose title begins so,
    `{type:name}` for the first of a type, `{draft}` for the form that is being written down,
    `{learner:name}` for the link of somebody who learns online, and `{certificate:name}` for
    the page that verifies their certificate.
    `menu` is opened first, `button` pressed, and `part` of the page is shown.
    """

    name: str
    address: str
    word: str
    person: str | None = None
    size: str = "screen"
    menu: str = ""
    button: str = ""
    part: str = "#portal-column-content"

    @property
    def viewport(self) -> dict[str, int]:
        """The size of the window."""
        return PHONE if self.size == "phone" else SCREEN


WORKFLOW_MENU = "#plone-contentmenu-workflow > a"
FACTORIES_MENU = "#plone-contentmenu-factories > a"

PICTURES = (
    Picture("homepage", "", "Phổ biến, giáo dục pháp luật", size="phone"),
    Picture("section", "{section}", "Phổ biến, giáo dục pháp luật"),
    Picture("search", "@@pbgdpl-search?SearchableText=to+gap", "Tờ gấp", size="phone"),
    Picture(
        "situations", "{section}/@@situations", "Tôi muốn đăng ký kết hôn", size="phone"
    ),
    Picture("materials", "{section}/@@materials", "Tủ sách pháp luật", size="phone"),
    Picture(
        "administration",
        "@@pbgdpl-settings?page=tools",
        "Quản trị chuyên trang",
        ADMINISTRATOR,
    ),
    Picture("settings", "@@pbgdpl-settings", "Thông tin chuyên trang", ADMINISTRATOR),
    Picture(
        "units", "{section}/@@pbgdpl-units", "Đơn vị cung cấp thông tin", ADMINISTRATOR
    ),
    Picture(
        "exchange-settings",
        "@@pbgdpl-settings?page=exchange",
        "Kết nối dữ liệu",
        ADMINISTRATOR,
    ),
    Picture(
        "exchange-state",
        "@@btp-sync-status",
        "Tình trạng kết nối dữ liệu",
        ADMINISTRATOR,
    ),
    Picture(
        "exchange-mapping",
        "@@btp-sync-mappings?mapping=rest-batch",
        "Thử gửi với bài nào",
        ADMINISTRATOR,
    ),
    Picture(
        "exchange-trial",
        "@@btp-sync-mappings?mapping=rest-batch",
        "Nội dung sẽ gửi",
        ADMINISTRATOR,
        button="Thử",
        part="#pbgdpl-send-trial",
    ),
    Picture(
        "add-menu",
        "{item:Phường Tô Hiệu}",
        "Tin, bài",
        CONTRIBUTOR,
        menu=FACTORIES_MENU,
    ),
    Picture(
        "write",
        "{item:Phường Tô Hiệu}/++add++LegalNews",
        "Bắt đầu từ dàn ý mẫu",
        CONTRIBUTOR,
    ),
    Picture("unit", "{item:Phường Tô Hiệu}", "Nhập hoạt động", CONTRIBUTOR),
    Picture("desk", "@@pbgdpl-review", "Việc của tôi", APPROVER),
    Picture(
        "approve",
        "{item:Bài mẫu: Ra mắt câu lạc bộ}",
        "Phê duyệt và đăng",
        APPROVER,
        menu=WORKFLOW_MENU,
    ),
    Picture(
        "revise",
        "{item:Phiên tòa giả định}/@@pbgdpl-revise",
        "Sửa đổi bài đã đăng",
        EDITOR,
    ),
    Picture("council", "{type:CoordinationCouncil}", "Thành viên Hội đồng"),
    Picture(
        "council-then",
        "{type:CoordinationCouncil}?on=2026-01-15",
        "Đây là thành phần vào ngày",
    ),
    Picture(
        "material", "{item:Luật Phổ biến, giáo dục pháp luật trong}", "Đơn vị phát hành"
    ),
    Picture("reporters", "@@reporters", "Báo cáo viên pháp luật", size="phone"),
    Picture(
        "register-import",
        "{section}/@@register-import",
        "Nhập người từ danh sách",
        APPROVER,
    ),
    Picture("activities", "{section}/@@activities", "Hoạt động"),
    Picture(
        "quick-activity",
        "{item:Phường Tô Hiệu}/@@quick-activity",
        "Nhập nhanh hoạt động",
        CONTRIBUTOR,
        size="phone",
    ),
    Picture("ask", "{section}/@@ask-question", "Gửi câu hỏi pháp luật", size="phone"),
    Picture(
        "question-status",
        "{section}/@@question-status",
        "Tra cứu câu hỏi đã gửi",
        size="phone",
    ),
    Picture(
        "question-desk", "{section}/@@pbgdpl-questions", "Câu hỏi của người dân", EDITOR
    ),
    Picture(
        "question",
        "{item:Câu hỏi mẫu: Tách thửa đất nương}",
        "Tiếp nhận và giao",
        EDITOR,
    ),
    Picture("dialogue", "{item:Pháp luật về đất đai với}", "Đang mở"),
    Picture("statistics", "{section}/@@pbgdpl-statistics", "Số liệu thống kê"),
    Picture(
        "contributions",
        "{section}/@@pbgdpl-contributions",
        "Tình hình đóng góp",
        APPROVER,
    ),
    Picture(
        "check", "{section}/@@pbgdpl-check", "Rà soát nội dung còn thiếu", APPROVER
    ),
    Picture("report", "{type:StatisticsReport}", "Số thực tế đến ngày", APPROVER),
    Picture(
        "report-sheet",
        "{type:StatisticsReport}/@@pbgdpl-paper",
        "PDF, để in",
        APPROVER,
    ),
    Picture(
        "form-editor",
        "@@pbgdpl-settings?page=statistics",
        "Bắt đầu soạn",
        ADMINISTRATOR,
    ),
    *(
        Picture(
            f"form-{part}",
            f"@@pbgdpl-settings?page=statistics&draft={{draft}}&part={part}",
            word,
            ADMINISTRATOR,
        )
        for part, word in (
            ("row", "Dán nhiều dòng từ bảng Excel hoặc Word"),
            ("check", "Tên dùng trong công thức"),
            ("group", "Nhóm cơ quan"),
            ("presentation", "Phần đầu và chữ ký"),
        )
    ),
    Picture(
        "requests",
        "{section}/@@pbgdpl-requests",
        "Trường THCS Hoa Mận (mẫu)",
        EDITOR,
    ),
    Picture("request", "{item:Quyền trẻ em (mẫu)}", "Đã nhận lời", EDITOR),
    Picture(
        "request-form",
        "{section}/@@request-reporter",
        "Mời báo cáo viên pháp luật",
        size="phone",
    ),
    Picture(
        "expenditures",
        "{item:Phường Tô Hiệu}/@@pbgdpl-expenditures?year=2026",
        "Khoản chi",
        CONTRIBUTOR,
    ),
    Picture(
        "reports",
        "{section}/@@pbgdpl-reports?kind=official&year=2026",
        "Báo cáo của các đơn vị",
        APPROVER,
    ),
    Picture(
        "learn",
        "{learner:Quàng Văn Cọn Nước}",
        "Học tiếp",
        size="phone",
        part="body",
    ),
    Picture("learners", "{item:Học trực tuyến}/@@course-learners", "Người học", EDITOR),
    Picture(
        "verify", "{certificate:Cầm Thị Nắng Mai}", "Cầm Thị Nắng Mai", size="phone"
    ),
)

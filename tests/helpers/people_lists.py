"""Lists of people as offices keep them: workbooks and CSV files, right and broken."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from io import BytesIO
from openpyxl import Workbook
from typing import Any

HEADINGS = (
    "STT",
    "Họ và tên",
    "Ngày, tháng, năm sinh",
    "Giới tính",
    "Dân tộc",
    "Chức vụ",
    "Đơn vị công tác",
    "Trình độ chuyên môn",
    "Số điện thoại",
    "Địa bàn",
    "Số quyết định",
    "Ngày quyết định",
)
GOOD = (
    1,
    "Lò Văn Ví Dụ",
    "05/09/1985",
    "Nam",
    "Thái",
    "Phó Trưởng phòng",
    "Sở Tư pháp",
    "Cử nhân Luật",
    "0912345678",
    "Tỉnh Sơn La",
    "12/QĐ-UBND",
    "10/01/2024",
)
LEVEL = {"level": "tinh"}


def row(**cells: Any) -> tuple[Any, ...]:
    """Make a row like `GOOD` with other cells, named by short words."""
    names = (
        "no name birth gender ethnicity position agency degree phone unit number "
        "decided"
    ).split()
    return tuple(cells.get(name, cell) for name, cell in zip(names, GOOD, strict=True))


def workbook(
    rows: Iterable[Sequence[Any]],
    above: Iterable[Sequence[Any]] = (),
    headings: Sequence[str] = HEADINGS,
    merge: Iterable[str] = (),
) -> bytes:
    """Make an XLSX file: lines above, headings, rows; then merge boxes such as `B5:B6`."""
    book = Workbook()
    sheet = book.active
    for line in (*above, headings, *rows):
        sheet.append(list(line))
    for box in merge:
        sheet.merge_cells(box)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def many(number: int) -> list[tuple[Any, ...]]:
    """Make rows of so many plainly invented people."""
    families = ("Lò", "Cà", "Quàng", "Tòng", "Hà", "Sồng", "Nguyễn", "Trần")
    given = ("An", "Bình", "Chung", "Dũng", "Đạt", "Giang", "Hòa", "Inh", "Khánh")
    return [
        row(
            no=at + 1,
            name=f"{families[at % 8]} Văn Mẫu {given[at % 9]}",
            birth=date(1960, 1, 1) + timedelta(days=at),
        )
        for at in range(number)
    ]

"""Which term of ours a coded value of somebody else means."""

from datetime import date
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.term_matching import find_token
from sonla.pbgdpl.province.files import Names
from sonla.pbgdpl.vocabularies.terms import ValidTerm

import pytest
import unicodedata

PROVINCE = Names(code="14", iso_code="VN-05")
TERMS = (
    ValidTerm("dat-dai", "Đất đai", aliases=("Lĩnh vực đất đai",)),
    ValidTerm("03646-cu", "Phường Chiềng Lề", valid_to=date(2025, 6, 30)),
    ValidTerm("03646", "Phường Tô Hiệu", aliases=("Chiềng Lề",)),
    ValidTerm("x-cu", "Phường Mẫu", valid_to=date(2025, 6, 30)),
    ValidTerm("x", "Phường Mẫu"),
    ValidTerm("14", "Tỉnh Sơn La"),
)


@pytest.mark.parametrize(
    "sent,token",
    [
        (Term("dat-dai", "Đất đai"), "dat-dai"),
        (Term("dat-dai"), "dat-dai"),
        (Term("dat-dai", "Tên khác của họ"), "dat-dai"),
        (Term("LV-07", "Đất đai"), "dat-dai"),
        (Term("", "ĐẤT  ĐAI"), "dat-dai"),
        (Term("", unicodedata.normalize("NFD", "Đất đai")), "dat-dai"),
        (Term("LV-07", "lĩnh vực đất đai"), "dat-dai"),
        (Term("", "Dat dai"), None),
        (Term("LV-99", "Bổ trợ"), None),
        (Term("LV-99"), None),
        # Codes were used anew: the title tells which is meant.
        (Term("03646", "Phường Chiềng Lề"), "03646-cu"),
        (Term("03646", "Phường Tô Hiệu"), "03646"),
        (Term("", "Chiềng Lề"), "03646"),
        # Of two with one title the sent code decides, else the one in force.
        (Term("x-cu", "Phường Mẫu"), "x-cu"),
        (Term("", "Phường Mẫu"), "x"),
        (Term("VN-05"), "14"),
        (Term("VN-05", "Sơn La"), "14"),
    ],
)
def test_the_term_that_is_meant(sent, token):
    assert find_token(TERMS, sent, PROVINCE) == token

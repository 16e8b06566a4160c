"""Vietnamese words and phrases that searches must find, and how people type them."""

from collections.abc import Iterator

import unicodedata

WORDS = {
    # They begin beyond U+024F, where Plone's own folding gives up.
    "ủy ban": "uy ban",
    "ấn phẩm": "an pham",
    "ẩn danh": "an danh",
    "ầm ĩ": "am i",
    "ẫm ờ": "am o",
    "ậm ừ": "am u",
    "ảnh hưởng": "anh huong",
    "ạ ơi": "a oi",
    "ẳng": "ang",
    "ắng lặng": "ang lang",
    "ẵm bồng": "am bong",
    "ặc sặc": "ac sac",
    "ẻo lả": "eo la",
    "ẹo lưng": "eo lung",
    "ẽo ợt": "eo ot",
    "ếch nhái": "ech nhai",
    "ế ẩm": "e am",
    "ềnh oàng": "enh oang",
    "ể mình": "e minh",
    "ễnh ương": "enh uong",
    "ệ nệ": "e ne",
    "ỉ eo": "i eo",
    "ị đùn": "i dun",
    "ổn định": "on dinh",
    "ốm đau": "om dau",
    "ồn ào": "on ao",
    "ỗng": "ong",
    "ộc": "oc",
    "ở cơ sở": "o co so",
    "ớt": "ot",
    "ờ nhỉ": "o nhi",
    "ỡm": "om",
    "ợ chua": "o chua",
    "ỏi": "oi",
    "ọ ẹ": "o e",
    "ụ đất": "u dat",
    "ủng hộ": "ung ho",
    "ứng dụng": "ung dung",
    "ừng ực": "ung uc",
    "ửng hồng": "ung hong",
    "ữ": "u",
    "ựa": "ua",
    "ỷ lại": "y lai",
    "ỳ ạch": "y ach",
    "ỹ": "y",
    # They begin below it.
    "ưu tiên": "uu tien",
    "ướt át": "uot at",
    "ước mơ": "uoc mo",
    "ý kiến": "y kien",
    "âm thanh": "am thanh",
    "ăn uống": "an uong",
    "êm ả": "em a",
    "ông bà": "ong ba",
    "ơn nghĩa": "on nghia",
    "điều ước": "dieu uoc",
    "đất đai": "dat dai",
    "đường bộ": "duong bo",
    "hòa giải": "hoa giai",
    "thủy lợi": "thuy loi",
    "quý khách": "quy khach",
    "khoẻ mạnh": "khoe manh",
    "nghiêng ngả": "nghieng nga",
    "pháp luật": "phap luat",
    "sở tư pháp": "so tu phap",
    "khuỷu tay": "khuyu tay",
    "người nghèo": "nguoi ngheo",
    "tuyên truyền": "tuyen truyen",
    "trợ giúp pháp lý": "tro giup phap ly",
    "giáo dục": "giao duc",
    "Đắk Lắk": "dak lak",
}
"""Written → folded. More than sixty, of every vowel that can begin a word."""

TONE_PLACES = {
    "hòa": "hoà",
    "hóa": "hoá",
    "hỏa": "hoả",
    "hõa": "hoã",
    "họa": "hoạ",
    "khỏe": "khoẻ",
    "lòe": "loè",
    "thúy": "thuý",
    "thủy": "thuỷ",
    "lũy": "luỹ",
    "tụy": "tuỵ",
    "ủy": "uỷ",
    "úy": "uý",
    "ọe": "oẹ",
    "quý": "qúy",
    "giá": "gía",
}
"""Old place of the tone → new one, or a slip of the hand."""


def typed_forms(written: str, folded: str) -> Iterator[str]:
    """Yield the ways in which a word is typed into a search box."""
    yield written
    yield unicodedata.normalize("NFD", written)
    yield written.upper()
    yield unicodedata.normalize("NFD", written.upper())
    yield folded
    yield folded.upper()
    yield folded.title()


def table() -> list[tuple[str, str]]:
    """List (written, typed) for every word and every way to type it, each once."""
    pairs = {
        (written, form): None
        for written, folded in WORDS.items()
        for form in typed_forms(written, folded)
    }
    for one, other in TONE_PLACES.items():
        pairs[one, other] = None
        pairs[other, one] = None
    return list(pairs)


def all_written() -> list[str]:
    """List every text of `table`, each once."""
    return list(dict.fromkeys(written for written, form in table()))

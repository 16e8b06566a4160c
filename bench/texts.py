"""Vietnamese texts for the data sets: the same ones at every building."""

from random import Random

SYLLABLES = """
pháp luật phổ biến giáo dục tuyên truyền ủy ban nhân dân tỉnh xã phường huyện sở tư
tài liệu văn bản quy phạm nghị định thông tư quyết kế hoạch hội đồng phối hợp công tác
đất đai hôn gia đình hòa giải cơ sở tố tụng hình sự hành chính dân sự lao động bảo hiểm
xã hội y tế trẻ em phụ nữ bình đẳng giới phòng chống ma túy bạo lực mua bán người biên
giới khoáng sản rừng lâm nghiệp môi trường giao thông đường bộ an toàn thực phẩm khiếu
nại tố cáo tiếp cận thông tin trợ giúp pháp lý hộ tịch chứng thực căn cước cư trú doanh
nghiệp thuế đầu thầu ngân sách chuyển đổi số dữ liệu cá nhân điện tử dịch vụ công trực
tuyến bản làng dân tộc thiểu số Thái Mông Mường Dao vùng cao đồng bào tín ngưỡng tôn
giáo học sinh sinh viên giáo viên cán bộ công chức viên chức người lao động nông dân
doanh thanh niên người khuyết tật phạm nhân nghĩa vụ quân sự quốc phòng an ninh bầu cử
đại biểu quốc hội chính phủ thủ tướng bộ trưởng chủ tịch giám đốc trưởng phòng báo cáo
viên tuyên truyền viên ấn phẩm cẩm nang tờ gấp câu chuyện tình huống tiểu phẩm ứng dụng
ở ướt ẩn ếch ổn định ốm ưu tiên ước mơ ý kiến yêu cầu xử phạt vi phạm mức phạt tiền
đồng triệu nghìn năm tháng ngày giờ điều khoản điểm chương mục phần phụ lục ban hành
hiệu lực thi hành sửa đổi bổ sung thay thế bãi bỏ hướng dẫn tập huấn bồi dưỡng nghiệp vụ
""".split()
FIELDS_IN_TITLES = (
    "Luật Đất đai",
    "Luật Hôn nhân và gia đình",
    "Luật Phòng, chống ma túy",
    "Luật Trẻ em",
    "Luật Giao thông đường bộ",
    "Luật Căn cước",
    "Luật Hòa giải ở cơ sở",
    "Bộ luật Dân sự",
    "Luật Khiếu nại",
    "Luật An toàn thực phẩm",
)
TITLES = (
    "Ủy ban nhân dân xã {name} tuyên truyền {law}",
    "Tài liệu giới thiệu {law}",
    "Hội nghị phổ biến {law} tại xã {name}",
    "Ấn phẩm hỏi đáp {law}",
    "Kế hoạch phổ biến, giáo dục pháp luật năm {year}: {law}",
)
YEARS = range(2016, 2026)
NAMES = ("Mường La", "Thuận Châu", "Mai Sơn", "Sông Mã", "Vân Hồ", "Bắc Yên", "Phù Yên")


class Writer:
    """Write texts whose words are as unequally frequent as those of a language."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        words = list(dict.fromkeys(SYLLABLES))
        # Zipf's law: the n-th most frequent word is 1/n as frequent as the first.
        weights = [1 / (number + 3) for number in range(len(words))]
        self.words = words
        self.weights = weights

    def title(self, number: int, year: int) -> str:
        """Write a title that no other text has."""
        chosen = self.random.choice
        title = chosen(TITLES).format(
            name=chosen(NAMES), law=chosen(FIELDS_IN_TITLES), year=year
        )
        return f"{title} (số {number})"

    def sentence(self, length: int) -> str:
        """Write so many words as one sentence."""
        words = self.random.choices(self.words, self.weights, k=length)
        return " ".join(words).capitalize() + "."

    def body(self, length: int) -> str:
        """Write so many words as paragraphs of HTML."""
        sentences = [self.sentence(20) for _number in range(max(1, length // 20))]
        return "".join(f"<p>{sentence}</p>" for sentence in sentences)

"""The rules as data: id, what it is about, where the law says it (Nghị định 30/2020/NĐ-CP)."""

from dataclasses import dataclass

_NONE = "Văn bản không có thành phần này."
_AFTER_SIGNING = "Chỉ có sau khi ký số, chương trình không kiểm tra."
_OUTSIDE = "Tệp không cho biết; thuộc công tác văn thư."


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule for people: its title, its source, and why it may not apply."""

    id: str
    title: str
    source: str
    absent: str = _NONE


_ROWS: tuple[tuple[str, str, str] | tuple[str, str, str, str], ...] = (
    ("R01", "Khổ giấy A4 (210 mm x 297 mm)", "PLI I.1"),
    ("R02", "Trang dọc; trang ngang chỉ khi có bảng, biểu", "PLI I.2"),
    ("R03", "Lề trên, dưới 20-25 mm; trái 30-35 mm; phải 15-20 mm", "PLI I.3"),
    ("R04", "Phông chữ Times New Roman", "PLI I.4"),
    ("R05", "Chữ Việt Unicode dựng sẵn (TCVN 6909:2001)", "PLI I.4"),
    ("R06", "Chữ màu đen", "PLI I.4"),
    (
        "R07",
        "Số trang: chữ số Ả Rập, giữa lề trên, cỡ 13-14, trang đầu không hiện",
        "PLI I.7, V.14",
        "Văn bản chỉ có một trang.",
    ),
    ("R08", "Mỗi phụ lục đánh số trang riêng", "PLIII 1.đ", "Văn bản không có phụ lục."),
    ("R10", "Quốc hiệu", "PLI II.1.a"),
    ("R11", "Tiêu ngữ", "PLI II.1.b"),
    ("R12", "Đường kẻ dưới Tiêu ngữ dài bằng dòng chữ", "PLI II.1.b"),
    ("R13", "Quốc hiệu và Tiêu ngữ cách nhau dòng đơn", "PLI II.1.c"),
    ("R14", "Tên cơ quan chủ quản trực tiếp", "PLI II.2", "Văn bản không ghi cơ quan chủ quản."),
    ("R15", "Tên cơ quan ban hành", "PLI II.2"),
    ("R16", "Đường kẻ dưới tên cơ quan dài từ 1/3 đến 1/2 dòng chữ", "PLI II.2.b"),
    ("R17", "Các dòng tên cơ quan cách nhau dòng đơn", "PLI II.2.b"),
    ("R18", "Số, ký hiệu", "PLI II.3.c"),
    ("R19", "Số dưới 10 có số 0 đứng trước", "PLI II.3.c", "Văn bản chưa có số."),
    ("R20", "Ký hiệu theo tên loại và cơ quan", "PLI II.3.b"),
    ("R21", "Bản dự thảo để trống số và ngày; bản ban hành ghi đủ", "NĐ30 Đ.15"),
    ("R22", "Địa danh", "PLI II.4.a"),
    ("R23", "Ngày, tháng, năm ban hành", "PLI II.4.b", "Văn bản chưa ghi ngày."),
    ("R24", "Địa danh và ngày: chữ nghiêng, cỡ 13-14, ngang hàng với số", "PLI II.4.c"),
    ("R26", "Tên loại văn bản", "PLI II.5.b", "Công văn không có tên loại."),
    ("R27", "Trích yếu dưới tên loại", "PLI II.5.b", "Công văn không có trích yếu dưới tên loại."),
    ("R28", "Đường kẻ dưới trích yếu dài từ 1/3 đến 1/2 dòng chữ", "PLI II.5.b", "Công văn không có."),
    ("R29", "Trích yếu công văn (V/v) dưới số, ký hiệu", "PLI II.5.b", "Không phải công văn."),
    ("R30", "Kính gửi: có ở công văn, tờ trình, báo cáo gửi cấp trên", "PLI II.9.b-d"),
    ("R31", "Trình bày nơi nhận ở phần Kính gửi", "PLI II.9.d", "Văn bản không có Kính gửi."),
    ("R32", "Căn cứ ban hành: chữ nghiêng, dấu chấm phẩy, dấu chấm", "PLI II.6.a", "Không có căn cứ."),
    ("R33", "Viện dẫn lần đầu ghi đầy đủ", "PLI II.6.b", "Không có viện dẫn số, ký hiệu."),
    ("R34", "Nội dung: chữ đứng, cỡ 13-14, một cỡ thống nhất", "PLI II.6.e"),
    ("R35", "Nội dung canh đều hai lề", "PLI II.6.e"),
    ("R36", "Đầu đoạn lùi vào 1 cm hoặc 1,27 cm", "PLI II.6.e"),
    ("R37", "Khoảng cách giữa các đoạn tối thiểu 6 pt", "PLI II.6.e"),
    ("R38", "Khoảng cách dòng từ dòng đơn đến 1,5 dòng", "PLI II.6.e"),
    ("R40", "Bố cục phần, chương, mục, điều", "PLI II.6.d-đ", "Văn bản không chia phần, chương, điều."),
    ("R41", "Bố cục mục I., khoản 1., điểm a)", "PLI V.6.b", "Văn bản không chia mục."),
    ("R42", "Thứ tự điểm theo bảng chữ cái tiếng Việt", "PLI II.6.đ", "Văn bản không chia điểm."),
    ("R43", "Kết thúc nội dung bằng dấu ./.", "PLIII II"),
    ("R44", "Viết hoa", "PLII"),
    ("R45", "Cỡ chữ trong bảng không dưới 11", "khuyến nghị", "Văn bản không có bảng."),
    ("R46", "Quyền hạn người ký (TM., KT., TL., TUQ., Q.)", "PLI II.7.b"),
    ("R47", "Quyền hạn, chức vụ: in hoa, cỡ 13-14, đứng, đậm", "PLI II.7.đ"),
    ("R48", "Họ tên người ký: chữ thường, cỡ 13-14, đứng, đậm", "PLI II.7.đ"),
    ("R49", "Không ghi học hàm, học vị trước họ tên", "PLI II.7.c"),
    ("R50", "Chừa chỗ cho chữ ký", "PLI II.7.d"),
    ("R51", "Khối chữ ký không bị tách trang", "khuyến nghị"),
    ("R52", "Hình ảnh chữ ký số của người có thẩm quyền", "PLI II.7.d", _AFTER_SIGNING),
    ("R53", "Từ “Nơi nhận”: cỡ 12, nghiêng, đậm, ngang hàng quyền hạn", "PLI II.9.d"),
    ("R54", "Danh sách nơi nhận: cỡ 11, đứng, gạch đầu dòng, chấm phẩy", "PLI II.9.d"),
    ("R55", "“Như trên” đi cùng Kính gửi", "PLI II.9.b-c"),
    ("R56", "Dòng cuối “Lưu: VT, …” có dấu chấm", "PLI II.9.d"),
    ("R60", "Phụ lục được chỉ dẫn trong văn bản, đánh số La Mã", "PLIII 1.a", "Văn bản không có phụ lục."),
    ("R61", "Từ “Phụ lục”: dòng riêng, giữa, cỡ 14, đứng, đậm", "PLIII 1.b", "Văn bản không có phụ lục."),
    ("R62", "Tiêu đề phụ lục: giữa, in hoa, cỡ 13-14, đậm", "PLIII 1.b", "Văn bản không có phụ lục."),
    ("R63", "Dòng “Kèm theo” của phụ lục", "PLIII 1.c", "Văn bản không có phụ lục."),
    ("R64", "Phụ lục: đường kẻ dưới “Kèm theo”, kết thúc ./.", "PLIII mẫu 2", "Văn bản không có phụ lục."),
    ("R65", "Chữ ký số trên phụ lục ở tệp riêng", "PLI II.8.b", "Phụ lục, nếu có, nằm cùng tệp văn bản."),
    ("R66", "Hình ảnh dấu của cơ quan", "PLI II.8.a", _AFTER_SIGNING),
    ("R67", "Dấu chỉ độ khẩn, mật", "PLI III.2", "Văn bản không có dấu khẩn, mật."),
    ("R68", "Dấu chỉ phạm vi lưu hành", "PLI III.2.c", "Văn bản không có dấu này."),
    ("R69", "Ký hiệu người soạn thảo, số bản", "PLI III.3", "Văn bản không có ký hiệu này."),
    ("R70", "Địa chỉ, điện thoại cuối trang đầu", "PLI III.4", "Văn bản không ghi địa chỉ cuối trang."),
    ("R71", "Bản sao", "PLI Phần II", "Không phải bản sao."),
    ("R72", "Số, ký hiệu bản giấy và bản điện tử là một", "NĐ30 Đ.15, 18.3", _OUTSIDE),
)

RULES: dict[str, RuleText] = {row[0]: RuleText(*row) for row in _ROWS}

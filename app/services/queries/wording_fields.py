"""The fields that standing sentences and headings may name, in words; and what each sentence is for."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.text import shorten
from app.models import Catalogue, Indicator
from app.reports import phrases
from app.services.validity import valid_on

_MARK = re.compile(r"\{\{|\}\}|\{([^{}\n]{1,80})\}")
_SUFFIXES = (".ky_truoc", ".luy_ke", ".chi_tieu")

_COMMON = {
    "co_quan": "tên cơ quan ban hành văn bản",
    "ten_don_vi": "tên đơn vị của văn bản",
    "loai_van_ban": "loại văn bản: Báo cáo, Kế hoạch",
    "danh_sach_phu_luc": "danh sách phụ lục kèm theo",
}
_PERIOD = {
    "ky_bao_cao": "kỳ báo cáo, ví dụ tháng 3 năm 2024",
    "khoang_so_lieu": "khoảng số liệu theo lời văn bản",
    "tu_ngay": "ngày đầu của khoảng số liệu",
    "den_ngay": "ngày cuối của khoảng số liệu",
    "nam": "năm của kỳ báo cáo",
}
_TASKS = {
    "nhiem_vu_tong": "tổng số nhiệm vụ có thời hạn",
    "nhiem_vu_ty_le": "số và tỷ lệ nhiệm vụ đã hoàn thành",
    "nhiem_vu_xong_dung_han": "nhiệm vụ xong đúng hạn",
    "nhiem_vu_xong_qua_han": "nhiệm vụ xong quá hạn",
    "nhiem_vu_trong_han": "nhiệm vụ đang làm trong hạn",
    "nhiem_vu_qua_han": "nhiệm vụ quá hạn chưa xong",
    "nhiem_vu_thuong_xuyen": "nhiệm vụ thường xuyên",
}
_DOSSIERS = {
    "ho_so_tiep_nhan": "hồ sơ phải giải quyết",
    "ho_so_truc_tuyen": "hồ sơ tiếp nhận trực tuyến",
    "ho_so_truc_tiep": "hồ sơ tiếp nhận trực tiếp, qua bưu chính",
    "ho_so_ky_truoc": "hồ sơ từ kỳ trước chuyển sang",
    "ho_so_da_giai_quyet": "hồ sơ đã giải quyết",
    "ho_so_dung_han": "hồ sơ giải quyết trước hạn, đúng hạn và tỷ lệ",
    "ho_so_qua_han": "hồ sơ giải quyết quá hạn",
    "ho_so_dang_giai_quyet": "hồ sơ đang giải quyết",
    "ho_so_dang_qua_han": "hồ sơ đang giải quyết đã quá hạn",
}
_PROGRESS = {
    "nam_cham_diem": "năm chấm điểm của kế hoạch khắc phục",
    "khac_phuc_ty_le": "nội dung khắc phục đã hoàn thành và tỷ lệ",
    "khac_phuc_trong_han": "nội dung khắc phục đang làm trong hạn",
    "khac_phuc_qua_han": "nội dung khắc phục quá hạn",
}
_HUB = {
    "han_bao_cao": "ngày phải nộp báo cáo",
    "don_vi_phai_bao_cao": "số đơn vị phải báo cáo",
    "don_vi_co_bao_cao": "số đơn vị đã báo cáo trên số phải báo cáo",
    "don_vi_ty_le": "số và tỷ lệ đơn vị đã báo cáo",
    "cho_nhan_tep": "“; ngoài ra … đơn vị đã báo mã niêm phong, chưa nhận tệp” khi có",
}
_DEADLINES = {
    "bao_cao_theo_han_goc": "báo cáo gửi đúng hạn và tỷ lệ, không tính gia hạn",
    "bao_cao_theo_han_gia_han": "báo cáo gửi đúng hạn và tỷ lệ, tính cả gia hạn",
    "nhiem_vu_theo_han_goc": "nhiệm vụ xong đúng hạn và tỷ lệ, không tính gia hạn",
    "nhiem_vu_theo_han_gia_han": "nhiệm vụ xong đúng hạn và tỷ lệ, tính cả gia hạn",
}
_PLAN = {
    "nam_cham": "năm được chấm điểm",
    "nam_ke_hoach": "năm thực hiện kế hoạch",
    "tam_tinh": "“(tạm tính…)” khi chưa công bố kết quả",
    "tong_diem": "tổng điểm đạt",
    "diem_toi_da": "điểm tối đa",
    "xep_hang": "thứ hạng",
    "xep_loai": "xếp loại",
    "so_tieu_chi": "số tiêu chí bị trừ điểm",
    "diem_bi_tru": "tổng điểm bị trừ",
    "quyet_dinh_cong_bo": "quyết định công bố kết quả",
    "so_tieu_chi_dat_muc_tieu": "số tiêu chí đặt mục tiêu",
    "diem_phan_dau": "điểm phấn đấu",
    "diem_toi_da_muc_tieu": "điểm tối đa của tiêu chí đặt mục tiêu",
    "diem_tang_them": "điểm tăng thêm",
}
_SPANS = {
    "luot_phai_bao_cao": "số lượt báo cáo tháng phải gửi (báo cáo quý, năm)",
    "luot_ty_le": "số và tỷ lệ lượt báo cáo đã gửi (báo cáo quý, năm)",
}
_USUAL = "có trong câu mẫu mặc định của loại văn bản này"

KIND_TITLES = {
    "monthly-report": "Báo cáo tháng của đơn vị",
    "improvement-plan": "Kế hoạch khắc phục",
    "consolidated-report": "Báo cáo tổng hợp",
    "leader-page": "Trang lãnh đạo",
    "number-story": "Phiếu giải trình số liệu",
    "reminder": "Công văn đôn đốc",
    "results-notice": "Thông báo kết quả",
    "assignment-notice": "Công văn giao nhiệm vụ",
    "apology": "Văn bản xin lỗi",
    "handover": "Biên bản bàn giao",
}
_LISTED: Mapping[str, Mapping[str, str]] = {
    "monthly-report": {**_COMMON, **_PERIOD, **_TASKS, **_DOSSIERS, **_PROGRESS},
    "consolidated-report": {**_COMMON, **_PERIOD, **_HUB, **_SPANS, **_DEADLINES, **_TASKS, **_DOSSIERS},
    "improvement-plan": {**_COMMON, **_PLAN},
}

_MEANINGS = {name: words for fields in _LISTED.values() for name, words in fields.items()}
_WITH_INDICATORS = ("monthly-report", "consolidated-report")

PHRASES = {
    "subject": "Trích yếu",
    "note": "Dòng ghi khoảng số liệu",
    "opening": "Câu mở đầu",
    "closing": "Câu kết",
    "annexes": "Câu dẫn phụ lục",
    "nothing": "Khi mục không phát sinh",
    "nothing.said": "Khi mục đánh giá không có nội dung",
    "tasks": "Nhiệm vụ được giao",
    "tasks.standing": "Nhiệm vụ thường xuyên",
    "tasks.none": "Khi không có nhiệm vụ",
    "tasks.deadlines": "Nhiệm vụ đúng hạn theo hạn gốc và hạn sau gia hạn",
    "dossiers": "Kết quả giải quyết hồ sơ",
    "dossiers.none": "Khi không có hồ sơ",
    "plan": "Tiến độ kế hoạch khắc phục",
    "submission": "Tình hình nộp báo cáo",
    "submission.several": "Tình hình nộp của nhiều tháng",
    "submission.deadlines": "Báo cáo đúng hạn theo hạn gốc và hạn sau gia hạn",
    "submission.on_time": "Gọi đơn vị nộp đúng hạn",
    "submission.grace": "Gọi đơn vị trong ngày đệm",
    "submission.late": "Gọi đơn vị nộp muộn",
    "submission.missing": "Gọi đơn vị chưa nộp",
    "submission.excused": "Gọi đơn vị được miễn",
    "submission.not_due": "Gọi đơn vị chưa đến hạn",
    "figures": "Câu dẫn số liệu tổng hợp",
    "result": "Kết quả chấm điểm",
    "result.decision": "Căn cứ công bố",
    "result.none": "Khi không bị trừ điểm",
    "targets": "Chỉ tiêu phấn đấu",
    "organisation.lead": "Tổ chức thực hiện: chủ trì",
    "organisation.report": "Tổ chức thực hiện: báo cáo",
    "organisation.money": "Tổ chức thực hiện: kinh phí",
    "subject.both": "Trích yếu: báo cáo và nhiệm vụ",
    "subject.reports": "Trích yếu: chỉ báo cáo",
    "subject.tasks": "Trích yếu: chỉ nhiệm vụ",
    "subject.none": "Trích yếu: không còn nợ",
    "reports": "Phần báo cáo",
    "none": "Khi không còn nợ",
    "request": "Đề nghị, yêu cầu",
    "request.reports": "Đề nghị gửi báo cáo",
    "request.tasks": "Đề nghị hoàn thành nhiệm vụ",
    "closing.none": "Câu kết khi không còn nợ",
    "lead": "Trách nhiệm chủ trì",
    "report": "Báo cáo kết quả",
    "trouble": "Khi có vướng mắc",
    "general": "Đề mục kết quả chung",
    "summary": "Câu tổng hợp",
    "lists": "Đề mục kết quả từng đơn vị",
    "list.on_time": "Gọi đơn vị gửi đúng hạn",
    "list.grace": "Gọi đơn vị trong ngày đệm",
    "list.late": "Gọi đơn vị gửi muộn",
    "list.missing": "Gọi đơn vị chưa gửi",
    "list.excused": "Gọi đơn vị được miễn",
    "list.not_due": "Gọi đơn vị chưa đến hạn",
    "ranking": "Đề mục xếp thứ tự",
    "ranking.words": "Câu dẫn xếp thứ tự",
    "ranking.scored": "Đề mục xếp hạng có điểm",
    "ranking.scored.words": "Câu dẫn xếp hạng có điểm",
    "praise": "Câu ghi nhận",
    "demand": "Câu chấn chỉnh",
    "received": "Tiếp nhận hồ sơ",
    "due": "Ngày hẹn trả kết quả",
    "late": "Câu trễ hẹn",
    "reason": "Lý do trễ hẹn",
    "sorry.old": "Xin lỗi, giữ ngày hẹn",
    "sorry.new": "Xin lỗi, hẹn ngày mới",
    "giver": "Bên giao",
    "receiver": "Bên nhận",
    "witness": "Người chứng kiến",
    "items": "Nội dung bàn giao",
    "open": "Nhiệm vụ đang thực hiện",
    "open.none": "Khi không còn nhiệm vụ",
    "duty.giver": "Trách nhiệm bên giao",
    "duty.receiver": "Trách nhiệm bên nhận",
    "chart.months": "Tên biểu đồ theo tháng",
    "chart.fields": "Tên biểu đồ theo lĩnh vực",
    "chart.units": "Tên biểu đồ theo đơn vị",
    "chart.units.most": "Tên biểu đồ khi có nhiều đơn vị",
    "chart.source": "Nguồn số liệu của biểu đồ",
    "title": "Tên trang",
    "chart": "Tên biểu đồ",
    "source": "Nguồn số liệu",
    "list": "Tên danh sách",
    "list.none": "Khi danh sách trống",
    "list.more": "Khi danh sách còn dài",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its meaning."""

    name: str
    meaning: str


def list_fields(session: Session, *, kind: str, day: date) -> tuple[Field, ...]:
    """Return the fields of a kind of paper; reports may name every indicator of the day's catalogue."""
    usual = tuple(Field(name, meaning) for name, meaning in usual_fields(kind).items())
    if kind not in _WITH_INDICATORS:
        return usual
    newest = (
        select(Catalogue.id).where(valid_on(Catalogue, day)).order_by(Catalogue.version.desc()).limit(1)
    ).scalar_subquery()
    rows = session.execute(
        select(Indicator.code, Indicator.title)
        .where(Indicator.catalogue_id == newest, Indicator.value_type != "text")
        .order_by(Indicator.sort_order)
    )
    return usual + tuple(Field(code, title) for code, title in rows)


def usual_fields(kind: str) -> dict[str, str]:
    """Return the fields a kind of paper has whatever the catalogue, with their meanings."""
    named = {m[1].strip() for text in phrases.DEFAULTS[kind].values() for m in _MARK.finditer(text) if m[1]}
    more = {name: _MEANINGS.get(name, _USUAL) for name in sorted(named)}
    return {**_LISTED.get(kind, {"co_quan": _COMMON["co_quan"]}), **more}


def phrase_name(key: str, usual: str) -> str:
    """Return what a sentence is for, else how it begins."""
    return PHRASES.get(key) or shorten(usual, 36) or key


def longest_words(text: str) -> str:
    """Return the longest part of a text between its fields: what a paper prints as it is."""
    parts = [" ".join(part.split()) for part in _MARK.sub("\n", text).split("\n")]
    return max(parts, key=len, default="").strip(" ,;:.()")


def unknown_fields(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the fields a text names that do not exist, each once."""
    found: dict[str, None] = {}
    for match in _MARK.finditer(text):
        name = (match[1] or "").strip()
        base = next((name.removesuffix(s) for s in _SUFFIXES if name.endswith(s)), name)
        if name and name not in known and base not in known:
            found[name] = None
    return tuple(found)

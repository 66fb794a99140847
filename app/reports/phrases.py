"""Standing sentences by paper and key: the defaults an office may replace, with the fields they may name."""

from collections.abc import Mapping

_SHARED = {
    "nothing": "Trong kỳ không phát sinh.",
    "nothing.said": "Không có.",
    "annexes": "Kèm theo {loai_van_ban} này: {danh_sach_phu_luc}.",
}

_TASKS = {
    "tasks": (
        "Tổng số nhiệm vụ có thời hạn được giao: {nhiem_vu_tong}; đã hoàn thành {nhiem_vu_ty_le} (đúng hạn "
        "{nhiem_vu_xong_dung_han}, quá hạn {nhiem_vu_xong_qua_han}); đang thực hiện trong hạn "
        "{nhiem_vu_trong_han}; quá hạn chưa hoàn thành {nhiem_vu_qua_han}."
    ),
    "tasks.standing": "Ngoài ra, có {nhiem_vu_thuong_xuyen} nhiệm vụ thường xuyên.",
    "tasks.none": "Trong kỳ không phát sinh nhiệm vụ có thời hạn do cấp trên giao.",
}

_DOSSIERS = {
    "dossiers": (
        "Tổng số hồ sơ phải giải quyết: {ho_so_tiep_nhan} (tiếp nhận trực tuyến {ho_so_truc_tuyen}; trực "
        "tiếp, qua dịch vụ bưu chính {ho_so_truc_tiep}; từ kỳ trước chuyển sang {ho_so_ky_truoc}). Đã giải "
        "quyết {ho_so_da_giai_quyet} hồ sơ, trong đó trước hạn và đúng hạn {ho_so_dung_han}; quá hạn "
        "{ho_so_qua_han} hồ sơ. Đang giải quyết {ho_so_dang_giai_quyet} hồ sơ, trong đó quá hạn "
        "{ho_so_dang_qua_han} hồ sơ."
    ),
    "dossiers.none": "Trong kỳ không phát sinh hồ sơ thủ tục hành chính.",
}

MONTHLY_REPORT: Mapping[str, str] = {
    **_SHARED,
    **_TASKS,
    **_DOSSIERS,
    "subject": "Kết quả thực hiện công tác cải cách hành chính {ky_bao_cao}",
    "note": "(Số liệu {khoang_so_lieu})",
    "opening": (
        "{co_quan} báo cáo kết quả thực hiện công tác cải cách hành chính (CCHC) {ky_bao_cao} như sau:"
    ),
    "plan": (
        "Kế hoạch khắc phục các tiêu chí bị trừ điểm{nam_cham_diem}: đã hoàn thành {khac_phuc_ty_le}; đang "
        "thực hiện trong hạn {khac_phuc_trong_han}; quá hạn {khac_phuc_qua_han}."
    ),
    "closing": (
        "Trên đây là báo cáo kết quả thực hiện công tác cải cách hành chính {ky_bao_cao} của {co_quan}."
    ),
}

CONSOLIDATED_REPORT: Mapping[str, str] = {
    **_SHARED,
    **_TASKS,
    **_DOSSIERS,
    "subject": "Tổng hợp kết quả thực hiện công tác cải cách hành chính {ky_bao_cao}",
    "note": "(Số liệu {khoang_so_lieu})",
    "opening": (
        "{co_quan} tổng hợp, báo cáo kết quả thực hiện công tác cải cách hành chính (CCHC) {ky_bao_cao} từ "
        "{don_vi_co_bao_cao} đơn vị như sau:"
    ),
    "submission": (
        "Số đơn vị phải báo cáo: {don_vi_phai_bao_cao}; đã nhận báo cáo của {don_vi_ty_le}. Hạn báo cáo: "
        "{han_bao_cao}. Kết quả:"
    ),
    "submission.on_time": "Đúng hạn",
    "submission.grace": "Trong ngày đệm",
    "submission.late": "Muộn",
    "submission.missing": "Chưa nộp",
    "submission.excused": "Được miễn",
    "submission.not_due": "Chưa đến hạn",
    "figures": "Số liệu dưới đây được tổng hợp từ {don_vi_co_bao_cao} đơn vị đã báo cáo.",
    "closing": (
        "Trên đây là báo cáo tổng hợp kết quả thực hiện công tác cải cách hành chính {ky_bao_cao} của "
        "{co_quan}."
    ),
}

IMPROVEMENT_PLAN: Mapping[str, str] = {
    **_SHARED,
    "subject": (
        "Khắc phục những tồn tại, hạn chế các tiêu chí bị trừ điểm trong Chỉ số cải cách hành chính năm "
        "{nam_cham}"
    ),
    "opening": (
        "{co_quan} xây dựng Kế hoạch khắc phục những tồn tại, hạn chế các tiêu chí bị trừ điểm trong Chỉ số "
        "cải cách hành chính (CCHC) năm {nam_cham} như sau:"
    ),
    "result": (
        "Kết quả Chỉ số CCHC năm {nam_cham}{tam_tinh}: đạt {tong_diem}/{diem_toi_da} "
        "điểm{xep_hang}{xep_loai}; có {so_tieu_chi} tiêu chí bị trừ điểm, tổng số điểm bị trừ là "
        "{diem_bi_tru} điểm."
    ),
    "result.decision": "Căn cứ công bố: {quyet_dinh_cong_bo}.",
    "result.none": "Năm {nam_cham} không có tiêu chí bị trừ điểm.",
    "targets": (
        "Phấn đấu năm {nam_ke_hoach} khắc phục {so_tieu_chi_dat_muc_tieu}; điểm của các tiêu chí này đạt "
        "{diem_phan_dau}/{diem_toi_da_muc_tieu} điểm, tăng {diem_tang_them} điểm so với năm {nam_cham}."
    ),
    "organisation.lead": (
        "Các bộ phận, cá nhân được giao chủ trì tại Phụ lục tổ chức thực hiện đúng nội dung, thời hạn; người "
        "đứng đầu {co_quan} chịu trách nhiệm chỉ đạo, kiểm tra, đôn đốc."
    ),
    "organisation.report": (
        "Kết quả khắc phục từng tiêu chí được báo cáo hằng tháng cùng báo cáo kết quả thực hiện công tác cải "
        "cách hành chính."
    ),
    "organisation.money": "Kinh phí thực hiện bố trí trong dự toán được giao năm {nam_ke_hoach}.",
    "closing": (
        "Trên đây là Kế hoạch khắc phục những tồn tại, hạn chế các tiêu chí bị trừ điểm trong Chỉ số cải "
        "cách hành chính năm {nam_cham} của {co_quan}."
    ),
}

DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "monthly-report": MONTHLY_REPORT,
    "consolidated-report": CONSOLIDATED_REPORT,
    "improvement-plan": IMPROVEMENT_PLAN,
}

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

_DEADLINES = {
    "submission.deadlines": (
        "Báo cáo gửi đúng hạn trong số đã đến hạn: theo hạn gốc {bao_cao_theo_han_goc}; theo hạn sau gia hạn "
        "{bao_cao_theo_han_gia_han}."
    ),
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

_CHARTS = {
    "chart.fields": "Nhiệm vụ có thời hạn theo lĩnh vực (số nhiệm vụ)",
    "chart.source": "Nguồn: Sổ CCHC của {co_quan}, số liệu đến hết ngày {den_ngay}.",
}

MONTHLY_REPORT: Mapping[str, str] = {
    **_SHARED,
    **_CHARTS,
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
    **_CHARTS,
    **_TASKS,
    **_DOSSIERS,
    "subject": "Tổng hợp kết quả thực hiện công tác cải cách hành chính {ky_bao_cao}",
    "note": "(Số liệu {khoang_so_lieu})",
    "opening": (
        "{co_quan} tổng hợp, báo cáo kết quả thực hiện công tác cải cách hành chính (CCHC) {ky_bao_cao} từ "
        "{don_vi_co_bao_cao} đơn vị như sau:"
    ),
    "submission": (
        "Số đơn vị phải báo cáo: {don_vi_phai_bao_cao}; đã nhận báo cáo của {don_vi_ty_le}{cho_nhan_tep}. "
        "Hạn báo cáo: {han_bao_cao}. Kết quả:"
    ),
    "submission.several": (
        "Tổng số lượt báo cáo hằng tháng phải gửi: {luot_phai_bao_cao}; đã gửi {luot_ty_le}. Kết quả:"
    ),
    **_DEADLINES,
    "tasks.deadlines": (
        "Nhiệm vụ hoàn thành đúng hạn trong số đã đến hạn: theo hạn gốc {nhiem_vu_theo_han_goc}; theo hạn "
        "sau gia hạn {nhiem_vu_theo_han_gia_han}."
    ),
    "submission.on_time": "Đúng hạn",
    "submission.grace": "Trong ngày đệm",
    "submission.late": "Muộn",
    "submission.missing": "Chưa nộp",
    "submission.excused": "Được miễn",
    "submission.not_due": "Chưa đến hạn",
    "figures": "Số liệu dưới đây được tổng hợp từ {don_vi_co_bao_cao} đơn vị đã báo cáo.",
    "chart.months": "Kết quả gửi báo cáo theo tháng (số đơn vị)",
    "chart.units": "Nhiệm vụ có thời hạn theo đơn vị (số nhiệm vụ)",
    "chart.units.most": (
        "{so_don_vi_bieu_do} đơn vị còn nhiều nhiệm vụ quá hạn, chưa hoàn thành nhất (số nhiệm vụ)"
    ),
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

REMINDER: Mapping[str, str] = {
    "subject.both": "đôn đốc gửi {loai_con_thieu} và thực hiện nhiệm vụ cải cách hành chính",
    "subject.reports": "đôn đốc gửi {loai_con_thieu} công tác cải cách hành chính",
    "subject.tasks": "đôn đốc thực hiện nhiệm vụ cải cách hành chính quá hạn",
    "subject.none": "tình hình báo cáo và thực hiện nhiệm vụ cải cách hành chính",
    "opening": (
        "{thuc_hien_van_ban}{co_quan} theo dõi, tổng hợp tình hình báo cáo và thực hiện nhiệm vụ cải cách "
        "hành chính (CCHC) của các đơn vị. Tính đến hết {ngay_tinh}, {don_vi} {con_thieu}"
    ),
    "reports": "{loai_con_thieu_hoa} chưa gửi",
    "tasks": "Nhiệm vụ quá hạn chưa hoàn thành",
    "none": "không còn báo cáo chưa gửi và không có nhiệm vụ CCHC quá hạn.",
    "request.reports": "Gửi ngay {loai_con_thieu} còn thiếu nêu trên về {co_quan}{han_tra_loi}.",
    "request.tasks": (
        "Tập trung chỉ đạo hoàn thành các nhiệm vụ quá hạn; báo cáo rõ nguyên nhân chậm, người chịu trách "
        "nhiệm và thời gian hoàn thành{han_nhiem_vu}."
    ),
    "request": "{co_quan} đề nghị {don_vi}{noi_dung}",
    "closing": "Đề nghị {don_vi} quan tâm, thực hiện.",
    "closing.none": "{co_quan} thông báo để {don_vi} biết.",
}

ASSIGNMENT_NOTICE: Mapping[str, str] = {
    "annexes": _SHARED["annexes"],
    "subject": "giao nhiệm vụ thực hiện {van_ban_ngan}",
    "opening": (
        "Thực hiện {van_ban_day_du}; {co_quan} thông báo {so_nhiem_vu} nhiệm vụ được giao để các cơ quan, "
        "đơn vị tổ chức thực hiện{noi_dung}"
    ),
    "lead": (
        "Cơ quan, đơn vị chủ trì phân công rõ người, rõ việc, rõ trách nhiệm, rõ thời gian hoàn thành; chủ "
        "động phối hợp với các cơ quan, đơn vị liên quan để hoàn thành nhiệm vụ đúng nội dung, đúng thời hạn."
    ),
    "report": (
        "Kết quả thực hiện {van_ban_ngan} được báo cáo hằng tháng cùng báo cáo kết quả thực hiện công tác "
        "cải cách hành chính, gửi về {co_quan} để theo dõi, tổng hợp."
    ),
    "trouble": (
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh kịp thời về {co_quan} để "
        "được hướng dẫn hoặc báo cáo cấp có thẩm quyền xem xét."
    ),
    "closing": "Đề nghị các cơ quan, đơn vị nghiêm túc thực hiện.",
}

RESULTS_NOTICE: Mapping[str, str] = {
    "annexes": _SHARED["annexes"],
    "subject": "Kết quả chấp hành chế độ báo cáo công tác cải cách hành chính {ky_bao_cao}",
    "opening": (
        "{co_quan} thông báo kết quả chấp hành chế độ báo cáo công tác cải cách hành chính (CCHC) "
        "{ky_bao_cao} của các cơ quan, đơn vị, tính đến hết {ngay_tinh}, như sau:"
    ),
    "general": "Kết quả chung",
    "summary": (
        "Số đơn vị phải báo cáo: {don_vi_phai_bao_cao}; đã gửi báo cáo: {don_vi_ty_le}{cho_nhan_tep}. Hạn "
        "báo cáo: {han_bao_cao}. Kết quả: {cac_ket_qua}."
    ),
    **_DEADLINES,
    "lists": "Kết quả của từng đơn vị",
    "list.on_time": "Gửi đúng hạn",
    "list.grace": "Trong ngày đệm",
    "list.late": "Gửi muộn",
    "list.missing": "Chưa gửi",
    "list.excused": "Được miễn",
    "list.not_due": "Chưa đến hạn",
    "ranking": "Xếp thứ tự theo số kỳ báo cáo đúng hạn",
    "ranking.words": (
        "Thứ tự của các đơn vị theo tỷ lệ kỳ báo cáo đúng hạn {khoang_xep_thu_tu} tại {phu_luc_xep_thu_tu}."
    ),
    "ranking.scored": "Xếp hạng các đơn vị",
    "ranking.scored.words": (
        "Kết quả xếp hạng các đơn vị {khoang_xep_thu_tu}{cong_bo} và phương pháp tính tại "
        "{phu_luc_xep_thu_tu}."
    ),
    "request": "Yêu cầu",
    "praise": "{co_quan} ghi nhận các đơn vị đã gửi báo cáo đúng hạn.",
    "demand": (
        "Đề nghị các đơn vị gửi muộn, chưa gửi báo cáo chấn chỉnh việc chấp hành chế độ báo cáo, gửi ngay "
        "báo cáo còn thiếu và bảo đảm đúng hạn từ kỳ sau."
    ),
    "closing": (
        "Trên đây là Thông báo kết quả chấp hành chế độ báo cáo công tác CCHC {ky_bao_cao}; {co_quan} thông "
        "báo để các cơ quan, đơn vị biết, thực hiện."
    ),
}

APOLOGY: Mapping[str, str] = {
    "subject": "Hồ sơ thủ tục hành chính mã số {ma_ho_so}",
    "subject.unknown": "Giải quyết hồ sơ thủ tục hành chính",
    "received": (
        "Ngày {ngay_tiep_nhan}, {co_quan} tiếp nhận hồ sơ đề nghị giải quyết thủ tục hành chính "
        "{ten_thu_tuc} của {nguoi_nop}; mã số hồ sơ: {ma_ho_so}."
    ),
    "due": "Thời gian hẹn trả kết quả giải quyết hồ sơ: ngày {ngay_hen}.",
    "late": (
        "Tuy nhiên, đến nay {co_quan} chưa trả được kết quả giải quyết hồ sơ của {nguoi_nop} theo thời gian "
        "đã hẹn."
    ),
    "reason": "Lý do: {ly_do}.",
    "sorry.old": (
        "Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của {nguoi_nop}. {co_quan} xin lỗi "
        "{nguoi_nop} và sẽ trả kết quả vào ngày {ngay_moi}."
    ),
    "sorry.new": (
        "Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của {nguoi_nop}. {co_quan} xin lỗi "
        "{nguoi_nop} và đề nghị gia hạn thời gian giải quyết hồ sơ đến hết ngày {ngay_moi}."
    ),
    "closing": "Mong nhận được sự thông cảm của {nguoi_nop} vì sự chậm trễ này.",
}

HANDOVER: Mapping[str, str] = {
    **_SHARED,
    "subject": "Bàn giao nhiệm vụ theo dõi công tác cải cách hành chính",
    "opening": (
        "{ngay_ban_giao_hoa}, tại {co_quan}, các bên tiến hành bàn giao nhiệm vụ theo dõi công tác cải cách "
        "hành chính như sau:"
    ),
    "giver": "Bên giao: {nguoi_giao}.",
    "receiver": "Bên nhận: {nguoi_nhan}.",
    "witness": "Người chứng kiến: {nguoi_chung_kien}.",
    "items": "Bên giao bàn giao cho bên nhận toàn bộ dữ liệu của sổ theo dõi đến hết {ngay_ban_giao}, gồm:",
    "open": (
        "Đến hết {ngay_ban_giao} còn {so_viec_dang_lam} nhiệm vụ có thời hạn đang thực hiện, trong đó "
        "{so_viec_qua_han} quá hạn{phu_luc_viec}."
    ),
    "open.none": "Không còn nhiệm vụ có thời hạn đang thực hiện.",
    "duty.giver": (
        "Bên giao chịu trách nhiệm về tính đầy đủ, chính xác của tài liệu, số liệu đến thời điểm bàn giao."
    ),
    "duty.receiver": "Bên nhận tiếp tục theo dõi, thực hiện các nhiệm vụ kể từ thời điểm bàn giao.",
    "closing": (
        "Biên bản này được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản; các bên đã đọc, thống "
        "nhất và ký tên"
    ),
}

LEADER_PAGE: Mapping[str, str] = {
    "title": "Tóm tắt công tác cải cách hành chính",
    "note": "({co_quan}; số liệu đến hết {ngay_tinh}{tam_tinh})",
    "reports": (
        "Báo cáo: {don_vi_da_gui} đơn vị đã gửi báo cáo {ky_bao_cao}, trong đó {dung_han} đúng hạn, {muon} "
        "muộn; {chua_gui} đơn vị chưa gửi, {duoc_mien} đơn vị được miễn{so_voi_thang_truoc}."
    ),
    "tasks": (
        "Nhiệm vụ: đã hoàn thành {nhiem_vu_ty_le}, trong đó đúng hạn {nhiem_vu_xong_dung_han}; còn "
        "{nhiem_vu_qua_han} nhiệm vụ quá hạn chưa hoàn thành{o_don_vi}."
    ),
    "tasks.none": "Nhiệm vụ: không phát sinh nhiệm vụ có thời hạn.",
    "dossiers": (
        "Hồ sơ thủ tục hành chính: đã giải quyết {ho_so_da_giai_quyet} hồ sơ, trước hạn và đúng hạn "
        "{ho_so_dung_han}; còn {ho_so_dang_qua_han} hồ sơ đang giải quyết đã quá hạn (số liệu của "
        "{don_vi_co_so_lieu} đơn vị)."
    ),
    "dossiers.none": "Hồ sơ thủ tục hành chính: chưa có số liệu {ky_bao_cao}.",
    "chart": "Kết quả gửi báo cáo theo tháng (số đơn vị)",
    "source": "Nguồn: Sổ CCHC của {co_quan}, số liệu đến hết {ngay_tinh}.",
    "list": "Đơn vị cần đôn đốc",
    "list.none": "Không có đơn vị nào cần đôn đốc.",
    "list.more": "Còn {so_don_vi_khac} đơn vị khác cần đôn đốc.",
}

NUMBER_STORY: Mapping[str, str] = {
    "title": "Phiếu giải trình số liệu",
    "note": "({co_quan}; {pham_vi}; số liệu đến hết {ngay_tinh})",
    "number": (
        "{chi_tieu} (mã {ma_chi_tieu}): {so_lieu}{don_vi_tinh}, {pham_vi}, từ "
        "{bao_cao_co_so}/{bao_cao_phai_co} báo cáo phải có."
    ),
    "formula": (
        "Cách tính: {cong_thuc}, tính từ tổng của các đơn vị, không lấy trung bình; trong đó {thanh_phan}."
    ),
    "missing": "Chưa có trong số này: {chua_co}.",
    "missing.none": "Mọi đơn vị phải báo cáo đều có trong số này.",
    "shares": "Số liệu của từng đơn vị và lần nộp (dấu * là chưa được chấp nhận)",
    "source": "Nguồn: Sổ CCHC của {co_quan}; {danh_muc}.",
}

DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "monthly-report": MONTHLY_REPORT,
    "consolidated-report": CONSOLIDATED_REPORT,
    "improvement-plan": IMPROVEMENT_PLAN,
    "reminder": REMINDER,
    "assignment-notice": ASSIGNMENT_NOTICE,
    "results-notice": RESULTS_NOTICE,
    "apology": APOLOGY,
    "handover": HANDOVER,
    "leader-page": LEADER_PAGE,
    "number-story": NUMBER_STORY,
}

"""A small commune with its rooms, and a plan of our own words in the shape of a real one."""

from types import SimpleNamespace

import pytest

from app.core.text import one_line
from app.intake.files import read_pasted
from tests.builders import make_group, make_unit
from tests.register import clock_at
from tests.ui.fakes import make_ui

DAY = clock_at(2026, 3, 5)

TEXT = """ỦY BAN NHÂN DÂN
XÃ THANH SƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 41/KH-UBND
Thanh Sơn, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Rà soát sổ tay công việc năm 2026
Thực hiện Kế hoạch số 9/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã yêu cầu:
1. Giao Phòng Kinh tế rà soát sổ tay của các thôn; tổng hợp kết quả trình Ủy ban nhân dân xã trước ngày \
30/4/2026.
2. Giao Phòng Văn hóa công khai sổ tay trên bảng tin trước ngày 20/5/2026.
3. Giao Phòng Văn hóa ghi sổ tay của nhà văn hóa.
4. Giao Đội bóng đá thiếu niên quét sân trước ngày 01/6/2026.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""


@pytest.fixture(scope="session")
def reading():
    """Return the reading of the plan, made in this process."""
    return read_pasted(TEXT)


@pytest.fixture
def commune(register_uow):
    """Return an open register with two rooms in a group."""
    with register_uow as uow:
        with uow.write() as session:
            economy = make_unit(session, "KT", "Phòng Kinh tế", short_name="Phòng Kinh tế")
            culture = make_unit(session, "VH", "Phòng Văn hóa - Xã hội", short_name="Phòng VH-XH")
            rooms = make_group(session, economy, culture, code="PB")
        yield SimpleNamespace(uow=uow, economy=economy, culture=culture, rooms=rooms)


@pytest.fixture
def ui(commune, tmp_path):
    """Return a function that gives a context of doubles over the register."""

    def make(*answers):
        return make_ui(tmp_path, *answers, uow=commune.uow, clock=DAY)

    return make


def words_of(reading):
    """Return the words of the proposals."""
    return [one_line(task.content) for task in reading.tasks]

"""The command line: finds the verb, runs it, turns errors into sentences and exit codes (docs: cli)."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from app.cli.host import Host
from app.cli.output import tell, use_utf8
from app.cli.parser import Parser
from app.core.errors import AppError, Unavailable

DONE, BUG, USAGE, REFUSED, UNAVAILABLE, FAULTS = 0, 1, 2, 3, 4, 5
_STOPPED = 130

VERBS = {
    "init": "tạo sổ mới từ một bộ mẫu",
    "demo": "tạo sổ mẫu cùng các văn bản của nó",
    "intake": "đọc một văn bản chỉ đạo, đề xuất nhiệm vụ",
    "tasks": "liệt kê nhiệm vụ",
    "task": "ghi tiến độ, kết quả một nhiệm vụ",
    "cycle": "kết quả nộp báo cáo của một kỳ",
    "period": "lập, mở, khóa kỳ báo cáo; ai phải báo cáo, theo chế độ nào",
    "report": "báo cáo của một đơn vị: nhận, kiểm tra, trả lại, chấp nhận",
    "review": "những ô, những câu cần xem trong báo cáo của một kỳ",
    "totals": "tổng hợp số liệu một kỳ, giải thích một số, chốt bản tổng hợp",
    "ranking": "xếp hạng các đơn vị của một kỳ, công bố",
    "figures": "ghi, xem số liệu tháng của một đơn vị",
    "narrative": "ghi, xem thuyết minh trong báo cáo của một đơn vị",
    "tally": "ghi sổ đếm nhanh, xem tổng của nó trong một kỳ",
    "template": "ghi biểu Excel trống để điền",
    "import": "nhập dữ liệu từ biểu Excel",
    "document": "lập văn bản",
    "check": "đối chiếu một tệp Word, PDF với thể thức văn bản",
    "package": "trao đổi bằng tệp: làm gói, nhập gói, biên nhận",
    "backup": "sao lưu, kiểm tra, khôi phục sổ",
    "dump": "in toàn bộ dữ liệu ở dạng JSON",
    "doctor": "kiểm tra sổ, các tệp và khóa",
    "selftest": "chương trình tự kiểm tra trên máy này",
}
# The module of each verb below app.cli; imported when its verb is called (tools/freeze knows that).
_MODULES = {
    "init": "registers",
    "demo": "registers",
    "intake": "intake",
    "tasks": "tasks",
    "task": "tasks",
    "cycle": "cycle",
    "period": "hub_month",
    "report": "hub_month",
    "review": "review",
    "totals": "totals",
    "ranking": "ranking",
    "figures": "figures",
    "narrative": "words",
    "tally": "words",
    "template": "workbooks",
    "import": "workbooks",
    "document": "documents",
    "check": "check",
    "package": "package",
    "backup": "backups",
    "dump": "upkeep",
    "doctor": "upkeep",
    "selftest": "selftest",
}


def _load(verb: str) -> ModuleType:
    """Import one verb's module only: the others' imports would be paid for nothing."""
    return import_module(f"app.cli.{_MODULES[verb]}")


def run(argv: Sequence[str], host: Host) -> int:
    """Run one command and return its exit code; whatever goes wrong is told in Vietnamese."""
    use_utf8()
    try:
        arguments = _parse(argv)
        code: int = arguments.run(arguments, host)
        sys.stdout.flush()
        return code
    except SystemExit as ending:  # argparse: help (0) or a wrong command (2)
        return int(ending.code or 0)
    except Unavailable as error:
        tell(error.sentence())
        return UNAVAILABLE
    except AppError as error:
        tell(error.sentence())
        return REFUSED
    except BrokenPipeError:  # the reader of our output has gone: `… | head`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return DONE
    except IsADirectoryError as error:
        tell(f"“{error.filename}” là thư mục, không phải tệp. Chọn một tệp trong đó. (E-DISK-05)")
        return REFUSED
    except FileNotFoundError as error:  # a path of the command that is not there: the same for every verb
        tell(_machine_words(error))
        return REFUSED
    except OSError as error:
        tell(_machine_words(error))
        return UNAVAILABLE
    except UnicodeEncodeError:  # a word of the command that is no text in this machine's encoding
        tell("Lệnh có chữ không đọc được theo bảng mã của máy. Dùng bảng mã UTF-8 rồi gõ lại. (E-NHAP-01)")
        return USAGE
    except KeyboardInterrupt:
        tell("Đã dừng; chưa có gì thay đổi.")
        return _STOPPED
    except Exception:
        logging.getLogger("app.cli").exception("command failed")
        tell("Chương trình gặp lỗi ngoài dự kiến nên đã dừng; những gì đã lưu vẫn nguyên. (E-LOI-00)")
        tell("Chi tiết nằm trong thư mục nhat-ky của sổ; hãy gửi cho người hỗ trợ.")
        return BUG


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = Parser(
        prog="so-cchc",
        description="Sổ CCHC: sổ theo dõi công tác cải cách hành chính. Không có lệnh nào thì mở cửa sổ.",
        epilog="Mã kết thúc: 0 xong · 2 lệnh chưa đúng · 3 dữ liệu bị từ chối · 4 máy không cho phép "
        "· 5 kiểm tra thấy sai.",
    )
    parser.add_argument(
        "--data", type=Path, metavar="THƯ_MỤC", help="thư mục của sổ (mặc định: của người dùng)"
    )
    verbs = parser.add_subparsers(dest="verb", metavar="LỆNH", required=True, title="các lệnh")
    named = _named_verb(argv)
    for verb, words in VERBS.items():
        child = verbs.add_parser(verb, help=words, description=words[0].upper() + words[1:] + ".")
        if verb == named:
            _load(verb).configure(verb, child)
    return parser.parse_args(list(argv))


def _named_verb(argv: Sequence[str]) -> str | None:
    """Return the first word that is not an option nor the folder after ``--data``."""
    words = iter(argv)
    for word in words:
        if word == "--data":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _machine_words(error: OSError) -> str:
    where = f" “{error.filename}”" if error.filename else ""
    if isinstance(error, PermissionError):
        return (
            f"Không được phép đọc, ghi{where}. Chọn nơi khác, hoặc đóng chương trình đang mở tệp. (E-DISK-02)"
        )
    if isinstance(error, FileNotFoundError):
        return f"Không tìm thấy{where}. Kiểm tra lại đường dẫn. (E-DISK-05)"
    return f"Máy báo lỗi khi đọc, ghi{where}. Kiểm tra ổ đĩa còn chỗ trống rồi làm lại. (E-DISK-01)"

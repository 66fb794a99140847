"""Holding a file against the rules of official papers, in a process of its own that may be ended."""

import multiprocessing
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from app.core.errors import AppError, NotFound, Unavailable
from app.reports.checking.verdicts import Report as Report
from app.reports.checking.verdicts import RuleVerdict as RuleVerdict
from app.reports.checking.verdicts import Verdict as Verdict

MOST_BYTES = 50 * 1024 * 1024
MOST_SECONDS = 60.0
_MOST_MEMORY = 1536 * 1024 * 1024
_REFUSED = "E-KIEMTRA-01"

_Answer = tuple[Report | None, str, str]  # the report, or what is wrong and what to do


def check_file(path: Path, *, seconds: float = MOST_SECONDS) -> Report:
    """Return the verdicts of all rules on a .docx or .pdf; a file that cannot be read is an ``AppError``."""
    _look(path)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(str(path), there), daemon=True)
    worker.start()
    there.close()
    try:
        if not here.poll(seconds):
            raise _refused(path, f"đọc quá {seconds:g} giây chưa xong nên bị dừng.")
        answer: _Answer = here.recv()
    except (EOFError, OSError) as error:
        raise _refused(path, "đã hỏng hoặc cố ý làm sai cấu trúc nên không đọc được.") from error
    finally:
        worker.kill()
        worker.join()
        here.close()
    report, message, hint = answer
    if report is None:
        raise AppError(f"“{path.name}”: {message}", hint=hint, code=_REFUSED)
    return report


def _look(path: Path) -> None:
    if path.is_dir():
        raise _refused(path, "là thư mục, không phải tệp Word, PDF.")
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise NotFound(
            f"Không tìm thấy “{path}”.", hint="Kiểm tra lại đường dẫn.", code="E-DISK-05"
        ) from error
    except OSError as error:
        raise Unavailable(
            f"Không mở được tệp “{path.name}”.",
            hint="Kiểm tra đường dẫn và quyền đọc tệp.",
            code="E-DISK-05",
        ) from error
    if size > MOST_BYTES:
        raise _refused(path, f"lớn quá {MOST_BYTES // 1024 // 1024} MB.")


def _refused(path: Path, why: str) -> AppError:
    return AppError(f"Tệp “{path.name}” {why}", hint="Chưa có gì thay đổi.", code=_REFUSED)


def _work(name: str, answer: Connection) -> None:
    """Read and check one file; runs in the process of its own."""
    _limit_memory()
    from app.reports.checking.checker import check_bytes

    try:
        reply: _Answer = (check_bytes(Path(name).read_bytes()), "", "")
    except AppError as error:
        reply = (None, error.message, error.hint)
    except (MemoryError, RecursionError):
        reply = (None, "Tệp phình ra quá lớn khi đọc nên bị dừng.", "")
    answer.send(reply)
    answer.close()


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MOST_MEMORY if most == resource.RLIM_INFINITY else min(_MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))

"""The process that opens files from outside: bytes come in, JSON goes out, with limits on memory and time.

It is given the file's bytes, never its place, and writes nowhere but to its answer.
"""

import json
import sys
from typing import Any

MOST_MEMORY = 900 * 1024 * 1024
MOST_SECONDS = 20
KEEP = "--keep-code"  # after the name: words in an old code stay as they are
TABLES = "--tables"  # after the name: an old workbook's cells are wanted, not a directive


def limit_process() -> None:
    """Cap memory, processor time and files where the system can (Windows: only time is watched)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(content: bytes, name: str, *options: str) -> dict[str, Any]:
    """Return what the worker says of a file: a reading or the cells of a workbook, or why there is none."""
    from app.core.errors import AppError

    try:
        if TABLES in options:
            from app.intake.old_workbooks import read_old_sheets

            return {"sheets": read_old_sheets(content, name)}
        from app.intake.files import read_directive
        from app.intake.plain_form import to_plain

        return {"reading": to_plain(read_directive(content, name, keeps_code=KEEP in options))}
    except AppError as error:
        return {"message": error.message, "hint": error.hint, "code": error.code}
    except MemoryError:
        return {
            "message": f"Tệp “{name}” quá lớn hoặc quá phức tạp nên không đọc hết được.",
            "hint": "Tách phần giao việc thành tệp riêng. Chưa có gì được lưu.",
            "code": "E-TEP-06",
        }
    except RecursionError:
        return {
            "message": f"Tệp “{name}” có cấu trúc lồng quá sâu nên không được mở.",
            "hint": "Chép phần chữ sang một tệp mới rồi đọc lại. Chưa có gì được lưu.",
            "code": "E-TEP-06",
        }


def main(name: str, *options: str) -> int:
    """Read one file from standard input and print the answer."""
    content = sys.stdin.buffer.read()
    limit_process()
    sys.stdout.buffer.write(json.dumps(answer(content, name, *options), ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

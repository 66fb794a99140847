"""Taking any list out: .xlsx with real numbers and dates, .csv that Excel opens with its accents."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import InvalidField, Unavailable
from app.exchange.workbooks import Column, Page, Value, write_csv, write_workbook
from app.services.papers import file_refused


def export_table(title: str, headers: Sequence[str], rows: Sequence[Sequence[Value]], path: Path) -> Path:
    """Write a list as the ending of ``path`` says; the old file stays when the new one cannot be written."""
    with told_of_files(path):
        if path.suffix.lower() == ".csv":
            return write_csv(headers, rows, path)
        if path.suffix.lower() != ".xlsx":
            raise InvalidField("path", f"Không xuất được dạng “{path.suffix}”.", hint="Chọn .xlsx hoặc .csv.")
        page = Page(title, tuple(Column(header) for header in headers), rows, heading=(title,))
        return write_workbook([page], path)


@contextmanager
def told_of_files(path: Path) -> Iterator[None]:
    """Turn the machine's refusal of a file into a sentence; one open elsewhere gets a new name proposed."""
    try:
        yield
    except PermissionError as error:
        if not path.is_file():
            raise file_refused(path, error) from error
        raise Unavailable(
            f"Tệp “{path.name}” đang mở ở chương trình khác nên không ghi đè được.",
            hint=f"Đóng tệp rồi xuất lại, hoặc đặt tên khác, ví dụ “{free_name(path).name}”.",
            code="E-LOCK-02",
        ) from error
    except OSError as error:
        raise file_refused(path, error) from error


def free_name(path: Path) -> Path:
    """Return the first of "X (2)", "X (3)", … that no file bears yet."""
    number = 2
    while (proposed := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return proposed

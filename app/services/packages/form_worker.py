"""Forms come from outside: each is opened in a worker process with limits on memory and time."""

import multiprocessing
import sys
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from app.core.errors import AppError
from app.exchange.form_layout import FormAnswer
from app.exchange.form_reading import answer_bytes, answer_from, read_form

MOST_SECONDS = 20.0
_MOST_MEMORY = 900 * 1024 * 1024
_GOOD, _BAD = b"+", b"-"


class FormReader:
    """Reads forms one after the other in one process, started with the first and anew after a crash."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self._seconds = seconds
        self._worker: BaseProcess | None = None
        self._pipe: Connection | None = None

    def read(self, content: bytes, name: str) -> FormAnswer:
        """Return what a form says; raise ``AppError`` with a sentence for what cannot be read."""
        pipe = self._pipe or self._start()
        try:
            pipe.send_bytes(name.encode("utf-8", "replace"))
            pipe.send_bytes(content)
            if not pipe.poll(self._seconds):
                raise EOFError
            answer = pipe.recv_bytes()
        except (EOFError, OSError) as error:
            self.close()
            raise _gave_up(name) from error
        if answer[:1] == _GOOD:
            return answer_from(answer[1:])
        code, message, hint = answer[1:].decode().split("\x1f")
        raise AppError(message, hint=hint, code=code)

    def close(self) -> None:
        """Stop the process."""
        if self._worker is not None and self._pipe is not None:
            self._worker.kill()
            self._worker.join()
            self._pipe.close()
        self._worker = self._pipe = None

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._worker = context.Process(target=_work, args=(there,), daemon=True)
        self._worker.start()
        there.close()
        return self._pipe


def _gave_up(name: str) -> AppError:
    return AppError(
        f"Biểu “{name}” không đọc được trong giới hạn thời gian và bộ nhớ cho phép.",
        hint="Đề nghị đơn vị ghi lại vào biểu đã gửi.",
        code="E-TEP-08",
    )


def _work(pipe: Connection) -> None:
    """Read forms until nobody asks any more; runs in the process of its own."""
    _limit_memory()
    while True:
        try:
            name = pipe.recv_bytes().decode()
            content = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(_answer(content, name))


def _answer(content: bytes, name: str) -> bytes:
    from app.intake.workbook_guard import inspect_workbook

    try:
        inspect_workbook(content, name)
        return _GOOD + answer_bytes(read_form(content))
    except AppError as error:
        told = error
    except MemoryError:
        told = _gave_up(name)
    except Exception:  # a spoilt workbook breaks its reader in any way there is
        told = AppError(f"Tệp “{name}” đã hỏng hoặc không phải do Excel ghi ra.", code="E-BIEU-01")
    return _BAD + "\x1f".join((told.code, told.message, told.hint)).encode()


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MOST_MEMORY if most == resource.RLIM_INFINITY else min(_MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))

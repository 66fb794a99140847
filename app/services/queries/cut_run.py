"""The taking in of files that never came to its end; plain SQL, for the start loads no mapper."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BEGUN, ENDED, FILE = "package.run", "package.run.end", "package.file"
RUN = "package_run"


@dataclass(frozen=True, slots=True)
class CutRun:
    """A run that never ended: how many files were dealt with, and the paths of those that were not."""

    batch_id: str
    dealt_with: int
    left: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Say what was and what was not taken in."""
        total = self.dealt_with + len(self.left)
        return (
            f"Lần nhận gói trước bị ngắt giữa chừng: đã xong {self.dealt_with} trong {total} tệp, "
            f"còn {len(self.left)} tệp chưa nhận. Tệp đã nhận thì nhận trọn; tệp chưa nhận chưa ghi gì."
        )


def cut_run(rows: Callable[..., Sequence[tuple[Any, ...]]]) -> CutRun | None:
    """Return the newest run that never ended, None where there is none."""
    found = rows(
        "SELECT batch_id, after FROM audit AS begun WHERE subject_kind = :kind AND action = :begun "
        "AND NOT EXISTS (SELECT 1 FROM audit AS ended WHERE ended.batch_id = begun.batch_id "
        "AND ended.action = :ended) ORDER BY seq DESC LIMIT 1",
        {"kind": RUN, "begun": BEGUN, "ended": ENDED},
    )
    if not found:
        return None
    batch_id, after = found[0]
    came = rows("SELECT file_name FROM package WHERE batch_id = :b", {"b": batch_id})
    noted = rows("SELECT after FROM audit WHERE batch_id = :b AND action = :a", {"b": batch_id, "a": FILE})
    done = Counter(name for (name,) in came)
    done.update(str(json.loads(content)["file"]) for (content,) in noted)
    files = [str(path) for path in json.loads(after)["files"]]
    left = tuple(path for path in files if not _counted_off(done, Path(path).name))
    return CutRun(str(batch_id), len(files) - len(left), left)


def _counted_off(done: Counter[str], name: str) -> bool:
    """Take one file of a name off those that were dealt with: folders of units may use one name each."""
    done[name] -= 1
    return done[name] >= 0

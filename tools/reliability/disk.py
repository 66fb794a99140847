"""A disk that forgets: what was written but not synced may be lost, kept or torn when the power goes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes written at an offset, not yet synced."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A new length, not yet synced."""

    size: int


@dataclass
class File:
    """The synced bytes of a file, and what was done to it since, in order."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Write | Truncate] = field(default_factory=list)

    def sync(self) -> None:
        """Make everything durable."""
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def after_a_cut(self, rng: random.Random, kept: float) -> bytes:
        """Return what the file may hold after a cut, where each unsynced change survived by chance."""
        image = bytearray(self.durable)
        for change in self.pending:
            if rng.random() < kept:
                for part in _torn(change, rng):
                    _apply(image, part)
        return bytes(image)


def _apply(image: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Truncate):
        del image[change.size :]
        image.extend(bytes(change.size - len(image)))
        return
    image.extend(bytes(max(0, change.offset - len(image))))
    image[change.offset : change.offset + len(change.data)] = change.data


def _torn(change: Write | Truncate, rng: random.Random) -> Iterator[Write | Truncate]:
    if isinstance(change, Truncate) or rng.random() < 0.5:
        yield change
        return
    for start in range(0, len(change.data), _SECTOR):
        if rng.random() < 0.5:
            yield Write(change.offset + start, change.data[start : start + _SECTOR])


class Disk:
    """One folder: its files, the names that are durable, and changes of names not yet synced."""

    def __init__(self, name: str, content: bytes) -> None:
        self._files = {name: File(bytearray(content))}
        self._durable_names = dict(self._files)
        self._changes_of_names: list[tuple[str, File | None]] = []

    def create(self, name: str) -> None:
        """Make an empty file, unless there is one."""
        if name not in self._files:
            self._files[name] = File()
            self._changes_of_names.append((name, self._files[name]))

    def write(self, name: str, offset: int, data: bytes) -> None:
        """Write without syncing."""
        self._files[name].pending.append(Write(offset, data))

    def truncate(self, name: str, size: int) -> None:
        """Set a file's length without syncing."""
        self._files[name].pending.append(Truncate(size))

    def unlink(self, name: str) -> None:
        """Remove a name, unsynced."""
        if self._files.pop(name, None) is not None:
            self._changes_of_names.append((name, None))

    def sync(self, name: str) -> None:
        """Sync a file."""
        self._files[name].sync()

    def sync_names(self) -> None:
        """Sync the folder."""
        self._forget(len(self._changes_of_names), self._durable_names)
        self._changes_of_names.clear()

    def _forget(self, count: int, names: dict[str, File]) -> None:
        for name, file in self._changes_of_names[:count]:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file

    def cut_power(self, folder: Path, rng: random.Random) -> None:
        """Fill an empty folder with one state in which the power may have left the disk."""
        names = dict(self._durable_names)
        self._forget(rng.randint(0, len(self._changes_of_names)), names)
        kept = rng.choice((0.0, 0.5, 0.9, 1.0))
        for name, file in names.items():
            (folder / name).write_bytes(file.after_a_cut(rng, kept))

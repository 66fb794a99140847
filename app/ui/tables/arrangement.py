"""How a person has laid out the columns of a table, said without Qt and fit to be kept as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What differs from the table as it comes; columns are named by their titles, widths count characters.

    A title the table no longer has is passed over, a column that came later stands where it was put.
    """

    order: tuple[str, ...] = ()
    shown: Mapping[str, bool] = field(default_factory=dict)
    widths: Mapping[str, float] = field(default_factory=dict)
    sort: tuple[str, bool] | None = None  # title, whether it falls

    def as_data(self) -> dict[str, object]:
        """Return it as JSON knows it; nothing where nothing differs."""
        data: dict[str, object] = {
            "order": list(self.order),
            "shown": dict(self.shown),
            "widths": dict(self.widths),
            "sort": list(self.sort) if self.sort is not None else None,
        }
        return {key: value for key, value in data.items() if value}

    @classmethod
    def from_data(cls, data: object) -> "Arrangement":
        """Read what ``as_data`` gave; a part that is not what it should be is left out."""
        if not isinstance(data, Mapping):
            return cls()
        order, sort = data.get("order"), data.get("sort")
        return cls(
            tuple(title for title in order if isinstance(title, str)) if isinstance(order, list) else (),
            _only(data.get("shown"), bool),
            {title: width for title, width in _only(data.get("widths"), float, int).items() if width >= 1},
            (str(sort[0]), bool(sort[1])) if isinstance(sort, list) and len(sort) == 2 else None,
        )

    def places(self, titles: Sequence[str]) -> list[int]:
        """Return the columns of a table, by number, in the order they stand."""
        wanted = [title for title in self.order if title in titles]
        for place, title in enumerate(titles):
            if title not in wanted:
                wanted.insert(place, title)
        return [titles.index(title) for title in wanted]


def _only(data: object, *kinds: type) -> dict:
    """Return the pairs whose value is of a kind and not merely like one (True is no number)."""
    pairs = data.items() if isinstance(data, Mapping) else ()
    return {title: value for title, value in pairs if isinstance(title, str) and type(value) in kinds}

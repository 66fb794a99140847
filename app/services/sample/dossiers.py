"""Invented figures on dossiers of a unit over three months, in balance and without a break between months."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.services.sample.ground import dice

Ranges = Mapping[str, tuple[int, int]]
Numbers = dict[str, int]


@dataclass(frozen=True, slots=True)
class Maker:
    """Draws a unit's numbers; the same unit and month always draw the same."""

    code: str
    ranges: Ranges

    def fixed(self, name: str) -> int:
        """Return a number that stays with the unit."""
        return dice(*self.ranges[name], name, self.code)

    def monthly(self, name: str, month: int) -> int:
        """Return a number of one month."""
        return dice(*self.ranges[name], name, self.code, str(month))

    def between(self, low: int, high: int, name: str, month: int) -> int:
        """Return a number of one month in a range of its own."""
        return dice(low, max(low, high), name, self.code, str(month))


def share(whole: int, percent: int) -> int:
    """Return so many percent of a count, rounded down."""
    return whole * percent // 100


def dossiers(maker: Maker, month: int, opening: int) -> Numbers:
    """Return the block of Biểu II.06a: what was carried over and received is solved or still open."""
    received = share(maker.fixed("dossiers"), maker.between(85, 115, "season", month))
    online = share(received, min(90, maker.fixed("online") + month * maker.fixed("online_step")))
    post = share(received, maker.monthly("post", month))
    whole = share(online, maker.monthly("whole", month))
    all_work = opening + received
    still_open = share(all_work, maker.monthly("open", month))
    open_late = min(still_open, maker.between(0, 2, "open late", month))
    solved = all_work - still_open
    late = share(solved, maker.monthly("late", month))
    early = share(solved - late, maker.monthly("early", month))
    overdue = late + open_late
    sorry = max(0, overdue - maker.between(0, 1, "apology", month))
    paused = min(still_open - open_late, maker.between(0, 2, "paused", month))
    paper = share(received, max(20, maker.fixed("paper") - month * 25))
    return {
        "HS01": opening,
        "HS02": whole,
        "HS03": online - whole,
        "HS05": received - online - post,
        "HS06": post,
        "HS09": early,
        "HS10": solved - late - early,
        "HS11": late,
        "HS13": still_open - open_late,
        "HS14": open_late,
        "HS16": min(received, maker.between(0, 3, "returned", month)),
        "HS17": min(received, maker.between(0, 1, "withdrawn", month)),
        "HS18": paused,
        "HS19": 0,
        "HS23": sorry,
        "HS25": max(0, sorry - maker.between(0, 1, "published", month)),
        "HS26": received + paper,
        "HS27": received,
    }


def services(maker: Maker, month: int, block: Numbers) -> Numbers:
    """Return online services, payment, digitisation and satisfaction, none above what it is counted in."""
    online = block["HS02"] + block["HS03"]
    received = online + block["HS05"] + block["HS06"]
    solved = block["HS09"] + block["HS10"] + block["HS11"]
    eligible = online + share(received - online, maker.monthly("eligible", month))
    with_fee = share(received, maker.monthly("fee", month))
    paid = share(with_fee, maker.monthly("paid", month) + month * 4)
    asked = share(solved, maker.monthly("asked", month))
    return {
        "DV01": eligible,
        "DV05": with_fee,
        "DV06": paid,
        "DV08": paid * maker.fixed("fee_amount") * 1000,
        "DV09": min(solved, block["HS06"]),
        "SH01": share(received, min(100, maker.fixed("scanned") + month * 6)),
        "SH03": share(solved, min(100, maker.fixed("result") + month * 5)),
        "SH05": share(received, maker.monthly("reused", month)),
        "HL01": asked,
        "HL02": share(asked, maker.monthly("satisfied", month)),
    }


def petitions(maker: Maker, month: int, opening: int) -> Numbers:
    """Return petitions of citizens; what is open passes to the next month."""
    received = maker.between(0, 4, "petitions", month)
    still_open = min(opening + received, maker.between(0, 1, "petitions open", month))
    late = min(
        opening + received - still_open, 1 if maker.between(1, 12, "petitions late", month) == 1 else 0
    )
    done = opening + received - still_open - late
    return {"PA01": opening, "PA02": received, "PA03": done, "PA04": late, "PA05": still_open}

"""Linking at three sizes: seconds, memory, growth, and adding 100 reports to 100,000 incidents: `make bench`.

The incidents are made up with the density of news: 100 a day over 1,200 places of 20 countries, of which few see much
and most see little; a happening is told by one report or by several, with gaps and errors as the reading makes them (a
place missing, a day off by one, another toll). More incidents are more days, not more a day. Each size runs in a
process of its own, which tells its peak of memory. "Of work" is the time on all cores: what other programs on the
machine take does not count, and growth is told by it.
"""

from __future__ import annotations

import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice

from riwaya.ledger.linked import merged
from riwaya.reconcile.features import Features, days_needed, keyed, meeting
from riwaya.reconcile.grouping import Member, group, member_of
from riwaya.reconcile.kinds import EVERYDAY, GROUND, UNSPECIFIC, family, sphere, weapon_class
from riwaya.reconcile.link import score, score_new
from riwaya.reconcile.reconcile import KEPT_BELOW
from riwaya.reconcile.settings import load_weights

SIZES = (10_000, 100_000, 1_000_000)
A_DAY = 100
ADDED = 150
"""Incidents that 100 new reports tell: one and a half each."""
_PLACES, _COUNTRIES = 1_200, 20
_TYPES = {
    "air_drone_strike": 20,
    "shelling_artillery_missile": 18,
    "armed_clash": 18,
    "government_regains_territory": 8,
    "remote_explosive_landmine_ied": 10,
    "attack": 8,
    "arrests": 8,
    "peaceful_protest": 5,
    "suicide_bomb": 3,
    "abduction_forced_disappearance": 2,
}
_WEAPONS = {
    "air_drone_strike": "airstrike",
    "shelling_artillery_missile": "artillery",
    "remote_explosive_landmine_ied": "ied",
    "suicide_bomb": "suicide_vest",
}


def made_up(count: int, seed: int = 1) -> Iterator[Features]:
    """`count` incidents over count / A_DAY days; their ids tell the happening they are of."""
    chance = random.Random(seed)
    places = [
        (chance.uniform(12, 37), chance.uniform(32, 48), chance.choice((3.0, 5.0, 10.0, 25.0)), number % _COUNTRIES)
        for number in range(_PLACES)
    ]
    shares = [1 / (rank + 3) for rank in range(_PLACES)]
    spots = chance.choices(range(_PLACES), shares, k=count)
    types = chance.choices(list(_TYPES), list(_TYPES.values()), k=count)
    happening = made = 0
    while made < count:
        happening += 1
        day = 730_000 + made // A_DAY
        spot, kind = spots[happening % count], types[(happening * 7) % count]
        for row in islice(_tellings(happening, day, (spot, *places[spot]), kind, chance), count - made):
            made += 1
            yield row


def _tellings(
    happening: int, day: int, place: tuple[int, float, float, float, int], kind: str, chance: random.Random
) -> Iterator[Features]:
    """One happening as one to six reports tell it."""
    spot, lat, lon, radius, country = place
    killed = max(0, int(chance.expovariate(0.2))) if kind not in ("arrests", "peaceful_protest") else 0
    words = tuple(chance.randrange(1 << 32) for _ in range(12))
    for telling in range(1 + min(5, int(chance.expovariate(1.1)))):
        told = killed + (chance.randrange(3) if chance.random() < 0.3 else 0)
        placed = chance.random() > 0.05
        off = 1 if chance.random() < 0.06 else 0
        figures = (1_000_000 + told,) if told and chance.random() < 0.7 else ()
        yield keyed(
            Features(
                id=f"{happening:08d}-{telling}",
                report=f"r{happening:08d}-{telling}",
                first=day + off,
                last=day + off,
                exact=chance.random() < 0.6,
                night=None,
                lat=lat if placed else None,
                lon=lon if placed else None,
                radius=radius if placed else None,
                reach=radius if placed else None,
                loose=chance.random() < 0.1,
                areal=radius > 18,
                place=f"p{spot}" if placed else None,
                admin1=f"{country}:{spot % 240}",
                country=str(country),
                type=kind,
                rare=kind not in EVERYDAY,
                unspecific=kind in UNSPECIFIC,
                ground=kind in GROUND,
                held=False,
                passing=chance.random() < 0.3,
                family=family(kind),
                sphere=sphere(kind),
                perpetrators=(f"b{country}-{happening % 3}",) if chance.random() < 0.8 else (),
                targets=(f"t{country}-{happening % 4}",) if chance.random() < 0.5 else ("civilians",),
                named=(f"t{country}-{happening % 4}",) if chance.random() < 0.4 else (),
                weapon=_WEAPONS.get(kind),
                weapons=weapon_class(_WEAPONS.get(kind)),
                harmed=None,
                killed_low=told if figures else None,
                killed_high=told if figures else None,
                injured_low=None,
                injured_high=None,
                figures=figures,
                telling=figures if told >= 5 else (),
                words=tuple(sorted({*words[: chance.randrange(4)], *(chance.randrange(1 << 32) for _ in range(5))})),
                keys=(),
                vague=(),
                areas=(),
                spot=f"p{spot}:{family(kind)}" if placed else None,
                undated=None,
            )
        )


def run(count: int) -> None:
    """Links `count` incidents and prints one line of figures; at 100,000 also adds new ones.

    Rows are made as linking asks for them, and the time of making them is taken off: a ledger keeps them.
    """
    weights = load_weights()
    least = weights.threshold - KEPT_BELOW
    making = _Clock()
    list(making.count(made_up(count)))
    members: list[Member] = []
    start = _Clock()
    pairs = score(_noted(made_up(count), members), weights, least)
    groups = group(members, pairs, weights.threshold)
    wall, work = start.wall() - making.taken[0], start.work() - making.taken[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{count} {wall:.2f} {work:.2f} {len(pairs)} {len(groups)} {peak:.2f} {_right(groups):.3f}")
    if count == 100_000:
        rows = list(made_up(count))
        new, old = rows[-ADDED:], rows[:-ADDED]
        start = _Clock()
        stretches = merged(days_needed(new))
        near = meeting(new, [row for row in old if _within(row, stretches)])
        added = score_new(new, near, weights, least)
        wall, work = start.wall(), start.work()
        start = _Clock()
        all_old = score_new(new, old, weights, least)
        assert added == all_old
        print(f"added {wall:.2f} {work:.2f} {len(added)} {start.wall():.2f} {start.work():.2f}")


def _within(row: Features, stretches: list[tuple[int, int]]) -> bool:
    """Whether a ledger would hand over the row when asked for these days; rows without a day always come along."""
    if row.first is None or row.last is None:
        return True
    return any(row.first <= last and row.last >= first for first, last in stretches)


class _Clock:
    """Seconds since it was made: on the wall, and of this process's work on all cores."""

    def __init__(self) -> None:
        self._wall, self._work = time.perf_counter(), time.process_time()
        self.taken = (0.0, 0.0)

    def wall(self) -> float:
        return time.perf_counter() - self._wall

    def work(self) -> float:
        return time.process_time() - self._work

    def count(self, rows: Iterator[Features]) -> Iterator[Features]:
        """The rows, and afterwards in `taken` what it took to make them."""
        yield from rows
        self.taken = (self.wall(), self.work())


def _noted(rows: Iterator[Features], members: list[Member]) -> Iterator[Features]:
    for row in rows:
        members.append(member_of(row))
        yield row


def _right(groups: list[tuple[str, ...]]) -> float:
    """Share of the pairs put together that are of one happening."""
    right = wrong = 0
    for ids in groups:
        for place, one in enumerate(ids):
            for other in ids[:place]:
                same = one.split("-")[0] == other.split("-")[0]
                right, wrong = right + same, wrong + (not same)
    return right / max(1, right + wrong)


def main() -> int:
    """Runs the three sizes, each in its own process, and prints the table."""
    if len(sys.argv) > 1:
        run(int(sys.argv[1]))
        return 0
    heads = ("incidents", "seconds", "of work", "pairs kept", "events", "GB", "growth")
    print("".join(f"{head:>11}" for head in heads))
    before = 0.0
    for size in SIZES:
        found = subprocess.run([sys.executable, __file__, str(size)], capture_output=True, text=True, check=True)
        first, *more = found.stdout.splitlines()
        count, wall, work, pairs, events, peak, _ = first.split()
        growth = f"n^{math.log10(float(work) / before):.2f}" if before else ""
        cells = (f"{int(count):,}", wall, work, f"{int(pairs):,}", f"{int(events):,}", peak, growth)
        print("".join(f"{cell:>11}" for cell in cells))
        before = float(work)
        for line in more:
            _, wall, work, pairs, all_wall, all_work = line.split()
            print(f"{'':>11} 100 new reports against them: {wall} s ({work} s of work), {int(pairs):,} pairs;")
            print(f"{'':>11} the same with all rows handed over: {all_wall} s ({all_work} s of work)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How two incidents are compared, as one readable table of conditions; the same for every engine.

A model saved by Splink as JSON is bound to one engine's SQL, so this module is the source: `settings(engine)` writes
the conditions in the SQL of DuckDB or of Spark. What the levels weigh stands in `data/weights.yaml`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from riwaya.errors import RuleError

Engine = Literal["duckdb", "spark"]
WEIGHTS = Path(__file__).parent / "data" / "weights.yaml"


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: its shares among pairs that are one event (m) and are not (u), and its words."""

    id: str
    m: float
    u: float
    says: str

    @property
    def bits(self) -> float:
        """The weight of evidence: log2(m / u)."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, eq=False)
class Weights:
    """The levels of every comparison, the best first, the share of links among candidates, the threshold in bits."""

    prior: float
    threshold: float
    comparisons: Mapping[str, tuple[Level, ...]]

    @property
    def start(self) -> float:
        """The weight in bits before anything is compared."""
        return math.log2(self.prior / (1 - self.prior))

    def level(self, comparison: str, place: int) -> Level | None:
        """The level at a place in its comparison; None for -1, nothing to compare."""
        return None if place < 0 else self.comparisons[comparison][place]


@lru_cache(maxsize=2)
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The weights of a file."""
    return weights_of(yaml.safe_load(path.read_text("utf-8")))


def weights_of(data: Mapping[str, Any]) -> Weights:
    """The weights as they stand in the file."""
    comparisons = {
        name: tuple(Level(id, float(level["m"]), float(level["u"]), level["says"]) for id, level in levels.items())
        for name, levels in data["comparisons"].items()
    }
    for name, levels in comparisons.items():
        bits = {round(level.bits, 4) for level in levels}
        if len(bits) < len(levels) or 0.0 in bits:
            raise RuleError(
                f"weights: two levels of {name} weigh the same, or one nothing; give each a weight of its own"
            )
    return Weights(float(data["prior"]), float(data["threshold"]), comparisons)


_GAP = "(greatest(first_l, first_r) - least(last_l, last_r))"
"""Days between two intervals; 0 or less where they meet."""
_KM = (
    "(111.2 * sqrt((lat_l - lat_r) * (lat_l - lat_r)"
    " + (lon_l - lon_r) * (lon_l - lon_r) * cos(radians((lat_l + lat_r) / 2)) * cos(radians((lat_l + lat_r) / 2))))"
)
"""Km between two points, the earth taken as flat: 1 % off at 300 km, which decides nothing here."""
_WEEK = 8
"""Days: an interval that is longer says little of the day."""
_AREA, _BROAD = 30, 150
"""Km: radii up to which a place is a spot or town, and an area; what is broader tells little."""
_NOTHING = {
    "day": "false",
    "place": "false",
    "type": "type_l is null or type_r is null",
    "perpetrators": "perpetrators_l is null or perpetrators_r is null",
    "targets": "targets_l is null or targets_r is null",
    "weapon": "weapons_l is null or weapons_r is null",
    "figures": "harmed_l <> harmed_r or (killed_low_l is null or killed_low_r is null)"
    " and (injured_low_l is null or injured_low_r is null)"
    " and {figures} = 0",
    "words": "words_l is null or words_r is null",
}
"""When a comparison says nothing."""
_CONDITIONS = {
    "day": {
        "untold": "first_l is null or first_r is null",
        "same": f"exact_l and exact_r and {_GAP} <= 0",
        "loose": f"{_GAP} <= 0 and greatest(last_l - first_l, last_r - first_r) > {_WEEK}",
        "overlap": f"{_GAP} <= 0",
        "night": f"night_l = night_r and {_GAP} = 1",
        "two_days": f"exact_l and exact_r and night_l is null and night_r is null and {_GAP} = 1",
        "next": f"{_GAP} = 1",
        "near": f"{_GAP} <= 3",
    },
    "place": {
        "untold": "lat_l is null or lat_r is null",
        "same_spot": "place_l = place_r and least(radius_l, radius_r) <= 5 and not (areal_l or areal_r)",
        "same": "place_l = place_r and not (areal_l or areal_r)",
        "same_area": f"place_l = place_r and least(radius_l, radius_r) <= {_BROAD}",
        "amid": f"not (rare_l or rare_r) and (areal_l or areal_r) and greatest(radius_l, radius_r) <= {_AREA}"
        f" and {_KM} <= greatest(radius_l, radius_r)",
        "within": f"radius_l <= {_AREA} and radius_r <= {_AREA} and {_KM} <= greatest(radius_l, radius_r)",
        "area": f"greatest(radius_l, radius_r) <= {_BROAD} and {_KM} <= greatest(radius_l, radius_r)"
        f" or {_KM} <= greatest(reach_l, reach_r) and admin1_l = admin1_r"
        f" and greatest(radius_l, radius_r) <= {_AREA}",
        "broad": f"{_KM} <= greatest(radius_l, radius_r) and greatest(radius_l, radius_r) > {_BROAD}",
        "near": f"{_KM} <= 25 and (loose_l or loose_r)",
        "towns": f"{_KM} <= 25",
        "admin1": "admin1_l = admin1_r",
        "country": "country_l = country_r",
    },
    "type": {
        "held": "held_l or held_r",
        "same_rare": "type_l = type_r and rare_l",
        "same_ground": "type_l = type_r and ground_l",
        "same_passing": "type_l = type_r and passing_l and passing_r",
        "same": "type_l = type_r",
        "family": "family_l = family_r and not (ground_l or ground_r)",
        "unspecific": "sphere_l = sphere_r and (unspecific_l or unspecific_r) and not (ground_l or ground_r)",
        "raid": "ground_l and family_r = 'remote' or ground_r and family_l = 'remote'",
        "sphere": "sphere_l = sphere_r",
    },
    "perpetrators": {
        "shared": "{perpetrators} > 0",
        "exchanged": "{perpetrators:targets} > 0 and {targets:perpetrators} > 0",
        "swapped": "{perpetrators:targets} > 0 or {targets:perpetrators} > 0",
    },
    "targets": {
        "shared": "{named} > 0",
        "exchanged": "{perpetrators:targets} > 0 and {targets:perpetrators} > 0",
        "generic": "{targets} > 0",
    },
    "weapon": {"same": "weapon_l = weapon_r", "class": "weapons_l = weapons_r"},
    "figures": {
        "two": "{telling} > 0 or {figures} > 1",
        "equal": "{figures} > 0",
        "compatible": "coalesce(greatest(killed_low_l, killed_low_r) <= least(killed_high_l, killed_high_r), true)"
        " and coalesce(greatest(injured_low_l, injured_low_r) <= least(injured_high_l, injured_high_r), true)",
        "revised": "coalesce(greatest(killed_low_l, killed_low_r)"
        " <= greatest(1.5 * least(killed_high_l, killed_high_r), least(killed_high_l, killed_high_r) + 3), true)"
        " and coalesce(greatest(injured_low_l, injured_low_r)"
        " <= greatest(2 * least(injured_high_l, injured_high_r), least(injured_high_l, injured_high_r) + 5), true)",
    },
    "words": {"many": "{words} >= 4", "some": "{words} >= 2", "one": "{words} = 1"},
}
"""The conditions of the levels, the best first; the last level of each is all else."""


def settings(engine: Engine, weights: Weights) -> dict[str, Any]:
    """Splink's settings as plain values, in the SQL of an engine."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": weights.prior,
        "comparisons": [_comparison(name, weights, engine) for name in _CONDITIONS],
        "blocking_rules_to_generate_predictions": blocking_rules(engine),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def blocking_rules(engine: Engine) -> list[dict[str, Any]]:
    """Which rows are compared at all: those of different reports that share a key and are at most three days apart.

    A row without any day meets rows of its place and family with which it shares a figure or two rare words.
    """
    gap = "greatest(l.first, r.first) - least(l.last, r.last)"
    like = f"({_shared('l.figures', 'r.figures', engine)} > 0 or {_shared('l.words', 'r.words', engine)} > 1)"
    return [
        {
            "blocking_rule": f"l.keys = r.keys and l.report <> r.report and {gap} <= 3",
            "arrays_to_explode": ["keys"],
        },
        {
            "blocking_rule": f"l.vague = r.areas and l.report <> r.report and {gap} <= 1",
            "arrays_to_explode": ["vague", "areas"],
        },
        {
            "blocking_rule": f"l.areas = r.vague and l.report <> r.report and {gap} <= 1",
            "arrays_to_explode": ["areas", "vague"],
        },
        {"blocking_rule": f"l.undated = r.spot and l.report <> r.report and {like}"},
        {"blocking_rule": f"l.spot = r.undated and l.report <> r.report and {like}"},
    ]


def pair_columns(weights: Weights) -> list[str]:
    """What is kept of a scored pair, in SQL that both engines read: ids in order, bits, the level of each comparison.

    Splink hands out weights; no two levels of a comparison weigh the same, and null stands for nothing told.
    """
    columns = ["least(id_l, id_r) as one", "greatest(id_l, id_r) as other", "round(match_weight, 6) as weight"]
    for name, levels in weights.comparisons.items():
        cases = " ".join(f"when abs(mw_{name} - ({level.bits!r})) < 1e-6 then '{level.id}'" for level in levels)
        columns.append(f"case {cases} end as {name}")
    return columns


def _comparison(name: str, weights: Weights, engine: Engine) -> dict[str, Any]:
    nothing = {"sql_condition": _sql(_NOTHING[name], engine), "label_for_charts": "not told", "is_null_level": True}
    levels = weights.comparisons[name]
    conditions = [*(_sql(condition, engine) for condition in _CONDITIONS[name].values()), "ELSE"]
    if [level.id for level in levels[:-1]] != list(_CONDITIONS[name]):
        raise RuleError(f"weights: the levels of {name} must be {', '.join(_CONDITIONS[name])}, and one for all else")
    return {
        "output_column_name": name,
        "comparison_levels": [
            nothing,
            *(
                {
                    "sql_condition": condition,
                    "label_for_charts": level.says,
                    "m_probability": level.m,
                    "u_probability": level.u,
                }
                for level, condition in zip(levels, conditions, strict=True)
            ),
        ],
    }


def _sql(condition: str, engine: Engine) -> str:
    """The condition with how many members two lists share written for the engine: {name} or {name:other name}."""
    return re.sub(r"\{(\w+)(?::(\w+))?\}", lambda m: _shared(f"{m[1]}_l", f"{m[2] or m[1]}_r", engine), condition)


def _shared(left: str, right: str, engine: Engine) -> str:
    if engine == "spark":
        return f"coalesce(size(array_intersect({left}, {right})), 0)"
    return f"coalesce(len(list_intersect({left}, {right})), 0)"

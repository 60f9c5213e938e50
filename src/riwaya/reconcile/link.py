"""Scores pairs of incidents by Splink: the only module that imports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riwaya.reconcile.features import Features
from riwaya.reconcile.settings import Weights, load_weights, pair_columns, settings

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import Linker

_BATCH = 20_000
_CHUNK = 400_000
"""Rows that are compared with all others at a time: more at once takes more memory."""
COMPARISONS = ("day", "place", "type", "perpetrators", "targets", "weapon", "figures", "words")


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair of incidents, `left` < `right`, its weight in bits, and the level of each comparison (-1: not told)."""

    left: str
    right: str
    weight: float
    levels: tuple[int, ...]


def score(rows: Iterable[Features], weights: Weights | None = None, least: float | None = None) -> list[Scored]:
    """Every candidate pair among the rows that weighs `least` bits or more (default: the threshold), heaviest first."""
    weights = weights or load_weights()
    table = table_of(rows)
    if table.num_rows < 2:
        return []
    with _linker([table], weights) as (linker, _):
        found = linker.inference.predict(
            threshold_match_weight=_least(weights, least),
            num_chunks_left=1 + table.num_rows // _CHUNK,
            warning_mode="never",
        )
        return _scored(found, weights)


def score_files(files: Sequence[str], to: Path, least: float, limits: Mapping[str, str]) -> None:
    """Scores the rows of Parquet files, as `table_of` makes them, and writes the pairs worth keeping to one.

    `limits` are settings of DuckDB (memory_limit, temp_directory): beyond that memory it works on the disk.
    """
    weights = load_weights()
    with _connected() as connection:
        from splink import DuckDBAPI, Linker, SettingsCreator

        for name, value in limits.items():
            connection.execute(f"set {name} = '{value}'")
        connection.execute("create table incidents as select * from read_parquet(?)", [list(files)])
        (count,) = connection.execute("select count(*) from incidents").fetchall()[0]
        linker = Linker(
            DuckDBAPI(connection).register("incidents"), SettingsCreator(**settings("duckdb", weights)), log_level=None
        )
        found = linker.inference.predict(
            threshold_match_weight=least, num_chunks_left=1 + count // _CHUNK, warning_mode="never"
        )
        columns = ", ".join(pair_columns(weights))
        connection.execute(f"copy (select {columns} from {found.physical_name}) to '{to}' (format parquet)")


def scored_of(row: Mapping[str, Any], weights: Weights) -> Scored:
    """The pair of a row that `pair_columns` made."""
    ids = {name: [level.id for level in weights.comparisons[name]] for name in COMPARISONS}
    levels = tuple(-1 if row[name] is None else ids[name].index(row[name]) for name in COMPARISONS)
    return Scored(row["one"], row["other"], row["weight"], levels)


def score_new(
    new: Sequence[Features], old: Sequence[Features], weights: Weights | None = None, least: float | None = None
) -> list[Scored]:
    """Every candidate pair that has a new row in it; those among the old are left as they are."""
    weights = weights or load_weights()
    if not new or not old:
        return score(new, weights, least)
    with _linker([table_of(new), table_of(old)], weights) as (linker, (left, right)):
        given: dict[str, Any] = {"threshold_match_weight": _least(weights, least), "warning_mode": "never"}
        within = _scored(linker.inference.predict_within(left, **given), weights) if len(new) > 1 else []
        return sorted([*within, *_scored(linker.inference.predict_between(left, right, **given), weights)], key=order)


def score_each(rows: Sequence[Features], weights: Weights | None = None) -> list[Scored]:
    """Every two of these incidents compared, whether or not they are candidates."""
    weights = weights or load_weights()
    anyway = {"blocking_rule": "1=1"}
    with _linker([table_of(rows)], weights) as (linker, (table,)):
        found = linker.inference.predict_within(
            table, blocking_rules_to_generate_predictions=[anyway], warning_mode="never"
        )
        return sorted(_scored(found, weights), key=order)


def order(pair: Scored) -> tuple[float, str, str]:
    """The heaviest first, then by id: the same order in every run."""
    return -pair.weight, pair.left, pair.right


def _least(weights: Weights, least: float | None) -> float:
    return weights.threshold if least is None else least


@contextmanager
def _connected() -> Iterator[Any]:
    import duckdb

    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})  # asks for no download
    connection.execute("set enable_progress_bar = false")
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _linker(tables: Sequence[pa.Table], weights: Weights) -> Iterator[tuple[Linker, list[Any]]]:
    from splink import DuckDBAPI, Linker, SettingsCreator

    with _connected() as connection:
        api = DuckDBAPI(connection)
        registered = [api.register(table) for table in tables]
        linker = Linker(
            registered[0], SettingsCreator(**settings("duckdb", weights)), validate_settings=False, log_level=None
        )
        yield linker, registered


def _scored(found: Any, weights: Weights) -> list[Scored]:
    import numpy as np

    table = found.as_duckdbpyrelation().to_arrow_table()
    left, right = table.column("id_l").to_pylist(), table.column("id_r").to_pylist()
    total = np.round(table.column("match_weight").to_numpy(), 6).tolist()
    known: dict[tuple[int, ...], tuple[int, ...]] = {}
    ids: dict[str, str] = {}
    levels = zip(*(_levels(table.column(f"mw_{name}").to_numpy(), weights, name) for name in COMPARISONS), strict=True)
    pairs = [
        Scored(
            ids.setdefault(min(a, b), min(a, b)),
            ids.setdefault(max(a, b), max(a, b)),
            weight,
            known.setdefault(places, places),
        )
        for a, b, weight, places in zip(left, right, total, levels, strict=True)
    ]
    return sorted(pairs, key=order)


def _levels(bits: Any, weights: Weights, name: str) -> list[int]:
    """The place of each level, known by its weight: Splink hands out weights, and no two levels weigh the same."""
    import numpy as np

    known = np.array([0.0, *(level.bits for level in weights.comparisons[name])])
    places: list[int] = (np.abs(bits[:, None] - known[None, :]).argmin(axis=1) - 1).tolist()
    return places


def table_of(rows: Iterable[Features]) -> pa.Table:
    """The rows by column, a batch at a time; empty lists become null, which is: not told."""
    import pyarrow as pa

    schema = pa.schema(_kinds())
    ahead = iter(rows)
    batches = []
    while batch := list(islice(ahead, _BATCH)):
        columns = [pa.array([_value(getattr(row, name)) for row in batch], kind) for name, kind in _kinds().items()]
        batches.append(pa.RecordBatch.from_arrays(columns, schema=schema))
    return pa.Table.from_batches(batches, schema)


def _value(value: object) -> object:
    return (list(value) or None) if isinstance(value, tuple) else value


def _kinds() -> dict[str, pa.DataType]:
    import pyarrow as pa

    words = (
        "id",
        "report",
        "place",
        "admin1",
        "country",
        "type",
        "family",
        "sphere",
        "weapon",
        "weapons",
        "harmed",
        "spot",
        "undated",
    )
    numbers = ("first", "last", "night", "killed_low", "killed_high", "injured_low", "injured_high")
    return {
        **dict.fromkeys(words, pa.string()),
        **dict.fromkeys(numbers, pa.int32()),
        **dict.fromkeys(("lat", "lon", "radius", "reach"), pa.float64()),
        **dict.fromkeys(("perpetrators", "targets", "named"), pa.list_(pa.string())),
        **dict.fromkeys(("figures", "telling", "words", "keys", "vague", "areas"), pa.list_(pa.int64())),
        **dict.fromkeys(("exact", "loose", "areal", "rare", "unspecific", "passing", "ground", "held"), pa.bool_()),
    }

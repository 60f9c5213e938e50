"""Scores pairs of incidents by Splink on Spark: the same conditions and weights as on DuckDB, in Spark's SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riwaya.reconcile.settings import load_weights, pair_columns, settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def score_frame(rows: DataFrame, least: float) -> DataFrame:
    """The pairs worth keeping among rows, as `link.table_of` makes them; the session needs a folder for checkpoints."""
    from splink import Linker, SettingsCreator, SparkAPI

    weights = load_weights()
    given = {"break_lineage_method": "parquet", "register_udfs_automatically": False}
    api = SparkAPI(spark_session=rows.sparkSession, **given)  # type: ignore[no-untyped-call]
    linker = Linker(api.register(rows), SettingsCreator(**settings("spark", weights)), log_level=None)
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    pairs: DataFrame = found.as_spark_dataframe().selectExpr(*pair_columns(weights))
    return pairs

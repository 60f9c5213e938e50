"""Reading and reconciling of collections that outgrow one process: the same stages on a process pool or on Spark."""

from riwaya.batch.job import Engine, Summary, run_batch
from riwaya.batch.loading import load_batch
from riwaya.batch.plan import BatchOptions

__all__ = ["BatchOptions", "Engine", "Summary", "load_batch", "run_batch"]

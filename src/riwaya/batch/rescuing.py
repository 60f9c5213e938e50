"""What is left of a partition that kills the process which reads it: all but the piece that does."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool

from riwaya.batch.reading import Done, Folder, read_partition, read_piece
from riwaya.readers import pool_of


def rescue(folder: Folder, number: int) -> Done:
    """Tries each piece in a process of its own, and reads the partition without those that kill it."""
    pieces = range(len(folder.plan().partitions[number]))
    deadly = pieces if len(pieces) == 1 else [piece for piece in pieces if _kills(folder, number, piece)]
    return read_partition(folder, number, deadly)


def _kills(folder: Folder, number: int, piece: int) -> bool:
    with pool_of(1) as pool:
        try:
            pool.submit(read_piece, folder, number, piece).result()
        except BrokenProcessPool:
            return True
    return False

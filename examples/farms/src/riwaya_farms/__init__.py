"""Places of our own: `riwaya read report.txt --gazetteer farms`.

`places.json.gz` was made from places.csv by `riwaya gazetteer import places.csv --to places.json.gz`.
"""

from pathlib import Path


def places() -> Path:
    """The file of places."""
    return Path(__file__).parent / "places.json.gz"

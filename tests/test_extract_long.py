"""A report of a book's length: what is compared in it grows as the text does."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from conftest import Read
from riwaya.extract import candidates, company, days, joining, reckoning
from test_extract_properties import TEXTS


def test_what_is_compared_grows_as_the_text_does(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: Counter[str] = Counter()

    def counted(module: Any, name: str) -> None:
        real = getattr(module, name)

        def count(*given: Any) -> Any:
            found = real(*given)
            compared[name] += len(found) if name == "near" else 1
            return found

        monkeypatch.setattr(module, name, count)

    counted(joining, "join_signs")
    for module in (reckoning, candidates, days, company):
        counted(module, "near")
    sizes = []
    for count in (120, 240):
        compared.clear()
        read("\n".join(TEXTS[:count]), "تقرير الشهر")
        sizes.append(dict(compared))
    once, twice = sizes
    assert once.keys() == {"join_signs", "near"}
    assert all(twice[name] <= once[name] * 2.4 for name in once), sizes

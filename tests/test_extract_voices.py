"""Who says it: speakers, stance, denials, and the links through which the words came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Read
from riwaya.model import Claim

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "extract_voices.yaml").read_text("utf-8")
)


def told(claim: Claim) -> dict[str, Any]:
    return {
        "speaker": claim.speaker.actor or {"name": claim.speaker.name},
        "stance": claim.stance,
        "via": [link.actor or link.name for link in claim.chain[1:-1]],
        "denied": list(claim.denied),
    }


def in_order(claim: dict[str, Any]) -> list[str]:
    return [str(claim[key]) for key in ("speaker", "stance", "via", "denied")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_claims_of_a_passage(case: dict[str, Any], read: Read) -> None:
    claims = [claim for incident in read(case["text"]).incidents for claim in incident.claims]
    wanted = [{"via": [], "denied": [], **claim} for claim in case["claims"]]
    assert sorted(map(told, claims), key=in_order) == sorted(wanted, key=in_order)
    for claim in claims:
        assert claim.chain[0].role == "outlet"
        assert claim.chain[-1].name == (claim.speaker.name if len(claim.chain) > 1 else "النشرة")
        assert claim.evidence


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert {claim["stance"] for case in CASES for claim in case["claims"]} == {"asserts", "confirms", "denies"}

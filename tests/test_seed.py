"""The seed report of the first issue, read from its file: each point on it is a test of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from riwaya.model import Claim, Incident, Reading, Report
from riwaya.pipeline import Tools, read_report

SEED = Path(__file__).resolve().parents[2] / "shared" / "reports" / "seed.txt"
pytestmark = pytest.mark.skipif(
    not SEED.exists(), reason=f"the seed report is not at {SEED}; it is no part of the repo"
)


@pytest.fixture(scope="module")
def seed(tools: Tools) -> Reading:
    title, _, text = SEED.read_text("utf-8").partition("\n")
    return read_report(Report("seed", title.strip(), text.strip()), tools)


@pytest.fixture(scope="module")
def attack(seed: Reading) -> Incident:
    (found,) = (incident for incident in seed.incidents if incident.type == "suicide_bomb")
    return found


@pytest.fixture(scope="module")
def arrests(seed: Reading) -> Incident:
    (found,) = (incident for incident in seed.incidents if incident.type == "arrests")
    return found


@pytest.fixture(scope="module")
def headquarters(seed: Reading) -> list[Incident]:
    return [incident for incident in seed.incidents if incident.type not in ("arrests", "suicide_bomb")]


def claim_of(incident: Incident, speaker: str) -> Claim:
    (found,) = (claim for claim in incident.claims if claim.speaker.actor == speaker)
    return found


def quote(seed: Reading, claim: Claim) -> str:
    return " … ".join(span.cut(seed.report.full_text) for span in claim.evidence)


def tolls(claim: Claim) -> set[tuple[str, int | None, int | None, str | None]]:
    return {(toll.outcome, toll.min, toll.max, toll.victims) for toll in claim.tolls}


# the report


def test_the_day_of_publication_is_that_of_its_dateline(seed: Reading) -> None:
    assert seed.report.published == date(2019, 5, 21)


def test_four_things_happened_and_the_attack_is_the_main_one(seed: Reading) -> None:
    assert [incident.main for incident in seed.incidents] == [True, False, False, False]
    assert seed.incidents[0].type == "suicide_bomb"


# the car bomb


def test_a_suicide_car_bomb(attack: Incident) -> None:
    assert (attack.type, attack.weapon) == ("suicide_bomb", "svbied")


def test_it_happened_on_the_monday(attack: Incident) -> None:
    assert attack.when is not None
    assert (attack.when.start, attack.when.end, attack.when.precision) == (date(2019, 5, 20), date(2019, 5, 20), "day")
    assert (attack.when.text, attack.when.basis) == ("الإثنين", "relative")


def test_it_happened_south_of_shadadi_in_hasaka(attack: Incident) -> None:
    where = attack.where
    assert where is not None
    assert (where.name, where.relation, where.admin1, where.country) == ("الشدادي", "south_of", "الحسكة", "SY")
    assert where.lat == pytest.approx(36.06, abs=0.1)
    assert where.lon == pytest.approx(40.73, abs=0.1)


def test_the_road_between_the_cities_stands_in_the_evidence(seed: Reading, attack: Incident) -> None:
    assert "على طريق بين الحسكة ودير الزور جنوب مدينة الشدادي" in quote(seed, claim_of(attack, "isis"))


def test_isis_did_it_to_the_coalition_and_sdf(attack: Incident) -> None:
    assert [actor.actor for actor in attack.perpetrators] == ["isis"]
    assert {actor.actor for actor in attack.targets} >= {"coalition"}


def test_two_parties_speak_of_it(attack: Incident) -> None:
    assert [(claim.speaker.actor, claim.stance) for claim in attack.claims] == [
        ("isis", "asserts"),
        ("sdf", "confirms"),
    ]


def test_isis_speaks_through_amaq(attack: Incident) -> None:
    claim = claim_of(attack, "isis")
    assert ("agency", "amaq") in [(link.role, link.actor) for link in claim.chain]


def test_isis_counts_eight_killed_or_injured_of_the_coalition(seed: Reading, attack: Incident) -> None:
    claim = claim_of(attack, "isis")
    assert ("killed_or_injured", 8, 8, "coalition") in tolls(claim)
    (toll,) = (toll for toll in claim.tolls if toll.outcome == "killed_or_injured")
    assert "ثمانية عناصر للتحالف" in toll.span.cut(seed.report.full_text)


def test_sdf_speaks_through_twitter_as_misspelt(attack: Incident) -> None:
    (link,) = claim_of(attack, "sdf").chain[1:-1]
    assert (link.role, link.actor) == ("channel", "twitter")
    assert "توتير" in link.name


def test_the_words_of_sdf_are_those_of_mustafa_bali(seed: Reading, attack: Incident) -> None:
    assert "مصطفى بالي" in quote(seed, claim_of(attack, "sdf"))


def test_sdf_denies_deaths(attack: Incident) -> None:
    claim = claim_of(attack, "sdf")
    assert ("killed", 0, 0, None) in tolls(claim)
    assert "killed" in claim.denied


def test_sdf_tells_of_material_damage_only(seed: Reading, attack: Incident) -> None:
    damage = [toll for toll in claim_of(attack, "sdf").tolls if toll.rule == "toll.damage_only"]
    assert damage
    assert all(toll.span.cut(seed.report.full_text).startswith("أضرار مادية") for toll in damage)


def test_sdf_tells_of_two_attackers_and_a_convoy_of_mine_clearers(seed: Reading, attack: Incident) -> None:
    words = quote(seed, claim_of(attack, "sdf"))
    assert "انتحاريين" in words
    assert "فرق إزالة ألغام" in words


# the sweep


def test_sdf_arrested_twenty_round_shuhayl(arrests: Incident) -> None:
    claim = claim_of(arrests, "sdf")
    assert ("detained", 20, 20, None) in tolls(claim)
    assert [actor.actor for actor in arrests.perpetrators] == ["sdf"]
    assert arrests.where is not None
    assert (arrests.where.name, arrests.where.admin1) == ("الشحيل", "دير الزور")


def test_the_arrests_are_told_by_a_statement(arrests: Incident) -> None:
    assert ("document", "statement") in [(link.role, link.actor) for link in claim_of(arrests, "sdf").chain]


def test_the_sweep_began_on_the_sixteenth(arrests: Incident) -> None:
    assert arrests.when is not None
    assert arrests.when.start == date(2019, 5, 16)


# the attacks on headquarters


def test_isis_attacked_headquarters_of_sdf_on_the_sixteenth(headquarters: list[Incident]) -> None:
    for incident in headquarters:
        assert incident.when is not None
        assert (incident.when.start, incident.when.precision) == (date(2019, 5, 16), "day")
        assert [actor.actor for actor in incident.perpetrators] == ["isis"]
        assert [actor.actor for actor in incident.targets] == ["sdf"]


def test_they_are_placed_in_each_countryside_and_both_stretches_are_evidence(
    seed: Reading, headquarters: list[Incident]
) -> None:
    assert [incident.where and incident.where.name for incident in headquarters] == [
        "ريف الحسكة الجنوبي",
        "ريف دير الزور",
    ]
    for incident in headquarters:
        assert "ريف الحسكة الجنوبي وريف دير الزور" in quote(seed, incident.claims[0])


def test_they_are_claimed_through_amaq(headquarters: list[Incident]) -> None:
    for incident in headquarters:
        claim = claim_of(incident, "isis")
        assert (claim.stance, [link.actor for link in claim.chain[1:]]) == ("asserts", ["amaq", "isis"])


# the contradiction


def test_the_day_of_the_statement_and_that_of_the_campaign_disagree(seed: Reading) -> None:
    (warning,) = (warning for warning in seed.warnings if warning.kind == "dates_disagree")
    assert "2019-05-15" in warning.text
    assert "2019-05-16" in warning.text
    words = {span.cut(seed.report.full_text) for span in warning.spans}
    assert any("الأربعاء الماضي" in word for word in words)
    assert any("16" in word for word in words)

"""The second look at who did it: what a body is beside the others, whatever it is called."""

from __future__ import annotations

from riwaya.extract.beside import UNLIKELY, Looked, beside_signs

RIVALS = {"isis": frozenset({"sdf"}), "sdf": frozenset({"isis"})}


def signs_of(looked: list[Looked], role: int = 0, type_: str = "attack") -> dict[str, list[str]]:
    """The signs of each body by its name."""
    found = beside_signs(looked, role, type_, RIVALS)
    return {one.body: signs for one, signs in zip(looked, found, strict=True)}


def test_the_surest_is_first_and_ahead_of_the_rest() -> None:
    signs = signs_of([Looked("sdf", "named body", (40, -200)), Looked("isis", "named body", (300, -200))])
    assert {"rank 0", "ahead surely", "best other barely"} <= set(signs["isis"])
    assert {"rank 1", "ahead never", "best other surely"} <= set(signs["sdf"])


def test_a_body_that_the_first_look_ruled_out_is_not_looked_at_again() -> None:
    signs = signs_of([Looked("sdf", "named body", (UNLIKELY - 1, 0)), Looked("isis", "named body", (UNLIKELY, 0))])
    assert signs["sdf"] == []
    assert "alone never" in signs["isis"]


def test_the_other_role_is_seen() -> None:
    signs = signs_of([Looked("sdf", "named body", (20, 320)), Looked("isis", "named body", (200, -400))])
    assert {"in the other role surely", "surer in the other role surely", "ahead in the other role plainly"} <= set(
        signs["sdf"]
    )
    assert {"1 likely against it", "a rival against it", "a rival beside it"} <= set(signs["isis"])


def test_who_fights_nobody_here_is_told_apart() -> None:
    looked = [Looked("taliban", "named body", (100, -300)), Looked("isis", "named body", (90, -300))]
    assert "no rival beside it" in signs_of(looked)["taliban"]


def test_exchanged_names_exchange_the_signs() -> None:
    def looked(first: str, second: str) -> list[Looked]:
        return [Looked(first, "named body", (150, 20)), Looked(second, "named body", (-40, 210))]

    one, other = signs_of(looked("isis", "sdf")), signs_of(looked("sdf", "isis"))
    assert one["isis"] == other["sdf"] and one["sdf"] == other["isis"]


def test_a_body_alone_has_nobody_ahead() -> None:
    signs = signs_of([Looked("civilians", "civilians", (0, 0))], role=1, type_="air_drone_strike")["civilians"]
    assert {"rank 0", "best other never", "0 likely beside it", "air_drone_strike civilians first"} <= set(signs)
    assert not any("rival" in sign for sign in signs)

"""What types and weapons have in common: how far two reports of one happening may differ in naming them."""

from __future__ import annotations

FAMILIES = {
    "armed_clash": "battles",
    "government_regains_territory": "battles",
    "non_state_actor_overtakes_territory": "battles",
    "chemical_weapon": "remote",
    "air_drone_strike": "remote",
    "suicide_bomb": "remote",
    "shelling_artillery_missile": "remote",
    "remote_explosive_landmine_ied": "remote",
    "grenade": "remote",
    "sexual_violence": "civilians",
    "attack": "civilians",
    "abduction_forced_disappearance": "civilians",
    "peaceful_protest": "demonstrations",
    "protest_with_intervention": "demonstrations",
    "excessive_force_against_protesters": "demonstrations",
    "violent_demonstration": "demonstrations",
    "mob_violence": "demonstrations",
    "agreement": "agreement",
    "arrests": "arrests",
    "disrupted_weapons_use": "disrupted",
    "non_violent_transfer_of_territory": "battles",
    "looting_property_destruction": "looting",
}
"""ACLED's event types, and what its strategic developments are about; a type that is not here is its own family."""

ARMED = frozenset({"battles", "remote", "civilians"})
"""Families that two reports of one happening may take for each other."""

EVERYDAY = frozenset(
    {
        "armed_clash",
        "government_regains_territory",
        "non_state_actor_overtakes_territory",
        "air_drone_strike",
        "shelling_artillery_missile",
        "disrupted_weapons_use",
    }
)
"""Types of which a place at war sees many in a day: that two reports tell of one says less."""

GROUND = frozenset({"government_regains_territory", "non_state_actor_overtakes_territory"})
"""Taking ground: reports also write of who holds a place as if it had just been taken."""

UNSPECIFIC = frozenset({"attack", "armed_clash"})
"""Types that a report falls back on when it does not say how people were harmed."""

WEAPON_CLASSES = {
    "svbied": "car or suicide bomb",
    "vbied": "car or suicide bomb",
    "suicide_vest": "car or suicide bomb",
    "ied": "mine",
    "landmine": "mine",
    "airstrike": "air",
    "drone": "air",
    "barrel_bomb": "air",
    "cluster": "air",
    "artillery": "shell",
    "rocket": "shell",
    "missile": "shell",
    "naval": "shell",
    "small_arms": "gun",
    "sniper": "gun",
    "grenade": "gun",
}


def family(kind: str) -> str:
    """The family of a type."""
    return FAMILIES.get(kind, kind)


def sphere(kind: str) -> str:
    """'armed' for the families that are mistaken for each other, else the family."""
    own = family(kind)
    return "armed" if own in ARMED else own


def weapon_class(weapon: str | None) -> str | None:
    """The class of a weapon; None where no weapon is named."""
    return None if weapon in (None, "unknown") else WEAPON_CLASSES.get(weapon or "", weapon)

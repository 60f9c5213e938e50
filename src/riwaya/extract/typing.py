"""What type of event the words of a stretch tell of, with which weapon: the most telling word decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.extract.disarming import FLYING, LAID, made_safe, stopped_in_part
from riwaya.extract.drones import of_a_drone
from riwaya.extract.figures import FoundToll
from riwaya.extract.fronted import Part
from riwaya.extract.units import Unit

_RANK = {
    "chemical_weapon": 14, "suicide_bomb": 13, "disrupted_weapons_use": 12, "sexual_violence": 12, "grenade": 11,
    "protest_with_intervention": 11, "violent_demonstration": 10, "mob_violence": 10, "remote_explosive_landmine_ied": 9,
    "air_drone_strike": 8, "shelling_artillery_missile": 8, "abduction_forced_disappearance": 7, "government_regains_territory": 7,
    "non_state_actor_overtakes_territory": 7, "non_violent_transfer_of_territory": 7, "arrests": 6, "attack": 6, "agreement": 5,
    "headquarters_or_base_established": 6, "change_to_group_activity": 5, "looting_property_destruction": 5, "peaceful_protest": 4,
    "armed_clash": 4, "other": 4, "excessive_force_against_protesters": 11, "non_state": 0,
}  # fmt: skip
_BY_WEAPON = {
    "airstrike": "air_drone_strike", "drone": "air_drone_strike", "barrel_bomb": "air_drone_strike", "artillery": "shelling_artillery_missile",
    "rocket": "shelling_artillery_missile", "missile": "shelling_artillery_missile", "ied": "remote_explosive_landmine_ied",
    "vbied": "remote_explosive_landmine_ied", "landmine": "remote_explosive_landmine_ied", "suicide_vest": "suicide_bomb",
    "svbied": "suicide_bomb", "grenade": "grenade", "chemical": "chemical_weapon",
}  # fmt: skip
STATES = frozenset(
    "syria-gov syria-transitional russia iran turkey israel us iraq-gov yemen-gov saf egypt-gov lebanon-gov somalia-gov afghan-gov pakistan-gov "
    "nigeria-gov mali-gov saudi-gov uae france uk jordan-gov tunisia-gov algeria-gov gna lna nato coalition saudi-coalition peshmerga asayish pmf "
    "iran-gov".split()
)
_VIOLENT = frozenset(_RANK) - {
    "agreement",
    "peaceful_protest",
    "headquarters_or_base_established",
    "change_to_group_activity",
    "other",
}
_SPECIFIC_WEAPON = ("svbied", "suicide_vest", "barrel_bomb", "cluster", "drone", "airstrike", "missile", "rocket", "artillery", "grenade", "landmine",
                    "vbied", "ied", "sniper", "knife", "chemical", "naval", "small_arms")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A type with its weapon, how surely the words tell of an event, and the unit that decided (None: only a toll)."""

    type: str
    weapon: str | None
    strength: str
    trigger: int | None
    generic: bool


_STRIKING = frozenset({"attack_verb", "bombard", "strike", "struck", "airstrike", "targeting_noun"})
"""Who strikes stores of arms has not found them."""


def kind_of(
    units: Sequence[Unit], a: int, b: int, triggers: Sequence[int], tolls: Sequence[FoundToll], parts: Sequence[Part]
) -> Kind | None:
    """The kind of event that units [a, b) tell of; None where the words only support another telling."""
    # أكثر الهجمات دموية منذ أن أمر بشن غارات: what the clause only counts from
    since = next((j for j in range(a, b - 1) if units[j].text == "منذ" and units[j + 1].core == "ان"), b)
    if any(i < since for i in triggers) and all(u.tag != "D" for u in units[since:b]):
        b, triggers = since, [i for i in triggers if i < since]
    weapons = _weapons(units, a, b)
    main = [i for i in triggers if _strength(units[i]) > 0]
    support = [i for i in triggers if i not in main and not of_a_drone(units, i)]
    if not main:
        fired = _fired(units, a, b)
        if fired is not None and not support:
            type_, weapon = _from_weapon(weapons, "attack")
            return Kind(type_, weapon, "strong", fired, False)
        if not tolls:
            return None
        type_, weapon = _from_weapon(weapons, "attack")
        if support:
            type_, weapon = "suicide_bomb", "svbied" if "vbied" in weapons else "suicide_vest"
            return Kind(type_, weapon, "strong", support[0], False)
        victims = {t.group for t in tolls} | {t.victims for t in tolls}
        if all(t.outcome == "detained" and not units[t.at].core.startswith(("اسر", "تاسر")) for t in tolls):
            return Kind("arrests", None, "weak", None, False)
        if all(t.outcome in ("abducted",) for t in tolls):
            return Kind("abduction_forced_disappearance", None, "weak", None, False)
        if all(t.outcome in ("missing", "displaced") for t in tolls):
            return None
        if type_ == "attack" and victims & {"soldiers", "police", "fighters", "militants"}:
            type_ = "armed_clash"
        return Kind(type_, weapon, "weak", None, True)
    best = max(main, key=lambda i: (_strength(units[i]), _rank(units[i]), not _possessed(units[i]), -i))
    best = _broken_up(units, main, _won(units, main, best))
    if units[best].trigger_id == "found_arms":
        best = next((i for i in main if units[i].trigger_id in _STRIKING), best)
    campaign = next((i for i in main if units[i].trigger_id == "offensive"), None)
    if campaign is not None and any(u.text.startswith(_SWEPT) for u in units[a:b]):
        return Kind("arrests", None, "weak", campaign, False)
    flying = bool(weapons & {"rocket", "missile", "drone"})
    stopping = (
        ("intercept", "disrupted", "repel", "shot_down_apart", "destroyed_apart")
        if flying
        else ("intercept", "disrupted")
    )
    stopped = [i for i in main if units[i].trigger_id in stopping]
    partly = next((i for i in main if stopped_in_part(units, i)), None)
    if partly is not None and weapons.isdisjoint(LAID):
        type_, weapon = _from_weapon(weapons & FLYING, "shelling_artillery_missile")
        return Kind(type_, weapon, "weak", partly, True)
    if stopped and weapons & _STOPPED:
        best = stopped[0]
    trigger = units[best].trigger
    assert trigger is not None
    if trigger.id == "shooting" and any(u.text in ("الهواء", "ابتهاجا", "تحذيريه") for u in units[a:b]):
        return None
    type_, weapon = trigger.type, trigger.weapon
    if trigger.id in ("repel", "shot_down_apart") and flying:
        type_ = "disrupted_weapons_use"
    if trigger.id == "airstrike" and _on_the_ground_too(units, best):
        return Kind("armed_clash", None, trigger.strength, best, True)
    generic = trigger.id in (
        "attack_noun",
        "attack_verb",
        "targeting_noun",
        "battle",
        "destroyed_ground",
        "operation_named",
        "offensive",
        "strike",
        "struck",
        "explosion",
        "shooting",
        "opened_fire",
        "massacre",
        "sniper",
        "assassination",
        "terror_act",
    )
    if support and type_ in ("armed_clash", "remote_explosive_landmine_ied", "attack", "suicide_bomb"):
        if type_ != "suicide_bomb":
            type_, generic = "suicide_bomb", False
        weapon = (
            "svbied" if "vbied" in weapons or "svbied" in weapons or weapon in ("vbied", "svbied") else "suicide_vest"
        )
    elif type_ == "suicide_bomb" and weapon == "suicide_vest" and ("vbied" in weapons or "svbied" in weapons):
        weapon = "svbied"
    elif trigger.id in _BY_MEANS:
        told, means = _from_weapon(weapons, "")
        if told and not (
            trigger.id == "bombard"
            and told not in ("air_drone_strike", "shelling_artillery_missile", "chemical_weapon")
        ):
            type_, weapon = told, means
            generic = False
        elif means:
            weapon = means
    elif weapon is None and type_ in _VIOLENT:
        weapon = next((w for w in _SPECIFIC_WEAPON if w in weapons), None)
    elif (
        type_ == "air_drone_strike"
        and weapon == "airstrike"
        and ("drone" in weapons or "cluster" in weapons or "barrel_bomb" in weapons)
    ):
        weapon = next(w for w in ("cluster", "barrel_bomb", "drone") if w in weapons)
    elif type_ == "shelling_artillery_missile" and weapon in ("rocket", "artillery") and "missile" in weapons:
        weapon = "missile"
    if (
        trigger.id == "riot"
        and not any(u.victim is not None and u.victim.group == "protesters" for u in units[a:b])
        and len(main) > 1
    ):
        for i in main:
            other = units[i].trigger
            if other is not None and other.id in ("looting", "protest", "mob"):
                best, type_ = i, other.type
                break
    if not support and made_safe(units, a, best, weapons):
        type_, generic = "disrupted_weapons_use", False
    if type_ == "air_drone_strike" and weapon is None:
        weapon = "airstrike"
    if type_ == "shelling_artillery_missile" and weapon is None:
        weapon = "artillery"
    strength = "strong" if best in stopped and weapons else trigger.strength
    return Kind(type_, weapon, strength, best, generic)


_FOUGHT = frozenset({"clash", "battle"})
_AFTER = frozenset("بعد عقب اثر اعقاب".split())


def _won(units: Sequence[Unit], main: Sequence[int], best: int) -> int:
    """السيطرة على القرية بعد معارك عنيفة: ground that was won, though the fighting for it is told in stronger words."""
    if units[best].trigger_id not in _FOUGHT or not any(u.core in _AFTER for u in units[max(0, best - 3) : best]):
        return best
    won = (i for i in main if i < best and units[i].trigger_id in _WINNING)
    return next(won, best)


def _broken_up(units: Sequence[Unit], main: Sequence[int], best: int) -> int:
    """فرقت الشرطة تظاهرة: what was done to a protest, though the protest is told in stronger words."""
    told = units[best].trigger
    if told is None or told.type != "peaceful_protest":
        return best
    return next((i for i in main if units[i].trigger_id == "disperse"), best)


_WINNING = frozenset({"control", "retake_verb", "won_back", "taken_ground", "withdraw"})
_BY_MEANS = frozenset(
    {"bombard", "strike", "struck", "attack_noun", "attack_verb", "targeting_noun", "explosion", "destroyed_ground"}
)
"""Words that do not say with what was struck: the weapon named beside them tells the type."""
_SWEPT = ("خلايا", "لخلايا", "خليه", "مطلوبين", "المطلوبين", "مشتبه")
"""Whom a campaign is against that arrests: cells and the wanted, not positions and towns."""
_STOPPED = frozenset({"rocket", "missile", "drone", "ied", "vbied", "suicide_vest", "airstrike"})
_FALLING = frozenset({"rocket", "missile", "artillery", "barrel_bomb", "chemical"})


def _fired(units: Sequence[Unit], a: int, b: int) -> int | None:
    """A shell, rocket or bomb that falls or is fired: the unit that names it."""
    for i in range(a, b):
        unit = units[i]
        if unit.weapon is not None and unit.weapon.weapon in _FALLING and not unit.definite:
            for j in range(max(a, i - 4), min(b, i + 4)):
                if units[j].word in ("fall",) or any(t.kind == "word" and t.id == "fall" for t in units[j].terms):
                    return i
    return None


def settle(type_: str, weapon: str | None, perpetrators: Sequence[str], targets: Sequence[str], generic: bool) -> str:
    """The type once the parties are known: arrests are a state's, abductions others'; attacks are on the unarmed."""
    if (
        generic
        and type_ in ("armed_clash", "attack")
        and weapon is None
        and perpetrators
        and set(perpetrators) <= {"coalition", "saudi-coalition"}
    ):
        return "air_drone_strike"
    state = any(p in STATES or p.endswith("-gov") for p in perpetrators)
    if type_ == "government_regains_territory" and perpetrators and not state:
        return "non_state_actor_overtakes_territory"
    if (
        type_ == "non_state_actor_overtakes_territory"
        and state
        and perpetrators[0] not in ("turkey", "israel", "us", "russia")
    ):
        return "government_regains_territory"
    if (
        generic
        and type_ in ("armed_clash", "attack")
        and perpetrators
        and set(perpetrators) <= {"settlers", "residents"}
    ):
        return "mob_violence"
    if generic and type_ in ("armed_clash", "attack") and set(perpetrators) == {"protesters"}:
        return "violent_demonstration"
    if (
        type_ == "arrests"
        and perpetrators
        and not state
        and any(p in ("isis", "hts", "houthis", "unknown-gunmen", "al-shabaab", "boko-haram") for p in perpetrators)
    ):
        return "abduction_forced_disappearance" if "unknown-gunmen" in perpetrators else type_
    if type_ in ("armed_clash", "attack") and generic:
        armed = [t for t in targets if t not in ("civilians", "protesters") and not t.startswith("other:")]
        if targets and not armed and (perpetrators or "civilians" in targets):
            return "attack"
        return "armed_clash" if armed or type_ == "armed_clash" else type_
    return type_


def _weapons(units: Sequence[Unit], a: int, b: int) -> set[str]:
    found = set()
    for i, unit in enumerate(units[a:b], a):
        if unit.weapon is not None and not _no_means(units, i, unit.weapon.weapon):
            found.add(unit.weapon.weapon)
        if unit.trigger is not None and unit.trigger.weapon and not of_a_drone(units, i):
            found.add(unit.trigger.weapon)
        elif unit.trigger_id == "disrupted":
            found.update(weapon for word, weapon in _STOPS.items() if word in unit.text)
    return found


def _no_means(units: Sequence[Unit], i: int, weapon: str) -> bool:
    """Whether what the weapon's word names was not used: an aircraft that carries people, gas that is made or kept."""
    if weapon == "airstrike":
        return _carries(units, i) or _supports(units, i)
    return weapon == "chemical" and (
        units[i].prefix.endswith("ل") or any(u.core in _KEEPING for u in units[max(0, i - _KEPT) : i])
    )


def _on_the_ground_too(units: Sequence[Unit], at: int) -> bool:
    """هجوما جويا وبريا: an offensive from the air and on the ground."""
    return units[at].core.startswith("هجوم") and at + 1 < len(units) and units[at + 1].core.startswith(("بري", "البري"))


def _supports(units: Sequence[Unit], i: int) -> bool:
    """هجوما بدعم من الطيران, هجوما بريا وجويا: aircraft beside those on the ground, who lead."""
    return any(u.core.startswith(_BACKED) for u in units[max(0, i - 3) : i])


_BACKED = ("دعم", "مدعوم", "اسناد", "مسنود", "مساند", "غطاء", "بري")
"""Words before aircraft that only back those on the ground."""
_KEEPING = frozenset(
    "منشاه منشات المنشات مواقع موقع برنامج برنامجه برنامجها ترسانه ترسانته انتاج لانتاج صنع تصنيع لتصنيع مصنع مصانع مخازن مخزن مستودع مستودعات تخزين لتخزين "
    "تطوير لتطوير ابحاث بحوث قدرات قدره مرتبطه مرتبط مخزون مركز مراكز حظر تدمير نزع ملف معدات مفتشي خبراء".split()
)
"""Words before chemical weapons that tell of where they are made or kept, or that they are banned: not that they were used."""
_KEPT = 4
"""Units before the chemical weapons among which such a word stands."""
_STOPS = {"صاروخ": "rocket", "صواريخ": "rocket", "مسير": "drone", "طيار": "drone"}
"""What the words for stopping a weapon say that it was."""


_CARRIED = (
    "تخلي",
    "اخلت",
    "تجلي",
    "اجلت",
    "تنقل",
    "نقلت",
    "اقلت",
    "تقل",
    "نقل",
    "لنقل",
    "اجلاء",
    "لاجلاء",
    "اخلاء",
    "لاخلاء",
)


def _carries(units: Sequence[Unit], i: int) -> bool:
    """Whether an aircraft carries people off rather than bombs (مروحيات أخلت الجرحى، نقل المصابين بمروحية)."""
    return any(u.text in _CARRIED for u in units[max(0, i - 3) : i + 4])


def _from_weapon(weapons: set[str], default: str) -> tuple[str, str | None]:
    for weapon in _SPECIFIC_WEAPON:
        if weapon in weapons:
            if weapon == "cluster":
                return ("air_drone_strike" if "airstrike" in weapons else "shelling_artillery_missile"), weapon
            return _BY_WEAPON.get(weapon, default), weapon
    return default, None


_STRENGTH = {"strong": 3, "weak": 2, "faint": 1, "support": 0}


def _strength(unit: Unit) -> int:
    return _STRENGTH[unit.trigger.strength] if unit.trigger is not None else 0


_KILLING = frozenset({"massacre", "assassination"})
"""Words of killing: they tell more than that those killed were taken before (أعدموهم بعد خطفهم)."""


def _rank(unit: Unit) -> float:
    if unit.trigger_id in _KILLING:
        return _RANK["abduction_forced_disappearance"] + 0.5
    return _RANK.get(unit.trigger.type, 0) if unit.trigger is not None else 0


_POSSESSED = ("ه", "ها", "هم", "هما")


def _possessed(unit: Unit) -> bool:
    """هجماته, قصفها: somebody's usual deeds, not one of them."""
    return unit.form != "verb" and unit.text.endswith(_POSSESSED) and unit.definite

"""Parties told beside the words of an event: who stands with a verb of harm, a light verb, a weapon or a place, and who suffered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.figures import FoundToll
from riwaya.extract.fronted import Part, subject_before
from riwaya.extract.roles import blamed_on
from riwaya.extract.speakers import Voice, voice_at
from riwaya.extract.units import Unit

_ARMED = frozenset({"soldiers", "police", "fighters", "militants"})


def doers(units: Sequence[Unit], a: int, b: int) -> list[Part]:
    """قذيفة أطلقها مقاتلو …; هجوم شنه …: the body after a light verb that points back to what was done."""
    found = []
    for i in range(a, b - 1):
        if (killer := _did_to_them(units, i) or _opened_fire(units, i, b)) is not None:
            found.append(Part("perpetrator", units[killer].body or "", killer, "role.light_verb"))
            continue
        if units[i].tag != "x" or blamed_on(units, i, b) is not None:
            continue
        if not units[i].text.endswith(("ه", "ها")):
            fronted = subject_before(units, i, a)
            if fronted is not None:
                found.append(fronted)
                continue
        for j in range(i + 1, min(b, i + 4)):
            unit = units[j]
            if unit.tag in "AYEZ@" and unit.body and unit.prefix == "" and not unit.used:
                found.append(Part("perpetrator", unit.body, j, "role.light_verb"))
                break
            if unit.tag == "H" and unit.body and unit.body not in ("civilians", "protesters"):
                found.append(Part("perpetrator", unit.body, j, "role.light_verb"))
                break
            if unit.tag == "J" and unit.body and units[j - 1].tag == "w":
                found.append(Part("perpetrator", unit.body, j, "role.light_verb"))
                break
            if unit.tag not in "wDsW":
                break
    return found


_HARM = ("قتل", "اعدم", "اغتال", "خطف", "اختطف", "اعتقل", "اصاب", "احتجز", "ذبح")
_THEM = ("ه", "ها", "هم", "هما")


def _did_to_them(units: Sequence[Unit], i: int) -> int | None:
    """مدنيين قتلهم التنظيم: who stands right after a verb of harm that points back to those it befell."""
    verb, doer = units[i], units[i + 1]
    points_back = verb.tag in "KVM" and verb.core.startswith(_HARM) and verb.text.endswith(_THEM)
    return i + 1 if points_back and doer.tag in "AYE" and doer.body and not doer.prefix else None


def _opened_fire(units: Sequence[Unit], i: int, b: int) -> int | None:
    """فتح مسلح النار: the subject between the verb and the fire."""
    if units[i].core not in ("فتح", "فتحت", "فتحوا", "يفتح", "تفتح"):
        return None
    fire = next((j for j in range(i + 2, min(b, i + 6)) if units[j].text.startswith(("النار", "نيران"))), None)
    return next((j for j in range(i + 1, fire or i) if units[j].tag in "AYEH" and units[j].body), None)


_PRONOUNS = frozenset("انه انها انهم بانه بانها بانهم".split())
_CALM = frozenset({"health", "rescue", "judiciary", "local"})


def harmless(unit: Unit, body: str) -> bool:
    """Rescuers, monitors, media and courts do no violence."""
    institution = unit.get("institution")
    return (
        unit.tag in "SO"
        or (institution is not None and institution.entry.kind in _CALM)
        or body in ("media-reports", "witnesses")
    )


_HOSTS = frozenset("تضم يضم تستضيف يستضيف توجد تتمركز يتمركز تتواجد".split())


def hosted(units: Sequence[Unit], a: int, b: int) -> list[Part]:
    """قاعدة تضم مستشارين من التحالف: those who are in the place that is struck."""
    for i in range(a, b):
        if units[i].tag == "w" and units[i].text in _HOSTS:
            for j in range(i + 1, min(b, i + 7)):
                if units[j].tag in "AYH" and units[j].body and units[j].body not in ("civilians",):
                    return [Part("target", units[j].body or "", j, "role.hosted")]
    return []


def weapon_owners(units: Sequence[Unit], a: int, b: int) -> list[Part]:
    """بقذيفة إسرائيلية; صواريخ الحوثيين: whose weapon it was did it, where nobody else is named."""
    return [
        Part("perpetrator", u.body, i, "role.weapon.owner")
        for i, u in enumerate(units[a:b], a)
        if u.tag == "W" and u.body and u.body != "civilians"
    ][:1]


def own_people(toll: FoundToll, units: Sequence[Unit], voices: Sequence[Voice]) -> FoundToll:
    """مقتل أحد جنوده: people with the speaker's pronoun are the speaker's."""
    voice = voice_at(voices, toll.at)
    if toll.victims == "theirs":
        return replace(toll, victims=voice.speaker.actor if voice is not None else None)
    if toll.victims is not None:
        return toll
    owned = any(u.tag == "H" and u.definite and u.victim is not None and u.victim.group in _ARMED and u.text.endswith(("ه", "ها", "هم", "نا"))
                for u in units[toll.first : toll.last + 1])  # fmt: skip
    if owned and voice is not None and voice.speaker.actor and not voice.speaker.actor.endswith(("source", "sources")):
        return replace(toll, victims=voice.speaker.actor)
    return toll


def killers(units: Sequence[Unit], tolls: Sequence[FoundToll], a: int, b: int) -> list[Part]:
    """قتل الجيش خمسة مسلحين; قتلوا على يد مسلحين: who stands as subject of an outcome verb or after على يد."""
    found = []
    for toll in tolls:
        verb = units[toll.at]
        if (
            verb.outcome is not None
            and verb.form == "verb"
            and toll.outcome in ("killed", "injured", "killed_or_injured", "detained", "abducted")
        ):
            nxt = units[toll.at + 1] if toll.at + 1 < b else None
            if nxt is not None and nxt.tag in "AYE@" and nxt.body and toll.first >= toll.at:
                found.append(Part("perpetrator", nxt.body, toll.at + 1, "role.outcome.subject"))
            elif toll.first >= toll.at and toll.at > a and units[toll.at - 1].text in _PRONOUNS and toll.victims:
                found.append(Part("perpetrator", "we", toll.at - 1, "role.outcome.speaker"))
            elif toll.first >= toll.at:
                part = subject_before(units, toll.at, a)
                if part is not None and part.body != toll.victims:
                    found.append(part)
        for j in range(toll.last, min(b, toll.last + 8)):
            if units[j].tag == "g":
                for k in range(j + 1, min(b, j + 5)):
                    body = units[k].body
                    if body and units[k].tag in "AYEZH@":
                        found.append(Part("perpetrator", body, k, "role.outcome.agent"))
                        break
                break
            if units[j].tag in "QBF;.,":
                break
    return found


_PERPETRATING = ("بارتكاب", "بتنفيذ", "بشن", "بالوقوف", "بالتورط", "بالمسووليه", "بالضلوع", "وراء")
_ACCUSATION = 16
"""Units in which an accusation is told, at most."""


def accused(units: Sequence[Unit], at: int) -> list[Part]:
    """الهجوم الذي يتهم الجيش بتنفيذه; وجهت أصابع الاتهام فيه لدمشق: who is accused of what was told just before."""
    end = min(len(units), at + _ACCUSATION)
    blame = next((j for j in range(at + 1, end) if (said := units[j].speech) is not None and said.act == "blame"), None)
    if blame is None or any(u.tag in "KVN.;" for u in units[at + 1 : blame]):
        return []
    named = [j for j in range(blame + 1, end) if units[j].body and units[j].tag in "AYE@"]
    if units[blame].form == "phrase":
        return [Part("perpetrator", units[j].body or "", j, "role.accused") for j in named[:1]]
    deed = next((j for j in range(blame + 1, end) if units[j].text.startswith(_PERPETRATING)), None)
    if deed is None or not units[deed].text.endswith(("ه", "ها", "هما")):
        return []
    return [Part("perpetrator", units[j].body or "", j, "role.accused") for j in named if j < deed][-1:]


def victims_of(units: Sequence[Unit], tolls: Sequence[FoundToll]) -> list[Part]:
    """The dead, hurt or held of a toll are targets."""
    found = []
    for toll in tolls:
        if toll.victims and toll.low != 0 and toll.outcome not in ("displaced",):
            told = [j for j in range(toll.first, toll.last) if units[j].body == toll.victims]
            named = next((j for j in told if units[j].tag in "AY"), told[0] if told else None)
            counted = next((j for j in range(toll.first, toll.last) if units[j].tag == "H"), toll.first)
            found.append(Part("target", toll.victims, counted if named is None else named, "role.toll.victims"))
        elif toll.victims is None and toll.group == "people" and (person := _person(units, toll)) is not None:
            found.append(Part("target", "civilians", person, "role.toll.person"))
    return found


def _national(unit: Unit) -> bool:
    return unit.tag == "J" and unit.body is None and not unit.core.startswith(("ال", "لل"))


def _person(units: Sequence[Unit], toll: FoundToll) -> int | None:
    """القبض على خالد …, اعتقال 15 فلسطينيا: people told by name or nationality alone, with neither rank nor body."""
    told = units[toll.first : toll.last]
    nation = next((j for j in range(toll.first, toll.last) if _national(units[j])), None)
    held = toll.outcome == "detained"
    if nation and (units[nation - 1].tag in "nMK" or (held and all(u.tag in "nJfM" for u in told))):
        return nation
    if toll.low != 1 or toll.high != 1 or any(u.tag in "HnAYJI" for u in told):
        return None
    return next((j for j in range(toll.first, toll.last) if units[j].tag == "w" and not units[j].terms), None)

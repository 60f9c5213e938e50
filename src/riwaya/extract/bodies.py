"""Who is meant: names, institutions with their country, adjectives, and the words that stand for somebody named before."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.arabic.fold import fold_key
from riwaya.extract.drones import drones
from riwaya.extract.faint import drop_faint, drop_standing
from riwaya.extract.meaning import Bodies, is_meant, nearest_first
from riwaya.extract.owners import join_owners, own_aircraft, own_flagged, own_forces, owned
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import ActorEntry, InstitutionEntry, OutletEntry, PersonEntry, SourceEntry, StateEntry
from riwaya.lexicon.match import Term

_SAME = {"rioters": "protesters"}
_GROUP_BODY = {"protesters": "protesters", "settlers": "settlers", "civilians": "civilians"}
_LOCATING = frozenset("iPk")


_STATES = frozenset("us russia turkey iran israel france uk uae saf gna lna".split())


def name_bodies(units: list[Unit], bodies: Bodies) -> list[Unit]:
    """The units with every party named: institutions joined with their adjectives, references resolved.

    A unit that stands for a body has `body` (actor id, or other:<name>) and `head` (its name as search form).
    """
    out: list[Unit] = []
    drones(units, bodies.lexicon)
    countries = frozenset(bodies.countries[:4])
    i, size = 0, len(units)
    while i < size:
        unit = units[i]
        if not unit.terms:
            out.append(unit)
            i += 1
            continue
        tag = unit.tag
        if tag == "H" and unit.core == "طالبان" and not (out and (out[-1].outcome is not None or out[-1].tag == "n")):
            unit.tag, unit.victim, unit.count = "A", None, None
            tag = "A"
        if tag in "AYJEZSO@":
            i = _named(units, i, out, bodies)
            continue
        if unit.word == "governmental" and out and (out[-1].trigger is not None or out[-1].tag == "W"):
            unit.tag, unit.body, unit.head = "J", bodies.state_actor(), unit.core
        if tag == "P" or unit.get("place") is not None:
            _place(unit, countries)
        speaks = (i > 0 and units[i - 1].tag in "QBaI") or (i + 1 < size and units[i + 1].tag == "O")
        if tag == "H" and speaks and (source := unit.get("source")) is not None:
            _body(out, unit, unit.end, "S", source.id, bodies, "")
            i += 1
            continue
        if tag == "H" and out and ((unit.core in _OF_ARMS and out[-1].tag in "sWN") or _of_a_kind(unit, out[-1])):
            unit.tag, unit.victim, unit.count = "w", None, None
        if tag == "H" and unit.victim is not None:
            if unit.victim.group in _GROUP_BODY:
                unit.body, unit.head = _GROUP_BODY[unit.victim.group], unit.core
            elif owned(unit) and any(u.tag == "Q" for u in out):
                unit.body, unit.head = "theirs", unit.core
            elif bodies.rebel and _rebels(units, i, out):
                unit.body, unit.head = bodies.rebel, unit.core
        out.append(unit)
        i += 1
    join_owners(out)
    own_flagged(out, bodies)
    own_aircraft(out, bodies)
    own_forces(out, bodies)
    drop_faint(out)
    drop_standing(out)
    for unit in out:
        if unit.word == "civil_asset" and unit.tag == "s" and (unit.body is None or unit.body.startswith("other:")):
            unit.body = "civilians"
    return out


def _of_fire(unit: Unit) -> bool:
    """مصدر القصف, مصدر النيران: where fire comes from, and nobody who speaks."""
    return unit.definite and (unit.trigger is not None or unit.weapon is not None or unit.core.startswith("النيران"))


_OF_ARMS = frozenset("عسكري عسكريا العسكري عسكريين العسكريين مدني مدنيا المدني".split())
"""What tells the kind of a place or a weapon beside it (موقعا عسكريا) is no man."""


def _of_a_kind(unit: Unit, before: Unit) -> bool:
    """منشآت نووية وعسكرية: a second word for the kind of a place, in the feminine, is no woman in arms."""
    kind = unit.prefix == "و" and unit.core in ("عسكريه", "مدنيه", "العسكريه", "المدنيه")
    return kind and before.tag in "wJ" and before.core.endswith("يه")


_LOYAL = ("الموال", "موال", "المدعوم", "مدعوم", "المساند", "التابع")


def _rebels(units: Sequence[Unit], i: int, out: Sequence[Unit]) -> bool:
    """Whether fighters are the rebels of the report, and not those who are loyal to another (المسلحين الموالين للحكومة)."""
    unit = units[i]
    if unit.victim is None or not (unit.victim.group == "militants" or unit.core in ("المسلحين", "المسلحون")):
        return False
    if i + 1 < len(units) and units[i + 1].core.startswith(_LOYAL):
        return False
    return not (out and _qualifies(unit, out[-1]))


_BAND = frozenset("تنظيم فصيل حزب كيان تيار".split())


def _qualifies(unit: Unit, noun: Unit) -> bool:
    """Whether such a word only says what the noun before it is: هجومين إرهابيين, شابا متشددا, تنظيم إرهابي."""
    if unit.prefix or unit.core.startswith("ال"):
        return False
    dual = noun.tag == "N" and noun.core.endswith("ين")
    return dual or (noun.tag in "wH" and unit.core.endswith("ا") and noun.core.endswith("ا")) or noun.core in _BAND


_SAID_TO_BE = frozenset("مدينه بلده قريه حي مخيم ناحيه مديريه قضاء محافظه".split())
"""Words by which a name is said to be a place, whether or not anything else speaks for it (مدينة الباب)."""


_OF_ONE_LAND = frozenset("الشمال الجنوب مشهد حديثه".split())
"""Names of governorates and towns of one country that are common words in the reports of others."""


def _place(unit: Unit, countries: frozenset[str]) -> None:
    """A little known place outside the report's countries is only a word that sounds like it."""
    term = unit.get("place")
    if term is None:
        return
    far = unit.core in _OF_ONE_LAND and not term.entry.countries & countries
    if (far or not term.entry.likely(countries)) and unit.core.partition(" ")[0] not in _SAID_TO_BE:
        unit.terms = tuple(t for t in unit.terms if t.kind != "place")
        if unit.tag == "P":
            unit.tag = "w"


def _named(units: list[Unit], i: int, out: list[Unit], bodies: Bodies) -> int:
    """Appends the body that begins at i to `out`, and returns where to go on."""
    unit = units[i]
    for term in nearest_first(unit.terms, bodies):
        kind, entry = term.kind, term.entry
        if kind == "actor" and isinstance(entry, ActorEntry):
            if not is_meant(entry, term.form, bodies) or (term.tense == "joined" and not _joins(unit, out)):
                continue
            begun = f"{term.form} "
            longer = next(((b, e) for b, e, n in reversed(bodies.recent) if n.startswith(begun)), None)
            if longer is not None and bodies.lexicon.body(entry.id) != longer[0]:
                _body(out, unit, unit.end, "S" if _is_source(bodies, longer[1]) else "A", longer[0], bodies, longer[1])
                return i + 1
            body = _SAME.get(bodies.lexicon.body(entry.id), bodies.lexicon.body(entry.id))
            end = _with_adjective(units, i, body, bodies)
            _body(out, unit, units[end - 1].end, "S" if entry.kind == "source" else "A", body, bodies, entry.id)
            return end
        if kind == "word" and term.id == "gunmen":
            unit.body, unit.head, unit.tag = "unknown-gunmen", unit.core, "A"
            out.append(unit)
            return i + 1
        if kind == "institution" and isinstance(entry, InstitutionEntry):
            return _institution(units, i, entry, out, bodies)
        if kind == "source" and isinstance(entry, SourceEntry):
            if out and out[-1].outcome is not None and unit.core.partition(" ")[0] in _RANKS and " " in unit.core:
                return _officer(units, i, out, bodies)
            if unit.core == "مصدر" and i + 1 < len(units) and _of_fire(units[i + 1]):
                unit.tag, unit.terms = "w", ()
                break
            _body(out, unit, unit.end, "S", entry.id, bodies, "")
            return i + 1
        if (
            kind == "person"
            and isinstance(entry, PersonEntry)
            and is_meant(entry, term.form, bodies)
            and not _seat(units, i)
        ):
            _body(out, unit, unit.end, "Z", bodies.lexicon.body(entry.actor), bodies, entry.actor)
            return i + 1
        if kind == "outlet" and isinstance(entry, OutletEntry):
            if not is_meant(entry, term.form, bodies):
                continue
            if (state := _state_today(unit, out, bodies)) is not None:
                unit.tag, unit.body, unit.head = "E", state, unit.core
                out.append(unit)
                return i + 1
            unit.tag, unit.head, unit.body = "O", unit.core, entry.id
            out.append(unit)
            return i + 1
        if kind == "state" and isinstance(entry, StateEntry):
            if unit.get("place") is not None and _beyond(unit, out):
                break
            unit.tag, unit.body, unit.head = "E", bodies.lexicon.body(entry.actor), unit.core
            if _as_adjective(unit, out):
                unit.tag = "J"
            elif term.form == "people":
                unit.tag, unit.body = "J", unit.body if out and (out[-1].tag == "W" or _serving(out[-1])) else None
            out.append(unit)
            return i + 1
        if kind == "adjective":
            actor = entry.actor if isinstance(entry, StateEntry) else entry.id
            unit.tag, unit.body, unit.head = "J", bodies.lexicon.body(actor), unit.core
            if isinstance(entry, StateEntry) and (_compatriot(unit, out) or _land(out)):
                unit.body = None
            out.append(unit)
            return i + 1
        if kind == "word" and term.id == "we":
            unit.body, unit.head, unit.tag = "we", unit.core, "A"
            out.append(unit)
            return i + 1
        if kind == "word" and term.id == "anaphor":
            found = bodies.referred(unit.core)
            if found is None and out and out[-1].word == "pair" and unit.core in _OF_A_GROUP:
                found = bodies.last_armed()
            if found is None and unit.get("actor") is not None:
                continue
            if found:
                unit.body, unit.head, unit.tag = found[0], unit.core, "A"
            out.append(unit)
            return i + 1
    unit.tag = "P" if unit.get("place") else "w"
    out.append(unit)
    return i + 1


def _serving(unit: Unit) -> bool:
    """جنود إسرائيليين, ضباط أتراك: soldiers and police of a nation are its state's, unlike others of its people."""
    return (
        unit.tag == "H"
        and unit.body is None
        and unit.victim is not None
        and unit.victim.group in ("soldiers", "police")
    )


def _joins(unit: Unit, out: Sequence[Unit]) -> bool:
    """Whether و joins a word to a body named right before it (الحوثيون والمخلوع)."""
    return unit.prefix == "و" and bool(out) and out[-1].tag in "AJY" and bool(out[-1].body)


def _compatriot(unit: Unit, out: Sequence[Unit]) -> bool:
    """Whether an adjective of nationality stands for people (مقتل فلسطيني, خمسة سوريين), who are no government."""
    people = not unit.core.startswith("ال") and unit.core.endswith(("ي", "يا", "ين", "ون", "ان"))
    return people and not unit.prefix and bool(out) and out[-1].tag in "KMnx"


def _as_adjective(unit: Unit, out: Sequence[Unit]) -> bool:
    """A country's name that is spelled like its adjective, after what it is said of (جنديا بريطانيا, غارات سورية)."""
    before = out[-1] if out and not unit.prefix else None
    if before is None or before.definite or before.core.startswith("ال"):
        return False
    if unit.core.endswith("يا"):
        return before.tag in "HW" and before.core.endswith("ا")
    return unit.core.endswith("يه") and before.tag in "NW" and before.core.endswith(("ات", "ه"))


_OF_A_GROUP = frozenset("المجموعه الجماعه التنظيم الحركه الفصيل".split())
"""Nouns that mean any armed body named just before, where هذه or هذا stands before them."""
_LANDS = frozenset("الاراضي اراضي الاجواء اجواء المياه".split())


_BORDERING = ("حدود", "الحدود")
_NEIGHBOURING = frozenset(
    "المحاذي المحاذيه محاذيه المتاخم المتاخمه متاخمه المجاور المجاوره مجاوره المطل المطله".split()
)


def _beyond(unit: Unit, out: Sequence[Unit]) -> bool:
    """قرب الحدود مع تركيا, إقليم محاذ لأوكرانيا: a state that only says where something lies is no party to it."""
    if unit.prefix == "ل":
        return bool(out) and out[-1].core in _NEIGHBOURING
    if unit.prefix or len(out) < 2 or out[-1].text != "مع":
        return False
    return any(u.core.startswith(_BORDERING) for u in out[-3:-1]) and all(u.tag not in "NVQ.,;" for u in out[-2:])


_DECLARING = ("اعلن", "تعلن", "اتهم", "نف", "شن", "قصف", "هدد", "حذر")
"""Verbs of states rather than of channels."""


def _state_today(unit: Unit, out: Sequence[Unit], bodies: Bodies) -> str | None:
    """أعلنت روسيا اليوم أن قواتها …: the state that declares something on that day, where a channel is called by the same two words."""
    name, _, day = unit.core.rpartition(" ")
    if day != "اليوم" or unit.prefix or not out or not out[-1].core.startswith(_DECLARING):
        return None
    state = next((s for s in bodies.states.values() if any(fold_key(n) == name for n in s.names)), None)
    return bodies.lexicon.body(state.actor) if state is not None else None


def _land(out: Sequence[Unit]) -> bool:
    """من فوق الأراضي اللبنانية: whose land it is that something came from or passed over."""
    return len(out) > 1 and out[-1].core in _LANDS and (out[-2].tag == "f" or out[-2].core in ("فوق", "عبر", "اجواء"))


_RANKS = frozenset("ضابط عقيد عميد لواء رائد رايد نقيب ملازم مقدم جندي عنصر".split())


def _officer(units: Sequence[Unit], i: int, out: list[Unit], bodies: Bodies) -> int:
    """مقتل ضابط في الجيش المصري: one of a force who is harmed, not one who speaks."""
    unit, end = units[i], i + 1
    nation = units[end].get("adjective") if end < len(units) and not units[end].prefix else None
    body = bodies.state_actor()
    if nation is not None and isinstance(nation.entry, StateEntry):
        body, end = nation.entry.actor, end + 1
    unit.victim, unit.count, unit.definite = bodies.lexicon.entries["victims"]["soldier"].entry, 1, False
    unit.tag, unit.body, unit.head, unit.end = "H", body, unit.core, units[end - 1].end
    out.append(unit)
    return end


def _seat(units: Sequence[Unit], i: int) -> bool:
    """Whether a name follows a word for a kind of place (ناحية البغدادي): the town is meant, not who is called after it."""
    before = units[i - 1] if i else None
    seat = before is not None and (before.tag == "k" or before.text.endswith(_SEATS))
    return seat and units[i].get("place") is not None


_SEATS = ("ناحيه", "قضاء", "بلده", "بلديه", "مدينه", "قريه", "منطقه", "محافظه")


def _is_source(bodies: Bodies, entry: str) -> bool:
    sourced = bodies.lexicon.entries["actors"].get(entry)
    return sourced is not None and sourced.entry.kind == "source"


def _with_adjective(units: list[Unit], i: int, body: str, bodies: Bodies) -> int:
    """A body's name runs on over an alias in brackets: قوات سوريا الديمقراطية (قسد)."""
    end = i + 1
    if end + 2 < len(units) and units[end].tag == "(" and units[end + 2].tag == ")":
        inner = units[end + 1].get("actor")
        if inner is not None and bodies.lexicon.body(inner.id) == body:
            return end + 3
    following = units[end].get("actor") if end < len(units) else None
    if following is not None and not units[end].prefix and bodies.lexicon.body(following.id) == body:
        return end + 1
    return end


def _whole(unit: Unit) -> bool:
    """Whether an institution's name needs no owner behind it: الجيش, وزارة الدفاع; but شرطة, قيادة شرطة."""
    return unit.core.startswith("ال") or " ال" in unit.core


def _of_quality(unit: Unit) -> bool:
    """Whether a body's name is an adjective (الجيش الحوثي), and no noun of its own behind a definite one (اتهم الجيش المتمردين)."""
    return " " not in unit.text and not unit.text.endswith(("ين", "ون"))


def _institution(units: list[Unit], i: int, entry: InstitutionEntry, out: list[Unit], bodies: Bodies) -> int:
    """وزارة الدفاع التركية, شرطة كركوك, الجيش: the country stands beside it, or the report's own is meant."""
    unit = units[i]
    actor: str | None = None
    end = i + 1
    for j in (i + 1, i + 2):
        if j >= len(units):
            break
        nxt = units[j]
        term = nxt.get("adjective")
        agrees = term is not None and (isinstance(term.entry, StateEntry) or not _whole(unit) or _of_quality(nxt))
        if term is not None and agrees and not nxt.prefix and (nxt.definite or not unit.definite):
            actor = term.entry.actor if isinstance(term.entry, StateEntry) else term.entry.id
            end = j + 1
            break
        state = nxt.get("state")
        joined = nxt.prefix == "ب" or (not nxt.prefix and not unit.core.startswith("السفار"))
        if state is not None and (j == i + 1) and joined:
            actor, end = state.entry.actor, j + 1
            break
        if j == i + 1 and nxt.prefix == "ل" and entry.kind == "military":
            owner = next((t for t in nearest_first(nxt.terms, bodies) if _means(t, bodies)), None)
            if owner is not None:
                actor, end = owner.id, j + 1
                break
        named = nxt.get("actor")
        if named is not None and j == i + 1 and not nxt.prefix and (not _whole(unit) or _of_quality(nxt)):
            actor, end = named.id, j + 1
            break
        if nxt.tag == "i" and j == i + 1 and j + 1 < len(units):
            state = units[j + 1].get("state")
            if state is not None and state.form == "name":
                actor, end = state.entry.actor, j if entry.kind in ("military", "police") else j + 2
            break
        if nxt.tag != "w" or not nxt.text.startswith("ال"):
            break
    if actor is None and i + 2 < len(units) and units[i + 1].tag == "(":
        inner = units[i + 2].get("actor")
        actor = inner.id if inner is not None else None
    if (
        actor is None
        and unit.prefix == ""
        and i > 0
        and units[i - 1].tag == "w"
        and units[i - 1].text in ("وزاره", "قياده")
    ):
        unit.start = units[i - 1].start
    if actor is None:
        same = next((b for b, e, _ in reversed(bodies.recent) if e == entry.id), None)
        if same is None:
            words = {w for w in unit.core.split() if len(w) > 4}
            same = next(
                (
                    b
                    for b, _, n in reversed(bodies.recent)
                    if words & set(n.split()) and (b.endswith("-gov") or b in _STATES)
                ),
                None,
            )
        if same is None and entry.kind == "military" and "حكوم" not in unit.core:
            found = bodies.referred("الجيش")
            same = found[0] if found is not None and found[1].startswith("ال") else None
        if same is not None and not same.startswith("other:"):
            _body(out, unit, unit.end, "Y", same, bodies, "")
            return end
    resolved = (
        actor
        or _of_its_town(units, i, entry, bodies)
        or (bodies.state_actor() if entry.speaks_for == "state" else None)
    )
    body = bodies.lexicon.body(resolved) if resolved else f"other:{entry.id}"
    _body(out, unit, units[end - 1].end, "Y", body, bodies, entry.id if actor is not None else "")
    if actor is not None and entry.kind in _FORCES and not unit.core.startswith(_HEADED):
        kind = "military" if entry.kind == "military" else "police"
        bodies.forces.setdefault((body, kind), unit)
        bodies.forces.setdefault((body, ""), unit)
    return end


_FORCES = ("military", "police", "security")
"""Institutions that bear arms for a state."""
_HEADED = ("قايد", "قياده", "رييس", "رياسه", "مدير", "ناطق", "الناطق", "متحدث", "المتحدث", "وزير", "مصدر", "مصادر")
"""Words that name one who speaks for a force, and not the force."""


def _means(term: Term, bodies: Bodies) -> bool:
    return isinstance(term.entry, ActorEntry) and is_meant(term.entry, term.form, bodies)


_STATIONS = frozenset("قسم مركز مركزا مخفر نقطه مقر".split())


_AT_HOME = frozenset(("police", "security"))
"""Institutions that serve in their own country alone."""


def _of_its_town(units: Sequence[Unit], i: int, entry: InstitutionEntry, bodies: Bodies) -> str | None:
    """شرطة برن, قوات الأمن بمنطقة عسير: a force named with a town abroad is of the town's country, not of the report's."""
    if entry.kind not in _AT_HOME:
        return None
    behind = units[i + 1] if i + 1 < len(units) else None
    town = behind.get("place") if behind is not None and not units[i].definite and not behind.prefix else None
    if town is None and behind is not None and (behind.prefix == "ب" or behind.text == "في"):
        at = i + 1 + (behind.text == "في")
        at += at < len(units) and units[at].tag == "k"
        town = units[at].get("place") if at < len(units) else None
    if town is None or len(town.entry.countries) != 1:
        return None
    if not town.entry.likely(frozenset(bodies.countries[:4])) or (i and units[i - 1].core in _STATIONS):
        return None
    state = bodies.states.get(next(iter(town.entry.countries)))
    return state.actor if state is not None else None


def _body(out: list[Unit], unit: Unit, end: int, tag: str, body: str, bodies: Bodies, entry: str) -> None:
    unit.tag, unit.body, unit.head = tag, body, unit.core
    unit.end = end
    out.append(unit)
    if entry:
        bodies.remember(body, entry, unit.core)
        if tag == "A" and unit.word != "anaphor":
            bodies.names.setdefault(body, unit)

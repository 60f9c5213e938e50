"""How many met what: figures with the people they count, read from a sentence's units.

Totals are read, never the parts of them (بينهم …); a denied toll is [0, 0]; a figure of a whole war is no event's toll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.conditions import STATE, two_in_a_state
from riwaya.extract.counting import counted_after, counted_before, counted_beside
from riwaya.extract.denials import anyone, denied, negated, no_damage, unknown
from riwaya.extract.figures import BOTH, FoundToll, of_a_war
from riwaya.extract.groups import Group, named
from riwaya.extract.harmed import apart, everyone, harmed
from riwaya.extract.reached import FELL, TELLING, reached
from riwaya.extract.referred import exposed_to, told_by_pronoun
from riwaya.extract.retinue import ONE_OF_THEIRS, WITH, retinue
from riwaya.extract.sides import other_side
from riwaya.extract.sums import SERVING
from riwaya.extract.totals import totals
from riwaya.extract.uncounted import MOVED, counts_nobody
from riwaya.extract.units import Unit

_PART_ENDS = frozenset("KMLQBFVNcX;.!xr")


def find_tolls(units: Sequence[Unit], a: int, b: int) -> list[FoundToll]:
    """The tolls told in units [a, b)."""
    harm = [i for i in range(a, b) if units[i].outcome is not None or units[i].tag in "GXU" or units[i].text in TELLING]
    if not harm:
        return []
    parts = _parts(units, a, b)
    former = next((i for i in range(a, b) if units[i].tag == "!"), b)
    taken: set[int] = set()
    found: list[FoundToll] = []
    for i in harm:
        unit = units[i]
        if unit.tag == "G":
            if _also_harmed(units, a, b, i):
                continue
            found.extend(FoundToll(o, 0, 0, None, None, i, i + 1, "toll.damage_only", at=i) for o in BOTH)
            continue
        if unit.tag == "X" and unit.core.endswith(("يصب", "يقتل")) and i + 1 < b and anyone(units[i + 1]):
            harmless = BOTH if unit.core.endswith("يصب") else BOTH[:1]
            found.extend(FoundToll(o, 0, 0, None, None, i, i + 2, "toll.none", at=i) for o in harmless)
            continue
        if (
            unit.tag == "X"
            and i + 3 < b
            and units[i + 1].core in _FALLING
            and anyone(units[i + 2])
            and units[i + 3].tag == "H"
        ):
            found.append(FoundToll("killed", 0, 0, None, None, i, i + 4, "toll.none", at=i))
            continue
        if unit.tag == "X" and (end := no_damage(units, i, b)):
            found.extend(FoundToll(o, 0, 0, None, None, i, end, "toll.none", at=i) for o in BOTH)
            continue
        if unit.outcome is None and unit.text in TELLING:
            if (told := reached(units, a, i, b, taken | parts)) is not None:
                by, those = told
                taken.update(range(those.first, those.last))
                found.append(
                    FoundToll(by, those.low, those.high, those.victims, those.group, i, those.last, "toll.verb", at=i)
                )
            continue
        if unit.tag == "U" and unit.word == "toll_word":
            found.extend(totals(units, a, b, i, former, parts, taken))
            continue
        outcome = unit.outcome
        if outcome is None or i in parts or i in taken:
            continue
        if (exposed := exposed_to(units, a, i, parts, taken)) is not None:
            taken.update(range(exposed.first, exposed.last))
            found.append(
                FoundToll(outcome.outcome, exposed.low, exposed.high, exposed.victims, exposed.group, exposed.first, i + 1, "toll.exposed", at=i)
            )  # fmt: skip
            continue
        if (known := _known_to_all(units, b, i)) is not None and not unknown(units, a, i):
            harmed_so = BOTH if outcome.outcome == "killed_or_injured" else (outcome.outcome,)
            found.extend(FoundToll(o, 1, None, None, None, i, known, "toll.known", at=i) for o in harmed_so)
            continue
        if outcome.id == STATE:
            if (two := two_in_a_state(units, a, i)) is not None and not found:
                found.append(FoundToll("injured", 2, 2, two.victims, two.group, two.first, i + 1, "toll.state", at=i))
            continue
        if unknown(units, a, i) or counts_nobody(units, a, b, i):
            continue
        if negated(units, a, i):
            found.extend(denied(units, i))
            continue
        if _or_another(units, i, b) or (_pooled(units, a, i) is False):
            continue
        if outcome.id == "losses" or (unit.tense == "present" and unit.prefix.endswith("س")):
            continue
        form = outcome.form
        if unit.trigger is not None and unit.form == "verb":
            form = "verb"
        if outcome.id == "casualties.act" and " عدد من " in unit.text:
            found.extend(FoundToll(o, 1, None, None, None, i, i + 1, "toll.act", at=i) for o in BOTH)
            continue
        if outcome.id == "casualties.act" and (both := apart(units, a, b, i, parts, taken)) is not None:
            found.extend(_apart(i, both, taken))
            continue
        group = told_by_pronoun(units, a, i, parts, taken) if form == "noun" or unit.core.startswith("اصابت") else None
        rule = "toll.theirs"
        if group is not None:
            pass
        elif form == "verb":
            group = harmed(units, a, b, i, parts, taken)
            rule = "toll.verb"
        elif form == "noun":
            group = (
                _of_deaths(units, a, i, taken)
                or _hostages(units, a, i, taken)
                or counted_after(units, i, b, parts, taken)
                or named(units, i, b)
            )
            group = group or everyone(units, i, b)
            if group is None and unit.text.endswith("وا"):
                group = counted_before(units, a, i, parts, taken)
            rule = "toll.act"
        else:
            group = counted_beside(units, a, b, i, parts, taken) or _some_of_both(units, a, i)
            rule = "toll.count"
        if group is not None and units[i].core.startswith(_OF_THINGS_TOO) and group.group is group.victims is None:
            continue
        if group is not None and group.low == 1 and group.high is None:
            group = _numbered_after(units, group, b)
        if group is not None and group.low == group.high and group.low <= 2 and form != "count":
            group = _with_retinue(units, max(i + 1, group.last), b, group)
        if group is not None and group.low == group.high and group.low > 2 and group.first > i:
            group = _and_besides(units, group, b)
        if group is None or of_a_war(outcome.outcome, group.low):
            continue
        taken.update(range(group.first, group.last))
        first, last = min(i, group.first), max(i + 1, group.last)
        if outcome.id == "casualties.count" and unit.text.endswith(("اصابات", "جرحي")) and _more_hurt(units, i + 1, b):
            first, last = min(i, group.first), max(i + 1, group.last)
            found.append(
                FoundToll("killed", group.low, group.high, group.victims, group.group, first, last, "toll.count", at=i)
            )
            found.append(FoundToll("injured", 1, None, None, None, i, last, "toll.count", at=i))
            continue
        pooled = _pooled(units, a, i) or _victims_of_both(units, i, group)
        names = ("killed_or_injured",) if pooled else _outcomes(units, i, outcome.outcome, group)
        for name in names:
            toll = FoundToll(name, group.low, group.high, group.victims, group.group, first, last, rule, at=i)
            found.append(replace(toll, former=True) if group.first > former else toll)
            found.extend(other_side(units, b, toll, group, taken))
    return _all_of_them(_others_alike(found, units), units, a, b)


def _known_to_all(units: Sequence[Unit], b: int, i: int) -> int | None:
    """الجرحى في انفجار السوق, شهداء الهجوم: where the happening is named in which they were harmed."""
    unit = units[i]
    if unit.tag != "C" or unit.count is not None or unit.outcome is None or unit.outcome.outcome not in _HARMED:
        return None
    if i and (units[i - 1].tag in "nu+UfL" or units[i - 1].core in MOVED):
        return None
    if "ضحايا" in unit.text or not (unit.definite or unit.text.endswith(_OF_THAT)):
        return None
    for k in range(i + 1, min(b, i + 8)):
        if units[k].tag == "N" and units[k].trigger is not None:
            return k + 1
        if units[k].tag not in "fiwHYJAoS@k" and not units[k].text.endswith("جراء"):
            return None
    return None


_FALLING = ("يسقط", "تسقط")
_WHOSE_VICTIMS = ("ضحيته", "ضحيتها")
_OF_THINGS_TOO = ("ضبط", "ايقاف", "يضبط", "تضبط")
"""What is also done to things: whoever is counted must be told to be people (ضبط أربعة مسلحين, إيقاف خمسة متهمين)."""
_HARMED = frozenset({"killed", "injured", "killed_or_injured"})
_OF_THAT = ("مصابي", "شهداء")


def _or_another(units: Sequence[Unit], i: int, b: int) -> bool:
    """مقتل أو اعتقال 20: another outcome follows over the same number."""
    return i + 2 < b and units[i + 1].text == "او" and _of_harm(units[i]) and _of_harm(units[i + 2])


def _pooled(units: Sequence[Unit], a: int, i: int) -> bool | None:
    """Whether the number after two outcomes joined by أو tells of both in one word; None where i is no second of such."""
    if i - 2 < a or not _or_another(units, i - 2, i + 1):
        return None
    return all((o := units[k].outcome) is not None and o.outcome in BOTH for k in (i - 2, i))


def _victims_of_both(units: Sequence[Unit], i: int, group: Group) -> bool:
    """راح ضحيته عشرات القتلى والجرحى: the noun behind the number tells that it counts both."""
    if not units[i].text.endswith(_WHOSE_VICTIMS) or group.first != i + 1 or i + 2 >= len(units):
        return False
    told = units[i + 2].outcome
    return told is not None and told.form == "count" and told.outcome == "killed_or_injured"


def _of_harm(unit: Unit) -> bool:
    return unit.outcome is not None and unit.outcome.form != "count"


def _numbered_after(units: Sequence[Unit], group: Group, b: int) -> Group:
    """القبض على عناصر المجموعة البالغ عددهم سبعة: how many they are is told after them."""
    for j in range(group.last, min(b - 1, group.last + 6)):
        k = j + 2 if "بالغ" in units[j].text and units[j + 1].text.startswith("عدد") else 0
        k = (
            j + 1
            if units[j].text.startswith(("وعددهم", "عددهم")) or (units[j].tag == "u" and _some(units, group))
            else k
        )
        if k and k < b and units[k].tag == "n" and (low := units[k].low) is not None:
            return replace(group, low=low, high=units[k].high, last=k + 1)
        if units[j].tag in "KMCVQ;.":
            break
    return group


def _some(units: Sequence[Unit], group: Group) -> bool:
    """Whether a group is told as a number of people that is yet to come (عدد إجمالي بلغ 251 شخصا)."""
    return units[group.first].core.startswith("عدد")


def _with_retinue(units: Sequence[Unit], k: int, b: int, group: Group) -> Group:
    """قتل قائد الشرطة مع ثلاثة من حراسه: one and those who were with him are one figure."""
    others = retinue(units, k, b)
    if others is None:
        return group
    least, most, last = others
    return replace(group, low=group.low + least, high=None if most is None else group.low + most, last=last)


def _and_besides(units: Sequence[Unit], group: Group, b: int) -> Group:
    """13 من المنسوبين إضافة إلى ثلاثة من العاملين: those told besides belong to the figure."""
    if group.last + 1 < b and units[group.last].core in WITH and units[group.last + 1].core in ONE_OF_THEIRS:
        one_more = group.low + 1
        return replace(group, low=one_more, high=one_more, victims=None, last=group.last + 2)
    for j in range(group.last, min(b - 3, group.last + 6)):
        staff = units[j].tag == "n" and units[j].prefix == "و" and units[j + 2].core in _STAFF
        if staff or (units[j].core in _BESIDES and units[j + 1].tag == "T"):
            k = j if staff else j + 2
            others = units[k]
            if others.tag != "n" or others.low is None or others.low != others.high or units[k + 1].tag not in "fH":
                return group
            whom = k + 1 + (units[k + 1].tag == "f")
            if whom >= b or units[whom].tag not in "HwA" or units[whom].outcome is not None:
                return group
            sort = units[whom].victim
            apart_ = sort is not None and sort.group == "civilians" and group.victims not in (None, "civilians")
            if apart_ and units[whom].core not in _STAFF:
                return group
            return replace(group, low=group.low + others.low, high=group.low + others.low, victims=None, last=whom + 1)
        if units[j].tag in "KMCVQNX;.ciLn":
            break
    return group


_BESIDES = frozenset("اضافه بالاضافه".split())
_STAFF = frozenset("العاملين الموظفين عامليها موظفيها عامليه موظفيه".split())
"""Those who work where others serve: told after them they are counted with them (عشرة من المنسوبين وثلاثة من العاملين)."""


def _all_of_them(found: list[FoundToll], units: Sequence[Unit], a: int, b: int) -> list[FoundToll]:
    """قتل 27 شخصا وجميعهم من المدنيين: the last of whom nothing else was told are those."""
    for i in range(a + 1, b - 1):
        if units[i].tag != "p" or not units[i].core.startswith(("جميعهم", "كلهم", "وجميعهم", "وكلهم")):
            continue
        those = units[i + 2] if units[i + 1].tag == "f" and i + 2 < b else units[i + 1]
        told = [at for at, toll in enumerate(found) if toll.last <= i and toll.victims is None and toll.low]
        if told and those.victim is not None and those.victim.group == "civilians":
            found[told[-1]] = replace(found[told[-1]], victims="civilians", group="civilians")
    return found


def _of_deaths(units: Sequence[Unit], a: int, i: int, taken: set[int]) -> Group | None:
    """34 وفاة: a noun of the act that is counted itself."""
    n = i - 1 - (i > a + 1 and units[i - 1].text in ("حاله", "حالات"))
    if i == a or units[i].core != "وفاه" or n in taken or (low := units[n].low) is None:
        return None
    return Group(low, units[n].high, None, None, n, i + 1)


def _hostages(units: Sequence[Unit], a: int, i: int, taken: set[int]) -> Group | None:
    """أخذ مسلحون خمسة رهائن: people taken who are counted themselves; not those who are freed or killed."""
    if not units[i].core.startswith(_HOSTAGES) or i < a + 2 or i - 1 in taken or (low := units[i - 1].low) is None:
        return None
    took = any(u.core.startswith(_TOOK) or u.tag == "L" for u in units[max(a, i - 6) : i - 1])
    return Group(low, units[i - 1].high, None, "people", i - 1, i + 1) if took else None


_HOSTAGES = ("رهاين", "رهينه", "مخطوف", "مختطف")
_TOOK = ("اخذ", "احتجز", "يحتجز", "تحتجز", "اتخذ", "واخذ", "واحتجز")


def _some_of_both(units: Sequence[Unit], a: int, i: int) -> Group | None:
    """عدد من القتلى والمصابين: some of the one and some of the other."""
    if units[i - 1].text == "و" and i > a + 2 and units[i - 2].outcome is not None and units[i - 3].tag == "+":
        return Group(1, None, None, None, i, i + 1)
    if units[i].prefix != "و" or i < a + 2 or units[i - 1].outcome is None or units[i - 2].tag != "+":
        return None
    return Group(1, None, None, None, i, i + 1)


def _others_alike(found: list[FoundToll], units: Sequence[Unit]) -> list[FoundToll]:
    """قتل خمسة جنود وأصيب عشرة آخرون: the others are such as those counted before them."""
    for at, toll in enumerate(found):
        if toll.victims is None and at and any(_of_the_same(u) for u in units[toll.first : toll.last + 1]):
            model = found[at - 1]
            if (
                (model.victims is not None or model.group in SERVING)
                and model.outcome != toll.outcome
                and model.first <= toll.first
            ):
                found[at] = replace(toll, victims=model.victims, group=model.group)
    return found


def _of_the_same(unit: Unit) -> bool:
    return unit.core.startswith("اخر") or (
        unit.tag == "#" and unit.number is not None and unit.number.kind == "ordinal"
    )


def _more_hurt(units: Sequence[Unit], k: int, b: int) -> bool:
    """تسعة قتلى وإصابات عدة: the number counts the dead alone."""
    return k < b and units[k].text.startswith(("عده", "عديد", "كثير", "اخر"))


def _also_harmed(units: Sequence[Unit], a: int, b: int, i: int) -> bool:
    """Whether harm to people may have come with the damage: wherever damage is not told to be all (فقط, اقتصر)."""
    if i + 1 < b and "بشري" in units[i + 1].text:
        return True
    only = units[i].text.endswith(("فقط", "الماديات")) or any(u.text == "فقط" for u in units[i + 1 : min(b, i + 3)])
    return not (only or any("اقتصر" in u.core for u in units[a : i + 1]))


def _apart(i: int, both: tuple[Group, Group], taken: set[int]) -> list[FoundToll]:
    """The killed told before two verbs, the injured after them."""
    tolls = []
    for name, group in zip(BOTH, both, strict=True):
        taken.update(range(group.first, group.last))
        first, last = min(i, group.first), max(i + 1, group.last)
        tolls.append(
            FoundToll(name, group.low, group.high, group.victims, group.group, first, last, "toll.apart", at=i)
        )
    return tolls


def _outcomes(units: Sequence[Unit], i: int, outcome: str, group: Group) -> tuple[str, ...]:
    """قتلى وجرحى with no number tells of at least one of each; with a number it is one pooled figure."""
    one_each = outcome == "killed_or_injured" and group.low == 1 and (group.first == i or group.high is None)
    if one_each and group.first == i - 1 and units[group.first].text in FELL:
        return BOTH
    if one_each and any(word in units[i].text for word in ("جر", "صاب", "صيب")) and "بين " not in units[i].text:
        return BOTH
    following = units[i + 1] if i + 1 < len(units) else None
    joined = following.outcome if following is not None and following.prefix == "و" else None
    if joined is None or following is None or joined.outcome == outcome or group.first == i:
        return (outcome,)
    if joined.form != "noun" and (units[i].tag != "M" or following.core not in _ACTS):
        return (outcome,)
    if outcome in BOTH and joined.outcome in BOTH:
        return ("killed_or_injured",)
    return (outcome, joined.outcome) if group.low == 1 and group.high is None and group.first > i + 1 else (outcome,)


_ACTS = frozenset("اصابه جرح قتل".split())
"""Words of an act that are spelled as a verb is."""


_BESIDES_THEM = frozenset("جانب اضافه بالاضافه فضلا علاوه".split())
"""Words that end the parts where more of those harmed follow (بينهم قيادي، إضافة إلى عدد من الجرحى)."""
_FELL = frozenset("سقطوا سقطا سقطن وقعوا".split())
"""عشرة جنود بينهم ضابط سقطوا بين قتيل وجريح: the verb takes up the whole again."""


def _parts(units: Sequence[Unit], a: int, b: int) -> set[int]:
    """The units that break a total down (بينهم طفلان وامرأة): their figures are no tolls."""
    parts: set[int] = set()
    inside = False
    for i in range(a, b):
        unit = units[i]
        if unit.tag == "p":
            inside = True
            continue
        if not inside:
            continue
        ends = unit.tag in _PART_ENDS or unit.core in _FELL
        if unit.tag == "n" and i + 1 < b and units[i + 1].tag == "C":
            ends = True
        if unit.tag == "C" and unit.count and unit.prefix.startswith("و"):
            ends = True
        if unit.text in _BESIDES_THEM and any(u.tag == "C" for u in units[i + 1 : min(b, i + 5)]):
            ends = True
        if unit.tag == "," and i + 1 < b and units[i + 1].tag in "KMBQcLxNV":
            ends = True
        if ends:
            inside = False
        else:
            parts.add(i)
    return parts

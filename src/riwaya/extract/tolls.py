"""How many met what: figures with the people they count, read from a sentence's units.

Totals are read, never the parts of them (بينهم …); a denied toll is [0, 0]; a figure of a whole war is no event's toll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.extract.counting import counted_after, counted_before, counted_beside
from riwaya.extract.groups import Group, group_at, named, whose
from riwaya.extract.harmed import apart, harmed
from riwaya.extract.retinue import retinue
from riwaya.extract.uncounted import counts_nobody
from riwaya.extract.units import Unit

_PART_ENDS = frozenset("KMLQBFVNcX;.!xr")
_BOTH = ("killed", "injured")
_A_WHOLE_WAR = {"killed": 1000}
_MANY_WARS = 4000
"""No single event of the reports read had such a toll; it is a war's or a year's."""


@dataclass(frozen=True, slots=True)
class FoundToll:
    """A figure: outcome, interval, whom it counts, and the units [first, last) that say so."""

    outcome: str
    low: int | None
    high: int | None
    victims: str | None
    group: str | None
    first: int
    last: int
    rule: str
    former: bool = False
    at: int = 0


def find_tolls(units: Sequence[Unit], a: int, b: int) -> list[FoundToll]:
    """The tolls told in units [a, b)."""
    harm = [i for i in range(a, b) if units[i].outcome is not None or units[i].tag in "GXU"]
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
            found.extend(FoundToll(o, 0, 0, None, None, i, i + 1, "toll.damage_only", at=i) for o in _BOTH)
            continue
        if unit.tag == "X" and unit.core.endswith(("يصب", "يقتل")) and i + 1 < b and _anyone(units[i + 1]):
            harmless = _BOTH if unit.core.endswith("يصب") else _BOTH[:1]
            found.extend(FoundToll(o, 0, 0, None, None, i, i + 2, "toll.none", at=i) for o in harmless)
            continue
        if unit.tag == "X" and (end := _no_damage(units, i, b)):
            found.extend(FoundToll(o, 0, 0, None, None, i, end, "toll.none", at=i) for o in _BOTH)
            continue
        if unit.tag == "U" and unit.word == "toll_word":
            found.extend(_totals(units, a, b, i, former, parts, taken))
            continue
        outcome = unit.outcome
        if outcome is None or i in parts or i in taken:
            continue
        if _unknown(units, a, i) or counts_nobody(units, a, b, i):
            continue
        if _negated(units, a, i):
            found.extend(_denied(units, i))
            continue
        if outcome.id == "losses" or (unit.tense == "present" and unit.prefix.endswith("س")):
            continue
        form = outcome.form
        if unit.trigger is not None and unit.form == "verb":
            form = "verb"
        if outcome.id == "casualties.act" and " عدد من " in unit.text:
            found.extend(FoundToll(o, 1, None, None, None, i, i + 1, "toll.act", at=i) for o in _BOTH)
            continue
        if outcome.id == "casualties.act" and (both := apart(units, a, b, i, parts, taken)) is not None:
            found.extend(_apart(i, both, taken))
            continue
        if form == "verb":
            group = harmed(units, a, b, i, parts, taken)
            rule = "toll.verb"
        elif form == "noun":
            group = _of_deaths(units, a, i, taken) or counted_after(units, i, b, parts, taken) or named(units, i, b)
            if group is None and unit.text.endswith("وا"):
                group = counted_before(units, a, i, parts, taken)
            rule = "toll.act"
        else:
            group = counted_beside(units, a, b, i, parts, taken) or _some_of_both(units, a, i)
            rule = "toll.count"
        if group is not None and units[i].core.startswith("ضبط") and group.group is None and group.victims is None:
            continue
        if group is not None and group.low == 1 and group.high is None:
            group = _numbered_after(units, group, b)
        if group is not None and group.low == group.high == 1 and form != "count":
            group = _with_retinue(units, max(i + 1, group.last), b, group)
        if group is None or group.low >= _A_WHOLE_WAR.get(outcome.outcome, _MANY_WARS):
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
        for name in _outcomes(units, i, outcome.outcome, group):
            toll = FoundToll(name, group.low, group.high, group.victims, group.group, first, last, rule, at=i)
            found.append(replace(toll, former=True) if group.first > former else toll)
            found.extend(_joined(units, b, toll, group, taken))
    return _all_of_them(_others_alike(found, units), units, a, b)


def _numbered_after(units: Sequence[Unit], group: Group, b: int) -> Group:
    """القبض على عناصر المجموعة البالغ عددهم سبعة: how many they are is told after them."""
    for j in range(group.last, min(b - 2, group.last + 6)):
        if "بالغ" in units[j].text and units[j + 1].text.startswith("عدد") and (low := units[j + 2].low) is not None:
            return replace(group, low=low, high=units[j + 2].high, last=j + 3)
        if units[j].tag in "KMCVQ;.":
            break
    return group


def _with_retinue(units: Sequence[Unit], k: int, b: int, group: Group) -> Group:
    """قتل قائد الشرطة مع ثلاثة من حراسه: one and those who were with him are one figure."""
    others = retinue(units, k, b)
    if others is None:
        return group
    least, most, last = others
    return replace(group, low=1 + least, high=None if most is None else 1 + most, last=last)


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
    if i == a or units[i].core != "وفاه" or i - 1 in taken or (low := units[i - 1].low) is None:
        return None
    return Group(low, units[i - 1].high, None, None, i - 1, i + 1)


def _some_of_both(units: Sequence[Unit], a: int, i: int) -> Group | None:
    """عدد من القتلى والمصابين: some of the one and some of the other."""
    if units[i].prefix != "و" or i < a + 2 or units[i - 1].outcome is None or units[i - 2].tag != "+":
        return None
    return Group(1, None, None, None, i, i + 1)


def _others_alike(found: list[FoundToll], units: Sequence[Unit]) -> list[FoundToll]:
    """قتل خمسة جنود وأصيب عشرة آخرون: the others are such as those counted before them."""
    for at, toll in enumerate(found):
        if toll.victims is None and at and any(u.core.startswith("اخر") for u in units[toll.first : toll.last + 1]):
            model = found[at - 1]
            if model.victims is not None and model.outcome != toll.outcome and model.first <= toll.first:
                found[at] = replace(toll, victims=model.victims, group=model.group)
    return found


def _more_hurt(units: Sequence[Unit], k: int, b: int) -> bool:
    """تسعة قتلى وإصابات عدة: the number counts the dead alone."""
    return k < b and units[k].text.startswith(("عده", "عديد", "كثير", "اخر"))


def _also_harmed(units: Sequence[Unit], a: int, b: int, i: int) -> bool:
    """Whether damage is told of beside harm to people (مقتل اثنين وأضرار مادية; خسائر مادية وبشرية)."""
    if i + 1 < b and "بشري" in units[i + 1].text:
        return True
    if units[i].text.endswith("فقط") or any(u.core.startswith("اقتصر") for u in units[a : i + 1]):
        return False
    told = (k for k in range(a, i) if (outcome := units[k].outcome) is not None and outcome.id != "losses")
    return any(not _negated(units, a, k) for k in told)


def _apart(i: int, both: tuple[Group, Group], taken: set[int]) -> list[FoundToll]:
    """The killed told before two verbs, the injured after them."""
    tolls = []
    for name, group in zip(_BOTH, both, strict=True):
        taken.update(range(group.first, group.last))
        first, last = min(i, group.first), max(i + 1, group.last)
        tolls.append(
            FoundToll(name, group.low, group.high, group.victims, group.group, first, last, "toll.apart", at=i)
        )
    return tolls


def _joined(units: Sequence[Unit], b: int, toll: FoundToll, group: Group, taken: set[int]) -> list[FoundToll]:
    """قتل خمسة جنود وتسعة مسلحين: the other side's figure under the same word of harm."""
    k = _past_their_friends(units, group.last, b)
    if group.first < toll.at and k <= toll.at + 1:
        return []
    if k < b and units[k].tag == "w" and units[k].text == "و":
        k += 1
    elif not (k < b and units[k].prefix.startswith("و")):
        return []
    if k >= b or units[k].tag not in "nH" or k in taken or units[k].outcome is not None:
        return []
    if units[k].tag == "n" and k + 1 < b and units[k + 1].outcome is not None:
        return []
    other = group_at(units, k, b)
    if other is None:
        return []
    victims = _whose(units, other, toll)
    serving = other.group in _SERVING and toll.group in ("militants", "fighters")
    if victims == toll.victims or (victims is None and not serving):
        return []
    taken.update(range(other.first, other.last))
    return [
        replace(
            toll,
            low=other.low,
            high=other.high,
            victims=victims,
            group=other.group,
            first=k,
            last=other.last,
            at=toll.at,
        )
    ]


_SERVING = ("police", "soldiers")


def _whose(units: Sequence[Unit], other: Group, toll: FoundToll) -> str | None:
    """Whose the second side is; مقتل 15 جنديا و8 مهاجمين: told by what they are, where no name tells it."""
    if other.victims is None and toll.group in _SERVING:
        attackers = any(u.core.startswith("مهاجم") for u in units[other.first : other.last])
        return "unknown-gunmen" if attackers or other.group == "militants" else None
    return other.victims


def _past_their_friends(units: Sequence[Unit], k: int, b: int) -> int:
    """18 جنديا ومن معهم، و11 من التنظيم: past those counted with the first side, to the figure of the other."""
    for j in range(k, min(b, k + 6)):
        unit = units[j]
        if unit.tag == "n":
            return j if unit.prefix == "و" else k
        if unit.tag not in "HAJwy," or (unit.tag == "H" and unit.count):
            return k
    return k


def _outcomes(units: Sequence[Unit], i: int, outcome: str, group: Group) -> tuple[str, ...]:
    """قتلى وجرحى with no number tells of at least one of each; with a number it is one pooled figure."""
    one_each = outcome == "killed_or_injured" and group.low == 1 and (group.first == i or group.high is None)
    if one_each and any(word in units[i].text for word in ("جر", "صاب", "صيب")) and "بين " not in units[i].text:
        return _BOTH
    following = units[i + 1] if i + 1 < len(units) else None
    joined = following.outcome if following is not None and following.prefix == "و" else None
    if joined is None or following is None or joined.outcome == outcome or group.first == i:
        return (outcome,)
    if joined.form != "noun" and (units[i].tag != "M" or following.core not in _ACTS):
        return (outcome,)
    if outcome in _BOTH and joined.outcome in _BOTH:
        return ("killed_or_injured",)
    return (outcome, joined.outcome) if group.low == 1 and group.high is None and group.first > i + 1 else (outcome,)


_ACTS = frozenset("اصابه جرح قتل".split())
"""Words of an act that are spelled as a verb is."""


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
        ends = unit.tag in _PART_ENDS
        if unit.tag == "n" and i + 1 < b and units[i + 1].tag == "C":
            ends = True
        if unit.tag == "C" and unit.count and unit.prefix.startswith("و"):
            ends = True
        if unit.tag == "," and i + 1 < b and units[i + 1].tag in "KMBQcLxNV":
            ends = True
        if ends:
            inside = False
        else:
            parts.add(i)
    return parts


def _unknown(units: Sequence[Unit], a: int, i: int) -> bool:
    """لم ترد معلومات عن ضحايا, لم يعرف فيما إذا سقط ضحايا: nothing is known, which is no figure."""
    asked = any(u.text == "اذا" for u in units[max(0, i - 5) : i])
    before = units[max(0 if asked else a, i - 9) : i]
    return any(u.tag == "X" for u in before) and any(u.tag == "~" or u.core in _REPORTS for u in before)


_REPORTS = frozenset("تقارير انباء بلاغات".split())


def _negated(units: Sequence[Unit], a: int, i: int) -> bool:
    for j in range(i - 1, max(a - 1, i - 7), -1):
        tag = units[j].tag
        if tag == "X" and units[j].core == "غير":
            continue
        if tag == "X":
            if units[j + 1].text in ("يزال", "تزال", "يزالون"):
                return False
            if units[j].core == "عدم" and units[i].tag in "MK" and units[i].core.startswith("قتل"):
                return False
            return not any(units[k].tag in "~,F" for k in range(j, i))
        if (
            tag == "Q"
            and j > a
            and units[j].core.startswith(_MADE_KNOWN)
            and "X" in (units[j - 1].tag, units[j - 2].tag)
        ):
            continue
        if tag in ",;.FQn" or (
            tag in "KC"
            and units[j].outcome is not None
            and not units[i].prefix.startswith(("و", "ا"))
            and units[i - 1].text not in ("او", "ولا", "و")
        ):
            return False
    return False


_MADE_KNOWN = ("يبلغ", "يعلن", "تعلن", "يكشف", "تكشف", "يذكر", "تذكر", "يوكد", "توكد", "يحدث", "تحدث")


def _denied(units: Sequence[Unit], i: int) -> list[FoundToll]:
    outcome = units[i].outcome
    assert outcome is not None
    told = units[i].text
    if outcome.form == "count" and (units[i].core.startswith("جث") or (units[i].definite and "خساير" not in told)):
        return []
    if units[i].tag == "K" and not any(_anyone(u) for u in units[i + 1 : i + 3]):
        return []
    if outcome.id == "casualties.act" or (units[i].prefix.endswith("ل") and outcome.form == "count"):
        return []
    if "اذي" in told and not any(u.text.startswith(("اي", "احد")) for u in units[max(0, i - 6) : i]):
        return []
    if "ارواح" in told:
        names: tuple[str, ...] = ("killed",)
    elif outcome.outcome == "killed_or_injured" or (outcome.outcome == "injured" and told.endswith("ات")):
        names = _BOTH
    elif outcome.outcome in _BOTH:
        names = (outcome.outcome,)
    else:
        return []
    return [FoundToll(name, 0, 0, None, None, i, i + 1, "toll.none", at=i) for name in names]


def _no_damage(units: Sequence[Unit], i: int, b: int) -> int:
    """Past the words of دون أن يلحق أي أضرار, which say that nobody was harmed either; 0 where they do not follow."""
    for k in range(i + 1, min(b, i + 6)):
        if units[k].core.startswith("اضرار") and units[k - 1].text.startswith("اي"):
            return k + 1
        if units[k].tag in "~,.FQ":
            return 0
    return 0


def _anyone(unit: Unit) -> bool:
    """لم يقتل أي جندي: whoever could have been harmed, and no named person."""
    return unit.text.startswith(("اي", "احد")) or (unit.tag == "H" and not unit.definite) or unit.tag == "n"


_WARS = frozenset({"الحرب", "النزاع", "الصراع", "الثوره"})
_TOTALS = (
    ("قتلي", "killed"),
    ("شهداء", "killed"),
    ("وفيات", "killed"),
    ("جرحي", "injured"),
    ("مصابين", "injured"),
    ("اصابات", "injured"),
    ("ضحايا", "killed"),
)


_PASSING = (
    "من ",
    "لتتجاوز",
    "ليتجاوز",
    "لتتخطي",
    "ليتخطي",
    "يتجاوز",
    "تتجاوز",
    "تجاوز",
    "يتخطي",
    "تتخطي",
    "يفوق",
    "تفوق",
)
"""Words before a figure that belong to it and tell that a total rose so far."""


def _hurt(unit: Unit) -> bool:
    return unit.outcome is not None and unit.outcome.outcome == "injured" and unit.definite


def _totals(
    units: Sequence[Unit], a: int, b: int, i: int, former: int, parts: set[int], taken: set[int]
) -> list[FoundToll]:
    """ارتفعت حصيلة القتلى إلى تسعة; ارتفع إلى تسعة عدد الشهداء: the figure after a rise or إلى on either side of the noun."""
    if i + 1 < b and units[i + 1].text in _WARS:
        return []
    outcome = next((o for word, o in _TOTALS if word in units[i].text), None)
    noun = next((j for j in range(i + 1, min(b, i + 3)) if units[j].tag == "C" and units[j].outcome is not None), None)
    if outcome is None:
        told = units[noun].outcome if noun is not None else None
        outcome = "killed" if told is None or told.outcome == "killed_or_injured" else told.outcome
    elif outcome == "killed" and noun == i + 1 and units[noun].prefix == "و" and _hurt(units[noun]):
        outcome = "killed_or_injured"
    for j in (*range(i + 1, min(b, i + 26)), *range(i - 1, max(a - 1, i - 14), -1)):
        unit = units[j]
        if unit.tag != "n" or j in parts or j in taken or unit.number is None or unit.number.low is None:
            continue
        before = units[j - 1] if j > a else None
        risen = (
            unit.prefix == "ب"
            or j == i + 1
            or (before is not None and (before.tag in "Tu:" or before.text in ("هي", "هو", "الي", "نحو")))
            or unit.text.startswith(_PASSING)
            or (j > i > a and units[i - 1].tag == "u" and j + 1 < b and units[j + 1].tag in "HC")
        )
        if not risen:
            continue
        following = units[j + 1] if j + 1 < b else None
        if (
            following is not None
            and following.tag == "C"
            and not following.prefix.startswith("و")
            and following.outcome is not None
            and following.outcome.outcome not in (outcome, "killed_or_injured")
        ):
            continue
        victims, group, last = whose(units, j + 1, b)
        if unit.number.low >= _A_WHOLE_WAR.get(outcome, _MANY_WARS):
            return []
        taken.update(range(j, last))
        if following is not None and following.tag == "C" and not following.prefix.startswith("و"):
            taken.add(j + 1)
            last = max(last, j + 2)
        return [
            FoundToll(
                outcome,
                unit.number.high if unit.text.startswith("من ") else unit.number.low,
                unit.number.high,
                victims,
                group,
                min(i, j),
                max(last, i + 1),
                "toll.total",
                j > former,
                i,
            )
        ]
    return []

"""Figures without a word of harm beside them: whom arrests reached (حملة اعتقالات شملت العشرات), whom a force lost (فقدت خمسة من عناصرها)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.groups import Group, group_at
from riwaya.extract.units import Unit

FELL = frozenset("سقوط سقط سقطوا بسقوط وسقوط وسقط".split())
TELLING = FELL | frozenset("شملت وشملت شمل طالت وطالت طال فقدت فقد وفقدت وفقد".split())
"""Words that may tell of harm without a word of harm."""
_REACHING = ("شمل", "وشمل", "طال", "وطال")
_ARRESTS = ("اعتقالات", "الاعتقالات", "توقيفات", "حمله اعتقال", "عمليه اعتقال", "حمله توقيف")
_ABDUCTIONS = ("عمليه خطف", "عمليه اختطاف", "عمليات خطف", "عمليات اختطاف", "خطف", "اختطاف")


def reached(units: Sequence[Unit], a: int, i: int, b: int, taken: set[int]) -> tuple[str, Group] | None:
    """The outcome and those counted behind one of the words of TELLING; None where it tells of nobody."""
    word = units[i].text
    if word in FELL:
        group = _fallen(units, i, b, taken)
        return None if group is None else ("killed", group)
    if word.startswith(_REACHING):
        outcome = _of_what(units, a, i)
        if outcome is None or i + 2 >= b or units[i + 1].prefix or units[i + 1].tag not in "n+" or i + 1 in taken:
            return None
        whom = units[i + 2 + (units[i + 2].tag == "f" and i + 3 < b)]
        group = group_at(units, i + 1, b) if whom.tag in "HAY" else None
        return None if group is None else (outcome, group)
    lost = _lost(units, i, b, taken)
    return None if lost is None else ("killed", lost)


def _fallen(units: Sequence[Unit], i: int, b: int, taken: set[int]) -> Group | None:
    """سقوط 16 من المهاجمين: people of whom it is only told that they fell are dead."""
    k = i + 2 + (i + 2 < b and units[i + 2].tag == "f")
    if k >= b or units[i + 1].tag != "n" or units[i + 1].prefix or units[k].tag not in "HA":
        return None
    if i + 1 in taken or any(u.outcome is not None and not u.prefix for u in units[k : k + 2]):
        return None
    group = group_at(units, i + 1, b)
    if group is None or any("بين قتيل" in u.text for u in units[group.last : group.last + 6]):
        return None
    return group


def _of_what(units: Sequence[Unit], a: int, i: int) -> str | None:
    """Whether arrests or abductions are what reached those that follow."""
    for j in range(i - 1, max(a - 1, i - 8), -1):
        if units[j].core.startswith(_ARRESTS):
            return "detained"
        if units[j].core.startswith(_ABDUCTIONS):
            return "abducted"
        if units[j].tag in "KVQ;.":
            return None
    return None


def _lost(units: Sequence[Unit], i: int, b: int, taken: set[int]) -> Group | None:
    """فقدت القوات خمسة من عناصرها: a number of one's own people behind a verb of losing."""
    for j in range(i + 1, min(b - 2, i + 6)):
        unit = units[j]
        if unit.tag == "n" and not unit.prefix and j not in taken:
            own = units[j + 1].tag == "f" and units[j + 2].tag in "Hw" and units[j + 2].core.startswith(_OWN)
            return group_at(units, j, b) if own and units[j + 2].text.endswith(("ها", "ه", "هم")) else None
        if unit.tag not in "AYHJE@w":
            return None
    return None


_OWN = ("عناصر", "جنود", "مقاتلي", "رجال", "افراد", "مسلحي", "ضباط", "قادت", "اعضاي")

"""Figures without a word of harm beside them: whom arrests reached, whom a force lost (فقدت خمسة من عناصرها), how many a broken cell had."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.groups import Group, group_at
from riwaya.extract.units import Unit

FELL = frozenset("سقوط سقط سقطوا بسقوط وسقوط وسقط".split())
CELLS = frozenset(("خليه", "الخليه", "شبكه", "الشبكه", "خليه ارهابيه", "شبكه ارهابيه"))
TELLING = FELL | CELLS | frozenset("شملت وشملت شمل طالت وطالت طال فقدت فقد وفقدت وفقد".split())
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
    if word in CELLS:
        group = _members(units, a, i, b, taken)
        return None if group is None else ("detained", group)
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


def _members(units: Sequence[Unit], a: int, i: int, b: int, taken: set[int]) -> Group | None:
    """تفكيك خلية مكونة من ثمانية أفراد: how many a cell had that was broken up, where it is told of the cell itself."""
    if not any(u.trigger_id == "cell_broken" for u in units[max(a, i - _BROKEN) : i]):
        return None
    for k in range(i + 1, min(b - 2, i + _TOLD_OF)):
        unit = units[k]
        if unit.text.startswith(_CONSISTING):
            at = k + 1 + (units[k + 1].tag == "f")
            counted = units[at].tag == "n" and at not in taken and at + 1 < b and units[at + 1].tag in "HAJ"
            return group_at(units, at, b) if counted else None
        if unit.tag in "KMVQ;." or (unit.tag == "," and not units[k + 1].text.startswith(_CONSISTING)):
            return None
    return None


_BROKEN = 7
"""Units before a cell among which it is told that it was broken up."""
_TOLD_OF = 11
"""Units within which it is told how many a cell had."""
_CONSISTING = ("مكون", "مولف", "تضم", "يضم", "قوامها", "قوامه", "تتكون", "يتكون", "تتالف")


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

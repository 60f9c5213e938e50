"""Whose office somebody holds: what beside a noun tells of the state or force that speaks through it, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from riwaya.extract.phrases import organisation
from riwaya.extract.talk import Conversation
from riwaya.extract.units import Unit


def against(units: Sequence[Unit], start: int, at: int) -> bool:
    """Whether a body only says where another stands (الفصائل الموالية للجيش, حركة مقربة من الحزب)."""
    if units[at - 1].text in _AGAINST:
        return True
    return at - 2 > start and units[at - 1].text in ("من", "عن") and units[at - 2].text in _AGAINST


def cause(units: Sequence[Unit], start: int, at: int) -> bool:
    """What an association stands up for is no office of a state (جمعية الدفاع عن السكان)."""
    return units[at].tag == "Y" and at == start + 1 and at + 1 < len(units) and units[at + 1].tag == "a"


def members(units: Sequence[Unit], start: int, at: int) -> bool:
    """Of whom a body is made up that no list knows (منظمة مراسلون …, نقابة المحامين): it speaks, not people of their sort."""
    of_its_own = units[at].tag == "S" and units[at].body in ("journalists", "activists", "analysts", "fighters")
    return of_its_own and at == start + 1 and units[start].core.startswith(_UNIONS)


_UNIONS = ("منظمه", "نقابه", "اتحاد", "رابطه", "جمعيه", "شبكه", "هييه", "لجنه")


_AGAINST = frozenset(
    "المسانده مسانده المواليه المقربه المقرب المحاربه محاربه المناهضه مناهضه المعاديه معاديه المعارضه المعارض المناهض المعادي".split()
)


ANONYMOUS = frozenset(
    "military-source security-source local-sources officials government-source informed-sources fighters".split()
)


def closer(chosen: Unit, unit: Unit, before: Unit) -> bool:
    """A person named with a title, a force whose unnamed man speaks, the owner of an office: nearer than what was chosen first."""
    if unit.tag == "Z":
        return bool(unit.body) and chosen.tag in "AYJE"
    if unit.tag not in "AY" or not unit.body:
        return False
    if chosen.tag == "S":
        return (
            chosen.body in ANONYMOUS and unit.tag == "A" and before.tag in "ifIyJw" and not unit.body.endswith("-gov")
        )
    return chosen.tag == "Y" and (before.tag == "y" or (unit.tag == "A" and unit.prefix.endswith("ل")))


def office(units: Sequence[Unit], start: int, at: int) -> bool:
    """Whether the noun before a state's adjective is one of its offices (السفير الروسي); a Turkish company is not Turkey."""
    if units[at - 1].tag == "@" and units[at - 1].core.removeprefix("ال").startswith(_NO_STATE):
        return False
    if units[at - 1].tag in "I@(Y" or any(u.tag in "IY" for u in units[start:at]):
        return True
    return units[at - 1].tag in "wP" and of_state(units[start])


def of_state(unit: Unit) -> bool:
    """Whether a noun is one of a state's offices, forces or media where its adjective stands beside it."""
    return unit.core.removeprefix("ال").startswith(_OFFICES)


_NO_STATE = (
    "جماع", "حرك", "منظم", "تنظيم", "ميليشي", "مليشي", "جمعي", "حزب", "مجموع", "فصيل", "كتيب", "مقاتل", "مسلح", "ناشط", "محام", "صحافي",
    "صحفي", "معارض", "مقاوم", "شبك", "موسس", "شرك", "نقاب", "قبيل", "عشير", "مهاجم", "شاب", "مواطن",
)  # fmt: skip
"""Those of whom an adjective only tells where they are from."""


_OFFICES = (
    "سفير", "رييس", "مندوب", "مبعوث", "رياس", "سلط", "حكوم", "جانب", "ادعا", "نياب", "مدع", "قضا", "وزار", "وزير", "خارجي", "دفاع",
    "داخلي", "قياد", "ناطق", "متحدث", "طرف", "عسكري", "جنرال", "قوات", "جيش", "شرط", "بحري", "امن", "استخبارات", "مخابرات", "نظام",
    "اعلام", "رواي", "كرملين", "برلمان", "مسوول", "ضابط", "قوه", "قايد", "عاهل", "ملك", "امير", "سفار", "قنصل", "مجلس", "هيي", "بيان",
)  # fmt: skip


def envoy(before: Unit) -> bool:
    return before.tag == "I" or before.core.startswith(("سفير", "مندوب", "مبعوث", "ممثل"))


def some_official(unit: Unit) -> bool:
    return unit.text.startswith(("مسوول في", "مسوول ب", "مسوولون في", "مسوولين في"))


def by_name(units: Sequence[Unit], start: int, chosen: Unit) -> bool:
    """Whether an officer is told by name (محمد الكريم المسؤول الأمني): he speaks for his party."""
    name = units[start : start + 2]
    return (
        all(u.tag in "wPZ" and u is not chosen for u in name) and not name[-1].prefix and not organisation(units[start])
    )


def abroad(phrase: Sequence[Unit], talk: Conversation) -> bool:
    """Officials of a place that is not in the country which the report is about are not its government's (مسؤولون في أربيل)."""
    home = talk.bodies.state_actor()
    for before, unit in pairwise(phrase):
        term = unit.get("place")
        if before.text == "في" and term is not None and term.entry.countries and home is not None:
            return all(state.actor != home for iso in term.entry.countries if (state := talk.bodies.states.get(iso)))
    return False


def of_a_group(phrase: Sequence[Unit]) -> bool:
    """Whether officials are those of a union, a party or the like (أحد المسؤولين في النقابة)."""
    return any(
        before.text == "في" and unit.tag in "w@" and unit.core.removeprefix("ال").startswith(_NO_STATE)
        for before, unit in pairwise(phrase)
    )


def of_security(unit: Unit) -> bool:
    """Police or intelligence: an officer of theirs is no soldier (ضابط في جهاز المخابرات)."""
    term = unit.get("institution")
    return term is not None and term.entry.kind in ("police", "security")

"""What is only feared, wanted, possible, threatened or usual: the words under which a deed is named that nobody says was done."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_SUPPOSING = frozenset(
    "احتمال احتمالات احتماليه المحتمل خشيه خشيته مخاوف المخاوف مخاوفه مخاوفها يخشي تخشي نخشي يخشون هدد هددت هددوا يهدد تهدد تهديد تهديده تهديدات التهديد "
    "توعد توعدت يتوعد تتوعد يلوح تلوح التلويح تخطيط التخطيط يخطط تخطط يخططون رغبه الرغبه رغبته رغبتها عزم عزمه عزمها نيه نيته نيتها يعتزم تعتزم يعتزمون ينوي "
    "تنوي ينوون يريد تريد يريدون نريد امكانيه امكان قدره القدره قدرته قدرتها قادر قادره قادرا قادرين قادرون يستطيع تستطيع يستطيعون يمكن يمكنه يمكنها يمكنهم "
    "توقع توقعت يتوقع تتوقع نتوقع متوقع متوقعا متوقعه المتوقع المرجح المزمع المقرر ينبغي كي لكي سوف يسعي تسعي سعيه سعيها الاستعداد يستعد تستعد يستعدون تجنب تفادي يتحاشي تتحاشي تحاشي التحاشي السماح مستعد مستعده مستعدون مستعدين الاذن التفويض تفويض التحريض تحريض لمح لمحت يلمح تلمح التلميح بانتظام عاده يامل تامل ياملون نامل امله املها الامل".split()
)
"""Words under which what follows has not, or not at one time, been done."""
_WITHIN = 7
"""Units before a deed among which such a word stands."""
_IF = frozenset("اذا لو".split())
_WHETHER = frozenset("ما عما فيما مما".split())
_MAY = frozenset("قد سوف لن كي لكي".split())
_BEFORE_NOUNS = "ofaTi"
"""Prepositions: a spelling that is verb and noun (قصف) is the noun after one."""
_USUAL = frozenset("بانتظام يوميا عاده".split())


def supposed(units: Sequence[Unit], at: int) -> bool:
    """Whether the deed at a unit stands under a word of fear, wish, threat, ability or habit, or in a condition.

    What is known (the attack) or told in the past is not: that somebody fears what it leads to takes nothing from it.
    """
    unit = units[at]
    if unit.tense == "present" and _usual(units, at):
        return True
    if at == 0 or unit.definite:
        return False
    if unit.text.endswith("ات") and _of_a_country(units, at):
        return True
    before = units[at - 1]
    word = before.text.removeprefix("و").removeprefix("ف")
    verb = unit.form == "verb" and before.tag not in _BEFORE_NOUNS
    if verb and unit.tense != "present":
        return word in _IF and not (at > 1 and units[at - 2].text in _WHETHER)
    if verb and word in _MAY:
        return True
    for j in range(at - 1, max(-1, at - 1 - _WITHIN), -1):
        other = units[j]
        if other.tag in ",.;:?Qr" or (other.tense == "past" and (other.trigger or other.outcome)):
            return False
        if other.core in _SUPPOSING:
            return not (j > 0 and units[j - 1].tag == "X")
    return False


def _usual(units: Sequence[Unit], at: int) -> bool:
    """Whether a present verb is told as a habit (تقصف القوات بانتظام بلدات الريف)."""
    for unit in units[at + 1 : at + 1 + _WITHIN]:
        if unit.tag in ",.;:?":
            return False
        if unit.text in _USUAL:
            return True
    return False


_CARRYING_OUT = frozenset("ينفذ تنفذ ينفذون يشن تشن يشنون يرتكب ترتكب يرتكبون".split())
_SUBJECT = 5
"""Units before a deed among which the verb stands that says somebody carries it out."""


def _of_a_country(units: Sequence[Unit], at: int) -> bool:
    """Whether deeds are what somebody carries out in a country, with neither day nor number (تنفذ الجماعة هجمات في الفلبين)."""
    if not any(u.text.removeprefix("و") in _CARRYING_OUT for u in units[max(0, at - _SUBJECT) : at]):
        return False
    if any(u.date is not None or u.number is not None for u in units):
        return False
    behind = units[at + 1 : at + 3]
    return any(u.tag == "E" for u in behind) and not any(u.tag == "P" for u in units[at:])

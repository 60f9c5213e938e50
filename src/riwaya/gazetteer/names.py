"""The spellings under which a place name is looked for, and the words that say what kind of place a name is."""

from __future__ import annotations

import re
from functools import lru_cache

from riwaya.arabic.fold import fold_key

KIND_WORDS: dict[str, tuple[str, ...]] = {
    "country": ("دوله", "جمهوريه", "مملكه", "سلطنه", "اماره"),
    "admin1": ("محافظه", "ولايه", "اقليم", "مقاطعه", "لواء", "محافظتي", "محافظتا", "ولايتي", "ولايتا"),
    "admin2": ("قضاء", "مديريه", "مديريتي", "مديريات", "مركز", "محليه", "منطقه", "منطقتي", "معتمديه", "دايره"),
    "admin3": ("ناحيه", "ناحيتي", "عزله", "وحده"),
    "town": ("مدينه", "بلده", "مدينتي", "بلدتي", "مدن", "بلدات", "بلديه", "مدينتا", "بلدتا", "العاصمه", "عاصمه"),
    "village": ("قريه", "قريتي", "قري", "قريتا", "خربه", "مزرعه", "مزارع", "نجع", "عزبه", "كفر", "ضيعه", "محله"),
    "quarter": ("حي", "احياء", "حيي", "حاره", "ضاحيه", "شارع", "ساحه", "ميدان", "سوق", "دوار", "تقاطع", "مفرق", "قسم"),
    "camp": ("مخيم", "مخيمي", "مخيمات"),
    "base": ("قاعده", "معسكر", "ثكنه", "لواء", "كتيبه", "فوج", "الفوج", "اللواء", "الكتيبه", "مقر"),
    "airport": ("مطار",),
    "crossing": ("معبر", "منفذ", "بوابه", "حاجز"),
    "mountain": ("جبل", "جبال", "تل", "تله", "تلال", "هضبه", "مرتفعات"),
    "valley": ("وادي", "شعب"),
    "river": ("نهر",),
    "desert": ("صحراء", "باديه"),
    "rural": ("ريف",),
    "island": ("جزيره", "جزر", "ارخبيل"),
    "sea": ("بحر", "خليج", "مضيق", "بحيره"),
    "field": ("حقل", "مصفاه", "محطه", "معمل", "منشاه", "ميناء", "مرفا", "سد"),
    "prison": ("سجن", "معتقل"),
    "settlement": ("مستوطنه", "كيبوتس", "موشاف", "بوره"),
    "road": ("طريق", "جسر", "نفق"),
    "region": ("منطقه", "مناطق", "سهل", "اقليم", "قطاع", "شبه"),
}
"""Kind of place → the words (search form) that stand before a name of that kind."""

KINDS_OF_WORD: dict[str, tuple[str, ...]] = {}
for _kind, _words in KIND_WORDS.items():
    for _word in _words:
        KINDS_OF_WORD[_word] = (*KINDS_OF_WORD.get(_word, ()), _kind)

_JOINED = frozenset("ابو ام كفر بيت تل دير عين خان مار معره بير باب راس بني عبد خربه وادي جسر طوز ود".split())
_SHORT = frozenset("حسكه ضالع موصل".split())
_SPLIT = re.compile(r"^(كفر|معر|ابو|ام)(?!ه?$)(\S{3,})$")
_NOT_A_NAME = re.compile(r"[^ء-يA-Za-z0-9 ]")
_CLEAN_KINDS = frozenset("مدينه بلده قريه ناحيه قضاء محافظه ولايه مديريه بلديه".split())


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The search form of a place name, hyphens and brackets gone.

    >>> name_key("طوز-خورماتو (القضاء)")
    'طوز خورماتو'
    """
    key = re.sub(r"\([^)]*\)?", " ", fold_key(name))
    return " ".join(_NOT_A_NAME.sub(" ", key).split())


def without_article(key: str) -> str:
    """The name without the article of its first word.

    >>> without_article("الشيخ زويد")
    'شيخ زويد'
    """
    first, _, rest = key.partition(" ")
    if first.startswith("ال") and len(first) >= 5 and not first.startswith("البو"):
        first = first[2:]
    return f"{first} {rest}".strip()


def without_kind(key: str) -> str:
    """The name without a settlement word before it ("مدينة حلب" → "حلب"), if a name is left."""
    first, _, rest = key.partition(" ")
    return rest if first in _CLEAN_KINDS and len(rest) > 2 else key


def spellings(name: str) -> dict[str, bool]:
    """Every search form of one name; the value says that the form is derived and too weak to be a place alone.

    >>> sorted(spellings("دير الزور"))
    ['دير الزور', 'ديرالزور']
    >>> spellings("الشدادي")
    {'الشدادي': False, 'شدادي': True}
    """
    key = name_key(name)
    if len(key) < 2 or not re.search("[ء-ي]", key):
        return {}
    forms = {key: False}
    words = key.split()
    bare = without_article(key)
    if bare != key and (" " in bare or len(bare) > 4 or bare in _SHORT):
        forms[bare] = len(words) == 1
    for form in (key, bare):
        first, _, rest = form.partition(" ")
        plain = first.removeprefix("ال") if first.startswith("ال") else first
        if rest and first in _JOINED:
            forms.setdefault(first + rest, False)
        if rest and plain in ("بو", "ابو") and first.startswith(("البو", "الابو")):
            forms.setdefault("البو" + rest, False)
            forms.setdefault("البو " + rest, False)
        if first == "ابو" and rest:
            forms.setdefault("ابي " + rest, False)
            forms.setdefault("ابي" + rest, False)
        if match := _SPLIT.match(form):
            forms.setdefault(f"{match[1]} {match[2]}", False)
    for form, weak in list(forms.items()):
        if form.endswith("اء") and len(form) > 4:
            forms.setdefault(form[:-1], weak)
    return forms

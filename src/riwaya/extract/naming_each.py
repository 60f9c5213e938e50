"""Those harmed who are named one by one, each with a rank or what they were (العريف أحمد سالم، والجندي خالد ناصر)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_NAMES = "wZPEJ@"
_LONGEST = 8
"""Words of one name, at most."""
_REACH = 40
_COMRADES = frozenset("وزميله وزميلهم وزميلهما وزميلته ورفيقه ورفيقهم".split())
_RANKS = frozenset(
    "العريف الرقيب الملازم النقيب الرائد الرايد المقدم العقيد العميد اللواء الفريق المجند الجندي الشرطي الضابط القيادي القايد الشيخ الحاج الاسير "
    "الصحافي الصحفي المصور الطبيب الدكتور المهندس الطالب الوكيل".split()
)


def named_one_by_one(units: Sequence[Unit], j: int, b: int) -> tuple[int, int]:
    """How many are named from unit j on, each after a rank, and where the last name ends; (0, j) for fewer than two."""
    count, k, last = 0, j, j
    while k < b:
        if count and units[k].text in _COMRADES:
            k += 1
        elif count and not units[k].text.startswith("و"):
            break
        if k >= b or not _of_somebody(units[k]):
            break
        end = k + 1
        while end < min(b, k + 1 + _LONGEST) and _of_a_name(units[end]):
            end += 1
        if end == k + 1 and not count:
            break
        count, last = count + 1, end
        k = end + (end + 1 < b and units[end].tag == "," and units[end + 1].text.startswith("و"))
    return (count, last) if count > 1 else (0, j)


def named_before(units: Sequence[Unit], a: int, i: int) -> tuple[int, int, int] | None:
    """الشهداء العريف أحمد سالم والجندي خالد ناصر … الذين استشهدوا: how many, and from where to where."""
    for j in range(i - 3, max(a, i - _REACH), -1):
        if _of_somebody(units[j]) and not units[j].text.startswith("و") and units[j - 1].tag in "tC":
            count, last = named_one_by_one(units, j, i)
            return (count, j, last) if count else None
        if units[j].tag in "KV;.":
            return None
    return None


def _of_somebody(unit: Unit) -> bool:
    word = unit.text.removeprefix("و").partition(" ")[0]
    return word in _RANKS or (unit.count == 1 and unit.victim is not None and word.startswith("ال"))


def _of_a_name(unit: Unit) -> bool:
    if unit.text.startswith("و") or unit.prefix:
        return False
    return unit.tag in _NAMES or unit.text == "علي"


GIVEN_NAMES = frozenset(
    "محمد احمد محمود علي حسن حسين ابراهيم خالد عمر عثمان يوسف سعيد سعد عبد عبدالله عبدالرحمن عبدالعزيز عبدالكريم مصطفي كمال جمال سامي سمير "
    "وليد ياسر ياسين طارق زياد زيد ايمن اشرف هشام هيثم وايل حسام عصام عماد فادي فراس رامي باسم بسام نبيل نزار مازن معاذ مهند انس ايهاب "
    "اسامه حمزه بلال ماهر منير منصور ناصر نادر صالح صلاح فهد فيصل سلمان سليمان سلطان تركي بدر ماجد جابر جعفر قاسم كريم لوي مروان "
    "موسي عيسي داود زكريا يحيي يونس اسماعيل اسحاق يعقوب هارون ايوب ادريس فاطمه عايشه مريم زينب خديجه نور هدي سعاد ليلي اسراء شيماء "
    "امل ايمان سناء هناء رانيا ريم سمر لجين عزيزه رضا عباس حيدر كاظم جواد مهدي هادي باقر صادق ابو ام محسن شريف شادي امين عادل عامر غسان "
    "جهاد رايد رشيد راشد ربيع رجب رمزي رمضان زكي زهير سالم سلام سلمي شاكر شعبان صدام صبري ضياء طاهر طلال عارف عاصم عاطف عبدالحميد عبدالملك عبدالقادر "
    "عدنان عزت عقيل علاء علوان عوض غازي فارس فاروق فاضل فايز فتحي فريد فواز فوزي فواد قصي كامل لطفي مالك مامون مبارك مجدي مختار مدحت "
    "مراد مشعل مصعب مطيع معتز معمر مفيد مقداد ممدوح منذر مومن ميثم ناجي ناظم نايف نبيه نجيب نضال نعمان نعيم هاشم هاني همام واصف وسام وسيم".split()
)


def names_joined(units: Sequence[Unit], j: int, b: int) -> tuple[int, int]:
    """أحمد سالم وخالد ناصر: how many are told by name from unit j on, and where the last name ends."""
    if j >= b or units[j].text not in GIVEN_NAMES:
        return 0, j
    count, k = 1, j + 1
    while k < min(b, j + 20):
        word = units[k].text
        if word[:1] == "و" and word[1:] in GIVEN_NAMES:
            count += 1
        elif units[k].tag == "," and k + 1 < b and units[k + 1].text[1:] in GIVEN_NAMES:
            pass
        elif units[k].tag not in "wZP" or units[k].prefix or word[:1] == "و":
            break
        k += 1
    return count, k

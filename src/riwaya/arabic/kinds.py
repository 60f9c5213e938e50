"""What a figure is for: the words beside it tell counts from percentages, measures, times, dates, years and labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from riwaya.arabic.calendar import MONTH_HEADS
from riwaya.arabic.figures import Figure, is_digits
from riwaya.arabic.spell import NUMERALS
from riwaya.arabic.words import Word

Kind = Literal[
    "cardinal", "indefinite", "one_of", "ordinal", "decimal", "percent", "measure", "time", "date", "year", "label"
]

_UNIT_WORDS = """
عام عاما اعوام سنه سنوات سنين ربيعا شهر شهرا اشهر شهور اسبوع اسبوعا اسابيع يوم يوما ايام ليله ليال ليالي ساعه ساعات
دقيقه دقايق ثانيه ثواني ثوان عقود عقد عقدا قرون
كيلومتر كيلومترا كيلومترات كيلو كيلوا كم كلم متر مترا امتار سم سنتيمتر سنتيمترا ملم ملليمتر مليمتر ميل ميلا اميال
قدم قدما هكتار هكتارا هكتارات فدان دونم دونما عقده بوصه
طن طنا اطنان كغ كلغ كجم كغم كيلوغرام كيلوغراما كيلوغرامات كيلوجرام غرام غراما غرامات جرام لتر لترا لترات برميل
برميلا رطل رطلا اوقيه اونصه
دولار دولارا دولارات يورو ليره ليرات دينار دينارا دنانير ريال ريالا ريالات جنيه جنيها جنيهات درهم درهما دراهم روبل
روبيه ين يوان استرليني سنت سنتا شيكل شيقل تومان فرنك
مره مرات درجه درجات نقطه نقاط ميغاواط ميجاوات واط ميغاوات فولت هرتز نسمه بالدرجه ميغابايت غيغابايت ضعف اضعاف مرحله
مراحل عمرا
"""
_UNITS = frozenset(head + unit for unit in _UNIT_WORDS.split() for head in ("", "ال"))
_PERCENTS = frozenset("% بالميه بالمايه".split())
_HUNDREDTH = frozenset("الميه المايه".split())
_LABELS_PLAIN = """
لواء فرقه فوج كتيبه سريه فصيل قاطع
طراز نوع رقم قرار ماده بند فقره فصل قانون مرسوم عيار نسخه طريق شارع خط ساحه ميدان دوار حي مخيم قناه عدد_ صفحه غرفه
غرفة بوابه طابق
كيلو قطاع منطقه_ نقطه_ محطه بلوك قاعده_ اتفاقيه_ استانا جنيف سوتشي فيينا فرانس ستوكهولم دبي راديو موديل رحله الرحله
حلقه نسخه دوره مجموعة_ بيونغ
اف سو ميغ ميج مي تي بي سي جي ار اس كا يو كيه ايه هوك تو دي اتش جراد غراد ساروخ بركان هيل شاهد فاتح سكود تاو كورنيت
مهاجر خليه بدر زلزال
"""
_LABELS = frozenset(
    head + word
    for word in _LABELS_PLAIN.split()
    if not word.endswith("_")
    for head in ("", "ال", "لل", "بال", "وال", "ب", "ل", "و")
)
_DEFINITE_ORDINALS = frozenset(
    """
        القرن الذكري الدقيقه اليوم العام المركز الدوره المره الساعه الحلقه الجوله الماده السنه النسخه المرتبه
        الموتمر القمه الذكري بالذكري للذكري بالقرن والقرن
    """.split()
)
_AGES = frozenset("عمره عمرها العمر بعمر عمر سن السن عمرهم اعمارهم عمرهما الاعمار".split())
YEAR_LEADS = frozenset(
    head + word
    for word in "عام العام سنه السنه عامي العامين صيف شتاء ربيع خريف موسم مونديال اولمبياد انتخابات".split()
    for head in ("", "ل", "و", "ب", "ف")
) | frozenset("للعام للسنه بالعام والعام".split())
_SOFT_YEAR_LEADS = frozenset(
    "في منذ حتي خلال نهايه بدايه مطلع اواخر اوايل منتصف بعد قبل من الي بين وفي ومنذ لغايه بحلول / - ( , و".split()
)
_CLOCK = frozenset("الساعه ساعه_ والساعه تمام بالساعه".split())
_CLOCK_TAILS = frozenset("صباحا فجرا ظهرا عصرا ليلا".split())
_CLOCK_TAILS_AFTER = frozenset("بتوقيت غرينتش جرينتش تغ".split())
_FUNCTION_WORDS = frozenset(
    """
        في من علي الي عن مع ان انه انها وان او كان كانت وكان حين حينما عندما والذي التي الذي بعد قبل حتي ثم او
        منذ خلال بين حيث فيما بينما كما
    """.split()
)
_TIME_PREPOSITIONS = frozenset("في وفي منذ ومنذ حتي وحتي".split())
_SHAPES: dict[str, Kind] = {"time": "time", "date": "date", "slashed": "label", "long": "label"}


def kind_of(ws: Sequence[Word], figure: Figure) -> Kind:
    """What the figure counts or names, by its shape and the words beside it."""
    first, last = figure.first, figure.last
    after = ws[last].text if last < len(ws) else ""
    if after in _PERCENTS or (after in ("في", "ب") and last + 1 < len(ws) and ws[last + 1].text in _HUNDREDTH):
        return "percent"
    shaped = _SHAPES.get(figure.shape)
    if shaped:
        return shaped
    at = first - 1
    while at >= 0 and at >= first - 2 and ws[at].text in ("ال", "ل", "و", "ب"):
        at -= 1
    before = ws[at].text if at >= 0 else ""
    if after == "ت" and last + 1 < len(ws) and ws[last + 1].text == "غ":
        return "time"
    if before in _CLOCK or (after in _CLOCK_TAILS and figure.high <= 24) or after in _CLOCK_TAILS_AFTER:
        return "time"
    if _is_date(ws, figure, after):
        return "date"
    if figure.shape == "decimal":
        return "decimal"
    if after in _UNITS or before in _AGES:
        return "measure"
    if after == "من" and last + 1 < len(ws) and ws[last + 1].text in _AGES:
        return "measure"
    if before == "في" and figure.high < 110 and (figure.definite or ws[first - 1].text == "ال"):
        return "measure"
    four_digits = 1900 <= figure.low <= 2099 and ws[first].text.isdigit() and last - first == 1
    if four_digits and (is_year(before, after, figure.low) or _second_year(ws, at)):
        return "year"
    return _label(ws, figure, before, after, at)


def _is_date(ws: Sequence[Word], figure: Figure, after: str) -> bool:
    if figure.high > 31 or figure.low < 1:
        return False
    last = figure.last
    if after in MONTH_HEADS:
        return True
    if after == "من" and last + 1 < len(ws):
        following = ws[last + 1].text
        return following in MONTH_HEADS or (following in ("الشهر", "شهر", "هذا") and following != "هذا")
    if after == "/" and last + 1 < len(ws) and is_digits(ws[last + 1].text):
        return True
    if after in ("و", "الي", "-", "او", "حتي") and last + 2 < len(ws) and is_digits(ws[last + 1].text):
        return ws[last + 2].text in MONTH_HEADS
    return False


def _second_year(ws: Sequence[Word], at: int) -> bool:
    """ "عامي 2002 و2004": a number of four digits after another and و."""
    return at > 0 and len(ws[at].text) == 4 and ws[at].text.isdigit() and ws[at - 1].text in YEAR_LEADS


def is_year(before: str, after: str, value: int) -> bool:
    """Whether a bare number of four digits between these words is a year."""
    if before in YEAR_LEADS or before in MONTH_HEADS or before[1:] in MONTH_HEADS:
        return True
    if value % 100 and before in _TIME_PREPOSITIONS:
        return True
    counts = after[:1].isalpha() and after not in _FUNCTION_WORDS and not after.startswith("ال")
    if counts:
        return False
    return bool(value % 100) or before in _SOFT_YEAR_LEADS or not after[:1].isalpha()


def _label(ws: Sequence[Word], figure: Figure, before: str, after: str, at: int) -> Kind:
    digits = is_digits(ws[figure.first].text)
    if before == "-" and at and digits and at == figure.first - 1:
        head = ws[at - 1].text
        if head in _LABELS or (head.isascii() and head.isalpha()):
            return "label"
    if before == "(" and after == ")" and digits:
        following = ws[figure.last + 1].text if figure.last + 1 < len(ws) else ""
        return "cardinal" if following[:1].isalpha() and following not in _FUNCTION_WORDS and at < 2 else "label"
    if digits and (before in _LABELS or (before.isascii() and before.isalpha())):
        return "label"
    numeral = NUMERALS.get(ws[figure.first].text)
    if figure.definite and numeral and numeral.rank in ("tens", "hundred", "scale", "unit"):
        if before in _DEFINITE_ORDINALS:
            return "ordinal"
        if before in _LABELS and numeral.rank == "tens":
            return "label"
    return "cardinal"

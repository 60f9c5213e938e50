"""The columns of our own tables: the data dictionary that stands in each file made of them, and in the documentation."""

from __future__ import annotations

from riwaya.export.layout import Column


def _figures(name: str, meaning: str, arabic: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}_low", "int", f"{meaning}: at least", f"{arabic} (الأدنى)"),
        Column(f"{name}_best", "int", f"{meaning}: the number the policy chose, empty where it chooses none", f"{arabic} (المعتمد)"),
        Column(f"{name}_high", "int", f"{meaning}: at most, empty where nothing bounds it", f"{arabic} (الأعلى)"),
    )  # fmt: skip


EVENTS = (
    Column("id", "str", "stable id of the event", "المعرّف"),
    Column("type", "str", "one of the types of the codebook", "النوع"),
    Column("start", "date", "first day on which it may have happened", "من يوم"),
    Column("end", "date", "last day on which it may have happened", "إلى يوم"),
    Column("precision", "str", "day, approx, month, year or none", "دقة التاريخ"),
    Column("place", "str", "the place as named", "المكان"),
    Column("place_id", "str", "its id in the gazetteer", "معرّف المكان"),
    Column("relation", "str", "how it lies to the place named: in, near, south_of, between …", "العلاقة بالمكان"),
    Column("admin1", "str", "governorate, in Arabic", "المحافظة"),
    Column("country", "str", "ISO 3166 alpha 2", "البلد"),
    Column("lat", "float", "latitude in degrees, WGS 84", "خط العرض"),
    Column("lon", "float", "longitude in degrees, WGS 84", "خط الطول"),
    Column("radius_km", "float", "how far from the point it may have been, in km", "نصف القطر بالكيلومتر"),
    Column("place_kind", "str", "what the place is: town, camp, admin1 …", "صنف المكان"),
    Column("place_basis", "str", "how the place was found: stated, context, none …", "أساس تحديد المكان"),
    Column("perpetrators", "str", "ids of those said to have done it, by semicolon", "الفاعلون"),
    Column("targets", "str", "ids of those it was done to, by semicolon", "المستهدفون"),
    Column("weapon", "str", "one of the weapons of the codebook", "السلاح"),
    *_figures("killed", "killed, all together", "القتلى"),
    *_figures("injured", "injured, all together", "الجرحى"),
    *_figures("killed_or_injured", "killed or injured, not told apart", "القتلى والجرحى معا"),
    *_figures("detained", "detained", "المعتقلون"),
    *_figures("abducted", "abducted", "المخطوفون"),
    *_figures("missing", "missing", "المفقودون"),
    *_figures("displaced", "displaced", "النازحون"),
    *_figures("civilians_killed", "civilians killed, where an account says so", "القتلى المدنيون"),
    Column("disputes", "str", "attributes on which accounts contradict each other, with the speakers", "نقاط الخلاف"),
    Column("pending", "str", "attributes that the policy left undecided", "لم يُحسم"),
    Column("grade", "str", "how well it is corroborated", "درجة التوثيق"),
    Column("grade_reasons", "str", "why that grade", "أسباب الدرجة"),
    Column("sources", "int", "independent sources", "عدد المصادر المستقلة"),
    Column("outlets", "str", "outlets whose reports tell of it, by semicolon", "الوسائل الناشرة"),
    Column("incidents", "int", "incidents of single reports that it is made of", "عدد الوقائع"),
    Column("policy", "str", "the policy that decided on the values", "قاعدة الترجيح"),
    Column("as_of", "date", "the day as of which the ledger was read", "حتى يوم"),
)

CLAIMS = (
    Column("id", "str", "stable id of the claim: incident and position", "المعرّف"),
    Column("event", "str", "the event it is about", "الحدث"),
    Column("incident", "str", "the incident of the report", "الواقعة"),
    Column("report", "str", "the report it stands in", "التقرير"),
    Column("speaker", "str", "id of whose account it is, where known", "معرّف القائل"),
    Column("speaker_name", "str", "the speaker as the report names it", "القائل"),
    Column("stance", "str", "asserts, confirms or denies", "الموقف"),
    Column("denied", "str", "what it denies, by semicolon", "ما ينفيه"),
    Column("chain", "str", "how the words reached the report, the outlet first", "سلسلة النقل"),
    Column("published", "date", "day of publication", "يوم النشر"),
    Column("outlet", "str", "who published the report", "الوسيلة"),
    Column("type", "str", "type of the incident in this report", "النوع"),
    Column("start", "date", "first day, as this report tells it", "من يوم"),
    Column("end", "date", "last day, as this report tells it", "إلى يوم"),
    Column("place", "str", "place, as this report names it", "المكان"),
    Column("perpetrators", "str", "who did it, according to this claim", "الفاعلون"),
    Column("targets", "str", "to whom, according to this claim", "المستهدفون"),
    Column("weapon", "str", "weapon, in this report", "السلاح"),
    Column("quote", "str", "the words that it rests on, as published", "نص الرواية"),
    Column("spans", "str", "where these stand in title, newline and text, in characters", "مواضعه"),
    Column("rule", "str", "the rule that read it", "القاعدة"),
)

TOLLS = (
    Column("id", "str", "stable id of the toll: claim and position", "المعرّف"),
    Column("claim", "str", "the claim it belongs to", "الرواية"),
    Column("event", "str", "the event", "الحدث"),
    Column("report", "str", "the report", "التقرير"),
    Column("speaker", "str", "whose figure it is", "القائل"),
    Column("outcome", "str", "killed, injured, killed_or_injured, detained, abducted, missing or displaced", "المآل"),
    Column("min", "int", "at least", "الأدنى"),
    Column("max", "int", "at most, empty where nothing bounds it", "الأعلى"),
    Column("victims", "str", "whom it counts; empty where not said or mixed", "الضحايا"),
    Column("quote", "str", "the words, as published", "النص"),
    Column("span", "str", "where they stand", "موضعه"),
    Column("rule", "str", "the rule that read them", "القاعدة"),
)

REPORTS = (
    Column("id", "str", "stable id of the report", "المعرّف"),
    Column("outlet", "str", "who published it", "الوسيلة"),
    Column("title", "str", "its title", "العنوان"),
    Column("published", "date", "day of publication", "يوم النشر"),
    Column("url", "str", "where it stands", "الرابط"),
    Column("author", "str", "who wrote it, where it says so", "الكاتب"),
    Column("forwarded_from", "str", "the channel whose words it passes on", "منقول عن"),
    Column("sha256", "str", "of the bytes it came from", "البصمة"),
)

ACCOUNTS = (
    Column("id", "str", "stable id: event, attribute, what is held and of whom", "المعرّف"),
    Column("event", "str", "the event", "الحدث"),
    Column("attribute", "str", "what is told: type, day, place, perpetrator, target, weapon, killed …", "السمة"),
    Column("state", "str", "agreed, compatible, revised, disputed or unknown", "الحالة"),
    Column("value", "str", "the value held; empty for figures", "القيمة"),
    Column("low", "int", "figure: at least", "الأدنى"),
    Column("high", "int", "figure: at most, empty where nothing bounds it", "الأعلى"),
    Column("victims", "str", "figure: whom it counts", "الضحايا"),
    Column("held_by", "str", "speakers who hold it, by semicolon", "يقول به"),
    Column("denied_by", "str", "speakers who deny it, by semicolon", "ينفيه"),
    Column("since", "date", "first day of publication on which it was held", "منذ"),
    Column("quotes", "str", "the words of those who hold it, by a bar", "نصوصه"),
)

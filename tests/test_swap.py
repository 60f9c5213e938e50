"""No side is read otherwise than another: exchanged names exchange the roles alone, loaded wording changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from conftest import Read
from riwaya.model import Incident

# {a} and {b} are the parties; both sides of a pair are states or both are armed bodies beside a state, so that the type may not change.
STATES = [
    ("الجيش الإسرائيلي", "israel", "الجيش اللبناني", "lebanon-gov"),
    ("الجيش التركي", "turkey", "الجيش السوري", "syria-gov"),
    ("الجيش الباكستاني", "pakistan-gov", "الجيش الأفغاني", "taliban"),
]
BODIES = [
    ("تنظيم الدولة", "isis", "قسد", "sdf"),
    ("هيئة تحرير الشام", "hts", "الجيش الوطني السوري", "sna"),
    ("حركة طالبان", "taliban", "تنظيم الدولة", "isis"),
]
SENTENCES = [
    "شن {a} هجوما على حاجز ل{b} قرب بلدة الميدان وقتل ستة عناصر",
    "هاجم {a} موقعا ل{b} في مدينة الميدان صباح الاثنين",
    "قصف {a} بالمدفعية مواقع ل{b} قرب مدينة الميدان",
    "{a} قصف بالصواريخ معسكرا ل{b} قرب مدينة الميدان",
    "اندلعت اشتباكات بين {a} و{b} في مدينة الميدان وقتل تسعة أشخاص",
    "اشتبك مقاتلون من {a} مع {b} في مدينة الميدان",
    "نفذ {a} كمينا لدورية ل{b} في مدينة الميدان وقتل عنصرين",
    "قتل خمسة عناصر من {b} على يد {a} في كمين قرب مدينة الميدان",
    "أعلن {a} أنه قتل ثلاثة عناصر من {b} في هجوم على مدينة الميدان",
    "اعتقل {a} أربعة عناصر من {b} في مدينة الميدان الأحد",
]


def joined(text: str) -> str:
    """ل before the article is written لل."""
    return text.replace("لال", "لل")


@dataclass(frozen=True)
class Told:
    """All of a reading but the names of its parties."""

    types: list[str]
    weapons: list[str | None]
    places: list[str | None]
    days: list[str | None]
    perpetrators: list[list[str | None]]
    targets: list[list[str | None]]
    speakers: list[str | None]
    stances: list[str]
    tolls: list[tuple[str, int | None, int | None, str | None]]


def told(incidents: tuple[Incident, ...], names: dict[str, str]) -> Told:
    def name(actor: str | None) -> str | None:
        return names.get(actor, actor) if actor else actor

    claims = [claim for incident in incidents for claim in incident.claims]
    return Told(
        [incident.type for incident in incidents],
        [incident.weapon for incident in incidents],
        [incident.where.name if incident.where else None for incident in incidents],
        [str(incident.when.start) if incident.when else None for incident in incidents],
        [[name(actor.actor) for actor in incident.perpetrators] for incident in incidents],
        [[name(actor.actor) for actor in incident.targets] for incident in incidents],
        [name(claim.speaker.actor) for claim in claims],
        [claim.stance for claim in claims],
        [(toll.outcome, toll.min, toll.max, name(toll.victims)) for claim in claims for toll in claim.tolls],
    )


@pytest.mark.parametrize("pair", [*STATES, *BODIES], ids=lambda pair: f"{pair[1]} and {pair[3]}")
@pytest.mark.parametrize("sentence", SENTENCES)
def test_exchanged_names_exchange_the_roles_and_nothing_else(
    sentence: str, pair: tuple[str, str, str, str], read: Read
) -> None:
    a, a_id, b, b_id = pair
    one = told(read(joined(sentence.format(a=a, b=b))).incidents, {a_id: "A", b_id: "B"})
    two = told(read(joined(sentence.format(a=b, b=a))).incidents, {a_id: "B", b_id: "A"})
    assert one == two
    assert one.types
    assert one.perpetrators[0] == ["A"]
    assert one.targets[0] == ["B"]


# a sentence in neutral words, and the same in the words of one side: only names may differ
FRAMING = [
    ("قتل سبعة مسلحين في غارة جوية على بلدة هجين", "قتل سبعة إرهابيين في غارة جوية على بلدة هجين"),
    ("قتل خمسة مدنيين بقصف مدفعي على بلدة سرمين", "استشهد خمسة مدنيين بقصف مدفعي على بلدة سرمين"),
    ("سقط عشرة قتلى و20 جريحا في غارة إسرائيلية على رفح", "ارتقى عشرة شهداء و20 جريحا في غارة إسرائيلية على رفح"),
    ("سقط عشرة قتلى في غارة إسرائيلية على رفح", "عشرة شهداء في غارة صهيونية على رفح"),
    ("هاجم تنظيم الدولة حاجزا للجيش العراقي في كركوك", "هاجم تنظيم داعش الإرهابي حاجزا للجيش العراقي في كركوك"),
    ("قصفت قوات النظام السوري بالمدفعية بلدة سرمين", "قصفت ميليشيات الأسد بالمدفعية بلدة سرمين"),
    ("قصفت قوات النظام السوري بالمدفعية بلدة سرمين وقتلت طفلين", "قصفت عصابات الأسد بالمدفعية بلدة سرمين وقتلت طفلين"),
    ("سيطر الحوثيون على مديرية حريب", "سيطرت ميليشيا الحوثي على مديرية حريب"),
    ("قصف الحوثيون بالصواريخ مدينة مأرب", "قصفت الميليشيات الحوثية الانقلابية بالصواريخ مدينة مأرب"),
    ("قتل أربعة من الحوثيين في غارة جوية على صرواح", "هلك أربعة من الحوثيين في غارة جوية على صرواح"),
    ("قتل جنديان إسرائيليان في كمين قرب جباليا", "قتل جنديان صهيونيان في كمين قرب جباليا"),
    ("قتل الجيش الإسرائيلي ثلاثة شبان في جنين", "قتل جيش الاحتلال ثلاثة شبان في جنين"),
    ("انفجرت سيارة مفخخة في مدينة الباب وقتلت أربعة مدنيين", "انفجرت سيارة مفخخة إرهابية في مدينة الباب وقتلت أربعة مدنيين"),
    ("فجر انتحاري نفسه في سوق ببغداد وقتل عشرة أشخاص", "فجر إرهابي انتحاري نفسه في سوق ببغداد وقتل عشرة أشخاص"),
    ("هاجم مسلحون حاجزا للجيش المصري في العريش وقتلوا جنديين", "هاجم تكفيريون حاجزا للجيش المصري في العريش وقتلوا جنديين"),
    ("قتل ستة من قسد بعبوة ناسفة في البصيرة", "قتل ستة من المرتدين من قسد بعبوة ناسفة في البصيرة"),
    ("اعتقلت الشرطة العراقية خمسة من عناصر تنظيم الدولة في الموصل", "اعتقلت الشرطة العراقية خمسة من إرهابيي داعش في الموصل"),
    ("شن الطيران الروسي غارات على بلدة احسم وقتل ثلاثة مدنيين", "شن طيران العدوان الروسي غارات وحشية على بلدة احسم وقتل ثلاثة مدنيين"),
    ("قتل ثمانية مدنيين في قصف مدفعي على سوق في الفاشر", "قتل ثمانية مدنيين أبرياء في قصف مدفعي همجي على سوق في الفاشر"),
    ("استهدفت طائرات التحالف العربي موقعا في صعدة وقتلت ستة مدنيين", "استهدفت طائرات العدوان السعودي موقعا في صعدة وقتلت ستة مدنيين"),
    ("أصيب عشرون متظاهرا برصاص قوات الأمن العراقية في الناصرية", "أصيب عشرون متظاهرا بطلا برصاص قوات الأمن العراقية في الناصرية"),
    ("أعلن الجيش السوري قتل تسعة مسلحين في اشتباك قرب تدمر", "أعلن الجيش العربي السوري القضاء على تسعة إرهابيين في اشتباك قرب تدمر"),
    ("قتل قيادي في حماس بغارة إسرائيلية على خان يونس", "استشهد قيادي في حماس بغارة إسرائيلية غادرة على خان يونس"),
    ("هاجمت قوات الدعم السريع قرية ود النورة وقتلت عشرات المدنيين", "هاجمت ميليشيا الدعم السريع قرية ود النورة وقتلت عشرات المدنيين"),
]  # fmt: skip


@pytest.mark.parametrize(("neutral", "loaded"), FRAMING, ids=[loaded for _, loaded in FRAMING])
def test_loaded_wording_changes_no_type_no_weapon_and_no_figure(neutral: str, loaded: str, read: Read) -> None:
    one, two = told(read(neutral).incidents, {}), told(read(loaded).incidents, {})
    assert one.types
    assert (one.types, one.weapons) == (two.types, two.weapons)
    assert [toll[:3] for toll in one.tolls] == [toll[:3] for toll in two.tolls]
    assert (one.places, one.stances) == (two.places, two.stances)


def test_there_are_pairs_enough() -> None:
    assert len(FRAMING) >= 20

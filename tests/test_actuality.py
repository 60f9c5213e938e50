"""What happened stands apart from what is planned, feared, judged or only talked about."""

from __future__ import annotations

import importlib
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from conftest import Read
from riwaya.extract.actuality import DATA, Weights, actuality, load_weights
from riwaya.extract.extract import tell
from riwaya.extract.wording import stem, wording
from riwaya.model import Report
from riwaya.pipeline import Tools, read_report

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

HAPPENED = [
    "قتل خمسة جنود في هجوم لمسلحين على حاجز للجيش قرب مدينة كركوك أمس",
    "قصفت الطائرات الحربية أمس بلدة معرة النعمان ما أدى إلى مقتل ثلاثة مدنيين",
    "انفجرت سيارة مفخخة وسط مدينة بنغازي وأسفرت عن إصابة عشرة أشخاص",
    "اختطف مسلحون أمس ثلاثة صحفيين في مدينة عدن",
]
NOT = [
    "هددت الحركة بشن هجمات على إسرائيل إذا استمر الحصار",
    "هل تؤدي الهجمات إلى حرب جديدة في المنطقة؟",
    "نعتقد أن مكافحة الهجمات الانتحارية ضرورة لكل دول العالم",
    "لا يمكن شن مثل هذا الهجوم من دون دعم الولايات المتحدة",
    "قضت محكمة بالسجن على متهم بالتخطيط لتفجيرات",
]


@pytest.mark.parametrize("text", HAPPENED)
def test_what_happened_is_an_incident(text: str, read: Read) -> None:
    assert len(read(text).incidents) == 1


@pytest.mark.parametrize("text", NOT)
def test_what_is_only_spoken_of_is_none(text: str, read: Read) -> None:
    assert read(text).incidents == ()


def test_a_person_can_read_the_weights() -> None:
    page = DATA.read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(page)
    assert set(read) == {"bias", "topic bias", "signs", "near", "within", "topic"}
    for group in ("signs", "near", "within", "topic"):
        values = list(read[group].values())
        assert values == sorted(values)
        assert all(math.isfinite(value) and abs(value) < 5 for value in values)
    assert len(page) < 200_000


def test_the_weights_say_what_a_person_expects() -> None:
    weight = load_weights().signs
    for doubt in ("calm report", "plan before", "barred judicial"):
        assert weight[doubt] < 0, doubt
    for ground in ("toll killed", "date day", "place town sure", "weapon"):
        assert weight[ground] > 0, ground


def test_a_bag_is_as_sure_as_its_surest_frame() -> None:
    trainer = importlib.import_module("train_actuality")
    told, vague = ["told"], ["vague"]
    bags = [trainer.Bag("yes", f"a{i}", True, 1.0, [vague, told]) for i in range(40)]
    bags += [trainer.Bag("easy no", f"b{i}", False, 1.0, [vague]) for i in range(40)]
    learner = trainer.Learner(bags)
    model = learner.fit()
    assert model.signs["told"] > 0 > model.signs["vague"]
    assert model == learner.fit()
    scores = learner.out_of_fold()
    assert scores[:40].min() > scores[40:].max()


def test_a_stem_that_nobody_annotated_weighs_as_those_that_stand_among_the_same_words() -> None:
    trainer, words = importlib.import_module("train_actuality"), importlib.import_module("word_vectors")
    alike = words.Vectors(
        ["قصف", "غار", "مفاوض", "مشاور"], np.array([[1.0, 0.0], [0.9, 0.1], [-1.0, 0.0], [-0.9, 0.1]])
    )
    bags = [trainer.Bag("yes", f"a{i}", True, 1.0, [["told", "near قصف"]]) for i in range(40)]
    bags += [trainer.Bag("easy no", f"b{i}", False, 1.0, [["told", "near مفاوض"]]) for i in range(40)]
    weight = trainer.Learner(bags, alike=alike).fit().signs
    assert weight["near قصف"] > weight["near غار"] > 0.1
    assert weight["near مفاوض"] < weight["near مشاور"] < -0.1
    assert "near غار" not in trainer.Learner(bags).fit().signs


def test_stems_that_stand_among_the_same_words_have_like_vectors(tmp_path: Path) -> None:
    words = importlib.import_module("word_vectors")
    texts = [
        f"{verb} {weapon} {place} امس. {talk} {about} في جنيف."
        for verb in ("قصفت", "استهدفت")
        for weapon in ("المدفعية", "الطائرات", "الدبابات")
        for place in ("البلدة", "القرية", "المدينة")
        for talk in ("ناقش", "بحث")
        for about in ("المجتمعون", "الوزراء", "السفراء")
    ]
    reports = tmp_path / "reports.jsonl"
    reports.write_text("\n".join(json.dumps({"title": "", "text": text}) for text in texts * 3), "utf-8")
    told = list(words.sentences([reports]))
    assert told[0] == ["قصفت", "مدفعي", "بلد", "امس"]
    stems = sorted({one for sentence in told for one in sentence})
    rows = words.vectors(words.beside(told, {one: i for i, one in enumerate(stems)}))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    near = {one: rows @ rows[i] for i, one in enumerate(stems)}
    assert near["قصفت"][stems.index("استهدفت")] > 0.9 > near["قصفت"][stems.index("ناقش")]


def test_the_words_of_a_report_are_told_without_its_names(tools: Tools) -> None:
    told = tell(
        Report("a", "", "قتل 12 جنديا سوريا في هجوم لتنظيم الدولة قرب مدينة تدمر يوم الاثنين"), tools.vocabulary
    )
    assert told is not None
    words = wording(told.sentences)
    assert {stem("هجوم"), stem("قتل")} <= words
    assert words.isdisjoint(map(stem, ("تدمر", "تنظيم الدولة", "12", "الاثنين", "سوريا")))


def test_what_a_report_is_about_makes_the_same_words_surer_or_less_sure(tools: Tools) -> None:
    same = "ووقع إطلاق نار خارج المبنى مساء الأحد."
    of_war = "قصفت قوات النظام الحي بالمدفعية وقتل ثلاثة مدنيين. وقالت المعارضة إن اشتباكات عنيفة تدور مع الميليشيات. "
    of_a_film = (
        "قال المخرج إن مشاهد الفيلم الجديد صورت في ديكور يشبه الحرب. وفاز الفيلم بجائزة أفضل سيناريو في المهرجان. "
    )
    sure = []
    for text in (of_war + same, of_a_film + same):
        told = tell(Report("a", "", text), tools.vocabulary)
        assert told is not None
        last = next(frame for frame in reversed(told.frames) if "نار" in frame.units[frame.at].text)
        sure.append(actuality(last, told.setting, load_weights()))
    assert sure[0] > sure[1]


ABOUT_SPORT = (
    "فاز فريق الاتحاد على ضيفه الأهلي بثلاثة أهداف مقابل هدف في المباراة النهائية لبطولة كأس الأندية لكرة القدم. "
    "وسجل المهاجم الشاب هدفين في الشوط الأول قبل أن يضيف لاعب الوسط الهدف الثالث من ركلة جزاء احتسبها الحكم بعد لمسة يد. "
    "وضغط لاعبو الأهلي بهجوم كاسح في الدقائق الأخيرة لكن الحارس تصدى لتسديدات خطيرة وحافظ على تقدم فريقه. "
    "وقال المدرب بعد اللقاء إن لاعبيه قدموا موسما رائعا ويستحقون اللقب أمام جماهير ملأت مدرجات الملعب. "
    "ويستعد النادي لخوض مباريات الدوري الأسبوع المقبل مع عودة نجمه المصاب إلى التدريبات."
)


def test_a_report_far_from_war_is_left_unread_and_a_short_one_never(tools: Tools) -> None:
    assert tell(Report("sport", "", ABOUT_SPORT), tools.vocabulary) is None
    assert tell(Report("opened", "", ABOUT_SPORT), tools.vocabulary, OPEN) is not None
    assert tell(Report("short", "", ABOUT_SPORT[:120] + " بعد هجوم"), tools.vocabulary) is not None


ORDINARY = sorted((Path(__file__).parent.parent / "corpus" / "ordinary").glob("*.txt"))


@pytest.mark.parametrize("path", ORDINARY, ids=[path.stem for path in ORDINARY])
def test_ordinary_news_tells_of_nothing(path: Path, tools: Tools) -> None:
    title, _, text = path.read_text("utf-8").partition("\n")
    assert not read_report(Report(path.stem, title, text), tools).incidents


OPEN = Weights(0, {}, {}, {}, 0, {})
"""Weights that leave nothing unread."""

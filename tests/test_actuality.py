"""What happened stands apart from what is planned, feared, judged or only talked about."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest
import yaml

from riwaya.extract.actuality import DATA, Weights, actuality, load_weights, signs_of
from riwaya.extract.frames import Frame
from riwaya.model import Report
from riwaya.pipeline import Tools, read_report

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

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


class Seen:
    """The surety of every frame of a text, above the floor when positive."""

    def __init__(self, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
        joining = importlib.import_module("riwaya.extract.incidents")
        reading = sys.modules["riwaya.extract.extract"]
        self.tools = tools
        self.frames: list[Frame] = []
        self.weights = load_weights()

        def keep(frames: list[Frame], calm: bool = False) -> object:
            self.frames = list(frames)
            return joining.join_frames(frames, calm)

        monkeypatch.setattr(reading, "join_frames", keep)

    def surest(self, text: str) -> float:
        """How far the surest frame stands above the floor."""
        read_report(Report("case", "", text), self.tools)
        return max((actuality(f, Setting(False, len(self.frames)), self.weights) for f in self.frames), default=-9.0)


from riwaya.extract.actuality import Setting  # noqa: E402

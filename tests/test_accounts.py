"""What speaks for an account being a claim: how it stands to what others tell of the happening."""

from __future__ import annotations

from datetime import date

from riwaya.extract.accounts import account_signs
from riwaya.extract.claims import accounts_of
from riwaya.extract.extract import tell
from riwaya.model import Report
from riwaya.pipeline import Tools


def signs_of(text: str, actor: str, tools: Tools) -> list[str]:
    telling = tell(Report("one", "", text, None, None, date(2024, 5, 14)), tools.vocabulary)
    assert telling is not None
    happening = telling.happenings[0]
    told = accounts_of(happening, telling.talk)
    return next(account_signs(a, told, happening) for a in told if a.speaker.actor == actor)


def test_a_lead_that_others_tell_at_once_with_figures(tools: Tools) -> None:
    text = "قتل خمسة جنود في هجوم على حاجز قرب كركوك. وقال الجيش العراقي إن خمسة جنود قتلوا في الهجوم."
    outlet = signs_of(text, "outlet", tools)
    assert {"all told before others outlet", "others follow at once outlet", "others count outlet"} <= set(outlet)
    army = signs_of(text, "iraq-gov", tools)
    assert "others count outlet" not in army
    assert not any(sign.startswith("others follow") for sign in army)


def test_how_far_a_remark_stands_from_what_is_told(tools: Tools) -> None:
    near = signs_of("قتل خمسة مدنيين في قصف على سوق في إدلب. ونفت روسيا ذلك.", "russia", tools)
    assert "remark 1 away" in near
    text = "قتل خمسة مدنيين في قصف على سوق في إدلب. وأصيب السوق بأضرار. ونفت روسيا ذلك."
    assert "remark 2 away state" in signs_of(text, "russia", tools)

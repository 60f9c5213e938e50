"""The component for spaCy, where spaCy is installed: found by its entry point, spans of whole tokens, claims."""

from __future__ import annotations

from datetime import date, datetime

import pytest

spacy = pytest.importorskip("spacy")

TEXT = "تفجير في درعا\nقالت وكالة أعماق إن تنظيم الدولة قتل ثمانية جنود بعبوة ناسفة أمس في مدينة درعا."


@pytest.fixture(scope="module")
def nlp() -> object:
    pipeline = spacy.blank("ar")
    pipeline.add_pipe("riwaya", config={"published": "2024-05-14"})
    return pipeline


def test_a_document_has_its_claims_and_spans(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    (told,) = doc._.claims
    assert (told.claim.speaker.actor, told.incident.type) == ("isis", "remote_explosive_landmine_ied")
    assert told.incident.when.start == date(2024, 5, 13)
    spans = {span.label_: span.text for span in doc.spans["riwaya"]}
    assert spans["TOLL"] == "قتل ثمانية جنود" and spans["TIME"] == "أمس"
    assert "تنظيم الدولة" in spans["PERPETRATOR"] and "درعا" in spans["PLACE"]
    assert doc._.reading.report.full_text == TEXT


def test_spans_fit_a_text_of_one_line_too(nlp: spacy.Language) -> None:
    doc = nlp(TEXT.split("\n")[1])
    assert {span.text for span in doc.spans["riwaya"] if span.label_ == "TOLL"} == {"قتل ثمانية جنود"}


@pytest.mark.parametrize("published", [date(2020, 2, 3), datetime(2020, 2, 3, 12), "2020-02-03"])
def test_the_day_of_a_document_stands_before_that_of_the_configuration(
    nlp: spacy.Language, published: date | str
) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = published
    (told,) = nlp(doc)._.claims
    assert told.incident.when.start == date(2020, 2, 2)


@pytest.mark.parametrize("text", ["", "No Arabic.", "\n\n"])
def test_a_document_without_arabic_has_nothing(nlp: spacy.Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.claims == () and list(doc.spans["riwaya"]) == []


def test_a_pipeline_is_written_and_read_again(nlp: spacy.Language, tmp_path: object) -> None:
    nlp.to_disk(tmp_path)
    assert len(spacy.load(tmp_path)(TEXT)._.claims) == 1

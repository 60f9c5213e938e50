"""The word lists: their examples, their counts, their errors, a user's folder, the forms, the matcher."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riwaya.arabic.fold import fold
from riwaya.errors import LexiconError
from riwaya.lexicon import Lexicon, Matcher, compile_matcher, load_lexicon
from riwaya.lexicon.check import check_examples, counts
from riwaya.lexicon.entries import FILES, ActorEntry, TriggerEntry
from riwaya.lexicon.forms import adjective_forms, noun_forms, verb_forms
from riwaya.lexicon.match import Pattern, Term

CODEBOOK = Path(__file__).parent.parent / "docs" / "codebook.md"
# reached by a rule from what a clash or a protest is told with, not by words of their own
BY_RULE = {"excessive_force_against_protesters"}
# the ids of the annotation codebook that stand in the list of actors
ACTORS = """
isis alqaeda sdf ypg asayish pkk coalition us syria-gov syria-transitional russia iran iran-militias hezbollah turkey sna fsa hts
opposition iraq-gov pmf peshmerga houthis saudi-coalition yemen-gov stc aqap lna gna rsf saf al-shabaab somalia-gov israel hamas pij
lebanon-gov egypt-gov isis-sinai taliban tribes sohr white-helmets snhr un afghan-gov pakistan-gov boko-haram nigeria-gov nato
saudi-gov uae france uk kurdish-forces mali-gov jnim ttp iran-gov jordan-gov tunisia-gov algeria-gov
""".split()
# the ids that other lists hold or that the grammar gives
ELSEWHERE = """
local-sources activists medical-sources military-source security-source witnesses residents outlet sana amaq reuters afp
""".split()
BY_GRAMMAR = {"unknown-gunmen": "gunmen", "protesters": "protester", "civilians": "civilian", "settlers": "settler"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def matcher(lexicon: Lexicon) -> Matcher:
    return compile_matcher(lexicon)


# examples and counts


@pytest.fixture(scope="module")
def problems(lexicon: Lexicon, matcher: Matcher) -> list[str]:
    return [str(problem) for problem in check_examples(lexicon, matcher)]


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind not in ("frames", "aliases")])
def test_every_entry_is_found_in_its_own_examples(kind: str, problems: list[str], lexicon: Lexicon) -> None:
    files = {sourced.file for sourced in lexicon.entries[kind].values()}
    mine = [problem for problem in problems if problem.split(":")[0] in files]
    assert not mine, "\n".join(mine)


@pytest.mark.parametrize(
    "kind", ["triggers", "outcomes", "victims", "weapons", "speech", "frames", "grammar", "actors"]
)
def test_every_group_has_examples(kind: str, lexicon: Lexicon) -> None:
    assert not [s.entry.id for s in lexicon.entries[kind].values() if not s.entry.examples]


def test_there_are_words_enough(lexicon: Lexicon) -> None:
    found = counts(lexicon)
    assert set(found) == set(FILES)
    assert found["actors"] >= 400
    assert found["outlets"] >= 200
    countries = {iso for actor in lexicon.all("actors", ActorEntry) for iso in actor.countries}
    assert countries >= set("SY IQ YE LY SD PS IL LB EG SO ML NE BF NG AF PK IR TR RU US".split())


def test_every_type_of_event_is_told_by_some_trigger_or_rule(lexicon: Lexicon) -> None:
    named = re.search(r"sub-event types of ACLED:\n(.+?)\.\n", CODEBOOK.read_text("utf-8"), re.DOTALL)
    assert named is not None
    types = set(re.findall(r"`(\w+)`", named[1]))
    assert len(types) == 25
    told = {trigger.type for trigger in lexicon.all("triggers", TriggerEntry)}
    assert told | BY_RULE == types


def test_every_trigger_has_words_and_a_known_weapon_and_frame(lexicon: Lexicon) -> None:
    named = re.search(r"### Weapons\n\n(.+?)\n\n", CODEBOOK.read_text("utf-8"), re.DOTALL)
    assert named is not None
    weapons = set(re.findall(r"`(\w+)`", named[1]))
    for trigger in lexicon.all("triggers", TriggerEntry):
        assert trigger.verbs or trigger.nouns or trigger.phrases, trigger.id
        assert trigger.weapon is None or trigger.weapon in weapons, trigger.id
        assert trigger.frame in lexicon.entries["frames"], trigger.id


@pytest.mark.parametrize("actor", ACTORS)
def test_an_actor_of_the_codebook_is_known(actor: str, lexicon: Lexicon) -> None:
    governments = {s.entry.actor for s in lexicon.entries["states"].values()}
    assert actor in lexicon.entries["actors"] or actor in governments


@pytest.mark.parametrize("source", ELSEWHERE)
def test_a_source_of_the_codebook_is_known(source: str, lexicon: Lexicon) -> None:
    assert source in lexicon.entries["sources"] or source in lexicon.entries["outlets"]


@pytest.mark.parametrize(("actor", "entry"), BY_GRAMMAR.items())
def test_unnamed_people_of_the_codebook_have_words(actor: str, entry: str, lexicon: Lexicon) -> None:
    assert entry in lexicon.entries["grammar"] or entry in lexicon.entries["victims"], actor


def test_a_body_within_another_is_counted_under_it(lexicon: Lexicon) -> None:
    inner = [actor for actor in lexicon.all("actors", ActorEntry) if actor.within]
    assert inner
    for actor in inner:
        assert lexicon.body(actor.id) != actor.id
        assert lexicon.body(lexicon.body(actor.id)) == lexicon.body(actor.id)
    assert lexicon.body("no-such-body") == "no-such-body"


# errors

ERRORS = [
    ("actors.yaml", "- id: a\n  names: [جيش الشمس\n", r"actors\.yaml:\d+:.* is not YAML .*check indent and quotes"),
    ("actors.yaml", "id: a\n", r"actors\.yaml:1: is not a list of entries; begin each entry with '- id: …'"),
    ("actors.yaml", "- id: sun\n  names: [جيش الشمس]\n- id: moon\n  names: [جيش القمر]\n  colour: red\n",
     r"actors\.yaml:3: entry 'moon' is wrong: .*colour.*; the fields of actors are .*names"),
    ("actors.yaml", "- id: sun\n", r"actors\.yaml:1: entry 'sun' is wrong: .*names.*; the fields of actors are "),
    ("actors.yaml", "- id: sun\n  names: [جيش الشمس]\n\n- id: sun\n  names: [جيش القمر]\n",
     r"actors\.yaml:4: entry 'sun' stands already at actors\.yaml:1; give it another id or join the two"),
    ("actors.yaml", "- id: sun\n  names: جيش الشمس\n", r"actors\.yaml:1: entry 'sun' is wrong: .*names"),
    ("triggers.yaml", "- id: t\n  type: attack\n  strength: mighty\n  frame: strike\n",
     r"triggers\.yaml:1: entry 't' is wrong: .*mighty.*strength"),
    ("aliases.yaml", "- id: a\n  of: actors\n  means: sdff\n  names: [قوات الشمس]\n",
     r"aliases\.yaml:1: entry 'a' means 'sdff', which no list of actors holds; did you mean sdf\?"),
    ("aliases.yaml", "- id: a\n  of: verbs\n  means: sdf\n  names: [قوات الشمس]\n",
     r"aliases\.yaml:1: entry 'a' is wrong: .*verbs"),
    ("acters.yaml", "- id: s\n", r"acters\.yaml: is of no known kind; did you mean actors\.yaml\?"),
    ("zzz.yaml", "- id: s\n", r"zzz\.yaml: is of no known kind; name it after its kind: actors, states"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "message"), ERRORS, ids=[f"{e[0]}: {e[2]}" for e in ERRORS])
def test_an_error_names_file_line_entry_and_remedy(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(tmp_path)
    assert re.search(message, str(caught.value)), str(caught.value)


def test_an_error_in_a_folder_of_its_kind_names_the_way_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "north.yaml").write_text("- id: sun\n  nmes: [جيش الشمس]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"actors/north\.yaml:1: entry 'sun'"):
        load_lexicon(tmp_path)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_bytes("- id: sun\n  names: [جيش]\n".encode("windows-1256"))
    with pytest.raises(LexiconError, match=r"actors\.yaml: is not YAML"):
        load_lexicon(tmp_path)


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder; name a folder that holds YAML files"):
        load_lexicon(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "text", "entry"),
    [
        ("triggers.yaml", "- id: t\n  type: attack\n  strength: weak\n  frame: strike\n  verbs: [فتك]\n", "t"),
        ("speech.yaml", "\n- id: s\n  act: say\n  verbs: [همس]\n", "s"),
        ("outcomes.yaml", "- id: o\n  outcome: killed\n  form: verb\n  verbs: [هلك/]\n", "o"),
        ("actors.yaml", "- id: a\n  names: ['']\n", "a"),
    ],
)
def test_an_entry_that_cannot_be_inflected_is_an_error(name: str, text: str, entry: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    with pytest.raises(LexiconError, match=rf"{name}:\d: entry '{entry}' cannot be inflected .*perfect/imperfect"):
        compile_matcher(lexicon)


# a user's folder


def test_a_user_s_folder_adds_and_overrides(tmp_path: Path) -> None:
    (tmp_path / "actors_mine.yaml").write_text(
        "- id: sun\n  names: [جيش الشمس]\n  countries: [SY]\n"
        "  examples: [{text: أعلن جيش الشمس انسحابه., name: جيش الشمس}]\n"
        "- id: isis\n  names: [دولة السراب]\n",
        encoding="utf-8",
    )
    ours, theirs = load_lexicon(), load_lexicon(tmp_path)
    assert "sun" not in ours.entries["actors"]
    assert theirs.entries["actors"]["sun"].entry.names == ["جيش الشمس"]
    assert theirs.entries["actors"]["isis"].entry.names == ["دولة السراب"]
    assert len(theirs.entries["actors"]) == len(ours.entries["actors"]) + 1
    assert ours.entries["actors"]["isis"].entry.names != ["دولة السراب"]
    matcher = compile_matcher(theirs)
    assert found("هجوم لجيش الشمس على دولة السراب", matcher, "actor") == ["sun", "isis"]
    assert not [p for p in check_examples(theirs, matcher) if p.entry == "sun"]


def test_an_alias_adds_names_to_an_entry_and_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "aliases.yaml").write_text(
        "- id: a1\n  of: actors\n  means: sdf\n  names: [فيلق الشمس]\n"
        "  examples: [{text: أعلن فيلق الشمس انسحابه.}]\n"
        "- id: a2\n  of: outlets\n  means: amaq\n  names: [وكالة السراب]\n  examples: [{text: لا أحد هنا.}]\n"
        "- id: a3\n  of: actors\n  means: sdf\n  names: [لواء القمر]\n",
        encoding="utf-8",
    )
    ours, theirs = load_lexicon().entries["actors"]["sdf"].entry, load_lexicon(tmp_path)
    assert theirs.entries["actors"]["sdf"].entry.names == [*ours.names, "فيلق الشمس", "لواء القمر"]
    assert theirs.entries["actors"]["sdf"].entry.english == ours.english
    assert "فيلق الشمس" not in ours.names
    matcher = compile_matcher(theirs)
    assert found("قال لواء القمر إن فيلق الشمس انسحب", matcher, "actor") == ["sdf", "sdf"]
    said = [str(p) for p in check_examples(theirs, matcher) if p.file == "aliases.yaml"]
    assert len(said) == 1 and said[0].startswith("aliases.yaml:6: entry 'a2' is not found in its own example")


def test_an_example_that_does_not_hold_is_named(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(
        "- id: sun\n  names: [جيش الشمس]\n  examples: [{text: أعلن جيش القمر انسحابه.}]\n"
        "- id: moon\n  names: [لواء القمر]\n  examples: [{name: لواء القمر}]\n",
        encoding="utf-8",
    )
    lexicon = load_lexicon(tmp_path)
    said = [str(p) for p in check_examples(lexicon, compile_matcher(lexicon)) if p.entry in ("sun", "moon")]
    assert said[0].startswith("actors.yaml:1: entry 'sun' is not found in its own example")
    assert said[1] == "actors.yaml:4: entry 'moon' has an example without text; give it one sentence"


# forms (search form: ta marbuta is ه, hamzas are bare)

VERBS = [
    ("قصف", "يقصف", "past", "قصف قصفت قصفوا قصفا قصفتا قصفنا قصفها قصفهم قصفتها قصفتهم قصفوها"),
    ("قصف", "يقصف", "present", "يقصف تقصف نقصف يقصفون يقصفوا تقصفان يقصفها تقصفهم"),
    ("استهدف", "يستهدف", "past", "استهدف استهدفت استهدفوا استهدفه استهدفته"),
    ("تبني", "يتبني", "past", "تبني تبنت تبنوا تبناها تبنته"),
    ("نفي", "ينفي", "past", "نفي نفت نفوا نفاها"),
    ("نفي", "ينفي", "present", "ينفي تنفي ينفون ينفيه"),
    ("القي القبض", "يلقي القبض", "past", "القي القبض|القت القبض|القوا القبض"),
    ("القي القبض", "يلقي القبض", "present", "يلقي القبض|تلقي القبض|يلقون القبض"),
]


@pytest.mark.parametrize(("perfect", "imperfect", "tense", "wanted"), VERBS, ids=[f"{v[0]} {v[2]}" for v in VERBS])
def test_forms_of_a_verb(perfect: str, imperfect: str, tense: str, wanted: str) -> None:
    forms = {form for form, when in verb_forms(perfect, imperfect) if when == tense}
    assert forms >= set(wanted.split("|") if "|" in wanted else wanted.split())


def test_verbs_without_object_pronouns() -> None:
    forms = {form for form, _ in verb_forms("قال", "يقول", pronouns=False)}
    assert forms >= set("قال قالت قالوا يقول تقول يقولون".split())
    assert "قاله" not in forms


NOUNS = [
    ("هجوم", "هجوم هجوما", "الهجوم هجومه هجومها هجومهم"),
    ("غاره", "غاره", "الغاره غارته غارتها غارتهم"),
    ("غارات", "غارات", "الغارات غاراته غاراتها"),
    ("عبوه ناسفه", "عبوه ناسفه", "العبوه الناسفه"),
]


@pytest.mark.parametrize(("noun", "indefinite", "definite"), NOUNS, ids=[n[0] for n in NOUNS])
def test_forms_of_a_noun(noun: str, indefinite: str, definite: str) -> None:
    forms = list(noun_forms(noun))
    joined = " " in noun
    assert {f for f, known in forms if not known} == ({indefinite} if joined else set(indefinite.split()))
    assert {f for f, known in forms if known} >= ({definite} if joined else set(definite.split()))


def test_forms_of_an_adjective() -> None:
    forms = set(adjective_forms("تركي"))
    assert forms >= set("تركي تركيه تركيا تركيين تركيون تركيتين التركي التركيه التركيون".split())
    assert all(form.removeprefix("ال").startswith("تركي") for form in forms)


# the matcher


def found(text: str, matcher: Matcher, kind: str) -> list[str]:
    hits = matcher.hits(fold(text).text)
    return [term.id for hit in hits for term in hit.terms if term.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("زار الوفد مغارة جعيتا", "trigger", []),
        ("وصلت غارات الثلج", "trigger", ["airstrike"]),
        ("سقط جدار", "trigger", []),
        ("هاجم مقاتلو داعش", "actor", ["isis"]),
        ("هاجم داعش", "actor", ["isis"]),
        ("هاجم وداعش", "actor", ["isis"]),
        ("فداعش هاجم", "actor", ["isis"]),
        ("لحق بداعش", "actor", ["isis"]),
        ("تنظيم كداعش", "actor", ["isis"]),
        ("هجوم لداعش", "actor", ["isis"]),
        ("هجوم للحوثيين", "actor", ["houthis"]),
        ("وللحوثيين موقع", "actor", ["houthis"]),
        ("هجوم (داعش)", "actor", ["isis"]),
        ('هجوم "داعش"، ثم', "actor", ["isis"]),
        ("هجوم #داعش", "actor", ["isis"]),
        ("داعشيات", "actor", []),
        ("", "actor", []),
    ],
    ids=lambda value: str(value),
)
def test_hits_are_whole_words_with_their_proclitics(text: str, kind: str, wanted: list[str], matcher: Matcher) -> None:
    assert found(text, matcher, kind) == wanted


def small(*names: str) -> Matcher:
    return Matcher(Pattern(name, ("", "و", "ل"), Term("actor", name, None, name)) for name in names)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("جيش الشمس الاحمر", ["جيش الشمس الاحمر"]),
        ("جيش الشمس الازرق", ["جيش الشمس"]),
        ("جيش الشمس الاحمرين", ["جيش الشمس"]),
        ("جيش الشمسيه", ["جيش"]),
        ("جيش الشمس الاحمرين جيش", ["جيش الشمس", "جيش"]),
        ("وجيش الشمس لجيش", ["جيش الشمس", "جيش"]),
        ("تجيش", []),
        ("جيشنا", []),
        ("جيش.جيش", ["جيش"]),
        ("جيش, جيش", ["جيش", "جيش"]),
    ],
)
def test_the_longest_name_wins_and_gives_way_where_it_ends_inside_a_word(text: str, wanted: list[str]) -> None:
    matcher = small("جيش", "جيش الشمس", "جيش الشمس الاحمر")
    assert [hit.terms[0].id for hit in matcher.hits(f" {text}")] == wanted


def test_a_hit_knows_its_word_and_its_proclitics() -> None:
    text = " وجيش الشمس لجيش"
    first, second = small("جيش", "جيش الشمس").hits(text)
    assert (text[first.start : first.end], first.prefix, text[first.core : first.end]) == (
        "وجيش الشمس",
        "و",
        "جيش الشمس",
    )
    assert (text[second.start : second.end], second.prefix, text[second.core : second.end]) == ("لجيش", "ل", "جيش")
    assert first.get("actor") is first.terms[0]
    assert first.get("place") is None


def test_one_spelling_can_have_several_meanings() -> None:
    matcher = Matcher(
        [Pattern("حماه", ("",), Term("place", "حماه", None)), Pattern("حماه", ("",), Term("victim", "guard", None))]
    )
    (hit,) = matcher.hits(" في حماه")
    assert {term.kind for term in hit.terms} == {"place", "victim"}
    assert matcher.size == 1

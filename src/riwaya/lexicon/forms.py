"""The forms in which a lexicon entry stands in text: persons of a verb, article and pronouns of a noun, proclitics.

Everything here is in search form (see riwaya.arabic.fold): ta marbuta is ه, hamzas are bare.
"""

from __future__ import annotations

from collections.abc import Iterator

NOUN_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
PLACE_PREFIXES = ("", "و", "ب", "ل", "وب", "ول")
"""Without ف and ك: before a name they are all but always the first letter of another word (كبير, فعاليه, كاد)."""
VERB_PREFIXES = ("", "و", "ف", "ل", "س", "وس", "ول")
WORD_PREFIXES = ("", "و", "ف", "ب", "ل")
PRONOUNS = ("ه", "ها", "هم", "هما")


def verb_forms(perfect: str, imperfect: str, pronouns: bool = True) -> Iterator[tuple[str, str]]:
    """Every third-person form of a verb with its tense, object pronouns if wanted; extra words of a phrase are kept.

    >>> [form for form, tense in verb_forms("قصف", "يقصف") if tense == "present"][:3]
    ['يقصف', 'يقصفه', 'يقصفها']
    """
    head, _, rest = perfect.partition(" ")
    tail = f" {rest}" if rest else ""
    past = list(_past(head))
    head, _, rest = imperfect.partition(" ")
    present = list(_present(head))
    for form in past:
        yield form + tail, "past"
        if not tail and pronouns:
            for pronoun in PRONOUNS if len(form) > 3 else PRONOUNS[1:]:
                yield (form[:-1] if form.endswith("وا") else form) + pronoun, "past"
    tail = f" {rest}" if rest else ""
    for form in present:
        yield form + tail, "present"
        if not tail and pronouns:
            for pronoun in PRONOUNS:
                yield form + pronoun, "present"


def _past(stem: str) -> Iterator[str]:
    if len(stem) > 2 and stem[-1] in "اي":
        yield stem
        if stem[-1] == "ي":
            yield stem[:-1] + "ا"
        short = stem[:-1]
        yield from (short + "ت", short + "وا", short + "تا", short + "يا", stem + "ت", stem + "تا", short + "ين")
        return
    yield from (stem, stem + "ت", stem + "وا", stem + "ا", stem + "تا", stem + "ن", stem + "نا")


def _present(stem: str) -> Iterator[str]:
    short = stem[:-1] if stem[-1] in "يوا" and len(stem) > 3 else stem
    for letter in "يتن":
        yield letter + stem[1:]
    for letter in "يت":
        yield from (
            letter + short[1:] + "ون",
            letter + short[1:] + "وا",
            letter + short[1:] + "ان",
            letter + short[1:] + "ا",
        )
    if short != stem:
        yield from ("ي" + short[1:], "ت" + short[1:])
    yield "ي" + short[1:] + "ن"


def noun_forms(noun: str) -> Iterator[tuple[str, bool]]:
    """A noun bare, with tanwin, article and pronouns, and whether the form is definite."""
    head, _, rest = noun.partition(" ")
    tail = f" {rest}" if rest else ""
    yield noun, False
    if head[-1] not in "ها" and not head.endswith(("ات", "ون", "ين", "ان")):
        yield head + "ا" + tail, False
    if not head.startswith("ال"):
        yield "ال" + head + (f" ال{rest}" if rest and " " not in rest else tail), True
    if not rest:
        stem = head[:-1] + "ت" if head.endswith("ه") else head
        for pronoun in PRONOUNS:
            yield stem + pronoun, True


def adjective_forms(stem: str) -> Iterator[str]:
    """An attributive adjective ending in ي in every gender, number, case and definiteness.

    >>> list(adjective_forms("سوري"))[:4]
    ['سوري', 'سوريه', 'سوريا', 'سوريين']
    """
    for article in ("", "ال"):
        bare = article + stem
        yield bare
        yield bare + "ه"
        yield bare + "ا"
        if stem.endswith("ي"):
            yield from (bare + "ين", bare + "ون", bare + "ان", bare + "تين", bare + "تان", bare + "ات")


def with_prefixes(form: str, prefixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(proclitics, spelling) for each proclitic that can stand before `form`; ل takes the place of the article's alef."""
    article = form.startswith("ال") and len(form) > 4
    for prefix in prefixes:
        if article and prefix.endswith("ل"):
            yield prefix, prefix + form[1:]
        else:
            yield prefix, prefix + form

"""What bodies are called in Arabic and English, by the ids of the lexicon; and the ids that a typed name may mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from riwaya.arabic.fold import fold_key
from riwaya.lexicon.entries import ActorEntry, InstitutionEntry, OutletEntry, SourceEntry, StateEntry
from riwaya.lexicon.load import load_lexicon


@dataclass(frozen=True, eq=False)
class Names:
    """Names by id: Arabic and English; ids by any folded name."""

    arabic: Mapping[str, str]
    english: Mapping[str, str]
    ids: Mapping[str, str]

    def label(self, actor: str, language: str) -> str:
        """The name of a body; the id, or the words themselves, where it is not known. Several are joined by "+"."""
        by = self.arabic if language == "ar" else self.english
        return " + ".join(by.get(one, one) for one in actor.split("+"))

    def meant(self, text: str) -> tuple[str, ...]:
        """What a typed name can mean: an id, or the words as they are."""
        key = fold_key(text)
        return tuple(dict.fromkeys([text, key, *([self.ids[key]] if key in self.ids else [])]))


@lru_cache(maxsize=1)
def load_names() -> Names:
    """The names of all bodies that our lexicon knows."""
    lexicon = load_lexicon()
    arabic: dict[str, str] = {}
    english: dict[str, str] = {}
    ids: dict[str, str] = {}
    for state in lexicon.all("states", StateEntry):
        written = state.english if isinstance(state.english, str) else next(iter(state.english), state.iso)
        government = [f"حكومة {state.names[0]}", *state.names]
        _enter((arabic, english, ids), state.actor, government, [f"Government of {written}"])
    entries: list[ActorEntry | OutletEntry | SourceEntry | InstitutionEntry] = [
        *lexicon.all("actors", ActorEntry),
        *lexicon.all("outlets", OutletEntry),
        *lexicon.all("sources", SourceEntry),
        *lexicon.all("institutions", InstitutionEntry),
    ]
    for entry in entries:
        _enter((arabic, english, ids), entry.id, list(entry.names), list(entry.english))
        for name in entry.loaded if isinstance(entry, ActorEntry) else ():
            ids.setdefault(fold_key(name), entry.id)
    return Names(arabic, english, ids)


def _enter(
    into: tuple[dict[str, str], dict[str, str], dict[str, str]], id_: str, names: list[str], english: list[str]
) -> None:
    into[0].setdefault(id_, names[0] if names else id_)
    into[1].setdefault(id_, english[0] if english else id_.replace("-", " "))
    for name in (*names, *english):
        into[2].setdefault(fold_key(name), id_)

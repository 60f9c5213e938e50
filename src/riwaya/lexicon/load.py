"""Reads the word lists: YAML files of entries, ours and a user's, checked with file, line, entry and remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import yaml

from riwaya.errors import LexiconError
from riwaya.lexicon.entries import FILES, ActorEntry, AliasEntry, RivalryEntry

DATA = Path(__file__).parent / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_E = TypeVar("_E")


@dataclass(frozen=True, slots=True)
class Sourced:
    """An entry and where it stands."""

    kind: str
    entry: Any
    file: str
    line: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All entries by kind and id; a user's entry with the id of one of ours stands in its place."""

    entries: Mapping[str, Mapping[str, Sourced]]

    def all(self, kind: str, of: type[_E]) -> list[_E]:
        """The entries of one kind ('actors', 'triggers', …), in the order of their files."""
        return [cast(_E, s.entry) for s in self.entries.get(kind, {}).values()]

    def body(self, actor: str) -> str:
        """The id under which a body is counted: the one it is `within`, else its own."""
        return self._outermost.get(actor, actor)

    @cached_property
    def _outermost(self) -> Mapping[str, str]:
        """The body that each one lies within, where there is one; of those within each other, the one asked for."""
        around = {a.id: a.within for a in self.all("actors", ActorEntry) if a.within is not None}
        found = {}
        for actor in around:
            seen: set[str] = set()
            outer = actor
            while outer in around and outer not in seen:
                seen.add(outer)
                outer = around[outer]
            found[actor] = outer
        return found

    def told_by(self, actor: str | None) -> str | None:
        """Whether one who speaks is a medium or a source by trade; None for a party, a person and whoever is unlisted."""
        if actor is None or actor in self.entries.get("outlets", {}):
            return None if actor is None else "medium"
        found = self.entries["actors"].get(actor)
        return "source" if found is not None and found.entry.kind == "source" else None

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """For each body the bodies that it fights, by the entries of `rivals`.

        A rebel body that no entry names is a rival of the state forces of its countries.
        """
        found: dict[str, set[str]] = {}
        for entry in self.all("rivals", RivalryEntry):
            for one, other in product(map(self.body, entry.one), map(self.body, entry.other)):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        named = frozenset(found)
        actors = [a for a in self.all("actors", ActorEntry) if a.within is None]
        states = [a for a in actors if a.kind == "state_forces"]
        for rebel in (a for a in actors if a.kind == "rebel" and a.id not in named):
            for state in states:
                if not set(rebel.countries).isdisjoint(state.countries):
                    found.setdefault(rebel.id, set()).add(state.id)
                    found.setdefault(state.id, set()).add(rebel.id)
        return {body: frozenset(rivals - {body}) for body, rivals in found.items()}


@lru_cache(maxsize=4)
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Our word lists, and a user's `folder` of the same layout on top of them.

    Raises LexiconError at the first entry that is wrong.
    """
    entries: dict[str, dict[str, Sourced]] = {kind: {} for kind in FILES}
    for base in (DATA, folder):
        if base is None:
            continue
        if not base.is_dir():
            raise LexiconError(str(base), None, None, "no such folder", "name a folder that holds YAML files")
        fresh: dict[tuple[str, str], Sourced] = {}
        for sourced in read_folder(base):
            known = fresh.get((sourced.kind, sourced.entry.id))
            if known:
                raise LexiconError(
                    sourced.file, sourced.line, sourced.entry.id, f"stands already at {known.file}:{known.line}",
                    "give it another id or join the two",
                )  # fmt: skip
            fresh[sourced.kind, sourced.entry.id] = sourced
            entries[sourced.kind][sourced.entry.id] = sourced
    for alias in entries["aliases"].values():
        _add_names(alias, entries)
    return Lexicon(entries)


def _add_names(sourced: Sourced, entries: Mapping[str, dict[str, Sourced]]) -> None:
    """Gives an entry the names that an alias has for it.

    Raises LexiconError where there is no such entry.
    """
    alias = cast(AliasEntry, sourced.entry)
    known = entries[alias.of].get(alias.means)
    if known is None:
        near = difflib.get_close_matches(alias.means, entries[alias.of], 1)
        hint = f"did you mean {near[0]}?" if near else f"name an id of the list {alias.of}"
        raise LexiconError(
            sourced.file, sourced.line, alias.id, f"means {alias.means!r}, which no list of {alias.of} holds", hint
        )
    names = list(dict.fromkeys([*known.entry.names, *alias.names]))
    entries[alias.of][alias.means] = replace(known, entry=msgspec.structs.replace(known.entry, names=names))


def read_folder(folder: Path) -> Iterator[Sourced]:
    """Every entry of a folder's YAML files, in the order of their names."""
    for path in sorted(folder.rglob("*.yaml")):
        yield from read_file(path, folder)


def read_file(path: Path, folder: Path) -> Iterator[Sourced]:
    """Every entry of one file; its kind comes from the beginning of its name or of its folder's name."""
    name = str(path.relative_to(folder))
    kind = next((k for part in (path.stem, path.parent.name) for k in FILES if part.startswith(k)), None)
    if kind is None:
        near = difflib.get_close_matches(path.stem, FILES, 1)
        hint = f"did you mean {near[0]}.yaml?" if near else f"name it after its kind: {', '.join(FILES)}"
        raise LexiconError(name, None, None, "is of no known kind", hint)
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        what = getattr(error, "problem", None) or str(error)
        raise LexiconError(
            name, line, None, f"is not YAML ({what})", "mend the line; check indent and quotes"
        ) from error
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise LexiconError(name, 1, None, "is not a list of entries", "begin each entry with '- id: …'")
    schema = FILES[kind]
    for item in node.value:
        yield _entry(kind, schema, item, name)


def _entry(kind: str, schema: type[msgspec.Struct], item: yaml.Node, name: str) -> Sourced:
    line = item.start_mark.line + 1
    value = _plain(item)
    label = value.get("id") or value.get("iso") or value.get("name") if isinstance(value, dict) else None
    if isinstance(value, dict) and kind == "people" and "name" in value:
        value["names"] = [value.pop("name"), *value.get("names", [])]
    try:
        entry = msgspec.convert(value, schema)
    except msgspec.ValidationError as error:
        fields = ", ".join(f.name for f in msgspec.structs.fields(schema))
        raise LexiconError(name, line, label, f"is wrong: {error}", f"the fields of {kind} are {fields}") from error
    return Sourced(kind, entry, name, line)


def _plain(node: yaml.Node) -> Any:
    """The value of a node; every scalar stays the text that was written, so that `NO` is Norway."""
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if node.value in ("true", "false") and node.tag.endswith(":bool"):
        return node.value == "true"
    return None if node.tag.endswith(":null") else node.value

"""What an event's notes say in English: the event, the figure, and whose account says what."""

from __future__ import annotations

from collections.abc import Iterable

from riwaya.export import days, figures
from riwaya.export.codes import codes_of
from riwaya.export.parties import Sides, sides
from riwaya.export.selection import Figure, Names, Selected
from riwaya.model import Account, Holder, Outcome, Where

_OUTCOMES: dict[Outcome, str] = {
    "killed": "killed", "injured": "injured", "killed_or_injured": "killed or injured", "detained": "detained",
    "abducted": "abducted", "missing": "missing", "displaced": "displaced",
}  # fmt: skip


def notes(row: Selected, names: Names) -> str:
    """The event in a few sentences, its disputes among them: "On 5 March 2024, a suicide bombing …"."""
    return " ".join([_what(row, names), *_accounts(row, names), *_pending(row)])


def figure_words(low: int | None, high: int | None) -> str:
    """An interval in words.

    >>> figure_words(8, 8), figure_words(18, None), figure_words(5, 8), figure_words(None, 4)
    ('8', '18 or more', '5 to 8', 'up to 4')
    """
    if low is None and high is None:
        return "an unknown number"
    if high is None:
        return f"{low} or more"
    if low is None:
        return f"up to {high}"
    return str(low) if low == high else f"{low} to {high}"


def _what(row: Selected, names: Names) -> str:
    decided = row.decided
    type_ = codes_of(decided.type)
    told = [figure for outcome in _OUTCOMES if (figure := figures.total(decided, outcome)) is not None]
    toll = f" ({'; '.join(map(_toll, told))})" if told else ""
    return f"{days.in_words(decided)}, {type_.words if decided.type else 'an event of undecided type'}{_by(sides(decided, names))}{_place(row, names)}{toll}."


def _toll(figure: Figure) -> str:
    return f"{figure_words(figure.low, figure.high)} {_OUTCOMES[figure.outcome]}"


def _place(row: Selected, names: Names) -> str:
    where = row.decided.where
    return f" {place_words(where, names)}" if where is not None else " at an unknown place"


def _by(both: Sides) -> str:
    first = " and ".join(party.name for party in both.first)
    second = " and ".join(party.name for party in both.second)
    if first and second:
        return f" – {first} against {second} –"
    return f" – {first or second} –" if first or second else ""


def place_words(where: Where, names: Names) -> str:
    """A place with its relation in English: "in Al-Shaddadi", "south of Al-Shaddadi", "between Hasakah and Raqqa"."""
    known = names.places.get(where.id or "")
    name = known.english if known and known.english else where.name
    if where.relation in ("between", "from_to") and len(where.anchors) == 2:
        return f"between {where.anchors[0]} and {where.anchors[1]}"
    if where.relation in (None, "in"):
        return f"in {name}"
    return f"{_RELATIONS.get(where.relation, where.relation.replace('_', ' '))} {name}"


_RELATIONS = {"on_road": "on the road", "off_coast": "off the coast of", "from_to": "on the way", "between": "between"}


def _accounts(row: Selected, names: Names) -> Iterable[str]:
    for standing in row.event.standings:
        if standing.state in ("disputed", "revised"):
            held = [_held(account, names) for account in standing.accounts]
            label = "Disputed" if standing.state == "disputed" else "Revised"
            yield f"{label}, {standing.attribute.replace('_', ' ')}: {'; '.join(held)}."


def _held(account: Account, names: Names) -> str:
    value = account.value
    said = figure_words(account.low, account.high) if value is None else names.english(value)
    text = f"{said} according to {_who(account.holders, names)}" if account.holders else said
    return f"{text}, denied by {_who(account.deniers, names)}" if account.deniers else text


def _who(holders: Iterable[Holder], names: Names) -> str:
    return ", ".join(dict.fromkeys(names.english(holder.speaker) for holder in holders))


def _pending(row: Selected) -> Iterable[str]:
    if row.decided.pending:
        yield f"Left undecided: {', '.join(name.replace('_', ' ') for name in row.decided.pending)}."

"""What `riwaya events --json` prints: one event as one JSON object. Same event, same bytes."""

from __future__ import annotations

from typing import Any

import msgspec

from riwaya.model import Account, Event, Grade, Holder, Standing

Wire = dict[str, Any]


def dump_event(event: Event) -> str:
    """The event as one line of JSON, without the newline; Arabic stands as Arabic."""
    return msgspec.json.encode(event_to_wire(event)).decode()


def event_to_wire(event: Event) -> Wire:
    """The event as plain values, keys in their documented order; what is not known is None."""
    return {
        "id": event.id,
        "incidents": [member.incident for member in event.members],
        "reports": list(dict.fromkeys(member.report for member in event.members)),
        "links": [
            {"incident": member.incident, "weight": member.weight, "reasons": list(member.reasons)}
            for member in event.members
        ],
        "sources": event.sources,
        "accounts": {standing.attribute: _standing(standing) for standing in event.standings},
        "grade": _grade(event.grade) if event.grade else None,
    }


def _standing(standing: Standing) -> Wire:
    return {
        "state": standing.state,
        "between": list(standing.between),
        "values": [_account(account) for account in standing.accounts],
    }


def _account(account: Account) -> Wire:
    said: Wire = {"value": account.value} if account.value is not None else {"min": account.low, "max": account.high}
    if account.victims is not None:
        said["victims"] = account.victims
    return {
        **said,
        "held_by": [_holder(holder) for holder in account.holders],
        "denied_by": [_holder(holder) for holder in account.deniers],
    }


def _holder(holder: Holder) -> Wire:
    return {
        "speaker": holder.speaker,
        "source": holder.source,
        "report": holder.report,
        "incident": holder.incident,
        "claim": holder.claim,
        "since": holder.since.isoformat() if holder.since else None,
        "span": [holder.span.start, holder.span.end] if holder.span else None,
        "quote": holder.quote,
    }


def _grade(grade: Grade) -> Wire:
    return {"name": grade.name, "rules": grade.rules, "reasons": list(grade.reasons)}

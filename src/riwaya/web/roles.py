"""Who may do what: four roles, each with all that the one before may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from riwaya.model import Verdict

Role = Literal["viewer", "analyst", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most."""

STATES = ("new", "in_review", "second_look", "reviewed", "closed")
"""What an event can be in an analyst's day; new is what nobody has said anything of."""

SETTLED = frozenset({"reviewed", "closed"})
"""States that end the work on an event: a reviewer's to give."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is logged in."""

    name: str
    role: Role


def may(user: User | None, role: Role) -> bool:
    """Whether a user has at least a role.

    >>> may(User("a", "reviewer"), "analyst"), may(User("a", "viewer"), "analyst"), may(None, "viewer")
    (True, False, False)
    """
    return user is not None and ROLES.index(user.role) >= ROLES.index(role)


def role_for(verdict: Verdict, value: str | None) -> Role:
    """The role that a decision takes: settling an event is a reviewer's, all else an analyst's."""
    return "reviewer" if verdict == "state" and value in SETTLED else "analyst"

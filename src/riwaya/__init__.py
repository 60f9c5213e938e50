"""Riwaya reads Arabic conflict reporting and keeps who says what, through whom, about which event, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["frame", "load", "read", "report", "table"]

if TYPE_CHECKING:
    from riwaya.library import frame, load, read, report, table


def __getattr__(name: str) -> Any:
    """What the library offers, imported when first asked for: `riwaya --help` needs none of it."""
    if name in __all__:
        from riwaya import library

        return getattr(library, name)
    raise AttributeError(f"module 'riwaya' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

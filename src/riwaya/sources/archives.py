"""ZIP archives: their members as streams, never unpacked to disk, bounded in number, size and swelling."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from riwaya.errors import InputError, TooLarge, UnreadableInput
from riwaya.settings import MAX_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED
from riwaya.sources.streams import Stream, unpacked

_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")
_LARGEST_DIRECTORY = 64_000_000
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST_NAME = 200
_NO_ARCHIVE = "is a Word document, an e-book or a damaged archive"
_BROKEN = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    EOFError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, by its cleaned name."""

    name: str
    stream: Stream


def open_members(archive: BinaryIO, where: str) -> Iterator[Member | InputError]:
    """The files of an archive by name, each open until the next is asked for; errors for those that cannot be.

    Raises UnreadableInput for what is no archive or not one of reports, TooLarge for one beyond reason.
    """
    try:
        with zipfile.ZipFile(_checked(archive, where)) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
            _check(members, where, _size(archive))
            for member in sorted(members, key=lambda member: member.filename):
                name = clean_name(member.filename)
                yield from _open(opened, member, name, f"{where}: {name}")
    except _BROKEN as error:
        raise UnreadableInput(where, f"{_NO_ARCHIVE} ({error})", "save it as plain text, or get it again") from error


def _open(opened: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, where: str) -> Iterator[Member | InputError]:
    if member.flag_bits & 1:
        yield UnreadableInput(where, "is locked with a password", "unpack it yourself")
        return
    try:
        source = opened.open(member)
    except _BROKEN as error:
        yield UnreadableInput(where, f"cannot be unpacked ({error})", "get the archive again")
        return
    with source:
        yield Member(name, unpacked(source, member.compress_size, where))


def clean_name(name: str) -> str:
    """The name of a member as it is shown: no way out of the archive, nothing that a terminal would obey.

    >>> clean_name("../../etc/passwd"), clean_name("C:\\\\news\\\\a.txt")
    ('etc/passwd', 'news/a.txt')
    """
    parts = _CONTROL.sub("", name.replace("\\", "/")).split("/")
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch("[A-Za-z]:", part)]
    return "/".join(kept)[-_LONGEST_NAME:] or "a file without a name"


def _size(archive: BinaryIO) -> int:
    return archive.seek(0, 2)


def _checked(archive: BinaryIO, where: str) -> BinaryIO:
    """The archive, its directory small enough to be held.

    Raises TooLarge where it is not, UnreadableInput where there is none.
    """
    size = _size(archive)
    archive.seek(max(0, size - 65_557))
    tail = archive.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise UnreadableInput(where, f"{_NO_ARCHIVE} (its end is missing)", "save it as plain text, or get it again")
    count, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    locator = tail.rfind(b"PK\x06\x07", 0, at)
    if (count == 0xFFFF or directory == 0xFFFFFFFF) and locator >= 0 and locator + 16 <= len(tail):
        archive.seek(min(struct.unpack("<Q", tail[locator + 8 : locator + 16])[0], size))
        wide = archive.read(56)
        if len(wide) == 56:
            count, directory = struct.unpack("<QQ", wide[32:48])
    if count > MAX_MEMBERS or directory > _LARGEST_DIRECTORY:
        raise TooLarge(where, f"an archive of more than {MAX_MEMBERS:,} files", "unpack it and give the folder")
    archive.seek(0)
    return archive


def _check(members: list[zipfile.ZipInfo], where: str, size: int) -> None:
    """Raises UnreadableInput for documents that only look like archives, TooLarge for bombs."""
    if any(member.filename in _OFFICE for member in members[:20]):
        raise UnreadableInput(
            where, "is a Word document, an e-book or an archive of a program", "save it as plain text"
        )
    if len(members) > MAX_MEMBERS:
        raise TooLarge(where, f"an archive of more than {MAX_MEMBERS:,} files", "unpack it and give the folder")
    if sum(member.compress_size for member in members) > size:
        raise TooLarge(where, "an archive whose files overlap", "no honest archive does; get another")
    whole = sum(member.file_size for member in members)
    if whole > MAX_UNPACKED or (whole > MAX_BYTES and whole > MAX_RATIO * size):
        what = f"an archive that swells from {size:,} to {whole:,} bytes"
        raise TooLarge(where, what, "unpack it yourself if you trust it")

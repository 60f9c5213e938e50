"""Exports of Telegram Desktop: result.json and messages*.html, of one chat or of all; every message a report.

A message that was forwarded keeps the channel that its words come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from riwaya.errors import BadRecord, InputError
from riwaya.settings import MAX_PAGE
from riwaya.sources.days import read_day, read_telegram_day
from riwaya.sources.decoding import decode
from riwaya.sources.markup import check_markup
from riwaya.sources.records import Taken
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming
from riwaya.sources.splitting import Piece, split_messages
from riwaya.sources.streams import Stream, read_whole

_CHANNELS = ("public_channel", "private_channel", "public_supergroup", "private_supergroup")
_BREAK = re.compile(r"<br\s*/?>", re.I)


class Entity(msgspec.Struct):
    """A stretch of the text of a message: plain, a link, bold …"""

    text: str = ""


class Message(msgspec.Struct, rename={"sender": "from"}):
    """A message of result.json, as far as it matters here."""

    id: int | None = None
    type: str = "message"
    date: str | None = None
    sender: str | None = None
    author: str | None = None
    forwarded_from: str | None = None
    text: str | list[str | Entity] = ""


_decoder = msgspec.json.Decoder(Message)


def read_export(stream: Stream, where: str, options: InputOptions) -> Taken:
    """The messages of result.json that hold text; pictures and notices are passed over."""
    for piece in split_messages(stream, where):
        try:
            if isinstance(piece, InputError):
                raise piece
            found = _message(piece, where, options)
            if found is not None:
                yield found
        except InputError as error:
            yield error


def _message(piece: Piece, where: str, options: InputOptions) -> Incoming | None:
    at = f"{where}, message {piece.number}"
    try:
        message = _decoder.decode(piece.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecord(at, f"is not a message ({error})", "export the chat again as JSON") from error
    parts = [message.text] if isinstance(message.text, str) else message.text
    text = "".join(part if isinstance(part, str) else part.text for part in parts)
    if message.type != "message" or not text.strip():
        return None
    chat, number, kind = (piece.about.get(name) for name in ("name", "id", "type"))
    if message.id is not None:
        at = f"{where}, message {message.id}" + (f" of {chat}" if chat else "")
    author = message.author or (message.sender if message.sender != chat else None)
    linked = number and message.id is not None
    known = Known(
        id=f"telegram:{number}/{message.id}" if linked else None,
        outlet=chat or None,
        url=f"https://t.me/c/{number}/{message.id}" if linked and kind in _CHANNELS else None,
        published=read_day(message.date),
        author=author or None,
        forwarded_from=message.forwarded_from or None,
    )
    return make_incoming("", text, Item(piece.data, at, "telegram"), known, options)


@dataclass(frozen=True, slots=True)
class _Post:
    """A message of a page."""

    text: str
    sender: str | None
    moment: str | None
    origin: str | None


def read_export_page(stream: Stream, where: str, options: InputOptions) -> Taken:
    """The messages of a messages.html that hold text; one joined to the one before has the same sender."""
    source = decode(read_whole(stream, where, MAX_PAGE), where)
    check_markup(source, where)
    tree = LexborHTMLParser(source)
    heading = tree.css_first(".page_header .text")
    chat = _words(heading) if heading else ""
    sender: str | None = None
    for node in tree.css("div.message.default"):
        post = _post(node)
        if "joined" not in (node.attributes.get("class") or "").split():
            sender = post.sender
        if not post.text:
            continue
        at = f"{where}, {node.attributes.get('id') or 'a message'}"
        known = Known(
            outlet=chat or None,
            published=read_telegram_day(post.moment),
            author=sender if sender != chat else None,
            forwarded_from=post.origin,
        )
        try:
            item = Item((node.html or "").encode("utf-8", "replace"), at, "telegram")
            yield make_incoming("", post.text, item, known, options)
        except InputError as error:
            yield error


def _post(node: LexborNode) -> _Post:
    forwarded = node.css_first(".forwarded.body")
    moment = node.css_first(".body:not(.forwarded) > .date.details")
    sender = node.css_first(".body:not(.forwarded) > .from_name")
    origin = forwarded.css_first(".from_name") if forwarded else None
    texts = [_words(text) for text in node.css(".text")]
    return _Post(
        text="\n".join(text for text in texts if text),
        sender=_name(sender) if sender else None,
        moment=moment.attributes.get("title") if moment else None,
        origin=(_name(origin) or None) if origin else None,
    )


def _name(node: LexborNode) -> str:
    """The name without the moment that Telegram writes behind that of an origin."""
    return " ".join(node.text(deep=False).split())


def _words(node: LexborNode) -> str:
    """The text of an element with its line breaks as published."""
    lines = LexborHTMLParser(_BREAK.sub("\n", node.html or "")).text().strip().split("\n")
    return "\n".join(line.strip() for line in lines)

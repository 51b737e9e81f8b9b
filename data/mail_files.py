"""Uploaded mail (.eml, .mbox) and text (.txt) into a thread, from bytes in memory.

Bodies are read as text; attachments and pictures are left where they are, nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from data.errors import DataRefused
from data.sources.files import BOMS, MAGIC
from data.thread import Message, Thread, gathered, read_thread, refuse_length
from data.thread_marks import sender_of
from data.written_times import Written

LARGEST = 20_000_000  # bytes of a file, attachments and all
MOST_MAILS = 2_000
#: Encodings to choose from where a text is not UTF-8: nobody can tell them apart for certain.
ENCODINGS = ("windows-1251", "windows-1252", "koi8-r", "utf-16")

_MBOX = re.compile(rb"(?:\A|(?<=\n))From [^\n]*\n")
_UNESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:")
_NEW_LINE = ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote")


def read_mail_file(
    name: str,
    content: bytes,
    zone: tzinfo,
    day_first: bool | None = None,
    encoding: str | None = None,
) -> Thread:
    """Read one uploaded file; ``zone`` and ``day_first`` as in `data.thread.read_thread`.

    ``encoding`` is what somebody chose for a text that is not UTF-8. Raises DataRefused for what is
    empty, too large, binary, or in an encoding that nobody chose.
    """
    if not content.strip():
        raise DataRefused("the file is empty", where=name, next_step="save it again")
    if len(content) > LARGEST:
        raise DataRefused(
            f"the file has {len(content):,} bytes, more than {LARGEST:,}",
            where=name,
            next_step="save the last months, without attachments",
        )
    kind = next((what for magic, what in MAGIC if content.startswith(magic)), None)
    if kind:
        raise DataRefused(f"this is {kind}, not mail", where=name, next_step="save it as .eml")
    try:
        if content.startswith(b"From ") and _MBOX.match(content):
            return _mails(_parts(content), zone, day_first)
        if _is_mail(content):
            return _mails([content], zone, day_first)
    except (MessageError, RecursionError):
        raise DataRefused(
            "the mail is damaged", where=name, next_step="save it again, or paste its text"
        ) from None
    return read_thread(decoded(name, content, encoding), zone, day_first)


def decoded(name: str, content: bytes, encoding: str | None = None) -> str:
    """A text file's words. Raises DataRefused where they are not in the encoding, or no text.

    >>> decoded("chat.txt", "Привет".encode("cp1251"), "windows-1251")
    'Привет'
    """
    marked = next((found for mark, found in BOMS if content.startswith(mark)), None)
    try:
        text = content.decode(encoding or marked or "utf-8")
    except UnicodeError:
        chosen = encoding or marked or "UTF-8"
        raise WrongEncoding(f"the text is not {chosen}", where=name) from None
    if "\0" in text:
        raise DataRefused(
            "this is a binary file, not text", where=name, next_step="save it as text"
        )
    return text


def tells_encoding(content: bytes) -> bool:
    """Whether it need not be asked: a mail says it, and so does a byte order mark; or it is UTF-8.

    >>> tells_encoding("Привет".encode()), tells_encoding("Привет".encode("cp1251"))
    (True, False)
    """
    if _MBOX.match(content) or _is_mail(content) or b"\0" in content:
        return True
    try:
        decoded("", content)
    except DataRefused:
        return False
    return True


class WrongEncoding(DataRefused):
    """The text is in another encoding; a person may choose one of `ENCODINGS`."""

    def __init__(self, what: str, *, where: str | None = None):
        super().__init__(what, where=where, next_step="choose the encoding it was saved in")


def _is_mail(content: bytes) -> bool:
    """Headers first, one of them From, and before the body one that no pasted text has."""
    head = re.split(rb"\r?\n\r?\n", content[:65_536].lstrip(), maxsplit=1)[0]
    lines = head.splitlines()
    names = {line.split(b":")[0].lower() for line in lines if _HEADER.match(line)}
    technical = {b"message-id", b"mime-version", b"received", b"content-type", b"return-path"}
    return bool(lines and _HEADER.match(lines[0]) and b"from" in names and names & technical)


def _parts(content: bytes) -> Iterator[bytes]:
    begins = list(_MBOX.finditer(content))
    if len(begins) > MOST_MAILS:
        raise DataRefused(
            f"there are {len(begins):,} mails in it, more than {MOST_MAILS:,}",
            next_step="save only those of this client",
        )
    for at, begin in enumerate(begins):
        end = begins[at + 1].start() if at + 1 < len(begins) else len(content)
        yield _UNESCAPED.sub(rb"\1", content[begin.end() : end])


def _mails(parts: Iterable[bytes], zone: tzinfo, day_first: bool | None) -> Thread:
    messages: list[Message] = []
    unsigned = length = 0
    for part in parts:
        mail = message_from_bytes(part, policy=policy.compat32)
        top, body = _top(mail), _body(mail).replace("\0", "").strip()
        length += len(body)
        refuse_length(length)
        if not body:
            messages.append(top)
            continue
        thread = read_thread(body, zone, day_first, top)
        messages += thread.messages
        unsigned += thread.unsigned
    return gathered(messages, unsigned)


def _top(mail: Mail) -> Message:
    """Who sent it, when, about what; its text follows."""
    date = _header(mail, "Date")
    return Message(
        sender_of(_header(mail, "From")), _time(date), "", _header(mail, "Subject"), date
    )


def _time(date: str) -> Written:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError, IndexError):
        return Written(why="unreadable")
    try:
        # "-0000" is UTC that names no place (RFC 5322, 3.3); Python gives it without a zone.
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return Written(why="unreadable")
    # What was never sent stands at the beginning of Unix time.
    known = aware > datetime(1970, 1, 2, tzinfo=UTC)
    return Written(aware, zoned=True) if known else Written(why="unreadable")


def _header(mail: Mail, name: str) -> str:
    written = str(mail.get(name, ""))[:1000]
    with suppress(LookupError, ValueError, MessageError):
        written = str(make_header(decode_header(written)))
    return " ".join(written.encode("utf-8", "replace").decode().split())


def _body(mail: Mail) -> str:
    """The first plain text, else the first HTML as text."""
    html = ""
    for part in mail.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            return _words(part)
        if kind == "text/html" and not html:
            html = _plain(_words(part))
    return html


def _words(part: Mail) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


class _Text(HTMLParser):
    """The words of a page, a line for each block; styles and scripts are no words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new block begins a new line; what quotes is marked as text marks it."""
        self.silent += tag in ("style", "script", "head")
        self.quoted += tag == "blockquote"
        if tag in _NEW_LINE:
            self.pieces.append("\n" + "> " * min(self.quoted, 20))

    def handle_endtag(self, tag: str) -> None:
        """The line ends with its block."""
        self.silent -= tag in ("style", "script", "head") and self.silent > 0
        self.quoted -= tag == "blockquote" and self.quoted > 0
        if tag in _NEW_LINE and tag != "br":
            self.pieces.append("\n" + "> " * min(self.quoted, 20))

    def handle_data(self, data: str) -> None:
        """Words; their line ends are spaces in HTML."""
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return re.sub(r"\n(?:[> ]*\n){2,}", "\n\n", "".join(parser.pieces)).strip()

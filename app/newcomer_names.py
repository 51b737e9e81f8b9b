"""Who of a thread's senders is most likely ours, and what the client is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.thread_marks import Sender

#: Where everybody has an address: the name before it tells more.
FREE_MAIL = frozenset(
    {"gmail", "googlemail", "outlook", "hotmail", "live", "yahoo", "icloud", "me", "proton", "aol"}
    | {"protonmail", "gmx", "web", "mail", "yandex", "ya", "bk", "inbox", "list", "rambler"}
)
_SUFFIXES = frozenset(["com", "org", "net", "co", "ltd"])


def our_own(senders: Iterable[Sender], known: Iterable[str]) -> list[Sender]:
    """The senders that bear a whole name or an address known to be ours; many are called Ann.

    >>> from data.thread_marks import Sender
    >>> our_own([Sender("Ann"), Sender("Bob Lee", "b@us.org")], ["Ann", "BOB LEE"])
    [Sender(name='Bob Lee', address='b@us.org')]
    """
    names = {each.casefold() for each in known if " " in each or "@" in each}
    return [
        sender
        for sender in senders
        if sender.name.casefold() in names or sender.address.casefold() in names
    ]


def client_name(senders: Iterable[Sender]) -> str:
    """The company by the first sender's address, their own name where the address tells none.

    >>> from data.thread_marks import Sender
    >>> client_name([Sender("Ann Lee", "ann@harbour-sons.co.uk")])
    'Harbour sons'
    >>> client_name([Sender("Анна Ли", "anna@yandex.ru")]), client_name([])
    ('Анна Ли', '')
    """
    first = next(iter(senders), None)
    if first is None:
        return ""
    labels = first.address.rpartition("@")[2].split(".")[:-1]
    company = next((label for label in reversed(labels) if label not in _SUFFIXES), "")
    if company and company not in FREE_MAIL:
        words = company.replace("-", " ")
        return words[:1].upper() + words[1:]
    return first.name or first.address

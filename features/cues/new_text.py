"""What is new in a mail: quoted earlier mail and the signature are blanked, places stay."""

import re

_HINT = re.compile(
    r">|wrote:|пишет|писал|----|____|\nfrom:|^from:|\nот:|^от:|\n--|regards|wishes|sincerely|уважением"
    r"|cheers|пожеланиями|sent from|отправлено с|forwarded|пересыл"
)
_QUOTED_LINE = re.compile(r"[ \t]*>")
_ATTRIBUTION = re.compile(
    r"[ \t]*(?:on .{4,200} wrote:|.{4,200} (?:wrote|пишет|писала?|написала?|написал\(а\)):)[ \t]*$"
)
_ATTRIBUTION_TAIL = re.compile(
    r".{0,80}(?:^|[ \t])(?:wrote|пишет|писала?|написала?|написал\(а\)):[ \t]*$"
)
_ATTRIBUTION_HEAD = re.compile(r"[ \t]*(?:on .{4,200}\d|.{0,40}\d.{0,120}[@<].{0,80})")
_DIVIDER = re.compile(
    r"[ \t]*(?:[-_]{2,} ?(?:original message|forwarded message|исходное сообщение"
    r"|пересылаемое сообщение|пересланное сообщение|оригинальное сообщение) ?[-_]{0,60}"
    r"|_{20,}|begin forwarded message:?|начало переадресованного сообщения:?)[ \t]*$"
)
_HEADER = re.compile(r"[ \t]*\*?(?:from|от|от кого):\*? ?\S")
_NEXT_HEADER = re.compile(
    r"[ \t]*\*?(?:sent|date|to|subject|cc|отправлено|дата|кому|тема|копия):\*?"
)
_SIGN_OFF = re.compile(
    r"[ \t]*(?:-- ?$|(?:(?:with )?(?:best|kind|warm|kindest|warmest) (?:regards|wishes)|regards"
    r"|(?:yours )?sincerely|yours truly|best|cheers"
    r"|с (?:глубоким |огромным )?уважением|с наилучшими пожеланиями|всего доброго)[ ,.!]*$"
    r"|с уважением,? \S.{0,60}$"
    r"|sent from my .{0,40}$|отправлено с .{0,40}$)"
)
_POSTSCRIPT = re.compile(r"[ \t]*(?:p\.? ?s\b|з\.? ?ы\b|п\.? ?с\b)")


def blank_old(folded: str) -> str:
    """The folded text with everything that is not new replaced by line breaks, length unchanged.

    Blanked are lines that begin with ``>``, what follows "On ... wrote:", "... пишет:", a divider
    or a From/Sent header (От/Отправлено), and the signature up to a postscript.

    >>> blank_old("yes, do it\\n> can you do it for less?").rstrip()
    'yes, do it'
    >>> blank_old("fine.\\nregards,\\nann").rstrip()
    'fine.'
    """
    if not _HINT.search(folded):
        return folded
    lines = folded.split("\n")
    keep = [not _QUOTED_LINE.match(line) for line in lines]
    signed = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _opens_old_mail(line, following):
            _cut_from(lines, keep, number)
            break
        if _POSTSCRIPT.match(line):
            signed = False
        elif number and _SIGN_OFF.match(line):
            signed = True
        keep[number] = keep[number] and not signed
    return "\n".join(
        line if kept else "\n" * len(line) for line, kept in zip(lines, keep, strict=True)
    )


def _opens_old_mail(line: str, following: str) -> bool:
    return bool(
        (_HEADER.match(line) and _NEXT_HEADER.match(following))
        or _DIVIDER.match(line)
        or _ATTRIBUTION.match(line)
        or (_ATTRIBUTION_HEAD.match(line) and _ATTRIBUTION_TAIL.match(following))
    )


def _cut_from(lines: list[str], keep: list[bool], cut: int) -> None:
    """Drop the attribution at ``cut`` and all below; an answer under quoted lines stays."""
    below = range(cut + 1, min(cut + 4, len(lines)))
    answered_below = any(_QUOTED_LINE.match(lines[number]) for number in below)
    for number in range(cut, len(lines)):
        attribution = number == cut or (
            number == cut + 1 and bool(_ATTRIBUTION_TAIL.match(lines[number]))
        )
        keep[number] = keep[number] and answered_below and not attribution

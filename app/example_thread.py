"""A short thread to try the page with, in our own words; nobody in it exists."""

from __future__ import annotations

from datetime import datetime, timedelta

from features.telling import Language

_EXAMPLES: dict[Language, str] = {
    "en": """From: Ruth Vale <ruth@valeyard.example>
Date: {fifth}
To: Tom Reed <tom@ours.example>
Subject: Re: The north roof

That is still too dear. Make it 30,000 and we sign.

From: Tom Reed <tom@ours.example>
Date: {fourth}
To: Ruth Vale <ruth@valeyard.example>
Subject: Re: The north roof

Thursday at ten suits us. We can do it for 36,500 if the scaffold stays yours.

From: Ruth Vale <ruth@valeyard.example>
Date: {third}
To: Tom Reed <tom@ours.example>
Subject: Re: The north roof

I cannot do Tuesday after all, my daughter is ill. Would Thursday at ten suit you? I will bring
the drawings, and our accountant will come too, because she signs. One more thing: another firm
asks a third less than you do. Can you go down to their price?

From: Tom Reed <tom@ours.example>
Date: {second}
To: Ruth Vale <ruth@valeyard.example>
Subject: Re: The north roof

It would come to 38,000 euros. Shall we meet on Tuesday at nine? Please bring the drawings.

From: Ruth Vale <ruth@valeyard.example>
Date: {first}
To: Tom Reed <tom@ours.example>
Subject: The north roof

Good morning. We want the north roof renewed before the autumn, about 240 square metres, slate.
What would you need from us to name a price?
""",
    "ru": """От: Вера Долина <vera@dolina.example>
Дата: {fifth}
Кому: Пётр Реутов <petr@nashi.example>
Тема: Re: Северная крыша

Всё равно слишком дорого. Сделайте за 30 000, и мы подпишем.

От: Пётр Реутов <petr@nashi.example>
Дата: {fourth}
Кому: Вера Долина <vera@dolina.example>
Тема: Re: Северная крыша

Четверг в десять подходит. Сделаем за 36 500, если леса будут ваши.

От: Вера Долина <vera@dolina.example>
Дата: {third}
Кому: Пётр Реутов <petr@nashi.example>
Тема: Re: Северная крыша

Во вторник всё-таки не смогу, заболела дочь. Подойдёт ли четверг в десять? Чертежи привезу и
позову нашего бухгалтера: договор подписывает она. И ещё: другая фирма берёт на треть меньше.
Сможете опуститься до их цены?

От: Пётр Реутов <petr@nashi.example>
Дата: {second}
Кому: Вера Долина <vera@dolina.example>
Тема: Re: Северная крыша

Выйдет 38 000 евро. Встретимся во вторник в девять? Захватите, пожалуйста, чертежи.

От: Вера Долина <vera@dolina.example>
Дата: {first}
Кому: Пётр Реутов <petr@nashi.example>
Тема: Северная крыша

Доброе утро. Хотим до осени обновить северную крышу, около 240 квадратных метров, сланец.
Что вам нужно от нас, чтобы назвать цену?
""",
}


def example(language: Language, now: datetime) -> str:
    """The example in a language, its newest mail an hour before ``now``.

    >>> example("en", datetime(2026, 3, 14, 17, 40)).splitlines()[1]
    'Date: 2026-03-14 16:40'
    """
    ages = {"fifth": 1, "fourth": 5, "third": 26, "second": 49, "first": 70}
    moments = {
        name: f"{now - timedelta(hours=hours):%Y-%m-%d %H:%M}" for name, hours in ages.items()
    }
    return _EXAMPLES[language].format(**moments)

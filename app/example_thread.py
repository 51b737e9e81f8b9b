"""A short thread to try the page with, in our own words; nobody in it exists."""

from __future__ import annotations

from features.telling import Language

_EXAMPLES: dict[Language, str] = {
    "en": """On Fri, 13 Mar 2026 at 16:40, Ruth Vale <ruth@valeyard.example> wrote:
> I cannot do Tuesday after all, my daughter is ill. Would Thursday at ten suit you? I will bring
> the drawings, and I have asked our accountant to come, because she signs.
>
> On Fri, 13 Mar 2026 at 11:05, Tom Reed <tom@ours.example> wrote:
>> Tuesday at nine, then. Please bring the drawings of the north side.
>>
>> On Thu, 12 Mar 2026 at 09:20, Ruth Vale <ruth@valeyard.example> wrote:
>>> Good morning. We want the north roof renewed before the autumn, about 240 square metres, slate.
>>> What would you need from us to name a price?
""",
    "ru": """пт, 13 мар. 2026 г. в 16:40, Вера Долина <vera@dolina.example>:
> Во вторник всё-таки не смогу, заболела дочь. Подойдёт ли четверг в десять? Чертежи привезу и
> позову нашего бухгалтера: договор подписывает она.
>
> пт, 13 мар. 2026 г. в 11:05, Пётр Реутов <petr@nashi.example>:
>> Тогда вторник, в девять. Захватите, пожалуйста, чертежи северной стороны.
>>
>> чт, 12 мар. 2026 г. в 09:20, Вера Долина <vera@dolina.example>:
>>> Доброе утро. Хотим до осени обновить северную крышу, около 240 квадратных метров, сланец.
>>> Что вам нужно от нас, чтобы назвать цену?
""",
}


def example(language: Language) -> str:
    """The example in a language.

    >>> example("en").count("wrote:")
    3
    """
    return _EXAMPLES[language]

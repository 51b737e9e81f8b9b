"""Cues of our own messages: what we offer, concede and take upon ourselves."""

# ruff: noqa: E501 - a pattern is data and stays on one line

from features.cues.cue import Cue

OFFERS_ALTERNATIVE = Cue(
    "offers-alternative",
    "outbound",
    "we offer other times",
    english=(
        "<when> (?:[^.!?]{0,30}[^\\p{L}])?or (?:[^.!?]{0,20}[^\\p{L}])?<when>",
        "(?:how about|what about|would|does|could we do|can we do|might|shall we say|is|maybe|perhaps|alternatively|or) (?:[^.!?]{0,25}[^\\p{L}])?<when> (?:[^.!?]{0,20}[^\\p{L}])?(?:work|suit|instead|be better|better|convenient|good for you|be possible|possible|ok for you|okay|fine|any good)",
        "(?:how about|what about) (?:[^.!?]{0,20}[^\\p{L}])?<when>",
        "(?:we|i)(?:'d| can| could| would| are able to|'re able to| am able to| might)? (?:also |happily |gladly |instead )?(?:offer|propose|suggest|do|make it|meet|come|see you|manage|fit you in|be there|squeeze you in) (?:you )?(?:[^.!?]{0,30}[^\\p{L}])?<when>",
        "(?:i'?m|we'?re|i am|we are|she is|he is|our \\p{L}+ is) (?:also |both |all |quite |completely )?(?:free|available|open|around|in town|flexible) (?:[^.!?]{0,20}[^\\p{L}])?<when>",
        "(?:any|some|other|different|another|alternative|more|free|following|open|several|two|three) (?:other |free |open )?(?:times?|days?|slots?|dates?|appointments?|openings?)(?: that| next| this| in| on| which| would| are| is| we| for| available| if| works| you| suits| at|:|$)",
        "(?:pick|choose|name|tell us|let (?:me|us) know|say|suggest|propose) (?:[^.!?]{0,20}[^\\p{L}])?(?:time|day|slot|date)s? (?:that )?(?:\\p{L}+ )?(?:works?|suits?|you (?:like|prefer|want)|is (?:best|good|convenient)|convenient)",
        "(?:alternatively|otherwise|if (?:that|this|it|not|<when>)) (?:[^.!?]{0,30}[^\\p{L}])?<when>",
    ),
    russian=(
        "<когда> (?:[^.!?]{0,30}[^\\p{L}])?(?:или|либо) (?:[^.!?]{0,20}[^\\p{L}])?<когда>",
        "(?:можем|могу|могли бы|готов~|предлага~|предложи~|давайте|может|можно|смогу|сможем|получится|а если|как насчет|возможно|подъедем|приедем|встретимся|свободн~|есть окно|есть время|окно|удобно ли|удобно|подойдет|устроит) (?:[^.!?]{0,35}[^\\p{L}])?<когда>",
        "<когда> (?:[^.!?]{0,25}[^\\p{L}])?(?:подойдет|устроит|удобно|вас устроит|можем|свободн~|есть окно|сможете|смогу|могу|если удобно)",
        "(?:друг|люб|ин|альтернативн|удобн)~ (?:вам )?(?:время|день|дни|дату|даты|окно|слот~|для вас время)",
        "(?:выберите|назовите|подскажите|напишите|предложите|скажите) (?:[^.!?]{0,15}[^\\p{L}])?(?:время|день|дату|когда (?:вам )?(?:удобн|подойдет)~)",
    ),
    unless_english=(
        "(?:invoice|payment|pay|deadline|delivered|ship|report) (?:[^.!?]{0,20}[^\\p{L}])?(?:by|due|on)",
        "<not> (?:[^.!?]{0,15}[^\\p{L}])?(?:free|available|offer|manage|make it)",
        "(?:see you|confirmed for|as agreed)",
    ),
    unless_russian=(
        "(?:не могу|не можем|не сможем|не смогу|не получится) (?:[^.!?]{0,15}[^\\p{L}])?<когда>",
        "(?:оплат|счет|срок|отгруз|достав|отправ|пришл)~",
        "(?:до встречи|ждем вас|как договорились)",
    ),
    examples=(
        "We could also come on Wednesday or on Friday morning.",
        "How about Tuesday at three instead?",
        "Any other time next week works, just name a day that suits you.",
        "Можем подъехать в среду или в пятницу утром.",
        "Может, во вторник в три?",
        "Назовите любое удобное вам время на следующей неделе.",
    ),
    counter_examples=(
        "The invoice is due on Friday.",
        "See you on Tuesday.",
        "The paint dries slowly.",
        "Счёт нужно оплатить до пятницы.",
        "Ждём вас во вторник.",
        "Краска сохнет медленно.",
    ),
)

OFFERS_REMOTE = Cue(
    "offers-remote",
    "outbound",
    "we offer a call or video",
    english=(
        "(?:could|can|happy to|glad to|let'?s|shall|would|suggest|propose|offer|prefer|how about|what about|alternatively|perhaps|maybe|why don'?t|available for|free for|time for|open to|start with|have|do|jump on|hop on|set up|schedule|arrange|book|meet|talk|speak|discuss|show you|join) (?:[^.!?]{0,35}[^\\p{L}])?(?:zoom|video ?(?:calls?|conference|chat|link)?|(?:quick |short |brief |phone |#(?: |-)?min~ |conference |skype |teams )*calls?|by phone|over the phone|on the phone|the phone|via phone|telephone|teams|skype|google meet|online|remotely|screen ?shar~|webex|facetime|virtually|dial in)",
        "(?:quick|short|brief|#(?: |-)?minute|ten minute|phone|video|zoom|teams) (?:phone )?(?:call|chat|meeting|session)(?: today| tomorrow| instead| would| might| could| is| works| if| to| on| this| with|$)",
        "(?:by|over the|via|on) (?:phone|video|zoom|teams|skype) (?:[^.!?]{0,20}[^\\p{L}])?(?:if|instead|today|tomorrow|would|works|first|as well|too)",
    ),
    russian=(
        "(?:можем|могу|могли бы|готов~|предлага~|давайте|может|можно|смогу|сможем|удобно|удобнее|как насчет|если удобно|встретимся|обсудим|поговорим|покаж~|провед~|подключ~|организу~|хотите|достаточно|начнем|начать|лучше) (?:[^.!?]{0,40}[^\\p{L}])?(?:созвон|по телефону|по видео|видео|зум|в зуме|скайп|онлайн|дистанционно|удаленно|телемост|по связи|звонок|звонк|тимс|демонстрац экрана)~",
        "(?:созвон|видео|зум|онлайн|по телефону|дистанционно|короткий звонок)~ (?:[^.!?]{0,25}[^\\p{L}])?(?:если удобно|вместо|удобн|можем|могу|готовы|тоже можно|подойдет|устроит|если вам|тоже вариант)~",
        "созвонимся|созвониться",
    ),
    unless_english=(
        "(?:call ?out fee|call centre|call center|phone (?:case|number)|video (?:edit|produc|shoot|clip|about)~|phone bill)",
        "(?:called|missed|your call|thanks for the call|after (?:our|the|today'?s) call|in (?:our|the) call|during (?:our|the) call)",
        "(?:<not>) (?:[^.!?]{0,10}[^\\p{L}])?(?:do|have|offer|talk|call)(?: \\p{L}+){0,2} (?:by|over|on|via) (?:the )?(?:phone|video|zoom)",
        "(?:online (?:shop|store|form|payment|catalog~|order~|banking))",
    ),
    unless_russian=(
        "(?:видеонаблюден|видеоролик|видеокамер|онлайн-магазин|онлайн-касс|видеоматериал|видеосъемк|онлайн-оплат)~",
        "(?:после|во время|по итогам|итоги|спасибо за) (?:[^.!?]{0,15}[^\\p{L}])?(?:созвон|звонк)~",
        "не (?:могу|можем|сможем) (?:[^.!?]{0,10}[^\\p{L}])?(?:созвон|по телефону)~",
    ),
    examples=(
        "We could have a short call today.",
        "Happy to walk you through it on Zoom.",
        "How about a video meeting, so you need not travel?",
        "Можем созвониться сегодня.",
        "Готовы показать всё онлайн.",
        "Давайте обсудим по телефону, чтобы вам не ехать.",
    ),
    counter_examples=(
        "The call-out fee is forty euros.",
        "Thanks for the call today.",
        "We installed the door phone.",
        "Видеонаблюдение установлено.",
        "Спасибо за звонок.",
        "Домофон установили.",
    ),
)

CONCESSION = Cue(
    "concession",
    "outbound",
    "we give way: a discount, something extra, or faster",
    english=(
        "(?:at )?(?:no|without|zero) (?:any )?(?:extra |additional |further |added )?(?:cost|charge|fee)s?",
        "(?:free of charge|for free|on the house|on us$|is on us|complimentary|our treat|gratis|with our compliments)",
        "(?:we|i)(?:'ll| will|'ve| have| can| could| are able to|'re able to| are happy to|'re happy to| are willing to|'d be happy to| am happy to|'m happy to| agree to|'d be willing to| are prepared to|'re prepared to|'d| would) (?:also |then |gladly |even |therefore |exceptionally |of course |happily |just |now |already |agreed to )*(?:lower|reduce|drop|cut|knock|take|shave|waive|extend|include|throw in|bring forward|discount|meet you|prioriti[sz]e|absorb|forgo|swallow|halve|refund|credit|give you|offer you|grant|match|round down|come down|go down|skip|cover|let you have|hold the (?:old )?price|freeze|rush|speed up|deliver (?:it )?(?:earlier|sooner|faster)|finish (?:it )?(?:earlier|sooner|faster)|add|do it (?:for|faster|sooner|earlier|by)|make an exception|accept your|split)(?:[^.!?]{0,40}[^\\p{L}])?(?:price|%|percent|discount|fee|free|extra|earlier|sooner|faster|days?|cost|charge|rate|off|half ?way|exception|penalty|invoice|weeks?|month|terms|deadline|offer|#|refund|as well|too|for (?:you|it)|middle|difference|warranty|deposit|revision|the (?:\\p{L}+ )?(?:installation|delivery|training|export|report|setup|design|shipping))",
        "(?:discount|reduction|rebate|credit|refund) of (?:#|ten|five|fifteen|twenty)",
        "(?:#|ten|five|fifteen|twenty) (?:percent |per cent )?(?:discount|off|reduction|less)(?: for you| on| as| if| the|$| for| is| then)",
        "(?:as a|a|out of|gesture of) (?:goodwill|gesture|courtesy|one ?-?off|exception|special favou?r|token)",
        "(?:meet you half ?way|as an exception|special price|make an exception|bend the rules|in your favou?r|your (?:price|terms|conditions|deadline) (?:it is|then|is fine|works|are fine|accepted)|we give in|have it your way|do it your way|waived|fee is off|won'?t charge|not charge you|will not charge|not be charged|not bill you|won'?t bill)",
        "(?:all right|alright|ok|okay|fine|very well|agreed|understood)(?: then)? (?:we'?ll|we will|i'?ll|we can|we) (?:do|include|add|lower|take|cut|reduce|make|give|deliver|finish|drop|move|accept|change|redo|start|bring|throw|send)",
        "(?:price|fee|rate|cost|total) (?:[^.!?]{0,15}[^\\p{L}])?(?:reduced|lowered|cut|brought down|dropped|down) (?:to|by)",
    ),
    russian=(
        "(?:бесплатно|безвозмездно|без доплат~|без дополнительн~ (?:оплат~|плат~)|за наш счет|за свой счет|не возьмем|не возьму|не будем брать|в подарок|подарим|дарим|бонусом|в виде исключения|в качестве исключения|идем вам навстречу|пойдем навстречу|пойдем вам навстречу|идем навстречу|готовы (?:пойти|уступить)|пойти (?:вам )?навстречу|сделаем исключение|уступим|уступаем|так и быть)",
        "(?:дад|дади|дае|сдела|дела|предостав|предлож|предлага|мож|мог|готов|согласн|даю|даём)~ (?:[^.!?]{0,25}[^\\p{L}])?(?:скидк~|дешевле|рассрочк~|отсрочк~)",
        "(?:скидк~) (?:[^.!?]{0,20}[^\\p{L}])?(?:#|дад|дае|сдела|предостав|для вас|можем|согласов|одобр|подтвержд)~",
        "(?:сниз|уменьш|скин|сброс|спиш|сократ|ускор|подвин|отмен|убер|продли|учт|прости|вычт|верн|компенсир)(?:им|ем|аем|или|ил|ишем|яем|у|ю|ать|ить|нем|ете|лили|ли|ла|иваем|ю|м|ируем|шли)~? (?:[^.!?]{0,25}[^\\p{L}])?(?:цен|стоимост|смет|сумм|ставк|процент|#|срок|штраф|неустойк|комисси|плат|рубл|тысяч|гаранти|пен[юи]|доплат|сро)~",
        "(?:хорошо|ладно|ок|договорились|так и быть|согласны|понимаем) (?:[^.!?]{0,10}[^\\p{L}])?(?:мы )?(?:включим|добавим|сделаем|снизим|уступим|ускорим|успеем|переделаем|доработаем|отдадим|поставим|привезем|начнем|возьмем|примем|перенесем)",
        "(?:включим|добавим|включили|добавили|доделаем|сделаем) (?:[^.!?]{0,35}[^\\p{L}])?(?:без доплат~|бесплатно|в ту же (?:цену|стоимость)|за те же|в рамках|за наш|в подарок|раньше|быстрее|на (?:день|неделю|# дн~) раньше)",
        "(?:сдадим|закончим|привезем|доставим|отгрузим|успеем|поставим) (?:[^.!?]{0,25}[^\\p{L}])?(?:раньше|быстрее|досрочно)",
        "(?:принимаем|согласны на) (?:ваш~|вашу) (?:цен|услови|срок|вариант)~",
        "(?:специальн|особ)~ (?:для вас )?(?:цен|услови)~",
    ),
    unless_english=(
        "(?:can'?t|cannot|unable|not able|unfortunately|no discount|won'?t be able|afraid)(?: \\p{L}+){0,4} (?:offer|give|lower|reduce|include|do|discount|drop|waive|come)",
        "(?:free of charge|for free|no charge|no extra cost) (?:only )?if",
        "feel free",
        "(?:not|n'?t) (?:be )?(?:free of charge|for free|complimentary)",
        "(?:price|prices|cost)s? (?:will|have to|must) (?:rise|go up|increase)",
    ),
    unless_russian=(
        "(?:не (?:можем|могу|сможем|готовы|получится|делаем|даем|предоставляем)|к сожалению|увы|невозможно) (?:[^.!?]{0,25}[^\\p{L}])?(?:скид|сниз|дешев|бесплатн|уступ|включ|ускор|скин)~",
        "(?:не|нет) (?:бесплатно|скидок)",
        "бесплатн~ не",
    ),
    examples=(
        "We will include the delivery at no extra cost.",
        "As a gesture of goodwill we can take 5% off the price.",
        "All right, we'll finish two days earlier.",
        "Включим доставку без доплаты.",
        "Готовы сделать для вас скидку пять процентов.",
        "Хорошо, сделаем на два дня раньше.",
    ),
    counter_examples=(
        "Unfortunately we cannot offer a discount.",
        "Feel free to call any time.",
        "The price includes two coats of paint.",
        "К сожалению, мы не можем сделать скидку.",
        "Звоните в любое время.",
        "В цену входят два слоя краски.",
    ),
)

CONCILIATORY = Cue(
    "conciliatory",
    "outbound",
    "we apologise or take it upon ourselves, calmly",
    english=(
        "(?:i'?m|we'?re|i am|we are|so|very|really|truly|deeply|terribly|awfully|sincerely|extremely|again|please accept|^|genuinely|am|and|are|oh|yes|hi \\p{L}+|dear \\p{L}+) (?:very |so |really |truly |deeply |terribly |genuinely |both |all |extremely |awfully )*sorry(?: about| for| that| we| i| this| you| if| to have|$| it| again| and)",
        "(?:apologi[sz]e~|apologies|apology|our regrets|forgive (?:us|me)|pardon (?:us|me)|beg your pardon|mea culpa)",
        "(?:my|our|entirely our|all our) (?:own )?(?:bad|fault|mistake|error|responsibility|oversight|omission|slip|failure|misjudg~)(?:$| and| we| i| entirely| is| was| not| in| for| that| to| completely| here| on)",
        "(?:was|is|it'?s|that'?s|entirely|completely|fault is|mistake is|mistake was|fault was) (?:our|my|ours|mine)(?: own)?(?: fault| mistake| error| responsibility| oversight|$| entirely| alone| to| and)",
        "(?:i|we)(?: really| certainly| clearly| indeed)? (?:should have|ought to have|could have|should'?ve) (?:\\p{L}+)",
        "(?:i|we)(?: do| fully| will| gladly|'ll| would like to)? (?:take|accept|bear|assume) (?:the |full |all |complete )*(?:responsibility|blame)",
        "(?:that|this|it|which)(?:'s| is| was| one is)? (?:entirely |completely |all )?(?:on (?:me|us)|down to us|down to me)",
        "(?:you(?:'re| are)|you were) (?:absolutely |quite |perfectly |completely |entirely )?right(?: to| that| about|$| and| we)",
        "(?:i|we)(?: can| do| fully| completely| really| totally)* (?:understand|see|appreciate|hear) (?:your|that you|how|why you|where you|the) (?:\\p{L}+ )?(?:frustrat~|disappoint~|concern~|are|were|upset|anger|annoy~|feel~|point|must|worr~|irritat~|this|are coming|situation)",
        "(?:we|i)(?: have|'ve)? (?:dropped the ball|let you down|messed up|got (?:it|this|that) wrong|made (?:a|the) mistake|overlooked|missed (?:it|this|that)|fell short|own (?:it|this|that)|failed (?:you|to (?:tell|inform|warn|remind|explain))|forgot to (?:tell|inform|warn|remind|mention|send)|regret)",
    ),
    russian=(
        "(?:извин(?:ите|яемся|яюсь|ения|ить|ений)|прост(?:ите|им)|прощени~|приносим (?:свои |вам |искренние )*извинени~|прошу прощения|просим прощения|мне (?:очень )?жаль|нам (?:очень )?жаль|сожале(?:ю|ем)|виноват|виноваты|виновата|каюсь|каемся)",
        "(?:наша|моя|полностью наша|это наша|это моя|целиком наша) (?:\\p{L}+ )?(?:вина|ошибка|недоработка|оплошность|недосмотр|ответственность|промашка|упущение|зона ответственности)",
        "(?:мы|я|нам|мне) (?:действительно |конечно |и правда |сам~ )*(?:должны были|должен был|должна была|следовало|стоило|надо было|нужно было|обязаны были)",
        "(?:беру|берем|принимаем|принимаю) (?:[^.!?]{0,15}[^\\p{L}])?(?:ответственность|вину|это на себя|на себя)",
        "(?:вы|здесь вы|тут вы) (?:абсолютно |совершенно |полностью |конечно |безусловно )?правы",
        "(?:понимаю|понимаем|разделяем|разделяю) (?:[^.!?]{0,10}[^\\p{L}])?(?:ваш~|вас|как (?:это|вам)|почему вы) (?:[^.!?]{0,15})",
        "(?:мы|я) (?:действительно |вас |это |здесь |сами |сам |сама )*(?:подвели|недосмотрел~|ошибл~|не предупредил~|не учл~|упустил~|недоглядел~|просмотрел~|напутал~|забыл~|не проверил~|допустил~ ошибк~|недоработал~|виноват~)",
    ),
    unless_english=(
        "sorry (?:but|to (?:hear|see|bother|disturb|interrupt|chase))",
        "sorry (?:\\p{L}+ )?(?:we|i|this|that) (?:can'?t|cannot|don'?t|won'?t|is not possible|isn'?t possible)",
        "(?:not|isn'?t|wasn'?t|never)(?: \\p{L}+)? (?:our|my) (?:fault|mistake|error|responsibility)",
        "no need to (?:apologi[sz]e|be sorry)",
        "(?:accept|thank~ (?:you )?for) your apolog~",
        "(?:i|we) should have (?:the|it|a|an|news|more|some|received|everything|results) (?:[^.!?]{0,25})",
    ),
    unless_russian=(
        "(?:извините|простите|сожалению) (?:[^.!?]{0,5}[^\\p{L}])?(?:но|за беспокойство|что беспокою)",
        "не (?:наша|моя|по нашей) (?:вин|ошибк)~",
        "(?:не извиняйтесь|не за что извиняться|ваши извинения|не виноваты|не виноват)",
        "(?:простите|извините) (?:а |вы |как |не )",
    ),
    examples=(
        "I'm sorry about the delay, we should have called you first.",
        "This was our mistake and we will put it right.",
        "We understand your frustration.",
        "Приносим извинения за задержку.",
        "Это наша ошибка, исправим.",
        "Понимаем ваше недовольство, надо было предупредить раньше.",
    ),
    counter_examples=(
        "Sorry, but that is not possible.",
        "It was not our fault.",
        "We should have the results by Monday.",
        "Извините, но это невозможно.",
        "Это не наша вина.",
        "Результаты будут в понедельник.",
    ),
)

OFFERS_HELP = Cue(
    "offers-help",
    "outbound",
    "we offer concrete help",
    english=(
        "(?:happy|glad|ready|willing|able|delighted|pleased|gladly|here|like|love|want|available|offer|free) (?:to )?(?:help|assist|support|walk|come|enter|set|train|show|take over|take (?:that|this|it) (?:off|on|over)|sit|guide|prepare|fill|go through|do (?:it|that|this)|send (?:someone|somebody|a|an|our)|lend|look (?:into|at|over)|join|run|teach|explain|step in|handle|move|import|clean|sort)",
        "(?:we|i|our \\p{L}+|my colleague|a colleague|one of us|someone|somebody|\\p{L}+ from our \\p{L}+)(?:'ll| can| could| will|'d| would|'s| is happy to| are happy to) (?:also |gladly |happily |easily |personally |certainly |of course |then |even |be (?:happy|glad) to )*(?:help|assist|support|walk you|guide|sit (?:down )?with|come (?:over|by|round|to you|and|along)|send (?:you )?(?:someone|somebody|a (?:colleague|technician|trainer|specialist|\\p{L}+)|an (?:engineer|\\p{L}+)|our|two|one|over)|take (?:that|this|it|the \\p{L}+|over)(?: \\p{L}+)? ?(?:over|off|on|for you)?|do (?:it|that|this|the \\p{L}+) (?:for|with|together)|set (?:it|this|everything|up)|enter|train|show you|teach|fill (?:it|in|out)|prepare|import|migrate|clean up|step in|lend|go through (?:it|this|the|them)|handle (?:it|this|that|the)|look after)(?: [^.!?]{0,30})?",
        "let (?:me|us|our \\p{L}+) (?:help|assist|support|walk you|show you|guide|take (?:that|this|it)|do (?:it|that|this)|handle|come|send)",
        "(?:team|colleagues?|specialists?|engineers?|trainers?|technicians?|people|experts?|staff|consultants?|crew) (?:is|stands?|are|who is|who are|will be) (?:now |already )?(?:ready|available|standing by|at your|on standby|on hand|prepared|here|free) ?(?:to|for|if|at|$)?",
        "(?:at your disposal|lend a hand|give you a hand|helping hand|on hand to)",
        "(?:would (?:it|you)|shall (?:we|i)|do you want (?:us|me) to|would you like (?:us|me) to|should (?:we|i)|want (?:us|me) to) (?:help~?|(?:like |want )?(?:some |our |any )?(?:help|support|assistance)|send|come|walk|set|enter|train|show|do (?:it|this|that)|take (?:it|this|that|over)|prepare|fill|go through)",
        "(?:offer|provide|arrange|give)(?: you)? (?:[^.!?]{0,20}[^\\p{L}])?(?:help|support|assistance|training|a hand|workshop|a walkthrough)",
    ),
    russian=(
        "(?:готов|можем|могу|рады|рад|рада|предлага|предлож|с радостью|с удовольствием|хотим|давайте мы|давайте я|хотите|будем рады|могли бы|сможем|смогу|постара)~ (?:[^.!?]{0,30}[^\\p{L}])?(?:помо[чгж]|подключ|приех|подъех|обуч|науч|показ|внес|ввест|настро|взять (?:это )?на себя|прислат|направ|выдел|сопровод|подскаж|подсказ|поддерж|провести обучен|заполн|перенес|разобрат|проконсульт|организов|подготов)~",
        "(?:поможем|помогу|подключим|подъедем и|приедем и|обучим|научим|настроим|внесем|введем|заполним|возьмем (?:это |все )?на себя|пришлем (?:специалиста|человека|мастера|инженера|сотрудника|коллегу|тренера|\\p{L}+)|направим (?:специалиста|человека|мастера|инженера|сотрудника|\\p{L}+)|выделим (?:специалиста|человека|сотрудника|\\p{L}+)|проведем (?:обучение|инструктаж|консультацию|тренинг)|сделаем (?:это )?(?:за вас|вместе|вместе с вами)|разберемся вместе)(?: [^.!?]{0,20})?",
        "(?:наш~|мой|моя) (?:\\p{L}+ )?(?:специалист|инженер|коллег|сотрудник|команд|мастер|тренер|консультант|помощник|техник|бригад)~ (?:[^.!?]{0,20}[^\\p{L}])?(?:помо[жгч]|готов|приед|подъед|подключ|обуч|покаж|внес|введ|настро|в вашем распоряж|на связи|подскаж)~",
        "(?:в вашем распоряжении|протянуть руку|подставим плечо)",
        "(?:нужна|требуется|не нужна ли|нужна ли) (?:вам )?(?:наша )?помощь (?:с|в|при)",
        "(?:помощь) (?:[^.!?]{0,15}[^\\p{L}])?(?:предлагаем|окажем|готовы оказать)",
    ),
    unless_english=(
        "(?:if|should) (?:there is|you need|you have|you require|there'?s) any",
        "(?:if|should) (?:there is|you need) anything",
        "(?:anything else|further (?:questions|assistance)|let (?:me|us) know if)",
        "<not> (?:\\p{L}+ )?(?:help|assist|support)",
        "(?:hope (?:this|that|it) helps|glad (?:we|i|it) (?:could help|helped))",
        "how can (?:we|i) help",
        "(?:happy|glad|pleased) to (?:see|hear|confirm|announce)",
    ),
    unless_russian=(
        "(?:если|когда) (?:[^.!?]{0,15}[^\\p{L}])?(?:что-то|что-нибудь|будут вопросы|возникнут|понадобится|чем-то)",
        "не (?:смож|мож|мог|получится|готов)~ (?:[^.!?]{0,15}[^\\p{L}])?(?:помо[чгж]|подключ|приех)~",
        "(?:чем (?:могу|можем) (?:помочь|быть полезн~)|обращайтесь)",
        "(?:надеюсь|надеемся) (?:[^.!?]{0,10}[^\\p{L}])?(?:помог|поможет)~",
    ),
    examples=(
        "Our engineer can come over and set it up for you.",
        "We are ready to help you enter the stock list.",
        "Shall we send someone to fill in the forms with you?",
        "Готовы помочь вам внести остатки.",
        "Наш инженер приедет и всё настроит.",
        "Поможем заполнить анкеты, пришлём специалиста.",
    ),
    counter_examples=(
        "Let me know if there is anything else.",
        "The forms are attached.",
        "We cannot help with the electrics.",
        "Если будут вопросы, обращайтесь.",
        "Анкеты во вложении.",
        "С электрикой мы помочь не сможем.",
    ),
)

_MINUTES_EN = "(?:(?:meeting |the |our |short |brief |some |full |written |draft |these |call |my )*(?:minutes|summary|protocol|notes|recap|record|write ?-?up|action (?:items|points)|memo|key points|summary notes))"

SENDS_MINUTES = Cue(
    "sends-minutes",
    "outbound",
    "we send minutes, a summary or a protocol",
    english=(
        f"(?:attach~|enclos~|here(?:'s| is| are| come)?|below|sending|send|sent|find|sharing|share|forward~|circulat~|following|uploaded?|these are|as promised|see|e ?-?mailed|posted)(?: you| everyone| all| over| please| is| are| find| herewith| with| to you| below| attached| as promised|:)* (?:a |an |the |our |my |your |also )?{_MINUTES_EN}(?: of| from| for| on| to|$| with| and| after| below| attached| as)",
        f"{_MINUTES_EN} (?:of|from|for|on) (?:our |the |today'?s?|yesterday'?s?|this |my |last |<weekday>'?s?|your )(?:[^.!?]{{0,25}}[^\\p{{L}}])?(?:meeting|call|talk|workshop|session|conversation|visit|discussion|demo|kick ?-?off|are|is|attached|below|today|yesterday|morning|review|chat|:)",
        f"(?:the |our |meeting )*{_MINUTES_EN} (?:is|are|can be found|of \\p{{L}}+ (?:is|are)) (?:now |all |also )?(?:attached|enclosed|below|here|in the attachment|at the link|online|in the shared|in this)",
        "(?:to (?:sum up|summari[sz]e|recap)|summing up|in summary|quick recap|short recap)(?: of)?(?: what| our| today| yesterday| the (?:meeting|call)| we| from|:)",
        "(?:here(?:'s| is| are)|this is|these are|below is|below are|attached is|as) (?:what|the (?:points|decisions|agreements|things|results|outcomes)|all) (?:that )?(?:we (?:agreed|discussed|decided|settled|talked)|of (?:the|our|today'?s?) (?:meeting|call))",
    ),
    russian=(
        "(?:во вложении|прилага|прикладыва|прикреп|высыла|отправ|присыла|направ|шлю|шлем|вот|ниже|подготови|пересыла|выслал|прислал|скинул|скидыва|загрузи|вложен|держите|делюсь)~ (?:[^.!?]{0,25}[^\\p{L}])?(?:протокол|резюме (?:встреч|разговор|созвон|звонк|совещ|переговор)|саммари|конспект|итог|запис[ьи] (?:встреч|разговор|созвон|совещ|переговор)|краткое содержание|тезис|минутк|заметки (?:по|с|со)|список договоренност|договоренност)~",
        "(?:протокол|саммари|конспект|резюме|итог|тезис|заметки)~ (?:[^.!?]{0,30}[^\\p{L}])?(?:во вложении|прилага~|прикладыва~|прикрепл~|ниже|высыла~|отправля~|отправил~|направля~|по ссылке|приложен~|в приложении|прикрепил~|выслал~)",
        "(?:итоги|протокол|резюме|саммари|конспект|тезисы|по итогам) (?:нашей |нашего |сегодняшней |сегодняшнего |вчерашней |вчерашнего )*(?:встреч|созвон|совещани|разговор|переговор|звонк|обсуждени|беседы|демо)~",
        "(?:фиксирую|фиксируем|зафиксиру~|подыто~|подведу итог|подведем итог|резюмиру~) (?:[^.!?]{0,20}[^\\p{L}])?(?:договоренност|о чем|что|итог|наш|встреч|разговор|созвон|результат)~",
    ),
    unless_english=(
        "(?:#|a few|few|couple of|ten|five|fifteen|twenty|thirty|forty|several|some|spare|last|these|two|three) minutes (?:late|away|ago|to|before|of your|earlier|later|from|for|on)",
        "(?:could|can|please|would|will|did) (?:you )?(?:please )?(?:send|share|forward)(?: us| me)? (?:\\p{L}+ )?(?:minutes|summary|notes|protocol)",
        "(?:have|did) you (?:[^.!?]{0,20}[^\\p{L}])?(?:minutes|summary|notes|protocol)",
        "(?:your|product|executive) (?:notes|summary)",
        "(?:will|'ll|shall|going to) (?:\\p{L}+ )?(?:send|share|circulate|forward|write)",
    ),
    unless_russian=(
        "(?:пришлите|вышлите|отправьте|скиньте|направьте|подпишите) (?:[^.!?]{0,20}[^\\p{L}])?(?:протокол|итог|резюме)~",
        "(?:получили ли|видели|посмотрели|получили) (?:[^.!?]{0,15}[^\\p{L}])?(?:протокол|итог|резюме|саммари)~",
        "(?:пришлем|пришлю|вышлю|вышлем|отправлю|отправим|подготовлю|подготовим|направим|направлю) ",
        "резюме (?:кандидат|соискател)~",
        "по итогам (?:[^.!?]{0,15}[^\\p{L}])?(?:решим|сообщ|определ|напиш)~",
    ),
    examples=(
        "Please find attached the minutes of our meeting.",
        "Here is a short summary of today's call.",
        "To recap what we agreed: two coats, white, by May.",
        "Во вложении протокол встречи.",
        "Высылаю итоги нашего созвона.",
        "Фиксирую договорённости: два слоя, белый, до мая.",
    ),
    counter_examples=(
        "I'll be ten minutes late.",
        "Could you send us your notes?",
        "We will send the offer tomorrow.",
        "Опоздаю на десять минут.",
        "Пришлите, пожалуйста, ваш протокол.",
        "Завтра отправим предложение.",
    ),
)

OURS = (
    OFFERS_ALTERNATIVE,
    OFFERS_REMOTE,
    CONCESSION,
    CONCILIATORY,
    OFFERS_HELP,
    SENDS_MINUTES,
)

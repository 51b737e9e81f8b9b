"""Cues about time and meetings."""

from features.cues.cue import Cue

ULTIMATUM = Cue(
    "ultimatum",
    "inbound",
    "makes a condition of a time, with a threat: by then, or not at all",
    english=(
        "<soon> or (?:it'?s |there'?s |we'?re |i'?m )?(?:never|not at all|no more|forget (?:it|about it|the)"
        "|(?:do )?n[o']?t? ?bother|nothing|no deal|(?:the deal is |it'?s |we are |i am )?(?:off|out|done|over)"
        "|goodbye|bye)",
        "<soon> ... or (?:else )?(?:we|i|you|it|the deal|the order|our) ... <elsewhere>",
        "<soon> or (?:else )?(?:we|i|you|it|the deal|the order|our) ... <elsewhere>",
        "<soon> ... or (?:else|don'?t bother|not at all|forget (?:it|about it)|never|no deal|lose)",
        "either ... <soon> .... or (?:else )?(?:we|i|you|it|the deal|not at all|never|forget|lose)",
        "(?:if|unless) ... <soon> .... (?:we|i|you|it|that|the deal|the order|don'?t|consider|this) ... <elsewhere>",
        "(?:we|i)<will> ... <elsewhere> ... (?:if|unless) ... <soon>",
        "<soon> .... (?:otherwise|or else|after that|failing that|if not) ... <elsewhere>",
        "<soon> .... (?:otherwise|if not) (?:don'?t bother|forget it|no deal|goodbye|never)",
        "(?:if|unless) ... <soon> .... (?:don'?t bother|forget (?:it|about)|no deal|never mind the)",
        "(?:you have|you'?ve got|you get) (?:until|till|one hour|# hours|an hour) .... <elsewhere>",
        "(?:last|only|final) chance .... <soon>",
        "<soon> .... (?:last|only|final) chance",
        "(?:now|today|tomorrow|tonight|this week) or never",
        "offer (?:dies|is off|expires for good) ... <soon>",
    ),
    russian=(
        "<сейчас> ... (?:или|либо) (?:уже )?(?:<уйдем>)",
        "<сейчас> (?:или|либо) (?:уже )?(?:<уйдем>)",
        "<сейчас> ... (?:или|либо) (?:мы|я|нам|все|сделк~|договор~) ... (?:<уйдем>)",
        "(?:или|либо) ... <сейчас> ... (?:или|либо)",
        "если ... <сейчас> .... (?:то )?(?:<уйдем>)",
        "<сейчас> .... (?:иначе|а то|в противном случае|не сможете|не успеете|если нет) ... (?:<уйдем>)",
        "<сейчас> .... (?:иначе|а то|в противном случае|если нет) (?:<уйдем>)",
        "(?:<уйдем>) ... если ... (?:не|нет) ... <сейчас>",
        "(?:последн|единственн)~ (?:шанс|возможность) .... <сейчас>",
        "<сейчас> .... (?:последн|единственн)~ (?:шанс|возможность)",
        "(?:или|либо) (?:сейчас|сегодня|завтра) (?:или|либо)",
        "(?:сейчас|сегодня|завтра) или никогда",
    ),
    unless_english=(
        "not an ultimatum",
        "no pressure",
        "cancel~ (?:fee|polic~)",
        "(?:rain|weather|storm|site|venue|hall) ... (?:cancel~)",
    ),
    unless_russian=("не ультиматум", "без давления", "не (?:нужно|надо) торопиться"),
    examples=(
        "Come by this afternoon or we hire another plumber.",
        "We meet tomorrow or not at all.",
        "If nobody is on site by Friday, we will go with another contractor.",
        "I need you here today. Otherwise we cancel the whole order.",
        "Либо вы приезжаете сегодня, либо мы ищем других.",
        "Если завтра не встретимся, уйдём к конкурентам.",
        "Встреча нужна завтра, иначе отдадим заказ другой фирме.",
    ),
    counter_examples=(
        "The permit expires on Friday, so we need the drawings by then.",
        "Could we meet today or tomorrow?",
        "We never work on Sundays, tomorrow is fine though.",
        "Разрешение действует до пятницы, поэтому чертежи нужны к четвергу.",
        "Можем встретиться сегодня или завтра, как вам удобнее?",
        "Если завтра не получится, давайте в среду.",
    ),
)

IN_PERSON_ONLY = Cue(
    "in-person-only",
    "inbound",
    "will only meet face to face and refuses a call or video",
    english=(
        "(?:we|i|he|she|they|our \\p{L}+) (?:really |just |simply |still )?(?:don'?t|do not|doesn'?t|won'?t|will not"
        "|never|refuse to|am not going to|'m not going to|'re not going to|hate to|are not) "
        "(?:ever |really )?(?:do|use|take|have|hold|discuss|discussing|talk|accept|like|believe in|trust|join|deal"
        "|decide|negotiate|conduct|doing|doing business|do business|sign|handle|meet|want)"
        " (?:[^.!?]{0,30}[^\\p{L}])?<remote>",
        "(?:^|so |please |and |but )no (?:<remote>|zooms|video)(?: please| thank~)?(?: or | and | nor | no |$)",
        "no (?:zoom|video|phone|calls?|teams|skype|online|remote|virtual) (?:calls?|meetings?|stuff|nonsense|please"
        "|conferences?|chats?|thanks)",
        "only (?:ever )?(?:meet|talk|discuss|do (?:this|it|business|meetings)|deal|negotiate|work|speak|sign) ... "
        "(?:in person|face to face|in the flesh|at our (?:office|place|site))",
        "(?:in person|face to face|in the flesh|on site) (?:only|or (?:not at all|nothing|no deal)|and nothing else"
        "|and only|is the only)",
        "(?:only|strictly|exclusively) (?:in person|face to face|in the flesh)",
        "(?:must|has to|have to|needs? to|got to|gotta) (?:be|happen|come|meet|talk|sit down|discuss) ... "
        "(?:in person|face to face)",
        "(?:insist|insisting) (?:on )?(?:[^.!?]{0,30}[^\\p{L}])?(?:in person|face to face|across (?:the|a) table)",
        "(?:not|nothing|never|rather than) (?:over|by|on|via) (?:the )?<remote>",
        "<remote> (?:is|are) (?:not (?:an option|for (?:us|me)|acceptable|enough|how)|no (?:good|substitute|use)|out of the"
        " question|a waste)",
        "<remote> (?:won'?t|will not) (?:do|cut it|be enough|suffice|happen)",
        "look ... in the eye",
    ),
    russian=(
        "только (?:лично|очно|при личной|личн~ встреч~|с глазу на глаз|вживую|живьем|глаза в глаза|за столом|у нас в"
        " офисе|в офисе)",
        "(?:лично|очно|вживую) и (?:только|никак)",
        "(?:исключительно|строго) (?:лично|очно|при личной|вживую)",
        "(?:никаких|без всяких|давайте без|без) (?:ваших |этих )?(?:зум~|созвон~|видео~|звонк~|скайп~|онлайн~|телефон~)",
        "не (?:обсужда|реша|работа|разговарива|созванива|вед|призна|любл|люби|доверя|использу|обща|польз|провод"
        "|провож|буд|хоч|хот|пойд|соглас)~ ... <удаленно>",
        "<удаленно> ... не (?:обсужда|реша|работа|разговарива|созванива|вед|призна|любл|люби|доверя|использу|обща|польз"
        "|провод|буду|будем|подход|устраива|годится|вариант|интерес|рассматрива|разговор|хоч|нуж|катит)~",
        "(?:а )?не (?:по телефону|по видео~|по зуму|онлайн|по скайпу|дистанционно|удаленно)",
        "(?:нужн|необходим|важн)~ (?:именно )?личн~ (?:встреч~|присутств~)",
        "(?:смотр|видет)~ (?:вам |человеку )?в глаза",
    ),
    unless_english=(
        "(?:happy|fine|ok|okay|good|glad) (?:with|to|for) ... (?:call|video|zoom|phone)",
        "(?:call|phone|video|zoom) is (?:fine|ok|okay|good|better)",
        "(?:before|until|after) (?:<clock>)",
        "(?:right now|at the moment|today|tomorrow|this week|on <weekday>s?)",
        "(?:want|have|take|need) (?:a |any |to )?(?:phone )?calls? (?:from|back)",
        "not only in person",
    ),
    unless_russian=(
        "не только (?:лично|очно)",
        "(?:до|после|сегодня|завтра|сейчас)",
        "(?:давайте|можно|могу|готовы|удобно) (?:созвон|по телефону|онлайн)~",
    ),
    examples=(
        "We never discuss contracts over the phone, come to our warehouse.",
        "Face to face only, please.",
        "No video calls. I want to meet the person who does the job.",
        "Обсуждаем только лично, приезжайте к нам.",
        "По телефону такие вопросы не решаем.",
        "Никаких созвонов, ждём вас в офисе.",
    ),
    counter_examples=(
        "Come and see us in the new office, we would love to show you around.",
        "I don't take calls before ten.",
        "A call is fine, or drop in if you are nearby.",
        "Приезжайте в гости, покажем новый цех.",
        "Сегодня не могу говорить по телефону, наберите завтра.",
        "Можно созвониться, можно и лично.",
    ),
)

NEW_DATE = Cue(
    "new-date",
    "inbound",
    "moves a meeting and proposes or accepts another time",
    english=(
        "(?:mov|push|shift|postpon|bring)~ (?:it|(?:our|the|my|that|this) <meeting>) (?:back |forward |out )?(?:by )?<few> (?:hours?|days?|weeks?|min~)",
        "(?:reschedul~|rebook~|rearrang~|re-schedul~) ... <when>",
        "(?:mov|push|shift|postpon|bring|chang|swap|delay|put)~ (?:back |forward |up |off )?(?:(?:our|the|my|that|this|your"
        "|a|it|us|things?)(?: <meeting>)?|<meeting>)(?: \\p{L}+){0,3} (?:back |forward |over |up |out |on )?(?:by |to |until |till |for |from )?"
        "(?:the )?<when>",
        "(?:move|push|shift|postpone|change|swap|bump|switch) (?:it |us |that |this )?(?:to|until|till) <when>",
        "(?:<not>|sick|ill|tied up|out|away|clash~|conflict~|busy|emergency|stuck|double-booked|came up|come up) .... "
        "(?:how about|what about|could (?:we|you|i)|can (?:we|you|i)|does|would|let'?s|shall we|i can|we can|i could|we could"
        "|i'?m free|we'?re free|i'?d suggest|suggest|propose|any chance|are you (?:free|around)|maybe|perhaps) (?:[^.!?]{0,35}[^\\p{L}])?<when>",
        "(?:<not>|sick|ill) ... <when> .... <when> (?:instead|works?|suits?|is better|would be better|is fine|would work|\\?)",
        "<when> (?:\\p{L}+ ){0,3}?instead",
        "instead of <when> .... <when>",
        "(?:how about|what about|make it|do it|meet) (?:[^.!?]{0,25}[^\\p{L}])?<when> (?:[^.!?]{0,15}[^\\p{L}])?(?:instead|rather|then)",
        "<when> (?:[^.!?]{0,20}[^\\p{L}])?(?:works|suits|is fine|is good|is perfect|is ok|is okay|will do|will work|would work|it is|is better|would be"
        " better) (?:well |fine |better |great |perfectly |just )?(?:for|with|by)? ?(?:me|us|too|as well|then|instead|here|everyone)",
        "(?:yes|ok|okay|sure|fine|great|perfect|no problem|alright|all right) ... <when> (?:works|it is|then|suits|is fine|is good|will do|instead)",
        "(?:an|half an|#|two) hours? (?:later|earlier) (?:[^.!?]{0,20}[^\\p{L}])?(?:than planned|instead|work|possible|ok)",
        "(?:could|can) (?:we|you) (?:do|make it|meet|come|start) ... (?:hours?|days?|week) (?:later|earlier)",
    ),
    russian=(
        "(?:перенес|перенос|передвин|сдвин|переназнач|перестав|перекин|подвин|отодвин)~ (?:[^.!?]{0,40}[^\\p{L}])?<когда>",
        "(?:не (?:смо|мо|получ|успе|выйд|выход|буд|приед|удаст|удобн|подход)~|заболе~|накладк~|занят~|форс-мажор) .... "
        "(?:давайте|может|можно|удобно|предлага~|смогу|сможем|могу|можем|лучше|подойдет|получится|как насчет|устроит|встретимся|а если|готов~)"
        " (?:[^.!?]{0,35}[^\\p{L}])?<когда>",
        "не (?:смо|мо|получ|успе|выйд|буд|удаст)~ .... <когда> (?:[^.!?]{0,15}[^\\p{L}])?(?:подойдет|устроит|удобно|можно|смогу|могу|получится|лучше)",
        "вместо <когда> .... <когда>",
        "(?:давайте|лучше|может) (?:тогда |лучше |уж |быть |встретимся )+(?:в |во |на )?<когда>",
        "<когда> (?:[^.!?]{0,25}[^\\p{L}])?(?:подойдет|устроит|подходит|устраивает|удобно|нормально|годится)",
        "(?:подойдет|устроит|подходит|устраивает) (?:[^.!?]{0,15}[^\\p{L}])?<когда>",
        "(?:хорошо|ок|ладно|да|договорились|отлично|согласен|согласна|идет) (?:тогда |давайте |значит |пусть )*(?:в |во |на )?<когда>",
    ),
    unless_english=(
        "(?:some|an)other (?:time|day)$",
        "(?:payment|deadline|delivery|invoice|launch|release|price|pay|paid|deposit)",
        "<not> (?:work|suit|possible|convenient|good)(?: for (?:me|us))?$",
    ),
    unless_russian=(
        "(?:оплат|платеж|срок|дедлайн|релиз|поставк|отгрузк|деньг|аванс)~",
        "<когда> (?:[^.!?]{0,10}[^\\p{L}])?не (?:подойдет|устроит|подходит|устраивает|удобно|могу|смогу)[^,]*$",
    ),
    examples=(
        "Sorry, I can't make Monday. Could we do Wednesday at three?",
        "Please move our viewing to Friday morning.",
        "Thursday works for us too.",
        "Во вторник не смогу, давайте в четверг в десять.",
        "Просьба перенести встречу на 15 марта.",
        "Пятница нас устроит, в 11:00.",
    ),
    counter_examples=(
        "Can't make it, some other time.",
        "We moved the delivery deadline to Friday.",
        "I can't come on Monday.",
        "Не смогу прийти, как-нибудь в другой раз.",
        "Срок оплаты перенесли на пятницу.",
        "В понедельник не приду.",
    ),
)

TIME_CANDOUR = Cue(
    "time-candour",
    "inbound",
    "says openly how much time there is, or why time is short",
    english=(
        "(?:i|we)(?:'ve got|'ve| have| have got) (?:<few>) (?:minutes|min|hours?)(?: or so)? (?:max~|tops|at most|only|before|until|and then)",
        "(?:have|got|'ve got|have got|can (?:spare|give)|spare|free for|manage) (?:you )?(?:only|just|about|at most|maybe|exactly|barely|"
        "maximum|max|no more than|up to|all of|roughly) (?:<few>|quarter of an|an) (?:full |short |good |spare |free )?(?:min~|hours?)",
        "(?:only|just|at most) (?:have|got|'ve got|can spare|spare|can give|free for|there for|here for|manage) (?:you |about |maybe |up to )?(?:<few>|an) "
        "(?:short |free )?(?:min~|hours?)",
        "(?:i|we)(?:'ve got| have| have got)? (?:<few>|about #) (?:minutes|min)(?: or so)?(?: at most| max~| only| tops| before| until| between| and then| today| tomorrow| on)",
        "(?:i|we)(?:'ll| will| do)? (?:have|need|must|'ve got|has|got) to (?:leave|go|run|dash|be (?:out|off|gone|away)|stop|finish|drop off|catch (?:a|my)|jump)"
        " ... (?:<clock>|<few> min~|early|plane|train|flight|another)",
        "hard stop",
        "(?:today|tomorrow|this (?:week|month)|next (?:week|month)|it|things|my (?:week|day|schedule|calendar|diary|month)|our (?:schedule|week|calendar)|the (?:day|week)|<weekday>)"
        "(?:'s| is| are| looks| has been| was)(?: all| just| absolutely| completely| totally| a bit| pretty| really| quite| so| utterly| already| fully)*"
        " (?:mad|crazy|hectic|packed|full|insane|a nightmare|jammed|jam-packed|chaos|chaotic|madness|brutal|wall to wall|back to back|rammed|solid|booked|manic|frantic|busy|a zoo)",
        "(?:i'?m|we'?re|i am|we are|i'?ve been|we'?ve been|am|been)(?: all| just| absolutely| completely| totally| a bit| pretty| really| quite| so| currently| still| both)*"
        " (?:swamped|snowed under|slammed|buried|stretched|flat out|up to my|up to our|tied up|in meetings|back to back|travell?ing|on the road"
        "|stuck (?:in|at|on|with)|double booked|busy with|on (?:a )?(?:flight|plane|train|site)|in surgery|in court|short staffed|in the middle of|rushed off|off sick|down with|overloaded|at capacity"
        "|at the (?:hospital|doctor|dentist|airport))",
        "(?:clash~|conflict~|overlap~|coincid~) with",
        "double booked",
        "(?:something|emergency|a client|a crisis)(?: urgent| unexpected| else)?(?: has|'s)? (?:just )?(?:came|come|cropped|popped) up",
        "(?:<not>|miss|late|reschedul~|postpon~|mov~|push~) .... (?:because|since|due to|as (?:i|we|my|our)|owing to|on account of|(?:i|we)(?:'m| am|'re| are|'ve| have|'ll) ... |there'?s|my|our)"
        " ... (?:flight|train|doctor|dentist|hospital|school|nursery|kid~|child~|son|daughter|baby|wife|husband|mother|father|mum|mom|dad|sick|ill|flu|funeral|wedding|vet"
        "|court|exam~|audit|inspection|inspector|trade fair|conference|breakdown|broke down|stock ?tak~|year end|another meeting|board meeting|deadline|surgery|moving house|travel~|snow|strike|harvest)",
    ),
    russian=(
        "(?:есть|найдется|выкрою|найду) (?:минут~|полчаса|часик|# мин~)(?: \\p{L}+)? (?:потом|не больше|не более|до|перед|максимум)",
        "у (?:меня|нас) (?:есть |будет |сегодня |завтра |на это |сейчас )*(?:только|всего|лишь|максимум|минут|от силы|буквально|примерно|около|ровно|не больше|не более)"
        " (?:#|полчаса|пол ?час~|час|пара|пять|десять|пятнадцать|двадцать|тридцать|сорок|минут)~",
        "(?:только|всего|лишь|максимум|не больше|не более) (?:есть |на )?(?:#|полчаса|пол ?часа|пять|десять|пятнадцать|двадцать|тридцать|сорок|пара) ?(?:минут~|мин|час~)?"
        " (?:есть|свободн~|времени|могу|смогу|сможем|у меня|у нас|найду|выделить)",
        "(?:могу|сможем|смогу|можем) (?:выделить|уделить|найти) ... (?:минут~|час~|полчаса)",
        "(?:завал~|аврал~|запар~|зашива~|загружен|загружена|загружены|перегружен|перегружена|перегружены|дурдом|сумасшедш~|сумасшестви~|расписан~|под завязку|свободной минуты|ни минуты|отчетн~ период|форс-мажор"
        "|цейтнот|разрыва~ на части|не продохнуть|замот~|закрутил~|забегал~|плотн~ (?:график|день|расписание)|забит~ (?:день|неделя|график|под))",
        "(?:график|день|неделя|календарь|расписание) ... (?:забит~|плотн~|сумасшедш~|безумн~|переполнен~|под завязку|адск~)",
        "(?:совпа|наклад|наложил|пересека|пересек)~ (?:[^.!?]{0,20}[^\\p{L}])?(?:с|со|по времени|друг на друга|встреч~)",
        "(?:мне|нам|я|мы) (?:сегодня |завтра |уже |в # |потом |срочно )*(?:нужно|надо|придется|должен|должна|должны) (?:будет )?(?:уйти|убежать|уехать|выезжать|бежать|выйти|ехать|лететь|забрать|отвезти)",
        "(?:я|мы) (?:сейчас |как раз |сегодня |завтра |весь день |всю неделю |до \\p{L}+ )*(?:в отпуске|в командировк~|в дороге|в пути|за рулем|на объекте|на больничном|в суде|на совещани~|на выставке|на приеме"
        "|улета~|уезжа~|заболе~|приболе~|болею|болеем)",
        "(?:самолет|поезд|рейс|вылет|заболе|приболе|врач|больниц|похорон|ребен|дочк|дочер|сын|жен[аыу]|температур|пробк|авари|экзамен|проверк|аудит|инвентаризац|роддом|командировк|свадьб|стоматолог)~"
        " .... (?:не (?:смо|мо|получ|успе|выйд|буд|приед|удаст)|перенес|перенос|опозда|задерж)~",
        "(?:не (?:смо|мо|получ|успе|выйд|буд|приед|удаст)|перенес|перенос|опозда|задерж|опазд)~ .... "
        "(?:самолет|поезд|рейс|вылет|заболе|приболе|врач|больниц|похорон|ребен|дочк|дочер|сын|температур|пробк|авари|экзамен|проверк|аудит|инвентаризац|командировк|свадьб|стоматолог|совещани|другая встреча|улета|уезжа|лечу)~",
    ),
    unless_english=("how (?:busy|full)", "are you", "(?:cost|price|pay|invoice|refund|charge)~"),
    unless_russian=("вы (?:сильно )?(?:занят|загруж)~", "(?:оплат|платеж|деньг)~"),
    examples=(
        "Can't do Monday because my train leaves at nine.",
        "I only have twenty minutes today, let's use them well.",
        "This week is packed, we are doing the stock count.",
        "I can't come on Tuesday because my daughter is ill.",
        "У меня сегодня только полчаса, потом поезд.",
        "На этой неделе полный завал, закрываем квартал.",
        "Не смогу в среду: ребёнок заболел.",
    ),
    counter_examples=(
        "I can't come on Tuesday.",
        "The oven needs twenty minutes to heat up.",
        "Are you busy this week?",
        "Во вторник не приду.",
        "Печь греется двадцать минут.",
        "Вы сильно заняты на этой неделе?",
    ),
)

PUT_OFF = Cue(
    "put-off",
    "inbound",
    "pushes the matter away, with no date or to a far one",
    english=(
        "(?:call|ring|contact|write|ping|email|try|remind|get back|reach out|check|come back|get in touch|be in touch|touch base|circle back|follow up|revisit|return|pick (?:this|it) up|talk|speak|discuss"
        "|look at (?:this|it)|decide|think about (?:this|it)|see|start|reconnect|meet|catch up|reconvene)(?: (?:to|with|on|about)?(?: ?(?:me|us|you|this|it|that|again|back|in|the \\p{L}+)))*(?: sometime| again| maybe| perhaps)?"
        " (?:in (?:<few>) (?:weeks|months|years?)|in (?:the )?(?:spring|summer|autumn|fall|winter|new year|q#|second half|half a year|<month>)|after (?:the )?(?:holidays?|summer|christmas|new year|easter|season|vacation|break|budget|elections?)"
        "|next (?:month|quarter|year|season|spring|summer|autumn|fall|winter)|later(?: on)?(?: this year| in the year)?|some (?:other )?(?:time|day)|another (?:time|day)|one day|eventually|when (?:things|it|we|i|the dust) ... )",
        "(?:let'?s|we'?ll|we will|can we|i'?d|we'?d|going to|have to|better|rather|decided to|want to|need to) (?:just |rather |better |have to )?(?:put|park|shelve|postpone|leave|pause|delay|hold off|hold|wait|table|defer|sit) "
        "(?:[^.!?]{0,30}[^\\p{L}])?(?:for (?:now|later|a while|the time being|the moment|another|some time)|until|till|on (?:hold|ice|this)|later|aside|off|indefinitely|with this|after|on it)",
        "(?:on hold|on ice|on the back ?burner|on pause|on the shelf|kicked? (?:it|this) down the road)",
        "(?:not (?:a )?(?:right now|now|at the moment|the right (?:time|moment)|a good (?:time|moment)|a priority|high on|this (?:month|quarter|year)|before (?:the )?(?:spring|summer|autumn|next|new)|just yet|any ?time soon)|(?:now|this)(?: really)? (?:is not|isn'?t) (?:a|the) (?:good|right|best) (?:time|moment)|bad timing|timing (?:isn'?t|is not|is bad|is wrong))",
        "(?:some|an)other time",
        "(?:we|i)(?:'ll| will|'d) (?:call|ring|get back to|be in touch|let|contact|write to|come back to|reach out to|reach out)(?: with)?(?: you)?(?: know)? ?(?:when|if|at some|one day|sometime|some ?day|later|in due course|should|once|ourselves)?(?: we| i| it| anything| there| things| the need|$)",
        "(?:maybe|perhaps|possibly|probably) (?:later|next (?:month|year|quarter|season)|in (?:the )?(?:spring|summer|autumn|fall|winter)|some ?day|sometime|after)",
        "(?:don'?t|do not) (?:call|contact|write)(?: (?:us|me))? .... we'?ll",
        "need (?:more|some) time to think",
    ),
    russian=(
        "(?:позвон|перезвон|набер|напиш|свяж|верн|возвращ|обсуд|поговор|созвон|давайте|обращ|обрат|напомн|поднимем|посмотрим|подума|решим|встретимся|увидимся|звоните|пишите|отлож|дав[а]?й|заход|спишемся|приходите)~"
        " (?:[^.!?]{0,40}[^\\p{L}])?(?:через (?:пар[уы]|несколько|#|два|две|три|четыре|пять|шесть|полгода|полтора|месяц|год)(?: ?(?:месяц|недел|год|лет)~)?|после (?:майских|праздник|отпуск|нового года|лета|сезон|каникул|выбор|отчетн|уборочн)~"
        "|в (?:следующем|новом|будущем) (?:месяце|году|квартале|сезоне)|(?:ближе к |к )?(?:весн|лет|осен|зим)(?:ой|ом|ью|е|у|и)|позже|попозже|потом|как-нибудь|когда-нибудь|когда-то|в другой раз|при случае|со временем|на потом|до лучших времен"
        "|в (?:январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре))",
        "(?:сейчас|пока|пока что|в данный момент|на данный момент)(?: нам| мне| нас| у нас)?(?: это| вопрос| точно| совсем| явно)? не (?:до|время|актуальн|приоритет|ко времени|к спеху|готов|планиру|рассматрива|лучш|сам)~",
        "не (?:время|до этого|до вас) (?:сейчас|пока)",
        "не (?:лучшее|самое удачное|самое подходящее|подходящее) (?:время|момент)",
        "(?:отлож|отклад|повремен|подожд|притормоз|заморо[зж]|поставил|ставим)~ (?:[^.!?]{0,35}[^\\p{L}])?(?:на потом|до лучших|до (?:весн|лет|осен|зим|следующ|нового|конца)~|пока|на паузу|на неопредел~|на будущее|проект|вопрос|тему)",
        "(?:на паузе|на паузу|в долгий ящик|до лучших времен|в другой раз|как-нибудь потом|когда-нибудь потом|как-нибудь в друг~)",
        "(?:мы|я) (?:сами |сам |сама )?(?:вам |с вами )?(?:сообщим|сообщу|перезвон~|позвон~|свяж~|дадим знать|дам знать|напиш~|набер~) (?:вам |с вами )?(?:сами|сам|когда|если|как|позже|при|по мере|ближе)",
        "(?:сами|сам|сама) (?:вам |с вами |вас )?(?:сообщ|перезвон|позвон|свяж|набер|напиш)~",
        "не раньше (?:чем )?(?:в |через |к )?(?:весн|лет|осен|зим|следующ|нового|январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)~",
        "(?:может|возможно|наверное) (?:быть )?(?:позже|потом|в следующем (?:году|месяце|квартале)|весной|летом|осенью|зимой|когда-нибудь)",
        "(?:нужно|надо|нам надо) (?:еще )?(?:время )?подумать",
    ),
    unless_english=(
        "(?:on|this|next) (?:<weekday>)",
        "(?:tomorrow|at #|#:#|this week)",
        "(?:payment|pay|invoice|transfer|paid|discount)",
        "\\p{L}+ (?:later|some time) (?:today|tomorrow)",
        "(?:if|when) (?:anything|there is|there's) (?:breaks|broken|wrong)",
    ),
    unless_russian=(
        "(?:завтра|послезавтра|сегодня|в <день_недели>|во вторник|#:#|в # час~|на этой неделе)",
        "(?:оплат|заплат|платеж|перевед|деньг|расплат|рассчита)~",
    ),
    examples=(
        "Ring us again in half a year or in a few months.",
        "This is not a priority for us right now.",
        "We'll get back to you when we need something.",
        "Наберите нас месяца через три, а лучше весной.",
        "Сейчас нам не до этого.",
        "Давайте вернёмся к этому в следующем квартале.",
    ),
    counter_examples=(
        "I can't talk right now, call me tomorrow at nine.",
        "Let's speak again on Friday.",
        "The store is open until the end of the summer.",
        "Сейчас не могу, перезвоните завтра в девять.",
        "Давайте обсудим в пятницу.",
        "Магазин работает до конца лета.",
    ),
)

MEETINGS = (ULTIMATUM, IN_PERSON_ONLY, NEW_DATE, TIME_CANDOUR, PUT_OFF)

"""Word groups that several cues share; a pattern names one as ``<name>``."""

WORDS: dict[str, str] = {
    # English
    "not": "(?:do|does|did|ca|wo|is|are|was|were|could|would|should|have|has|had)n'?t|cannot|can not"
    "|do not|does not|did not|will not|is not|are not|not|never|no longer|unable to|couldnt|wouldnt",
    "will": "(?:'ll| will| shall| would|'d|'re going to| are going to|'m going to| am going to)",
    "weekday": "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    "|sunday",
    "month": "jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
    "few": "#|a|an|one|two|three|four|five|six|ten|fifteen|twenty|thirty|forty|half an?|a few|few"
    "|several|a couple of|couple of|couple|some",
    "clock": "#(?: )?(?:am|pm|o'?clock)?|noon|midday|one|two|three|four|five|six|seven|eight|nine|ten"
    "|eleven|twelve|half past <hour>",
    "hour": "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|#",
    "when": "today|tomorrow|tonight|<weekday>|next week|this week|(?:the )?#(?:st|nd|rd|th)"
    "|(?:the )?#(?:st|nd|rd|th)? (?:of )?<month>|<month> (?:the )?#(?:st|nd|rd|th)?"
    "|(?:the )?(?:following|same|next) (?:day|week|morning|<weekday>)|(?:this|in the) (?:morning"
    "|afternoon|evening)|#(?: )?[ap]m|#:#|(?:at|to|till|until|around|about) <clock>"
    "|<few> (?:hours?|days?|minutes|min) (?:later|earlier)|<weekday>s|early next week|day after",
    "soon": "now|right now|right away|at once|immediately|today|tonight|tomorrow|this (?:very )?(?:morning"
    "|afternoon|evening|minute|instant|week)|(?:with)?in (?:the|an|the next|#|two|one)(?: )?hours?"
    "|(?:before|by|until|till) (?:noon|midnight|lunch|<weekday>|close|the end of (?:the )?day|eod|<clock>)"
    "|<weekday>|end of (?:the )?(?:day|week)|#(?: )?hours",
    "supplier": "supplier|vendor|contractor|company|agency|firm|provider|studio|shop|team|partner|builder"
    "|developer|consultant|garage|dealer|freelancer|plumber|electrician|designer|lawyer|printer|caterer",
    "elsewhere": "elsewhere|(?:some|any)(?:one|body) else|(?:another|other|a different|a new|the next|next)"
    " <supplier>s?|(?:your )?(?:competitors?|competition|rivals?)|the others?|somewhere else|without you"
    "|walk~|walk away|drop~ (?:you|this|it|the)|cancel~|pull~ (?:out|the)|forget (?:it|about it|this|the)"
    "|(?:are|'re|am|'m|is|will be|'ll be|be) (?:done|out|off|over|finished|through)|lose (?:us|me|the|this)"
    "|lost (?:us|me|the|this)|take (?:our|my|the|this) (?:business|money|order|project|custom)"
    "|call (?:it|the whole thing) off|find (?:another|others?|someone|a replacement)"
    "|go (?:with|to) (?:another|the other|a different|them|the competit~)|look around|tear up|end (?:it|this)",
    "decider": "boss|owner|director|ceo|cfo|cto|manager|chief|president|chairman|chair|head|founder"
    "|managing director|general manager|md|principal|mr [^ ]+|mrs [^ ]+|ms [^ ]+|dr [^ ]+",
    "others": "board|boss(?:es)?|managers?|director|partners?|co-?founder|management|committee|team|wife"
    "|husband|spouse|legal|lawyers?|finance|procurement|purchasing|ceo|cfo|cto|coo|md|headquarters|hq"
    "|head office|shareholders|investors?|stakeholders|owners?|colleagues?|higher-?ups|upstairs|council"
    "|supervisor|leadership|executives?|chairman|accountant|everyone|everybody|trustees|landlord|family"
    "|father|mother|brother|principal|superiors?|department|steering group|the others",
    "price": "prices?|quote|quotation|rates?|fees?|costs?|bill|invoice|estimate|figures?|numbers?|amount"
    "|total|budget|offer|proposal|pricing|tariff|sum",
    "meeting": "meeting|call|appointment|demo|session|visit|slot|chat|catch-?up|interview|workshop"
    "|viewing|kick-?off|review|lunch|coffee|presentation|consultation|walkthrough|inspection|training"
    "|(?:today|tomorrow|<weekday>)'?s|fitting|tour|site visit|get-?together|one-to-one",
    "remote": "zoom|video|videos|video ?(?:calls?|conferenc~|chat)|calls?|phone|phone calls?|teams|skype"
    "|online|remote|remotely|virtual|virtually|conference calls?|webex|google meet|telephone|facetime",
    # Russian
    "день_недели": "понедельник~|вторник~|сред[уаыe]|четверг~|пятниц~|суббот~|воскресень~|пн|вт|ср|чт|пт",
    "месяц": "январ~|феврал~|марта?|марте|апрел~|мая|мае|июн~|июл~|август~|сентябр~|октябр~|ноябр~|декабр~",
    "когда": "сегодня|завтра|послезавтра|<день_недели>|#(?:-?го|-?е)? <месяц>|#(?:-?го|-?е) числа"
    "|следующ~ (?:недел~|день|утро)|(?:эт~|той|другой) недел~|#:#|(?:в|на|к|до|после|часов в) #"
    "|# (?:часов|часа|час|утра|вечера|дня)|(?:на )?(?:час|полчаса|пару часов|два часа|# часа?) (?:позже"
    "|раньше|позднее)|(?:день|неделю) (?:позже|раньше)|через (?:день|неделю|час|пару дней|два дня|# дн~)"
    "|друг~ (?:день|дни|неделю)|(?:утром|вечером|днем|после обеда|до обеда) (?:в|во)? ?<день_недели>",
    "сейчас": "сейчас|прямо сейчас|немедленно|сегодня|сегодня же|завтра|к вечеру|до вечера|сию минуту"
    "|до (?:конца )?(?:дня|недели|завтра|обеда|утра|#)|к (?:утру|обеду|#|завтра~|<день_недели>)"
    "|через (?:час|два часа|# ча~)|в течение (?:часа|дня|# ча~)|на этой неделе|(?:до|в|к) <день_недели>",
    "уйдем": "никогда|никак|вообще не|вовсе не|не надо|не нужно|забудьте|забудем|забыли|до свидания"
    "|прощайте|прощаемся|расходимся|разойдемся|расстаемся|(?:уход|уйд|уез)~|ищем|поищем|найдем|найду"
    "|ищу|(?:идем|пойдем|пойду|иду|едем|поедем) (?:к|в) ~|обращ?~ (?:к|в) ~|обрат~ (?:к|в) ~"
    "|(?:отда|переда)~ [^.!?]{0,25}(?:друг~|конкурент~)|конкурент~|друг~ (?:подрядчик~|исполнител~|фирм~"
    "|компани~|поставщик~|мастер~|студи~|агентств~|команд~)|(?:к|у|с) другим~|без вас|не нуж~"
    "|отмен~|отказыва~|откаж~|разрыва~|расторг~|сделки не будет|все отменя~|ничего не будет|тема закрыта"
    "|вопрос закрыт|поезд ушел",
    "другие": "руковод~|директор~|начальств~|начальник~|начальниц~|шеф~|босс~|партнер~|совет~ директоров"
    "|совет~|правлени~|юрист~|бухгалтер~|собственник~|учредител~|акционер~|муж|мужем|мужа|жен[аойуы]~"
    "|супруг~|команд~|коллег~|комисси~|комитет~|головн~ (?:офис~|контор~|компани~)|инвестор~|владел[еь]?ц~"
    "|отдел~|генеральн~|гендир~|финансист~|финдир~|безопасник~|служб~ безопасности|наверху|верх~|москв~"
    "|хозяин~|хозяев~|отц~|мам~|брат~|сестр~|заказчик~|главн~",
    "цена": "цен[аыуео]~|цен|стоимост~|смет~|сумм~|бюджет~|тариф~|прайс~|расцен~|ставк~|счет~|ценник~"
    "|предложени~|кп|гонорар~",
    "встреча": "встреч~|созвон~|звон[ок]~|совещани~|переговор~|демо|демонстрац~|презентац~|визит~|показ~"
    "|прием~|замер~|планерк~|собеседовани~|просмотр~|консультац~|выезд~|обед~|занят~|тренинг~|осмотр~|нас"
    "|ее|его|это",
    "удаленно": "по телефону|по зуму|по скайпу|по видео~|онлайн~|удаленн~|дистанционн~|в зуме|зум~"
    "|созвон~|видео~|скайп~|телемост~|тимс~|телефон~|звонк~|по связи|переписк~",
}

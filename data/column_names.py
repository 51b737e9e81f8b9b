"""What other programs call our columns and their words: HubSpot, Salesforce, Pipedrive, Russian.

Labels and internal names, without case, spaces and marks. What tells the outcome (won, lost,
probability, last activity) is no column of ours; due is not done, so it is never when it happened.
"""

from __future__ import annotations

from data.contract import STATUSES


def plain(name: str) -> str:
    """A heading without case, spaces and marks.

    >>> plain("Deal - Title"), plain("hs_timestamp"), plain("Дата и время")
    ('dealtitle', 'hstimestamp', 'датаивремя')
    """
    return "".join(letter for letter in name.casefold().replace("ё", "е") if letter.isalnum())


def _plain_all(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(map(plain, names.split(", "))) for key, names in table.items()}


#: Column of the contract → headings it goes by, the most telling first.
HEADINGS = _plain_all(
    {
        "interaction_id": "interaction_id, activity id, hs_object_id, record id, task id, event id,"
        " message id, id, ид, номер записи",
        "engagement_id": "engagement_id, deal id, deal_id, deal, deal - title, associated deal ids,"
        " associated deal, opportunity id, what id, whatid, related to id, relatedtoid,"
        " opportunity, opportunity name, related to, prospect, project, lead id, lead, сделка,"
        " id сделки, название сделки, проект, возможность, лид",
        "client_id": "client_id, client, customer, account id, accountid, account name, account,"
        " company / account, company, company name, associated company ids, associated company,"
        " organization, organisation, org_id, org id, organization - name, who id, whoid, клиент,"
        " компания, организация, контрагент, заказчик, покупатель",
        "occurred_at": "occurred_at, hs_timestamp, activity date, activitydate, message date,"
        " messagedate, marked as done time, marked_as_done_time, done time, completed date,"
        " completed at, start time, start date time, startdatetime, sent at, date sent, sent, date,"
        " timestamp, time, when, created at, add_time, add time, create date, created date,"
        " createddate, дата, дата и время, время, когда, дата события, дата завершения, отправлено,"
        " дата создания",
        "kind": "kind, type, activity type, hs_activity_type, engagement type, activity subtype,"
        " activitysubtype, task subtype, hs_email_direction, тип, вид, тип дела, тип события,"
        " тип активности",
        "direction": "direction, hs_call_direction, call direction, hs_email_direction,"
        " email direction, incoming, is incoming, call type, calltype, направление, входящее,"
        " от кого, кто, from, sender, author, отправитель, автор",
        "text": "text, body, hs_email_text, hs_body_preview, hs_note_body, hs_call_body,"
        " hs_meeting_body, text body, textbody, description, message, notes, note, comments,"
        " content, subject, hs_email_subject, текст, сообщение, описание, комментарий, содержание,"
        " заметка, примечание, тема",
        "status": "status, hs_meeting_outcome, meeting outcome, outcome, hs_call_disposition,"
        " call disposition, call outcome, calldisposition, hs_task_status, done, статус, состояние,"
        " результат, итог",
        "channel": "channel, medium, канал, канал связи",
        "party": "party, whose doing, чья вина, сторона",
        "contact": "contact, contact name, contact person, person, person - name, name, контакт,"
        " контактное лицо, фио",
        "role": "role, contact role, роль",
        "scheduled_for": "scheduled_for, due date, due_date, duedate, task due date,"
        " hs_meeting_start_time, meeting start time, срок, крайний срок, назначено на,"
        " дата встречи",
        "duration_minutes": "duration_minutes, duration in minutes, durationinminutes, duration,"
        " hs_call_duration, call duration, call duration in seconds, calldurationinseconds,"
        " длительность, продолжительность",
        "effort_hours": "effort_hours, hours, time spent, hours spent, часы, трудозатраты",
        "amount": "amount, sum, total, invoice amount, сумма, сумма счета",
        "opened_at": "opened_at, deal created, deal - deal created, opportunity created date,"
        " deal create date, сделка создана, дата создания сделки",
        "expected_value": "expected_value, deal value, deal - value, deal amount, expected revenue,"
        " opportunity amount, value, сумма сделки, бюджет",
        "owner": "owner, deal owner, deal - owner, opportunity owner, owner name, account owner,"
        " hubspot_owner_id, assigned to, ответственный, менеджер",
        "segment": "segment, customer segment, сегмент",
        "source": "source, lead source, leadsource, deal source, источник",
        "industry": "industry, sector, отрасль, сфера",
    }
)

#: Column of the contract → its words → what other programs say for them.
WORDS = {
    target: _plain_all(words)
    for target, words in {
        "kind": {
            "message": "email, e-mail, incoming_email, outgoing_email, forwarded_email, mail, sms,"
            " chat, whatsapp, telegram, message, letter, письмо, сообщение, почта, чат",
            "call": "call, phone call, phone, outbound call, inbound call, звонок,"
            " телефонный звонок",
            "meeting": "meeting, event, demo, appointment, visit, lunch, встреча, совещание, визит",
            "proposal": "proposal, quote, offer, предложение, кп, коммерческое предложение",
            "order": "order, contract, заказ, договор",
            "invoice": "invoice, bill, счет",
            "payment": "payment, оплата, платеж",
            "delivery": "delivery, shipment, поставка, доставка, отгрузка",
            "task": "task, to do, todo, задача, дело",
            "complaint": "complaint, ticket, жалоба, претензия, рекламация",
            "minutes": "minutes, protocol, протокол",
            "note": "note, заметка, комментарий",
        },
        "direction": {
            "inbound": "incoming, incoming_email, in, received, from client, client, customer,"
            " true, yes, inbound call, входящий, входящее, входящая, клиент, от клиента, да",
            "outbound": "outgoing, email, out, outgoing_email, forwarded_email, us, we, sent,"
            " to client, false, no, outbound call, исходящий, исходящее, исходящая, мы, клиенту,"
            " нет",
            "internal": "внутренний, внутреннее, none",
        },
        "status": {
            "requested": "pending, запрошена",
            "scheduled": "planned, upcoming, назначена, запланирована, запланирован",
            "rescheduled": "moved, перенесена, перенесен",
            "cancelled": "canceled, отменена, отменен",
            "held": "completed, done, took place, состоялась, проведена",
            "missed": "no_show, no show, не пришли, не состоялась, неявка",
            "answered": "connected, ответили, отвечен",
            "unanswered": "no answer, left voicemail, busy, не ответили, пропущен",
            "sent": "delivered, отправлено",
            "accepted": "signed, принято, согласовано",
            "rejected": "declined, отклонено",
            "countered": "counter offer, встречное",
            "issued": "выставлен, open",
            "open": "new, not_started, открыта, открыт",
            "done": "completed, true, closed, выполнена, завершена",
            "blocked": "waiting, заблокирована",
            "resolved": "closed, решена",
        },
        "channel": {
            "email": "mail, почта, письмо",
            "phone": "call, телефон, звонок",
            "video": "zoom, teams, meet, видео",
            "in_person": "office, лично, встреча",
            "chat": "whatsapp, telegram, sms, чат",
            "web": "form, website, сайт",
            "post": "paper, почта россии",
        },
        "party": {"client": "customer, them, клиент", "us": "we, мы"},
        "role": {
            "decider": "decision maker, decision-maker, лпр",
            "assistant": "secretary, помощник, секретарь",
            "user": "end user, пользователь",
            "other": "другое",
        },
    }.items()
}

#: Headings whose numbers are no minutes: what they are to be multiplied by.
SCALES = {"hscallduration": 1 / 60_000, "calldurationinseconds": 1 / 60}


def column_for(target: str, headings: list[str]) -> str | None:
    """The heading that most likely is this column of ours.

    >>> column_for("occurred_at", ["Subject", "Activity Date", "Due Date"])
    'Activity Date'
    """
    known = {plain(heading): heading for heading in reversed(headings)}
    return next((known[name] for name in HEADINGS[target] if name in known), None)


def word_for(target: str, word: str, kind: str | None = None) -> str | None:
    """What a source's own word most likely stands for; a status only one that the kind has.

    >>> word_for("kind", "INCOMING_EMAIL"), word_for("status", "COMPLETED", "task")
    ('message', 'done')
    """
    name = plain(word)
    return next(
        (
            ours
            for ours, others in WORDS[target].items()
            if (name == plain(ours) or name in others)
            and (target != "status" or ours in STATUSES.get(kind or "", ()))
        ),
        None,
    )

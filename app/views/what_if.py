"""What if: things that may happen, and what they would do to one prospect's chance. Not saved."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.changes import BY_KIND, KINDS, MOST_DAYS, MOST_LETTERS, Change
from app.pending import Invoice, Pending, pending
from app.prospects import Prospect
from app.viewer import _, day, language, moment_of, money, ngettext, number, percent
from app.views import frame
from app.views.moved import answer, moved, waterfall
from app.what_if import Supposed, suppose
from app.words import chance, shorten, verdict
from data.errors import ClientRiskError

USUAL_DAYS = {"silence": 14, "new": 7}


def show(opened: frame.Opened) -> None:
    """The prospect whose id stands in the address."""
    wanted = st.query_params.get("id")
    one = opened.prospect(wanted)
    if one is None:
        st.page_link("views/prospects.py", label=_("All prospects"), icon=":material/arrow_back:")
        st.header(_("No prospect chosen"), anchor=False)
        st.text(_("Open one from the list, and ask from its page what would change it."))
        return
    st.page_link(
        "views/prospect.py",
        label=_("Back to the prospect"),
        icon=":material/arrow_back:",
        query_params={"id": one.engagement_id},
    )
    st.text(f"{shorten(one.client_id, 80)} · {shorten(one.engagement_id, 80)}")
    st.header(_("What if"), anchor=False)
    ask(opened, one)


@st.fragment
def ask(opened: frame.Opened, one: Prospect) -> None:
    """Changes on the one side, what they come to on the other; only this part runs again."""
    frame.look()  # a fragment that runs by itself has no viewer yet
    try:
        supposed, open_ = computed(opened, one)
    except ClientRiskError as problem:
        frame.trouble(problem)
        return
    answer(supposed)
    left, right = st.columns([2, 3], gap="large")
    with left:
        add(opened, one, open_)
        chosen(opened, one, supposed)
        question(opened.explanation(one.engagement_id))
    with right:
        if supposed.steps:
            moved(supposed)
            waterfall(supposed.difference)


def changes(one: Prospect) -> list[Change]:
    """What was supposed so far in this visit; the session forgets it when it ends."""
    kept: list[Change] = st.session_state.setdefault(f"supposed {one.engagement_id}", [])
    return kept


def computed(opened: frame.Opened, one: Prospect) -> tuple[Supposed, Pending]:
    """What the changes come to, and what of the history they may be about; kept while the same."""
    live = frame.live(opened)
    as_of = moment_of(opened.header["as_of"])
    assert as_of is not None
    asked = (one.engagement_id, as_of, live.label, language(), tuple(changes(one)))
    kept = st.session_state.get("supposed last")
    if kept is None or kept[0] != asked:
        histories = live.histories(one.client_id)
        found = suppose(histories, one.engagement_id, changes(one), as_of, live.explain)
        open_ = pending(
            [
                row
                for row in histories.interactions.to_pylist()
                if row["engagement_id"] == one.engagement_id
                and max(row["occurred_at"], row["recorded_at"] or row["occurred_at"]) <= as_of
            ]
        )
        kept = st.session_state["supposed last"] = (asked, found, open_)
    return kept[1], kept[2]


def add(opened: frame.Opened, one: Prospect, open_: Pending) -> None:
    """Choose what happens, and fill in what it needs."""
    paid = {change.invoice for change in changes(one)}
    unpaid = [each for each in open_.invoices if each.interaction_id not in paid]
    there = {"invoices": bool(unpaid), "proposal": open_.proposal is not None, None: True}
    kinds = [kind.id for kind in KINDS if there[kind.needs]]
    with st.container(border=True):
        kind = st.selectbox(
            _("Suppose that"),
            kinds,
            format_func=lambda each: _(BY_KIND[each].title),
            help=_("Nothing here is saved: it lies on top of the history for this visit only."),
        )
        with st.form("suppose", border=False, clear_on_submit=True):
            fields(opened, kind, open_, unpaid)
            st.form_submit_button(
                _("Suppose it"),
                icon=":material/add:",
                type="primary",
                on_click=take,
                args=(one, kind),
            )


def fields(opened: frame.Opened, kind: str, open_: Pending, unpaid: list[Invoice]) -> None:
    """What a person fills in for a change, by the names that `take` reads."""
    asks = BY_KIND[kind].asks
    if "text" in asks:
        st.text_area(
            _("The mail"),
            key="supposed text",
            max_chars=MOST_LETTERS,
            height=140,
            placeholder=_("Paste it here, in English or Russian. It is read and not kept."),
        )
    if "invoice" in asks:
        owed = {each.interaction_id: each for each in unpaid}
        st.selectbox(
            _("Which invoice"),
            list(owed),
            format_func=lambda each: bill(opened, owed[each]),
            key="supposed invoice",
        )
    if "amount" in asks:
        st.number_input(
            _("Amount"),
            min_value=0.0,
            max_value=1e9,
            value=open_.price or 1000.0,
            step=100.0,
            format="%.0f",
            key="supposed amount",
        )
    silence = kind == "silence"
    st.number_input(
        _("For how many days from now") if silence else _("In how many days"),
        min_value=0,
        max_value=MOST_DAYS,
        value=USUAL_DAYS.get(kind, 0),
        key=f"supposed days {silence}",
        help=None if silence else _("0 is today."),
    )
    if "new_days" in asks:
        st.number_input(
            _("To a date so many days later"),
            min_value=0,
            max_value=MOST_DAYS,
            value=USUAL_DAYS["new"],
            key="supposed new",
        )


def take(one: Prospect, kind: str) -> None:
    """Add the change that was filled in; a mail without a word is none."""
    asks, state = BY_KIND[kind].asks, st.session_state
    text = (state.get("supposed text") or "").strip() if "text" in asks else None
    state["supposed nothing"] = text == ""
    if text == "":
        return
    change = Change(
        kind,
        days=float(state.get(f"supposed days {kind == 'silence'}") or 0),
        text=text,
        amount=state.get("supposed amount") if "amount" in asks else None,
        invoice=state.get("supposed invoice") if "invoice" in asks else None,
        new_days=float(state.get("supposed new") or 0) if "new_days" in asks else None,
    )
    changes(one).append(change)


def bill(opened: frame.Opened, invoice: Invoice) -> str:
    """An open invoice in a line: its money and when it is or was due."""
    owed = money(invoice.owed, opened.book.currency)
    if invoice.due is None:
        return owed
    return _("{amount}, due {day}").format(amount=owed, day=day(invoice.due))


def chosen(opened: frame.Opened, one: Prospect, supposed: Supposed) -> None:
    """The changes in their order in time, each with the chance after it, and the way back."""
    if st.session_state.get("supposed nothing"):
        st.warning(_("Paste the words of the mail first."))
    if not supposed.steps:
        return
    with st.container(border=True, gap="small"):
        st.caption(_("Supposed, in this order"))
        for place, step in enumerate(supposed.steps):
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(width="stretch", gap="xsmall"):
                    st.text(f"{when(step.change)}: {said(opened, step.change)}")
                    if verdict(supposed.difference.after) != "No verdict":
                        then = _("Chance after it: {chance}").format(chance=percent(step.chance))
                        st.caption(then)
                st.button(
                    _("Take it back"),
                    key=f"back {place}",
                    icon=":material/close:",
                    type="tertiary",
                    on_click=changes(one).remove,
                    args=(step.change,),
                )
        st.button(
            _("Start over"), icon=":material/restart_alt:", on_click=changes(one).clear, key="over"
        )


def when(change: Change) -> str:
    """When it happens, in words."""
    days = round(change.days)
    if change.kind == "silence":
        return ngettext("For {count} day", "For {count} days", days).format(count=number(days))
    if not days:
        return _("Today")
    return ngettext("In {count} day", "In {count} days", days).format(count=number(days))


def said(opened: frame.Opened, change: Change) -> str:
    """What happens, with what was filled in; plain text."""
    more = []
    if change.amount is not None:
        more.append(money(change.amount, opened.book.currency))
    if change.new_days is not None:
        later = round(change.new_days)
        told = ngettext("{count} day later", "{count} days later", later)
        more.append(told.format(count=number(later)))
    if change.text:
        more.append(f"“{shorten(change.text, 80)}”")
    return " · ".join([_(BY_KIND[change.kind].title), *more])


def question(explanation: dict[str, Any]) -> None:
    """The one question, and the chance after either answer."""
    asked = explanation["question"]
    if not asked:
        return
    with st.container(border=True, gap="xsmall"):
        st.caption(_("The one question whose answer would move the chance most"))
        st.text(asked["text"])
        if verdict(explanation) != "No verdict":
            now = percent(chance(explanation["log_odds"]))
            yes, no = (percent(asked[each]) for each in ("if_yes", "if_no"))
            told = _("Now {now}; if so: {if_yes}, if not: {if_no}.")
            st.caption(told.format(now=now, if_yes=yes, if_no=no))


opened = frame.opened()
if opened is not None:
    show(opened)

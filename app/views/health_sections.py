"""The sections of the model's health: the answer, and what a data team asks for behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from app import health, health_told
from app.health import Health, Kept
from app.prospects import BookFacts
from app.viewer import N_, _, moment, percent
from app.views import frame, health_moves
from app.views.health_card import card
from app.views.health_judged import judged
from app.views.health_life import life
from app.views.health_rules import rules
from app.views.listed import listed
from app.words import md_escape
from data.errors import ClientRiskError
from train.report import MODEL

SECTIONS = {
    "judged": N_("How it was judged"),
    "rules": N_("Rules on trial"),
    "challenger": N_("Who waits"),
    "drift": N_("Drift"),
    "life": N_("Moves"),
    "card": N_("Model card"),
}


def answer(found: Health) -> None:
    """Who serves, and whether anything speaks against that."""
    kept, now = found.champion, datetime.now(UTC)
    if kept is None:
        st.header(_("No model serves yet"), anchor=False)
        st.text(_("Train one: without outcomes of your own it goes by the essays."))
        return
    st.header(_("Model {version} serves").format(version=kept.version.version), anchor=False)
    told = health_told.concerns(found, now)
    against = [each for each in told if each.kind == "against"]
    if kept.judgement is None or kept.judgement.get("unjudged"):
        st.badge(_("cannot tell how good it is"), icon=":material/question_mark:", color="gray")
    elif not against:
        st.badge(_("nothing speaks against it"), icon=":material/check:", color="green")
    for each in told:
        kind, icon = (st.warning, "warning") if each.kind == "against" else (st.info, "info")
        kind(md_escape(f"{each.what} {each.next_step}", most=600), icon=f":material/{icon}:")
    st.text(
        " ".join(filter(None, [health_told.trained(kept, now), health_told.promoted_told(kept)]))
    )
    cards(kept)


def cards(kept: Kept) -> None:
    """The judged figures that matter, each with its interval beside it."""
    auc = health_told.measured(kept, MODEL, "auc")
    skill = health_told.measured(kept, MODEL, "log_loss_skill")
    own = health_told.own_share(kept)
    shown = [
        (
            _("Ranks right (AUC)"),
            health_told.figure(auc),
            _(
                "Of a good and a bad engagement, how often the good one gets the higher chance. "
                "0.5 is a coin. In brackets: 95% interval."
            ),
        ),
        (
            _("Better than the base rate by"),
            health_told.figure(skill, share=True),
            _("How much of the base rate's log loss it saves, on engagements it had not seen."),
        ),
        (
            _("Base rate"),
            health_told.base_rate(kept),
            _("Share that paid off of the engagements it was judged on."),
        ),
        (
            _("From your own outcomes"),
            _("cannot tell") if own is None else percent(own),
            _("The rest of what it learned from is the essays."),
        ),
    ]
    with st.container(horizontal=True):
        for label, value, meaning in shown:
            st.metric(label, value, help=meaning, border=True)


def sections(book: BookFacts, found: Health) -> None:
    """One section at a time, named in the address."""
    asked = st.query_params.get("section")
    # By hand, not by `bind`, which would write the viewer's words into the address.
    st.session_state.setdefault("section", asked if asked in SECTIONS else "judged")
    chosen = st.segmented_control(
        _("Section"),
        list(SECTIONS),
        key="section",
        format_func=lambda each: _(SECTIONS[each]),
        label_visibility="collapsed",
        required=True,
    )
    st.query_params["section"] = chosen or "judged"
    shown: dict[str, Callable[[], None]] = {
        "judged": partial(judged, found),
        "rules": partial(rules, found),
        "challenger": partial(challenger, book, found),
        "drift": partial(drift, book, found),
        "life": partial(life, book, found),
        "card": partial(card, book, found),
    }
    shown[chosen or "judged"]()


def challenger(book: BookFacts, found: Health) -> None:
    """Who waits to serve, what the gate says of it, and the buttons."""
    waiting = found.challenger
    if waiting is None:
        st.text(_("Nobody waits. A newly trained model would."))
        return
    serving = found.champion.version if found.champion else None
    try:
        digest = health.digest(book.path)
    except ClientRiskError as problem:
        frame.trouble(problem)
        return
    fresh = health.fresh(waiting.verdict, waiting.version, serving, digest)
    st.subheader(_("Model {version} waits").format(version=waiting.version.version), anchor=False)
    st.text(health_told.trained(waiting, datetime.now(UTC)))
    if waiting.verdict is None:
        st.text(_("It was not compared with the model that serves yet."))
    else:
        st.text(health_told.verdict_told(waiting.verdict))
        if not fresh:
            st.text(_("That was on another state of this book, or beside another model."))
        rows = [
            (
                health_told.conditions([each["name"]]),
                _(health_told.PASSED[each["passed"]]),
                health_told.condition_told(each["name"], waiting.verdict),
            )
            for each in waiting.verdict["conditions"]
        ]
        headings = [_("The gate asks"), _("Answer"), _("In figures")]
        listed(headings, rows, _("Conditions of the gate"))
    health_moves.challenger(book.path, waiting, fresh)


def drift(book: BookFacts, found: Health) -> None:
    """What the last look found; looking again takes seconds."""
    kept = found.champion
    if kept is None:
        st.text(_("No model serves: there is nothing to watch."))
        return
    watched = kept.watched
    if watched is None:
        st.text(_("Nobody has looked yet whether clients changed since it was trained."))
    else:
        st.caption(
            _("Looked at {moment}.").format(moment=moment(watched["looked_at"]))
            + " "
            + health_told.seen_until(watched)
        )
        rows = [
            (
                _(health_told.CHECKS.get(each["check"], each["check"])),
                _(health_told.WATCHED[each["verdict"]]),
                health_told.finding_told(each),
                health_told.next_step(each["check"]) if each["verdict"] == "due" else "",
            )
            for each in watched["findings"]
        ]
        headings = [_("Checked"), _("Answer"), _("What was seen"), _("What to do")]
        listed(headings, rows, _("What the last look for drift found"))
    if st.button(_("Look for drift now"), key="watch", icon=":material/monitoring:"):
        _look(book)


def _look(book: BookFacts) -> None:
    words, done = _("Comparing new engagements with those it learned from …"), [0]
    bar = st.progress(0.0, text=words)

    def advance(more: int, total: int) -> None:
        done[0] += more
        bar.progress(min(done[0] / max(total, 1), 1.0), text=words)

    try:
        health.look_for_drift(book.path, advance)
    except ClientRiskError as problem:
        bar.empty()
        st.warning(md_escape(str(problem), most=400))
        return
    st.rerun()

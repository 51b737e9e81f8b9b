"""What a person says on a prospect's page: a gut call, how it ended, a verdict of their own.

Every form has a key of its own that goes with what it sends: sent twice, it is one entry.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from app.prospects import Prospect
from app.recording import Before, closing_moment, of_the_model, owed, said_before
from app.viewer import N_, _, percent, viewer
from app.views import frame
from app.words import md_escape, shorten
from data.entries import LONGEST_TEXT
from data.errors import ClientRiskError
from data.logbook import Logbook

SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
ENDED = {N_("It paid off"): True, N_("It did not pay off"): False}
OVERRIDES = ("Worth the work", "Think twice")
SAVED = "saved"


def gut_first(opened: frame.Opened, prospect: Prospect) -> bool:
    """Whether a gut call is owed before the score is shown: then the form stands here instead.

    Never where the logbook cannot be read: the page does without it.
    """
    logbook, by, engagement = frame.logbook(opened), frame.user(), prospect.engagement_id
    try:
        if not logbook.settings(by).gut_first:
            return False
        if not owed(logbook.gut_calls(withdrawn=True), by, [engagement]):
            return False
    except ClientRiskError:
        return False
    st.text(f"{shorten(prospect.client_id, 80)} · {shorten(engagement, 80)}")
    st.header(_("What does your gut say?"), anchor=False)
    st.text(_("Your call comes first; then you see the score. Both are compared once it ends."))
    _gut_form(opened, prospect, logbook)
    return True


def _gut_form(opened: frame.Opened, prospect: Prospect, logbook: Logbook) -> None:
    key = _key("gut", prospect)
    with st.form(f"gut-{key}"):
        chance = st.pills(
            _("How likely is it to pay off?"),
            SHARES,
            format_func=percent,
            key=f"gut-chance-{key}",
        )
        note = st.text_input(_("Why (optional)"), max_chars=LONGEST_TEXT, key=f"gut-note-{key}")
        with st.container(horizontal=True):
            noted = st.form_submit_button(
                _("Note my call"), type="primary", key=f"gut-note-it-{key}"
            )
            skipped = st.form_submit_button(_("Show me the score"), key=f"gut-skip-{key}")
    if noted and chance is None:
        st.warning(_("Choose a chance first, or ask for the score."))
    elif noted or skipped:
        said = chance if noted else None
        # What is shown of it is veiled until the call is made; what it is compared with is not.
        model = of_the_model(opened.header, opened.scored(prospect.engagement_id))

        def save() -> None:
            logbook.note_gut(
                frame.user(),
                prospect.engagement_id,
                said,
                note=note if noted else "",
                shown=not noted,
                key=key,
                **model,
            )

        _save(save, "gut", prospect, _("Your gut call is noted.") if noted else "")


def record(opened: frame.Opened, prospect: Prospect) -> None:
    """How it ended, a verdict of one's own, and what was said before; compact."""
    logbook = frame.logbook(opened)
    model = of_the_model(opened.header, prospect)
    with st.container(horizontal=True):
        # A form that was saved has another key, and what held it closes.
        key = f"popover-{_key('outcome', prospect)}"
        with st.popover(_("Record how it ended"), icon=":material/flag:", key=key):
            _outcome(opened, prospect, logbook, model)
        key = f"popover-{_key('override', prospect)}"
        with st.popover(_("Override the verdict"), icon=":material/gavel:", key=key):
            _override(prospect, logbook, model)
    said_so_far(opened, prospect)


def said_so_far(opened: frame.Opened, prospect: Prospect, expanded: bool = False) -> None:
    """What people said of a prospect, each with the way to take it back."""
    logbook = frame.logbook(opened)
    try:
        before = said_before(logbook, prospect.engagement_id, opened.book.currency)
    except ClientRiskError:
        return  # `frame.opened` has said that the logbook cannot be reached
    if before:
        with st.expander(_("What people said so far"), expanded=expanded):
            for each in before:
                _line(each, prospect, logbook)


def _outcome(
    opened: frame.Opened, prospect: Prospect, logbook: Logbook, model: dict[str, Any]
) -> None:
    key = _key("outcome", prospect)
    today = datetime.now(viewer().zone).date()
    began = (
        min(prospect.opened_at.astimezone(viewer().zone).date(), today)
        if (prospect.opened_at)
        else None
    )
    with st.form(f"outcome-{key}", border=False):
        how = st.segmented_control(
            _("How did it end?"), list(ENDED), format_func=_, key=f"ended-{key}"
        )
        day = st.date_input(
            _("Ended on"),
            today,
            min_value=began,
            max_value=today,
            format="YYYY-MM-DD",
            key=f"ended-on-{key}",
        )
        revenue = st.number_input(
            _("Revenue received (optional)"), value=None, step=100.0, key=f"revenue-{key}"
        )
        note = st.text_input(_("Note (optional)"), max_chars=LONGEST_TEXT, key=f"note-{key}")
        sent = st.form_submit_button(_("Record"), type="primary", key=f"record-{key}")
        st.caption(_("The next training learns from it. You can take it back."))
    if sent and how is None:
        st.warning(_("Choose how it ended."))
    elif sent:

        def save() -> None:
            logbook.record_outcome(
                frame.user(),
                prospect.engagement_id,
                ENDED[str(how)],
                revenue=revenue,
                closed_at=closing_moment(day, datetime.now(UTC)),
                reason=note,
                key=key,
                **model,
            )

        _save(save, "outcome", prospect, _("The outcome is recorded."))


def _override(prospect: Prospect, logbook: Logbook, model: dict[str, Any]) -> None:
    key = _key("override", prospect)
    others = [each for each in OVERRIDES if each != prospect.verdict]
    with st.form(f"override-{key}", border=False):
        verdict = st.segmented_control(
            _("Your verdict"),
            others,
            default=others[0] if len(others) == 1 else None,
            format_func=_,
            key=f"verdict-{key}",
        )
        reason = st.text_area(_("Why"), max_chars=LONGEST_TEXT, key=f"why-{key}", height=90)
        sent = st.form_submit_button(_("Override"), type="primary", key=f"override-it-{key}")
        st.caption(_("A decision, not a lesson: the model does not learn from it."))
    if sent and verdict is None:
        st.warning(_("Choose your verdict."))
    elif sent and not reason.strip():
        st.warning(_("Say why: an override needs a reason."))
    elif sent:

        def save() -> None:
            logbook.override(
                frame.user(),
                prospect.engagement_id,
                str(verdict),
                reason=reason,
                key=key,
                **model,
            )

        _save(save, "override", prospect, _("Your override is recorded."))


def _line(each: Before, prospect: Prospect, logbook: Logbook) -> None:
    """One thing said, and the way to take it back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.text(each.what)
            if each.text:
                st.text(f"“{each.text}”")
            st.caption(md_escape(f"{each.by} · {each.when}"))
        own = each.by == frame.user() or not each.private
        if own and st.button(_("Take back"), key=f"back-{each.id}", type="tertiary"):

            def save() -> None:
                logbook.withdraw(frame.user(), each.id)

            _save(save, "back", prospect, _("Taken back; it stays on record as such."))


def _key(kind: str, prospect: Prospect) -> str:
    """The key of a form until it was saved: its widgets carry it, so that a second click on the
    saved form reaches nothing."""
    name = f"form-{kind}-{prospect.engagement_id}"
    return str(st.session_state.setdefault(name, uuid.uuid4().hex))


def _save(save: Callable[[], None], kind: str, prospect: Prospect, said: str) -> None:
    try:
        save()
    except ClientRiskError as problem:
        unreachable(problem)
        return
    st.session_state.pop(f"form-{kind}-{prospect.engagement_id}", None)
    st.session_state[SAVED] = said
    st.rerun()


def saved() -> None:
    """Say once that something was saved, on whatever page is shown next."""
    if said := st.session_state.pop(SAVED, ""):
        st.toast(said, icon=":material/check:")


def unreachable(problem: ClientRiskError) -> None:
    """The logbook cannot be had now; everything else on the page goes on."""
    st.warning(md_escape(frame.told(problem), most=400), icon=":material/cloud_off:")

"""What a person does about a model: train, compare, promote, go back. Each is confirmed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app import health, health_told, retraining
from app.health import Health, Kept
from app.retraining import Retraining
from app.viewer import N_, _, day, moment, percent
from app.views import frame
from app.words import md_escape
from data.errors import ClientRiskError
from train import registry

EVERY = 2.0  # seconds between two looks at a running training
LONGEST_REASON = 500
STAGES = {
    "reading": N_("Reading the histories …"),
    "hearing": N_("Hearing the essays …"),
    "judging": N_("Judging on the newest engagements …"),
    "refitting": N_("Learning from all closed engagements …"),
    "registering": N_("Storing it, and loading it again …"),
    "comparing": N_("Comparing it with the model that serves …"),
}


def told() -> None:
    """What was just done, once."""
    done = st.session_state.pop("moved", None)
    if done:
        st.success(md_escape(done), icon=":material/check_circle:")


def retrain(path: Path) -> None:
    """Training in a process of its own: its button, how far it is, how the last one ended."""
    running = (found := retraining.look(path)) is not None and found.state == "running"

    @st.fragment(run_every=EVERY if running else None)
    def watched() -> None:
        frame.look()  # a fragment that runs by itself has no viewer yet
        now = retraining.look(path)
        if running and (now is None or now.state != "running"):
            st.rerun()
        with st.container(border=True, gap="small"):
            if now is not None and now.state == "running":
                _running(path, now)
            else:
                _ready(path, now)

    watched()


def _running(path: Path, now: Retraining) -> None:
    stage = now.progress.stage if now.progress else "reading"
    share = min(now.progress.share if now.progress else 0.0, 1.0)
    words = _(STAGES[stage]) if stage in STAGES else _("Training …")
    st.progress(share, text=f"{words} {percent(share) if share else ''}")
    with st.container(horizontal=True, vertical_alignment="center"):
        if now.begun is not None:
            st.caption(
                md_escape(
                    _("Begun by {by}, {moment}. You can leave this page.").format(
                        by=now.begun.by, moment=moment(now.begun.at)
                    )
                ),
                width="stretch",
            )
        if st.button(_("Cancel the training"), key="cancel", icon=":material/stop_circle:"):
            with st.spinner(_("Ending it …")):
                retraining.cancel(path, frame.user())
            st.rerun()


def _ready(path: Path, last: Retraining | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_ended(last), width="stretch")
        pressed = st.button(
            _("Train a new model"),
            key="retrain",
            icon=":material/model_training:",
            help=_(
                "Learns from all closed engagements in a process of its own, for some minutes. "
                "The model that serves is not touched: the new one waits to be promoted."
            ),
        )
    if last is not None and last.state == "failed" and last.progress is not None:
        _failed(last)
    if pressed:
        try:
            retraining.start(path, frame.user(), registry.now())
        except ClientRiskError as problem:
            st.warning(md_escape(str(problem), most=400))
            return
        st.rerun()


def _failed(last: Retraining) -> None:
    told = last.progress
    if told is None:
        return
    for words in (told.what, told.where, told.next_step):
        if words:
            st.text(words)


def _ended(last: Retraining | None) -> str:
    if last is None or last.begun is None:
        return _("No model was trained from here yet.")
    when = day(last.begun.at)
    if last.state == "done" and last.progress is not None:
        said = _("Model {version} was trained here on {day}.").format(
            version=last.progress.version, day=when
        )
        against = list(last.progress.against)
        return f"{said} {health_told.gate_answer(last.progress.answer or '', against)}"
    if last.state == "cancelled":
        said = _("The training of {day} was cancelled by {by}. Nothing was changed.")
        return said.format(day=when, by=last.begun.cancelled_by)
    if last.state == "failed":
        return _("The training of {day} failed. The model that serves is untouched.").format(
            day=when
        )
    return _(
        "The training of {day} was stopped from outside, perhaps by a restart. The model that "
        "serves is untouched; train again."
    ).format(day=when)


def challenger(path: Path, waiting: Kept, fresh: bool) -> None:
    """Compare a challenger with the champion, or promote it."""
    with st.container(horizontal=True):
        if st.button(
            _("Compare again") if fresh else _("Compare with the model that serves"),
            key="judge",
            icon=":material/compare_arrows:",
        ):
            _compare(path, waiting)
        if st.button(_("Promote …"), key="promote", icon=":material/upgrade:", disabled=not fresh):
            st.session_state["asked"] = "promote"
    if fresh and st.session_state.get("asked") == "promote":
        _promote(path, waiting)
    if not fresh:
        st.caption(_("It can be promoted once it was compared on this book."))


def _compare(path: Path, waiting: Kept) -> None:
    try:
        with st.spinner(_("Comparing both on the newest engagements …")):
            health.judge(path, waiting.version.version)
    except ClientRiskError as problem:
        st.warning(md_escape(str(problem), most=400))
        return
    st.rerun()


def _closed() -> None:
    """A question stays open over whatever runs again beside it, until somebody closes it."""
    st.session_state.pop("asked", None)


def _done(version: str) -> None:
    _closed()
    st.session_state["moved"] = _("Model {version} serves now.").format(version=version)
    st.rerun()


def _promote(path: Path, waiting: Kept) -> None:
    title = _("Promote model {version}").format(version=waiting.version.version)

    @st.dialog(title, on_dismiss=_closed)
    def confirm() -> None:
        verdict = waiting.verdict or {"answer": "cannot tell", "conditions": []}
        refused = verdict["answer"] != "may be promoted"
        st.text(health_told.verdict_told(verdict))
        st.text(_("From the next click on it scores every prospect, for everybody."))
        override = refused and st.checkbox(
            _("Promote it against the gate; this is recorded with the model"), key="override"
        )
        reason = st.text_area(_("Reason"), key="why", max_chars=LONGEST_REASON)
        ready = bool(reason and reason.strip()) and (override or not refused)
        if not st.button(_("Promote"), type="primary", key="confirm", disabled=not ready):
            return
        number = waiting.version.version
        try:
            with st.spinner(_("Loading and checking it …")):
                done = health.promote(path, number, reason, frame.user(), override=bool(override))
        except ClientRiskError as problem:
            st.warning(md_escape(str(problem), most=400))
            return
        if not done.promoted:
            st.warning(_("The gate refuses it: {conditions}.").format(conditions=_names(done)))
            return
        _done(number)

    confirm()


def _names(done: health.Promotion) -> str:
    return health_told.conditions([each.name for each in done.conditions if not each.passed])


def go_back(path: Path, found: Health) -> None:
    """Give the alias back to the champion before."""
    if found.before is None:
        return
    label = _("Go back to model {version} …").format(version=found.before)
    if st.button(label, key="rollback", icon=":material/undo:"):
        st.session_state["asked"] = "rollback"
    if st.session_state.get("asked") != "rollback":
        return
    title = _("Go back to model {version}").format(version=found.before)

    @st.dialog(title, on_dismiss=_closed)
    def confirm() -> None:
        st.text(_("From the next click on the earlier model scores every prospect again."))
        reason = st.text_area(_("Reason"), key="why", max_chars=LONGEST_REASON)
        ready = bool(reason and reason.strip())
        if not st.button(_("Go back"), type="primary", key="confirm", disabled=not ready):
            return
        try:
            with st.spinner(_("Loading and checking it …")):
                move = health.roll_back(path, reason, frame.user())
        except ClientRiskError as problem:
            st.warning(md_escape(str(problem), most=400))
            return
        _done(move.version)

    confirm()

"""The life of the models: who made which one serve, when and why; where MLflow shows it all."""

from __future__ import annotations

import shlex

import streamlit as st

from app import health_told
from app.health import Health
from app.prospects import BookFacts
from app.viewer import _, moment
from app.views import health_moves
from app.views.listed import listed
from train import registry


def life(book: BookFacts, found: Health) -> None:
    """Versions and the moves of the champion's alias, with who and why; and the way back."""
    if found.moves:
        rows = [
            (
                moment(each.at),
                _("promoted") if each.kind == "promote" else _("went back"),
                f"{each.before or '–'} → {each.version}",
                each.by,
                health_told.reason(each),
                health_told.conditions([told.partition(":")[0] for told in each.overridden]),
                _("yes") if each.at in found.done else _("begun, not done"),
            )
            for each in reversed(found.moves)
        ]
        headings = [
            _("When"),
            _("Move"),
            _("Models"),
            _("Who"),
            _("Reason"),
            _("Against the gate"),
            _("Done"),
        ]
        listed(headings, rows, _("Moves of the model that serves"))
    health_moves.go_back(book.path, found)
    st.subheader(_("All models"), anchor=False)
    aliases = {"champion": _("serves"), "challenger": _("waits")}
    versions = [
        (
            each.version,
            ", ".join(aliases.get(name, name) for name in each.aliases),
            moment(each.made_at),
            _verdict_of(each),
        )
        for each in found.versions
    ]
    listed(
        [_("Model"), _("Now"), _("Trained"), _("The gate")], versions, _("All models of this book")
    )
    _mlflow(found)


def _verdict_of(version: registry.Version) -> str:
    verdict = registry.tagged(version.tags, registry.VERDICT)
    return health_told.verdict_told(verdict) if isinstance(verdict, dict) else _("not compared")


def _mlflow(found: Health) -> None:
    st.subheader(_("In MLflow"), anchor=False)
    if found.address.startswith(("http://", "https://")):
        st.link_button(_("Open the tracking server"), found.address, icon=":material/open_in_new:")
        return
    st.text(_("Every training with its parameters and figures, served on this machine only:"))
    asked = f"mlflow ui --backend-store-uri {shlex.quote(found.address)} --host 127.0.0.1"
    st.code(f"MLFLOW_DISABLE_TELEMETRY=true {asked} --port 5000", language=None, wrap_lines=True)

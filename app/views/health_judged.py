"""How the model was judged: against what came, beside others, and for whom it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app import health_told
from app.health import Health
from app.health_charts import beside, reliability
from app.viewer import _, number
from app.views.listed import listed


def judged(found: Health) -> None:
    """Figures beside the base rate, the rules alone and freer models; honest chances; slices."""
    kept = found.champion
    told = (kept.judgement or {}) if kept else {}
    figures = told.get("figures")
    if not figures:
        st.text(_("Nothing was judged yet: that takes closed engagements of both outcomes."))
        return
    dark = st.context.theme.type == "dark"
    st.caption(
        _(
            "On the {count} newest engagements, which it had not seen. In brackets: 95% intervals "
            "from clients drawn with replacement."
        ).format(count=number(told["test_engagements"]))
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Chances against what came"), anchor=False)
        points = told.get("reliability") or []
        st.vega_lite_chart(
            reliability(points, dark),
            width="stretch",
            theme=None,
            alt=_("Mean chance of each tenth beside the share that paid off"),
        )
        st.caption(_("On the dashed line chances are honest. Each point is a tenth of all."))
    with right:
        st.subheader(_("Beside other ways"), anchor=False)
        st.vega_lite_chart(
            beside(figures, dark),
            width="stretch",
            theme=None,
            alt=_("AUC of this model and of the others with intervals"),
        )
        st.caption(_("Where intervals overlap, the difference may be chance."))
    rows = [
        (
            _(words),
            *(
                health_told.figure(figures[name].get(measure), share=measure in health_told.SHARES)
                for measure in health_told.MEASURES
            ),
        )
        for name, words in health_told.MODELS.items()
        if name in figures
    ]
    headings = [_("Model"), *(_(each) for each in health_told.MEASURES.values())]
    listed(headings, rows, _("Judged figures of this model and of the others"))
    _slices(told.get("slices") or [])


def _slices(told: Sequence[dict[str, Any]]) -> None:
    if not told:
        return
    st.subheader(_("For whom it holds"), anchor=False)
    rows = [
        (
            health_told.slice_name(each),
            number(each["engagements"]),
            *(
                health_told.figure(each["figures"].get(name), share=name in health_told.SHARES)
                for name in ("auc", "log_loss_skill", "mean_chance", "paid_off")
            ),
        )
        for each in told
    ]
    headings = [
        _("Clients"),
        _("Engagements"),
        _("AUC"),
        _("better than the base rate by"),
        _("mean chance"),
        _("paid off"),
    ]
    listed(headings, rows, _("Figures by language, segment, size and history"))

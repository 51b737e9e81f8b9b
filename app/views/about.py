"""How to read the pages, and every heuristic behind them."""

from __future__ import annotations

import streamlit as st

from app.tables import table, texts
from app.viewer import _, language
from app.words import essays, family, speaks, title
from features.catalogue import HEURISTICS

st.header(_("How to read this"), anchor=False)
for paragraph in (
    _(
        "**The chance** says how likely an engagement is to bring in more than it costs. A chance "
        "is never a certainty: of ten prospects at 30%, about three do pay off. Beside it stands "
        "where it lies in four of five cases."
    ),
    _(
        "**The verdict** follows from money: going on is worth it from the *cut-off* on, the "
        "chance at which what still comes in and what it still costs weigh the same. Without an "
        "expected value or an hourly cost the cut-off is 50%. Hours and money that are gone stand "
        "on neither side."
    ),
    _(
        "**Look closer** means that the chance could lie on either side of the cut-off, **no "
        "verdict** that too little is on record. Nothing is guessed to fill the gap: one question "
        "is asked instead, the one whose answer would move the chance most."
    ),
    _(
        "**Reasons** come from the essays and are measured against a usual client of the same "
        "book. A *flag* speaks against, a *strength* speaks for, and an exception may *soften* a "
        "flag: somebody who moves a meeting and keeps the new date has earned no flag. The parts "
        "add up to the chance exactly; nothing is left out and nothing is approximate."
    ),
    _(
        "**Your own delays never count against the client.** Who moved, who was silent and whose "
        "task it was are kept apart."
    ),
):
    st.markdown(paragraph, width=760)
st.subheader(_("Every heuristic"), anchor=False)
rows = [
    (
        title(heuristic.id),
        speaks(heuristic.polarity),
        family(heuristic.family),
        essays(heuristic.id),
        heuristic.advice if language() == "en" else heuristic.advice_ru,
    )
    for heuristic in HEURISTICS
]
columns = texts(_("Heuristic"), _("Speaks"), _("Family"), _("Essay"), _("What to do"))
st.dataframe(
    table(columns, rows),
    hide_index=True,
    alt=_("Every heuristic with its family, essay and advice"),
)

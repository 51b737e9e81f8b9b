"""How to read the pages, and every heuristic behind them."""

from __future__ import annotations

import streamlit as st

from app.tables import table, texts
from app.words import essays
from features.catalogue import HEURISTICS

st.header("How to read this", anchor=False)
st.markdown(
    """
**The chance** says how likely an engagement is to bring in more than it costs.
A chance is never a certainty: of ten prospects at 30%, about three do pay off. Beside it stands
where it lies in four of five cases.

**The verdict** follows from money: going on is worth it from the *cut-off* on, the chance at which
what still comes in and what it still costs weigh the same. Without an expected value or an hourly
cost the cut-off is 50%. Hours and money that are gone stand on neither side.

**Look closer** means that the chance could lie on either side of the cut-off, **no verdict** that
too little is on record. Nothing is guessed to fill the gap: one question is asked instead, the one
whose answer would move the chance most.

**Reasons** come from the essays and are measured against a usual client of the same book.
A *flag* speaks against, a *strength* speaks for, and an exception may *soften* a flag:
somebody who moves a meeting and keeps the new date has earned no flag.
The parts add up to the chance exactly; nothing is left out and nothing is approximate.

**Your own delays never count against the client.** Who moved, who was silent and
whose task it was are kept apart.
"""
)
st.subheader("Every heuristic", anchor=False)
rows = [
    (
        heuristic.title,
        heuristic.polarity,
        heuristic.family,
        essays(heuristic.id),
        heuristic.advice,
    )
    for heuristic in HEURISTICS
]
st.dataframe(
    table(texts("Heuristic", "Speaks", "Family", "Essay", "What to do"), rows),
    hide_index=True,
    alt="Every heuristic with its family, essay and advice",
)

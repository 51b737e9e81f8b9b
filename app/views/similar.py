"""Similar past clients and how they ended, to stand on a prospect's page."""

from __future__ import annotations

import streamlit as st

from app.prospects import Prospect
from app.similar import Alike, Ended, told
from app.tables import table, texts
from app.viewer import _, day, money, ngettext, number, percent
from app.views import frame
from app.words import shorten, title


def similar_block(opened: frame.Opened, prospect: Prospect) -> None:
    """How many of the past clients most like this one paid off, and the nearest by name."""
    st.subheader(
        _("Similar past clients"),
        anchor=False,
        help=_(
            "The closed engagements whose reasons weigh most like this one's, each as it stood at "
            "about the same age. The model has learned from them: they illustrate the chance, they "
            "do not prove it."
        ),
    )
    alike = told(opened.extra("similar"), prospect.engagement_id)
    if alike is None:
        st.text(_("No engagement of this book has ended yet that could be compared."))
        return
    st.text(share(alike))
    st.dataframe(
        table(
            texts(_("Client"), _("Ended on"), _("How it ended"), _("Received"), _("Alike in")),
            [line(opened, prospect, each) for each in alike.nearest],
        ),
        hide_index=True,
        alt=_("The past engagements most like this one, nearest first"),
    )


def share(alike: Alike) -> str:
    """Of the nearest so many paid off, and within which bounds the share lies."""
    counted = ngettext(
        "Of the {among} most similar, {paid_off} paid off",
        "Of the {among} most similar, {paid_off} paid off",
        alike.among,
    ).format(among=number(alike.among), paid_off=number(alike.paid_off))
    bounds = _("{low} to {high} in four of five cases").format(
        low=percent(alike.low), high=percent(alike.high)
    )
    return f"{counted} ({bounds})."


def line(opened: frame.Opened, prospect: Prospect, each: Ended) -> tuple[str, ...]:
    """A past engagement as a row of plain text."""
    client = shorten(each.client_id, 60)
    if each.client_id == prospect.client_id:
        client = _("{client} (the same client, earlier)").format(client=client)
    shared = ", ".join(title(name) for name in each.shared)
    return (
        client,
        day(each.closed_at),
        _("paid off") if each.paid_off else _("did not pay off"),
        money(each.revenue, opened.book.currency),
        shared or _("what is not seen in either"),
    )

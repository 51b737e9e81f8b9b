"""Exceptions: for whom rules are broken, and did it pay; for whom not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from app.exceptions import (
    AGAINST_VERDICT,
    Case,
    Client,
    Line,
    calm,
    clients,
    known_exceptions,
    known_rules,
    lines,
    matches,
    only,
    overridden,
)
from app.shares import FEWEST, Share
from app.tables import table, texts
from app.viewer import _, money, ngettext, number, percent
from app.views import frame
from app.views.address import chosen
from app.views.kept import card, choose, kept
from app.words import md_escape, shorten, title
from data.errors import ClientRiskError

LONGEST_CELL = 300
WITHOUT = ""  # a rule broken without any exception, as `app.exceptions.only` has it
NO_EXCEPTION = "none"  # the same in the address
EVIDENCE = pa.schema(
    [
        *((name, pa.string()) for name in ("rule", "exception")),
        ("times", pa.int64()),
        *((name, pa.string()) for name in ("share", "beside", "word")),
        *((name, pa.float64()) for name in ("won", "lost")),
    ]
)
CLIENTS = pa.schema(
    [("client", pa.string()), ("rules", pa.string()), ("ended", pa.string()), ("net", pa.float64())]
)


def show(opened: frame.Opened) -> None:
    """The answer, filters, by rule, by client, and what is open now."""
    found = kept(opened, "exceptions")
    if found is None:
        return
    cases = decided(opened, [Case.of(row) for row in found["closed"]])
    answer = st.container()
    rule, exception, segments, owners = filters(cases)
    wanted = only(cases, rule, exception, segments, owners)
    with answer:
        headline(wanted, opened.book.currency)
    open_now(opened, found["open"], rule, exception, segments, owners)
    by_rule(lines(wanted))
    by_client(clients(case for case in wanted if case.broken))
    meaning(len(cases))


def decided(opened: frame.Opened, cases: list[Case]) -> list[Case]:
    """The cases, with those in which somebody went on against the verdict, if that can be read."""
    try:
        overrides = frame.logbook(opened).overrides()
    except ClientRiskError:
        return cases
    known = filter(None, map(opened.that_ended, opened.ended))
    clients = {one.engagement_id: one.client_id for one in known}
    return overridden(cases, overrides, opened.ended, clients)


def filters(cases: Sequence[Case]) -> tuple[str | None, str | None, list[str], list[str]]:
    """Rule, exception, segments and owners; all live in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rule = chosen(
            _("Rule"),
            "rule",
            ["", *known_rules(cases)],
            lambda each: rule_title(each) if each else _("All"),
        )
        exception = chosen(
            _("Exception"),
            "exception",
            ["", NO_EXCEPTION, *known_exceptions(cases)],
            exception_title,
        )
        segments = choose(_("Segment"), "broken", [case.segment for case in cases])
        owners = choose(_("Owner"), "broken_by", [case.owner for case in cases])
    by = None if not exception else WITHOUT if exception == NO_EXCEPTION else exception
    return rule or None, by, segments, owners


def exception_title(choice: str) -> str:
    """What to call a choice of the filter."""
    if choice == NO_EXCEPTION:
        return _("Without any")
    return title(choice) if choice else _("All")


def headline(cases: Sequence[Case], currency: str | None) -> None:
    """For how many clients it paid, and for how many not."""
    broken = [case for case in cases if case.broken]
    found = clients(broken)
    paid = [each for each in found if each.paid]
    if not found:
        st.header(_("No rule was broken"), anchor=False)
        st.info(_("No closed engagement here went on after a rule had fired."))
        return
    told = ngettext(
        "A rule was broken for {count} client: it paid for {paid}, not for {lost}",
        "Rules were broken for {count} clients: it paid for {paid}, not for {lost}",
        len(found),
    )
    st.header(
        told.format(
            count=number(len(found)), paid=number(len(paid)), lost=number(len(found) - len(paid))
        ),
        anchor=False,
    )
    others = clients(calm(cases))
    net = [case.net for case in broken if case.net is not None]
    won, lost = sum(max(each, 0.0) for each in net), sum(min(each, 0.0) for each in net)
    with st.grid(4, min_column_width=200):
        card(_("Paid, of these clients"), *share(by_clients(found)))
        card(
            _("Paid, where no rule had fired"),
            *share(by_clients(others)),
            meaning=_("Clients with whom we went on as well, and no rule had fired."),
        )
        card(_("Money won"), md_escape(money(won, currency)))
        card(_("Money lost"), md_escape(money(lost, currency)))


def by_clients(found: Sequence[Client]) -> Share:
    """The share of clients for whom it paid."""
    return Share.of((each.client_id, each.paid) for each in found)


def share(found: Share) -> tuple[str, str]:
    """A share, and the line under it: its interval, or that there are too few."""
    if not found.enough:
        told = _("{paid} of {count}: too few to say")
        return "–", told.format(paid=number(found.paid_off), count=number(found.number))
    told = _("{low} to {high} of {count}")
    count = number(found.number)
    value, low, high = (f"{number(100 * each)}%" for each in (found.value, found.low, found.high))
    return value, told.format(low=low, high=high, count=count)


def in_words(found: Share) -> str:
    """A share with its interval, in one cell."""
    figure, beside = share(found)
    return beside if figure == "–" else f"{figure} ({beside})"


def by_rule(found: Sequence[Line]) -> None:
    """Each rule, by each exception and without any, beside what it is compared with."""
    if not found:
        return
    st.subheader(_("Which rules, and by which exception"), anchor=False)
    rows = [
        (
            rule_title(each.rule),
            title(each.exception) if each.exception else _("none"),
            each.broken.number,
            in_words(each.broken),
            in_words(each.others),
            _(each.word),
            round(each.won),
            round(each.lost),
        )
        for each in sorted(found, key=lambda each: -each.broken.number)
    ]
    st.dataframe(
        table(EVIDENCE, rows),
        column_config={
            "rule": st.column_config.TextColumn(_("Rule"), width=220),
            "exception": st.column_config.TextColumn(_("Exception"), width=190),
            "times": st.column_config.NumberColumn(_("Times"), width=70),
            "share": st.column_config.TextColumn(
                _("Paid off"), width=190, help=_("Of the engagements, with its 95% interval")
            ),
            "beside": st.column_config.TextColumn(
                _("Beside"),
                width=190,
                help=_(
                    "By an exception: the same rule broken without one. Without: engagements that "
                    "went on and in which no rule had fired."
                ),
            ),
            "word": st.column_config.TextColumn(_("In short"), width=160),
            "won": st.column_config.NumberColumn(_("Money won"), format="localized", width=90),
            "lost": st.column_config.NumberColumn(_("Money lost"), format="localized", width=90),
        },
        hide_index=True,
        alt=_("Rules that were broken, by exception, with how often it paid off and the money"),
    )


def by_client(found: Sequence[Client]) -> None:
    """For whom, how it ended, and what it brought; the dearest first."""
    if not found:
        return
    st.subheader(_("For whom"), anchor=False)
    st.dataframe(
        table(CLIENTS, [client_row(each) for each in found]),
        column_config={
            "client": st.column_config.TextColumn(_("Client"), width=160),
            "rules": st.column_config.TextColumn(_("Rules broken, and why"), width=560),
            "ended": st.column_config.TextColumn(_("Ended"), width=170),
            "net": st.column_config.NumberColumn(
                _("Net"),
                format="localized",
                width=100,
                help=_("What came in beyond its cost; empty where that is not on record"),
            ),
        },
        hide_index=True,
        placeholder="–",
        alt=_("Clients for whom rules were broken, with how it ended and the net money"),
    )


def client_row(each: Client) -> tuple[Any, ...]:
    """A client as `CLIENTS` has it."""
    broken: dict[str, set[str]] = {}
    for case in each.cases:
        for rule, by in case.broken.items():
            broken.setdefault(rule, set()).update(by)
    told = _("{paid} of {count} paid off")
    paid = sum(case.paid_off for case in each.cases)
    return (
        shorten(each.client_id, LONGEST_CELL),
        named(broken),
        told.format(paid=number(paid), count=number(len(each.cases))),
        None if each.net is None else round(each.net),
    )


def named(broken: dict[str, Any]) -> str:
    """Rules with their exceptions in brackets."""
    return "; ".join(
        rule_title(rule) + (f" ({', '.join(map(title, sorted(by)))})" if by else "")
        for rule, by in broken.items()
    )


def rule_title(rule: str) -> str:
    """A rule's title, and what to call our own verdict against the model's."""
    return _("Against the verdict") if rule == AGAINST_VERDICT else title(rule)


def open_now(
    opened: frame.Opened,
    fired: dict[str, dict[str, list[str]]],
    rule: str | None,
    exception: str | None,
    segments: Sequence[str],
    owners: Sequence[str],
) -> None:
    """Open engagements in which a rule has fired; a click opens the prospect."""
    found = []
    for one in opened.prospects:
        rules = {
            each: by
            for each, by in fired.get(one.engagement_id, {}).items()
            if matches(each, by, rule, exception)
        }
        wanted = (not segments or one.segment in segments) and (not owners or one.owner in owners)
        if rules and wanted:
            found.append((one, rules))
    told = ngettext("{count} open now", "{count} open now", len(found))
    with st.expander(told.format(count=number(len(found)))):
        if not found:
            st.text(_("No rule is being broken in what is open now."))
            return
        rows = [
            (
                shorten(one.client_id, LONGEST_CELL),
                named(rules),
                "–" if one.chance is None else percent(one.chance),
                _(one.verdict),
                shorten(one.engagement_id, LONGEST_CELL),
            )
            for one, rules in found
        ]
        names = ("client", "rules", "chance", "verdict", "prospect")
        titles = (_("Client"), _("Rules broken, and why"), _("Chance"), _("Verdict"), _("Prospect"))
        picked = st.dataframe(
            table(texts(*names), rows),
            column_config=dict(zip(names, titles, strict=True)),
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key="open_now",
            alt=_("Open prospects in which a rule has fired; select a row to open it"),
        )["selection"]
    if picked["rows"]:
        frame.open_prospect(found[picked["rows"][0]][0].engagement_id)


def meaning(closed: int) -> None:
    """What counts as broken, and what the figures do not say."""
    with st.expander(_("What this says, and what not")):
        for line in (
            _(
                "A rule is broken where it had fired and we worked on for more than an hour: by an "
                "exception that fired too, without any, or against the verdict."
            ),
            _("Looked at: the newest {count} closed engagements, as they last stood.").format(
                count=number(closed)
            ),
            _("Together, not because of it: who gets an exception differs in other ways, too."),
            _("Below {fewest} engagements nothing is said.").format(fewest=number(FEWEST)),
            _("Intervals hold in 19 of 20 cases for one line; among forty lines two miss by luck."),
        ):
            st.markdown(f"- {line}")


opened = frame.opened()
if opened is not None:
    show(opened)

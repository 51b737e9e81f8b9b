"""A filled-in table as the matrix that histories would have made."""

import numpy as np
import pytest

from data.errors import DataRefused
from data.mapping import find, load
from features import matrix
from features.catalogue import BY_ID
from features.given import given

HEADER = (
    "Product;Seller;Authority;Comp_size;Competitors;Purch_dept;Partnership;Budgt_alloc;Forml_tend;"
    "RFI;RFP;Growth;Posit_statm;Source;Client;Scope;Strat_deal;Cross_sale;Up_sale;Deal_type;"
    "Needs_def;Att_t_client;Status"
)
GOOD = (
    "A;One;Mid;Mid;No;Unknown;No;Yes;No;Yes;Yes;Growth;Neutral;Referral;Current;Clear;"
    "Very important;No;Yes;Maintenance;Yes;Strategic account;Won"
)
BAD = (
    "B;Two;Low;Big;Unknown;Yes;No;Unknown;Yes;No;Yes;Stable;No;Unknown;New;Low;"
    "Unimportant;No;No;Project;No;Normal;Lost"
)


@pytest.fixture
def table(tmp_path):
    def make(*rows: str):
        path = tmp_path / "opportunities.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n")
        return given(path, find("bohanec_b2b"))

    return make


def test_every_column_of_the_catalogue_is_there_and_the_given_ones_follow(table):
    signals = table(GOOD, BAD).signals
    declared = tuple(each.name for each in matrix.columns())
    assert signals.names[: len(declared)] == declared
    added = signals.names[len(declared) :]
    assert added
    assert all(name.startswith("given_") for name in added)
    assert signals.values.shape == (2, len(signals.names))


def test_what_was_not_given_cannot_be_told(table):
    signals = table(GOOD).signals
    row = signals.row(0)
    told = {name for name, value in row.items() if not np.isnan(value)}
    assert "put_offs" not in told
    assert "age_days" not in told
    assert "given_purchasing_department" not in told
    assert {"deferrals", "given_budget_reserved"} <= told
    assert row["deferrals"] == 0


def test_attributes_fire_the_heuristics_they_mean(table):
    signals = table(GOOD, BAD).signals
    fired = [
        {name for name, heuristic in BY_ID.items() if heuristic.fired(signals.row(row))}
        for row in (0, 1)
    ]
    assert fired == [
        {"kept-commitment", "growing-jobs", "clockwork-buyer", "serious-contract"},
        {"no-decision-authority", "unanswered-questions", "vague-goals", "subordinate-tone"},
    ]


def test_outcomes_and_clients_stand_beside_the_rows_and_nothing_is_dated(table):
    found = table(GOOD, GOOD, BAD)
    assert found.paid_off.tolist() == [True, False]
    assert found.clients.tolist() == ["opportunity-2", "opportunity-4"]
    assert found.signals.cutoffs["engagement_id"].to_pylist() == found.clients.tolist()
    assert found.signals.cutoffs["as_of"].null_count == 2
    assert (found.read.read, found.read.repeated) == (3, 1)


def test_who_sells_and_what_is_never_an_input():
    (block,) = find("bohanec_b2b").blocks_of("signals")
    sources = {source for rule in block.columns.values() for source in rule.sources}
    assert not sources & {"Seller", "Product"}
    assert len(sources) == len(HEADER.split(";")) - 2


def test_a_signal_the_catalogue_does_not_have_is_refused(tmp_path):
    path = tmp_path / "leads.toml"
    path.write_text(
        '[signals.columns]\nengagement_id = "id"\npaid_off = "won"\ndeferals = "authority"\n'
    )
    with pytest.raises(DataRefused, match=r"'deferals'.*did you mean deferrals.*given_deferals"):
        given(tmp_path / "leads.csv", load(path))


def test_a_client_who_is_told_is_kept(tmp_path):
    (tmp_path / "leads.toml").write_text(
        '[signals.columns]\nengagement_id = "id"\nclient_id = "firm"\npaid_off = "won"\n'
        'deferrals = "asks"\n'
    )
    (tmp_path / "leads.csv").write_text("id,firm,won,asks\n1,ours,1,0\n2,,0,3\n")
    found = given(tmp_path / "leads.csv", load(tmp_path / "leads.toml"))
    assert found.clients.tolist() == ["ours", "2"]

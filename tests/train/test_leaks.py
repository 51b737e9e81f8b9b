"""Planted leaks of each kind are caught; an honest book stays quiet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data.outcome import outcomes
from data.simulate import HOURLY_COST, simulate
from features import matrix
from features.engine import prepare
from features.usual import learn
from train import leaks
from train.leaks import ALARM, WARNING, alarms, alone, lines
from train.snapshots import Snapshots, snapshots
from train.split import Split, split

HONEST_AUC = 0.75


@dataclass(frozen=True)
class Judged:
    """What `alarms` looks at, of a small simulated book."""

    interactions: pa.Table
    signals: matrix.SignalMatrix
    rows: Snapshots
    parts: Split

    def kinds(self, auc: float = HONEST_AUC) -> dict[str, str]:
        found = alarms(self.interactions, self.signals, self.rows, self.parts, auc)
        return {alarm.kind: alarm.severity for alarm in found}


def judged(interactions: pa.Table, engagements: pa.Table) -> Judged:
    rows = snapshots(engagements, outcomes(interactions, engagements, HOURLY_COST))
    inputs = prepare(interactions, engagements, rows.cutoffs, learn(interactions), HOURLY_COST)
    return Judged(interactions, matrix.compute(inputs), rows, split(rows))


@pytest.fixture(scope="module")
def tables() -> tuple[pa.Table, pa.Table]:
    interactions, engagements = simulate(seed=7, closed=120, open=0)
    return interactions, engagements


@pytest.fixture(scope="module")
def honest(tables) -> Judged:
    return judged(*tables)


def ended(tables, good, bad):
    """A column over the engagements: ``good`` where they paid off, ``bad`` elsewhere."""
    found = outcomes(*tables, HOURLY_COST)["paid_off"].combine_chunks()
    return pc.if_else(pc.fill_null(found, False), pa.scalar(good), pa.scalar(bad))


def test_an_honest_book_is_quiet(honest):
    assert set(honest.kinds().values()) <= {WARNING}
    assert not honest.parts.grouped or honest.kinds() == {}
    assert 0.5 <= np.nanmax(alone(honest.signals.values, honest.rows)) < leaks.ALONE


def test_that_nothing_was_found_is_said():
    assert lines([]) == ["leak alarm: nothing found"]


def test_a_value_rewritten_when_the_end_was_known_is_caught_and_named(tables, honest):
    interactions, engagements = tables
    place = engagements.column_names.index("expected_value")
    written = ended(tables, 900.0, 100.0).cast(engagements.schema.field(place).type)
    planted = judged(interactions, engagements.set_column(place, "expected_value", written))
    assert planted.kinds()["explains_alone"] == ALARM
    found = alarms(interactions, planted.signals, planted.rows, planted.parts, HONEST_AUC)
    (alarm,) = [each for each in found if each.kind == "explains_alone"]
    assert "expected_value 1.00" in alarm.where
    assert "recorded_at" in lines(found)[0]


@pytest.mark.parametrize("known", ["good", "bad"])
def test_that_a_column_is_filled_in_for_one_kind_only_is_caught(honest, known):
    kind = honest.rows.paid_off if known == "good" else ~honest.rows.paid_off
    column = np.where(kind, 5.0, np.nan)[:, None]
    assert alone(column, honest.rows) == pytest.approx([1.0])


def test_a_column_that_tells_at_a_late_age_only_is_caught(honest):
    age = honest.rows.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - honest.rows.opened
    ages, counts = np.unique(age, return_counts=True)
    late = age == ages[counts >= leaks.FEWEST_AT_AGE][-1]
    column = np.where(late & honest.rows.paid_off, 1.0, 0.0)[:, None]
    assert alone(column, honest.rows) == pytest.approx([1.0])


def test_noise_in_many_columns_over_few_engagements_is_no_alarm():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(50, 3000))
    start = np.datetime64("2024-01-01", "us")
    moment = pa.array(np.full(50, start), pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
    identity = pa.array([f"e{n}" for n in range(50)])
    rows = Snapshots(
        cutoffs=pa.table({"engagement_id": identity, "as_of": moment}),
        paid_off=np.arange(50) < 4,
        clients=np.arange(50),
        opened=np.full(50, start),
        closed=np.full(50, start + np.timedelta64(9, "D")),
        weight=np.ones(50),
    )
    assert alone(values, rows).max() < leaks.ALONE
    few = rows.take(np.arange(50) < leaks.FEWEST_AT_AGE - 1)
    assert np.isnan(alone(values[:-1], few)).all()


def test_a_note_before_the_end_whose_label_names_the_outcome_is_caught(tables, honest):
    interactions, engagements = tables
    lost = engagements.filter(pc.equal(ended(tables, 1, 0), 0))
    number = lost.num_rows
    moment = pc.subtract(lost["closed_at"], pa.scalar(60, pa.duration("s")))
    given = {
        "interaction_id": pa.array([f"planted {n}" for n in range(number)]),
        "engagement_id": lost["engagement_id"],
        "client_id": lost["client_id"],
        "occurred_at": moment,
        "kind": pa.array(["note"] * number),
        "direction": pa.array(["internal"] * number),
        "label": pa.array(["deal\x1b[2J lost"] * number),
    }
    schema = interactions.schema
    notes = pa.table(
        {
            field.name: given[field.name].cast(field.type)
            if field.name in given
            else pa.nulls(number, field.type)
            for field in schema
        }
    )
    with_notes = pa.concat_tables([interactions, notes.cast(schema)])
    planted = replace(honest, interactions=with_notes)
    assert planted.kinds()["names_the_end"] == ALARM
    (told,) = [line for line in told_of(planted) if "names the outcome" in line]
    assert f"label deal[2J lost: 100% of {number} did not pay off" in told
    # The same note at the end is what a source may well say.
    at_end = with_notes.set_column(
        schema.get_field_index("occurred_at"),
        schema.field("occurred_at"),
        pc.if_else(
            pc.starts_with(with_notes["interaction_id"], "planted"),
            pc.add(with_notes["occurred_at"], pa.scalar(60, pa.duration("s"))),
            with_notes["occurred_at"],
        ).cast(schema.field("occurred_at").type),
    )
    assert "names_the_end" not in replace(honest, interactions=at_end).kinds()


def told_of(of: Judged) -> list[str]:
    return lines(alarms(of.interactions, of.signals, of.rows, of.parts, HONEST_AUC))


def test_cutoffs_that_see_the_end_are_caught_and_counted(honest):
    number = len(honest.rows.weight)
    at_end = pa.array(honest.rows.closed).cast(pa.timestamp("us", "UTC"))
    late = replace(honest.rows, cutoffs=honest.rows.cutoffs.set_column(1, "as_of", at_end))
    assert replace(honest, rows=late).kinds()["knows_the_end"] == ALARM
    ended_early = replace(honest, rows=replace(honest.rows, closed=honest.rows.opened))
    (told,) = [line for line in told_of(ended_early) if "end of their engagement" in line]
    assert f"{number} of {number} cutoffs" in told
    assert "see 0 interactions" not in told


def test_a_client_on_both_sides_is_an_alarm_where_it_is_denied_else_a_warning(honest):
    same = replace(honest.rows, clients=np.full(len(honest.rows.weight), "one"))
    claimed = replace(honest, rows=same, parts=replace(honest.parts, grouped=True))
    assert claimed.kinds()["client_on_both_sides"] == ALARM
    told = replace(honest, rows=same, parts=replace(honest.parts, grouped=False))
    assert told.kinds()["client_on_both_sides"] == WARNING
    apart = replace(honest.rows, clients=np.arange(len(honest.rows.weight)))
    assert "client_on_both_sides" not in replace(honest, rows=apart).kinds()


def test_a_shuffled_split_is_caught(honest):
    engagement = honest.rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False)
    names = np.unique(engagement)
    chosen = np.random.default_rng(0).choice(names, len(names) // 4, replace=False)
    test = np.isin(engagement, chosen)
    shuffled = replace(honest.parts, train=~test, test=test)
    assert replace(honest, parts=shuffled).kinds()["overlap"] == ALARM


def test_a_training_engagement_that_ended_after_the_split_is_caught(honest):
    longer = np.where(honest.parts.train, honest.parts.at, honest.rows.closed)
    planted = replace(honest, rows=replace(honest.rows, closed=longer))
    assert planted.kinds()["overlap"] == ALARM


@pytest.mark.parametrize(("auc", "caught"), [(0.90, False), (0.96, True), (np.nan, False)])
def test_a_score_too_good_to_be_true_is_caught(honest, auc, caught):
    assert ("too_good" in honest.kinds(auc)) == caught

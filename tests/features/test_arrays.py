"""Arrays against DuckDB: the same expressions, the same answers."""

from __future__ import annotations

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.simulate import simulate
from features import engine, evidence, matrix
from features.arrays.evaluation import Evaluation
from features.arrays.plan import Plan, UnknownOperation
from features.engine import Inputs, Question, prepare
from features.usual import learn
from tests.features.timeline import USUAL
from tests.features.wild import WildBook, book, tables

QUESTIONS = {"signals": matrix.QUESTION, "evidence": evidence.QUESTION}
few = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def lined_up(answer: dict[str, np.ndarray]) -> dict[str, list]:
    """The columns in the order of the snapshots and, where there are any, of the rows."""
    keys = [answer[name] for name in ("interaction_id", "at", "snapshot") if name in answer]
    order = np.lexsort([np.unique(key, return_inverse=True)[1] for key in keys])
    return {name: values[order].tolist() for name, values in answer.items()}


def agree(inputs: Inputs, question: Question) -> int:
    """Both engines say the same of all cutoffs; how many rows that were."""
    found = lined_up(inputs.whole.columns(question.table))
    everything = np.ones(inputs.cutoffs.num_rows, bool)
    ((_, expected),) = engine.with_duckdb(question, inputs, everything)
    expected = lined_up(expected)
    assert list(found) == list(expected)
    for name, values in expected.items():
        if isinstance(values[0] if values else None, float):
            # Floats are added up in another order: equal to the last digits.
            np.testing.assert_allclose(found[name], values, rtol=1e-9, atol=1e-9, err_msg=name)
        else:
            assert found[name] == values, name
    return len(found["snapshot"])


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_whole_expression_can_be_planned(question: Question) -> None:
    names = Plan().columns(question.table.op())
    assert tuple(names) == question.table.columns


@few
@given(st.lists(book(), min_size=1, max_size=40))
def test_wild_histories_are_the_same_to_both(some: list[WildBook]) -> None:
    inputs = prepare(*tables(some), USUAL, hourly_cost=60.0)
    for question in QUESTIONS.values():
        agree(inputs, question)


def test_a_simulated_book_is_the_same_to_both_at_several_cutoffs() -> None:
    interactions, engagements = simulate(seed=3, closed=60, open=10)
    moments = [
        pa.array(engagements["opened_at"].to_numpy() + np.timedelta64(days, "D"))
        for days in (0, 30, 200)
    ]
    cutoffs = pa.concat_tables(
        pa.table(
            {
                "engagement_id": engagements["engagement_id"],
                "as_of": at.cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC")),
            }
        )
        for at in moments
    )
    inputs = prepare(interactions, engagements, cutoffs, learn(interactions), hourly_cost=60.0)
    assert agree(inputs, matrix.QUESTION) > 100
    assert agree(inputs, evidence.QUESTION) > 1000


def test_a_history_that_is_too_long_goes_to_duckdb_and_the_others_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interactions, engagements = simulate(seed=4, closed=12, open=2)
    cutoffs = pa.table(
        {
            "engagement_id": engagements["engagement_id"],
            "as_of": pa.array([interactions["occurred_at"].to_numpy().max()] * 14).cast(
                pa.timestamp("us", "UTC")
            ),
        }
    )
    inputs = prepare(interactions, engagements, cutoffs, USUAL)
    whole = matrix.compute(inputs).values
    asked = []
    with_duckdb = engine.with_duckdb

    def watched(question: Question, inputs: Inputs, chosen: np.ndarray) -> engine.Answers:
        asked.append(chosen.sum())
        return with_duckdb(question, inputs, chosen)

    monkeypatch.setattr(engine, "with_duckdb", watched)
    monkeypatch.setattr(engine, "ARRAY_ROWS", 40)
    done = []
    in_parts = matrix.compute(inputs, done.append).values
    assert 0 < asked[0] < 14
    assert sum(done) == 14
    np.testing.assert_allclose(in_parts, whole, rtol=1e-9, atol=1e-9)


# Single operations, with nulls in every place --------------------------------------------------

THREE = [True, False, None]
GRID = pa.table(
    {
        "key": pa.array([number % 4 for number in range(27)], pa.int64()),
        "word": pa.array([("b", "a", None)[number % 3] for number in range(27)]),
        "p": pa.array([THREE[number // 9] for number in range(27)], pa.bool_()),
        "q": pa.array([THREE[number // 3 % 3] for number in range(27)], pa.bool_()),
        "n": pa.array([(None, 3, -2, 0, 3)[number % 5] for number in range(27)], pa.int64()),
        "x": pa.array([(1.5, None, -4.0, 0.0)[number % 4] for number in range(27)], pa.float64()),
        "place": pa.array(range(27), pa.int64()),
    }
)
T = ibis.table(
    {
        name: str(type_)
        for name, type_ in (
            ("key", "int64"),
            ("word", "string"),
            ("p", "boolean"),
            ("q", "boolean"),
            ("n", "int64"),
            ("x", "float64"),
            ("place", "int64"),
        )
    },
    name="t",
)
BEFORE = ibis.window(group_by=[T.key], order_by=[T.place], preceding=(None, 1))
AFTER = ibis.window(group_by=[T.key], order_by=[T.place], following=(1, None))
SO_FAR = ibis.window(group_by=[T.word], order_by=[T.place], preceding=(None, 0))
ROW_BY_ROW = {
    "and": T.p & T.q,
    "or": T.p | T.q,
    "not": ~T.p,
    "if": T.p.ifelse(T.n, T.key),
    "if null": T.p.ifelse(T.x, ibis.null("float64")),
    "filled": T.p.fill_null(T.q),
    "equal": T.n == T.key,
    "equal words": T.word == "a",
    "a word that is nowhere": T.word == "c",
    "later words": T.word > "a",
    "one of": T.n.isin([3, 0]),
    "between": T.n.between(-2, 2),
    "null if": T.n.nullif(3),
    "divided by zero": T.key.cast("float64") / T.x,
    "rest": T.x % 2.0,
    "floor": T.x.floor(),
    "clipped": T.x.clip(lower=0.0),
    "greatest": ibis.greatest(T.n, T.key),
    "max before": T.n.max(where=T.p).over(BEFORE),
    "min after": T.x.min(where=T.q).over(AFTER),
    "sum so far": T.x.sum(where=T.p).over(SO_FAR),
    "any of all": T.q.any().over(ibis.window(group_by=[T.word])),
    "sum of all": T.p.sum().over(ibis.window(group_by=[T.key, T.word])),
}
FOLDED = {
    "sum": T.x.sum(where=T.p & T.q),
    "trues": T.p.sum(),
    "any": T.q.any(),
    "first": T.x.first(where=T.p, order_by=[T.n, T.place]),
    "last": T.x.last(where=T.p, order_by=[T.n, T.place]),
    "distinct": T.word.nunique(where=T.p),
    "count": T.n.count(),
    "rows": T.count(),
    "mean": T.x.mean(where=T.q),
    "median": T.x.median(where=T.q),
    "spread": T.x.std(where=T.q),
    "max": T.n.max(where=T.p),
}


def agree_on(table) -> None:
    found = Evaluation({"t": GRID}).columns(table)
    with engine.connect() as connection:
        connection.register("t", GRID)
        expected = connection.sql(str(ibis.to_sql(table, dialect="duckdb"))).to_arrow_table()
    rows = zip(*(values.tolist() for values in found.values()), strict=True)
    other = zip(*(column.to_pylist() for column in expected.columns), strict=True)

    def plain(row):
        return [None if value != value else value for value in row]

    def by_key(row):
        return [(value is None, value) for value in row[:1]]

    assert sorted(map(plain, rows), key=by_key) == sorted(map(plain, other), key=by_key)


@pytest.mark.parametrize("name", ROW_BY_ROW)
def test_an_operation_treats_nulls_as_sql_does(name: str) -> None:
    agree_on(T.select("place", answer=ROW_BY_ROW[name]))


@pytest.mark.parametrize("name", FOLDED)
def test_a_fold_treats_nulls_as_sql_does(name: str) -> None:
    agree_on(T.group_by("word").agg(answer=FOLDED[name]))


def test_joins_match_no_null_and_keep_the_left_side_of_a_left_join() -> None:
    other = T.filter(T.p).select(beside=T.n, much=T.x, theirs=T.place)
    for how in ("inner", "left"):
        joined = T.join(other, [T.n == other.beside, other.theirs <= T.place], how=how)
        agree_on(joined.group_by("place").agg(much=joined.much.sum(), seen=joined.theirs.max()))


def test_an_operation_that_is_not_known_is_named_when_the_plan_is_made() -> None:
    with pytest.raises(UnknownOperation, match="Ln"):
        Plan().columns(T.select(answer=T.x.ln()).op())
    with pytest.raises(UnknownOperation, match="Sort"):
        Plan().columns(T.order_by("x").op())
    with pytest.raises(UnknownOperation, match="constant"):
        Plan().columns(T.select(answer=ibis.literal(1)).op())
    with pytest.raises(UnknownOperation, match="right join"):
        Plan().columns(T.join(T.view(), "key", how="right").select("place").op())

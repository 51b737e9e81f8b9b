import pyarrow as pa
import pyarrow.compute as pc
import pytest

from app.asking import open_cutoffs
from app.live import Live


@pytest.fixture(scope="module")
def live(small):
    return Live.of(small.book.path)


def test_one_client_alone_is_scored_as_among_all(live):
    cutoffs = open_cutoffs(live.book).slice(0, 3)
    together = live.explain(live.histories(), cutoffs)
    clients = dict(
        zip(
            live.book.engagements["engagement_id"].to_pylist(),
            live.book.engagements["client_id"].to_pylist(),
            strict=True,
        )
    )
    for place, expected in enumerate(together):
        own = live.histories(clients[expected["engagement_id"]])
        assert own.interactions.num_rows < live.book.interactions.num_rows
        assert live.explain(own, cutoffs.slice(place, 1)) == [expected]


def test_what_is_filed_under_an_engagement_of_theirs_is_theirs(live):
    rows = live.book.interactions
    engagement = live.book.engagements["engagement_id"][0].as_py()
    client = live.book.engagements["client_id"][0].as_py()
    stray = pc.if_else(
        pc.equal(rows["engagement_id"], engagement), pa.scalar("somebody"), rows["client_id"]
    )
    place = rows.schema.get_field_index("client_id")
    moved = Live(
        live.stored,
        live.label,
        live.book.__class__(
            rows.set_column(place, "client_id", stray), live.book.engagements, name="moved"
        ),
    )
    found = set(moved.histories(client).interactions["interaction_id"].to_pylist())
    assert found == set(live.histories(client).interactions["interaction_id"].to_pylist())


def test_a_client_nobody_knows_has_no_history(live):
    assert live.histories("nobody").interactions.num_rows == 0

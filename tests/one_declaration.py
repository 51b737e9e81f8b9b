"""Run in a copy of the project with one heuristic and one cue more: where do they arrive?

Started by `test_one_declaration.py` in a process of its own, for nothing of the catalogue may have
been read before. Prints what was found as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

WORDS = "We answer by letter only. Everything else is in order."


def letters(interactions: pa.Table, engagements: pa.Table) -> tuple[pa.Table, pa.Table]:
    """A book in which each third client writes the new words, and none of these pays off."""
    third = [row % 3 == 0 for row in range(engagements.num_rows)]
    chosen = engagements.filter(third)["engagement_id"].combine_chunks()
    mails = pc.and_(
        pc.is_in(interactions["engagement_id"], chosen),
        pc.fill_null(pc.equal(interactions["direction"], "inbound"), False),
    )
    texts = pc.if_else(mails, WORDS, interactions["text"])
    closed = pc.is_valid(engagements["closed_at"])
    paid_off = pc.if_else(closed, pc.invert(pa.array(third)), pa.scalar(None, pa.bool_()))
    return _with(interactions, "text", texts), _with(engagements, "paid_off", paid_off)


def _with(table: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), column)


def arrived(folder: Path, heuristic: str) -> dict[str, Any]:
    """What each part of the house makes of the added heuristic."""
    from streamlit.testing.v1 import AppTest

    import app
    from app import readme
    from app.score_book import score_book
    from app.scores import save_scores
    from app.scoring import load_model
    from data.book import write_book
    from data.simulate import HOURLY_COST, simulate
    from features import matrix
    from train.run import train

    tables = letters(*simulate(seed=7, closed=60, open=6))
    path = folder / "book"
    book = write_book(path, *tables, name="letters", simulated=True, hourly_cost=HOURLY_COST)
    train(book, settings={"max_iter": 10})
    stored, _ = load_model(None, path)
    sheet = score_book(path)
    save_scores(path, sheet)
    first = next(each for each in sheet.explanations["en"] if heuristic in each["fired"])
    os.environ["CLIENTRISK_BOOK"] = str(path)
    page = AppTest.from_file(Path(app.__file__).parent / "main.py", default_timeout=60).run()
    page.query_params["id"] = first["engagement_id"]
    page.switch_page("views/prospect.py").run()
    return {
        "columns": [column.name for column in matrix.columns() if column.owner == heuristic],
        "model": list(stored.names),
        "parts": [part for part in first["parts"] if part["heuristic"] == heuristic],
        "page": [str(each.value) for each in (*page.markdown, *page.text, *page.caption)],
        "table": readme.heuristics(),
    }


if __name__ == "__main__":
    json.dump(arrived(Path(sys.argv[1]), sys.argv[2]), sys.stdout)

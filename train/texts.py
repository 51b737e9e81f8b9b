"""What the client's texts are like: no signal of the model, but a change of it is worth a look.

A reader hears the languages it was trained on, and texts of the length it was trained on.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def texts(interactions: pa.Table, cutoffs: pa.Table) -> dict[str, np.ndarray]:
    """Per cutoff (n,) of the client's texts of the engagement seen by then; nan without any.

    ``cyrillic_share`` of their letters, ``text_length`` in characters a message. ``cutoffs`` has
    engagement_id and as_of (UTC).
    """
    ids = pc.unique(cutoffs["engagement_id"])
    written = interactions.filter(
        pc.and_(
            pc.and_(
                pc.equal(interactions["direction"], "inbound"),
                pc.is_in(interactions["engagement_id"], ids),
            ),
            pc.greater(pc.fill_null(pc.utf8_length(interactions["text"]), 0), 0),
        )
    )
    text = written["text"]
    moments = (written[name].to_numpy() for name in ("occurred_at", "recorded_at"))
    counted = np.array(
        [
            np.ones(len(written)),
            pc.utf8_length(text).to_numpy(),
            pc.count_substring_regex(text, r"\p{L}").to_numpy(),
            pc.count_substring_regex(text, r"\p{Cyrillic}").to_numpy(),
        ],
        dtype=np.float64,
    )
    messages, length, letters, cyrillic = _so_far(
        pc.index_in(written["engagement_id"], ids).to_numpy(),
        np.fmax(*moments).astype("datetime64[us]"),
        counted,
        pc.index_in(cutoffs["engagement_id"], ids).to_numpy(),
        cutoffs["as_of"].to_numpy().astype("datetime64[us]"),
    )
    with np.errstate(invalid="ignore"):
        return {"cyrillic_share": cyrillic / letters, "text_length": length / messages}


def _so_far(
    owner: np.ndarray, seen: np.ndarray, counted: np.ndarray, asked: np.ndarray, as_of: np.ndarray
) -> np.ndarray:
    """Sums of ``counted`` (k, rows) over the rows of the owner seen by then: (k, asked)."""
    owners, moments = np.concatenate([owner, asked]), np.concatenate([seen, as_of])
    is_question = np.arange(len(owners)) >= len(owner)
    # Questions lie among the rows, after those of the same moment: one running sum answers all.
    order = np.lexsort((is_question, moments, owners))
    numbers = np.concatenate([counted, np.zeros((len(counted), len(asked)))], axis=1)[:, order]
    running = np.concatenate([np.zeros((len(counted), 1)), np.cumsum(numbers, axis=1)], axis=1)
    questions = np.flatnonzero(is_question[order])
    begins = np.searchsorted(owners[order], owners[order][questions])
    answers = np.empty((len(counted), len(asked)))
    answers[:, order[questions] - len(owner)] = running[:, questions] - running[:, begins]
    return answers

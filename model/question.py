"""The one question whose answer would move a score most, found by trying the answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from features.catalogue import BY_ID, HEURISTICS
from model.decomposition import distinct, log_odds_of_each
from model.payoff import PayoffClassifier, usual_client
from model.steps import to_steps

#: Fewer engagements than this that show a heuristic, or that do not, make no typical answer.
FEWEST = 3.0
#: A question that moves the log-odds less than this is not worth anybody's time.
LEAST_MOVE = 0.02


def learn_answers(
    values: np.ndarray, names: Sequence[str], weight: np.ndarray
) -> dict[str, dict[str, Any]]:
    """What a yes and a no look like: heuristic -> its signals where it showed, and where not.

    ``values`` float (n, columns), nan for "cannot tell"; ``names`` of the columns; ``weight`` (n,)
    that sums to 1 within an engagement. Plain data: ``yes`` and ``no`` are {signal: weighted
    median, None where mostly unknown}, ``fires`` the share that shows it where that is known. A
    heuristic seen in too few engagements, or not seen in too few, has no answers.

    >>> values = np.array([[0.0]] * 6 + [[1.0]] * 3 + [[4.0]] * 3)
    >>> learn_answers(values, ["vague_messages"], np.ones(12))
    {'vague-goals': {'fires': 0.5, 'yes': {'vague_messages': 1.0}, 'no': {'vague_messages': 0.0}}}
    """
    place = {name: column for column, name in enumerate(names)}
    answers = {}
    for heuristic in HEURISTICS:
        signals = [signal for signal in heuristic.signals if signal.name in place]
        if not signals:
            continue
        block = values[:, [place[signal.name] for signal in signals]]
        reached = block >= np.array([signal.fires_at for signal in signals])
        fired = reached.any(axis=1)
        quiet = ~fired & ~np.isnan(block).all(axis=1)
        if min(weight[fired].sum(), weight[quiet].sum()) < FEWEST:
            continue
        shown = usual_client(block[fired], weight[fired])
        if not any(value >= s.fires_at for value, s in zip(shown, signals, strict=True)):
            # Each engagement showed it by another signal: take the one that did it most often.
            most = int(np.argmax(weight @ reached))
            rows = reached[:, most]
            shown[most] = usual_client(block[rows][:, [most]], weight[rows])[0]
        answers[heuristic.id] = {
            "fires": float(weight[fired].sum() / weight[fired | quiet].sum()),
            "yes": _plain(signals, shown),
            "no": _plain(signals, usual_client(block[quiet], weight[quiet])),
        }
    return answers


def _plain(signals: Sequence[Any], values: np.ndarray) -> dict[str, float | None]:
    return {
        signal.name: None if np.isnan(value) else float(value)
        for signal, value in zip(signals, values, strict=True)
    }


@dataclass(frozen=True)
class Tried:
    """What each answer would change in the log-odds of n rows: float64 (n, heuristics).

    ``fires``: how often each heuristic shows in the book the model learned from.
    """

    heuristics: tuple[str, ...]
    yes: np.ndarray
    no: np.ndarray
    fires: np.ndarray


def try_answers(
    classifier: PayoffClassifier,
    names: Sequence[str],
    steps: np.ndarray,
    answers: Mapping[str, Mapping[str, Any]],
) -> Tried:
    """Score every row with every answer: the heuristic shows as it typically does, or it does not.

    ``steps`` (n, columns) of `PayoffClassifier.steps`. Exact, and cheap for many rows: columns act
    in no group but those they are in, so each different content of these groups is asked once, all
    other columns standing as with the usual client. Heuristics that this model does not know
    (switched off, never varying) are left out.
    """
    place = {name: column for column, name in enumerate(names)}
    usual = to_steps(classifier.reference_[None, :], classifier.cuts_)[0]
    groups = classifier.structure().groups
    known = [h for h in answers if h in BY_ID and all(name in place for name in answers[h]["yes"])]
    blocks: list[np.ndarray] = []
    back: list[np.ndarray] = []
    for heuristic in known:
        columns = [place[name] for name in answers[heuristic]["yes"]]
        around = sorted({c for group in groups if set(columns) & set(group) for c in group})
        different, of_row = distinct(steps[:, around])
        as_it_is = np.tile(usual, (len(different), 1))
        as_it_is[:, around] = different
        blocks.append(as_it_is)
        for answer in ("yes", "no"):
            changed = as_it_is.copy()
            changed[:, columns] = _steps(classifier, columns, answers[heuristic][answer].values())
            blocks.append(changed)
        back.append(of_row)

    def asked() -> Iterator[np.ndarray]:
        yield from blocks

    found = list(log_odds_of_each(classifier, asked()))
    changes = np.zeros((2, len(steps), len(known)))
    for column, of_row in enumerate(back):
        is_now, if_yes, if_no = found[3 * column : 3 * column + 3]
        changes[0, :, column] = (if_yes - is_now)[of_row]
        changes[1, :, column] = (if_no - is_now)[of_row]
    fires = np.array([answers[heuristic]["fires"] for heuristic in known])
    return Tried(tuple(known), changes[0], changes[1], fires)


def _steps(classifier: PayoffClassifier, columns: Sequence[int], values: Any) -> np.ndarray:
    """The steps of one answer's signals; what is None in it stands as with the usual client."""
    row = classifier.reference_.copy()
    row[list(columns)] = [np.nan if value is None else value for value in values]
    return classifier.steps(row[None, :])[0][list(columns)]


@dataclass(frozen=True)
class Question:
    """A heuristic to ask about, and the log-odds after either answer."""

    heuristic: str
    if_yes: float
    if_no: float


def best_question(
    tried: Tried, row: int, log_odds: float, fired: Collection[str], unknown: Collection[str]
) -> Question | None:
    """The question whose answer is expected to move the score most; None where none would.

    Asked is what is not known to show: ``unknown``, or quiet so far, and then a no changes nothing;
    never what has ``fired``.
    The measure is the standard deviation of the log-odds over the two answers, which are as
    likely as they are in the book: |f(yes) - f(no)| * sqrt(p (1 - p)). A question with a sure
    answer moves nothing, however much the other answer would.
    """
    best, most = None, LEAST_MOVE
    for column, identifier in enumerate(tried.heuristics):
        heuristic = BY_ID[identifier]
        if not heuristic.asks or identifier in fired:
            continue
        if_yes = float(tried.yes[row, column])
        if_no = float(tried.no[row, column]) if identifier in unknown else 0.0
        share = float(tried.fires[column])
        move = abs(if_yes - if_no) * (share * (1 - share)) ** 0.5
        if move > most:
            best, most = Question(identifier, log_odds + if_yes, log_odds + if_no), move
    return best

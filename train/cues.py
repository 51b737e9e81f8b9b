"""Fitting the cue reader on the labelled messages, and judging it on hands it has not seen.

Per language and cue a linear support vector machine (scikit-learn's `LinearSVC`) over words, word
pairs and letter runs (`features.cues.grams`) and the cue's own wordings; with sentence embeddings,
where asked for, as further columns beside them. The threshold of each cue
is the lowest at which, on messages of hands left out of the fit, at least `PRECISION` of what is
heard is right: a flag found wrong once is not believed again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from joblib import Parallel, delayed
from sklearn.feature_selection import chi2
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from data.corpus import Corpus, LabelledMessage
from data.errors import DataRefused
from features.cues import CUES
from features.cues.ear import Ear, slot_of
from features.cues.fold import fold
from features.cues.grams import grams
from features.cues.meaning import embed
from features.cues.minilm import check_installed
from features.cues.new_text import blank_old
from features.cues.reader import Reader, language_of
from features.cues.stored import StoredReader
from features.cues.wording import LANGUAGES, Language, said, sentences
from train import tracking
from train.cue_figures import LanguageFigures, SemanticGain, figures, macro_f1_gain
from train.judge import finite

PRECISION = 0.87  # above the 0.85 that is promised: strangers write differently
FOLDS = 12
FEATURES = 60_000  # per language; twice as many hear no more, half cost 0.02 of F1
WORDING = 0.5  # weight of a wording's hit among the features, measured
EXAMPLES = 4.0  # weight of the declared examples, which stand for what a cue is

SEMANTIC: Language = "english"  # the only language of the sentence model

CUE_IDS = tuple(cue.id for cue in CUES)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Lesson:
    """Messages of one language as arrays: all have as many rows as ``texts``.

    ``said`` bool (messages, cues): labelled so; ``stands``: the direction may carry the cue;
    ``wording``: a declared wording says it; ``hands``: who wrote each ("declared": the examples);
    ``meanings`` float32 (messages, 384): their embeddings, or (messages, 0) for a light ear.
    """

    texts: list[str]
    said: np.ndarray
    stands: np.ndarray
    wording: np.ndarray
    hands: np.ndarray
    meanings: np.ndarray

    def take(self, rows: np.ndarray) -> Lesson:
        """These rows only."""
        return Lesson(
            [self.texts[row] for row in rows],
            self.said[rows],
            self.stands[rows],
            self.wording[rows],
            self.hands[rows],
            self.meanings[rows],
        )

    def embedded(self) -> Lesson:
        """The same messages with the embeddings of their texts."""
        return replace(self, meanings=embed(self.texts))


def lesson(messages: Sequence[LabelledMessage], language: Language) -> Lesson:
    """The messages read as the reader will read them: folded, what is not new left out."""
    texts = [blank_old(fold(message.text).text) for message in messages]
    return Lesson(
        texts,
        said=np.array([[cue in message.cues for cue in CUE_IDS] for message in messages]),
        stands=np.array([[cue.stands_in(each.direction) for cue in CUES] for each in messages]),
        wording=np.array(
            [
                [
                    cue.stands_in(each.direction)
                    and said(cue, language, text, sentences(text)) is not None
                    for cue in CUES
                ]
                for each, text in zip(messages, texts, strict=True)
            ]
        ),
        hands=np.array([message.hand for message in messages]),
        meanings=np.zeros((len(texts), 0), np.float32),
    )


def declared_examples(language: Language) -> list[LabelledMessage]:
    """The examples of the cues' declarations: labelled with their cue, or as tempting for it."""
    found = []
    for cue in CUES:
        for texts, carries in ((cue.examples, True), (cue.counter_examples, False)):
            for number, text in enumerate(texts):
                if language_of(fold(text).text) == language:
                    label = frozenset([cue.id])
                    found.append(
                        LabelledMessage(
                            id=f"{cue.id}-{carries}-{number}",
                            hand=f"declared {cue.id}",
                            language=language,
                            direction="outbound" if cue.direction == "outbound" else "inbound",
                            text=text,
                            cues=label if carries else frozenset(),
                            tempting=frozenset() if carries else label,
                        )
                    )
    return found


def fit_ear(messages: Lesson, examples: Lesson) -> Ear:
    """An ear without thresholds, fitted to the messages and to the declared examples.

    An example tells only of its own cue: of the others it is silent.
    """
    texts = messages.texts + examples.texts
    own = np.array([[hand == f"declared {cue}" for cue in CUE_IDS] for hand in examples.hands])
    said_there = np.concatenate([messages.said, examples.said])
    counts = np.concatenate([messages.stands, examples.stands & own])
    weight = np.append(np.ones(len(messages.texts)), np.full(len(examples.texts), EXAMPLES))
    features, rarity = _features(texts, said_there, counts)
    cues = len(CUE_IDS)
    empty = np.zeros(cues)
    blank = Ear(features, rarity, np.zeros((len(features), cues), np.int8), *[empty] * 4)
    bags = blank.bags(texts)
    wording = np.concatenate([messages.wording, examples.wording])
    meanings = np.concatenate([messages.meanings, examples.meanings])
    weights, intercept, pattern = np.zeros((len(features), cues)), empty - 1.0, empty.copy()
    meaning = np.zeros((meanings.shape[1], cues), np.float32)
    for column in range(cues):
        rows = np.flatnonzero(counts[:, column])
        if len(np.unique(said_there[rows, column])) < 2:
            continue
        beside = np.hstack([wording[rows, column, None] * WORDING, meanings[rows]])
        fitted = LinearSVC(C=1.0, class_weight="balanced", random_state=0).fit(
            scipy.sparse.hstack([bags[rows], scipy.sparse.csr_matrix(beside)]).tocsr(),
            said_there[rows, column],
            sample_weight=weight[rows],
        )
        weights[:, column], (hit,), meaning[:, column] = np.split(
            fitted.coef_[0], [len(features), len(features) + 1]
        )
        intercept[column] = fitted.intercept_[0]
        pattern[column] = max(0.0, hit * WORDING)
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    stored = np.round(weights / scale).astype(np.int8)
    never = np.full(cues, np.inf)
    return Ear(features, rarity, stored, scale, intercept, pattern, never, meaning)


def _features(
    texts: list[str], said_there: np.ndarray, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Hashes (sorted) of the features that tell most about any cue, and their rarity."""
    found = grams(texts)
    known, column = np.unique(found.hashes, return_inverse=True)
    row = found.message[found.sentence]
    ones = np.ones(len(column), np.float32)
    table = scipy.sparse.csr_matrix((ones, (row, column)), shape=(len(texts), len(known)))
    table.sum_duplicates()
    table.data[:] = 1.0
    frequency = np.bincount(table.indices, minlength=len(known))
    frequent = np.flatnonzero(frequency >= 2)
    table = table[:, frequent]
    telling = np.zeros(len(frequent))
    for cue in range(said_there.shape[1]):
        rows = np.flatnonzero(counts[:, cue])
        if said_there[rows, cue].sum() > 1:
            scores, _ = chi2(table[rows], said_there[rows, cue])
            telling = np.maximum(telling, np.nan_to_num(scores))
    order = frequent[np.argsort(-telling, kind="stable")]
    # A slot of the look-up table holds one feature: the one that tells most.
    _, first = np.unique(slot_of(known[order]), return_index=True)
    chosen = np.sort(order[np.sort(first)][:FEATURES])
    rarity = np.log((1 + len(texts)) / (1 + frequency[chosen])) + 1
    return known[chosen], rarity.astype(np.float32)


def scores_of(ear: Ear, messages: Lesson) -> np.ndarray:
    """Float (messages, cues): what ear and wordings make of them, -inf where no cue stands."""
    scores = ear.scores(messages.texts, messages.meanings).message + messages.wording * ear.pattern
    return np.where(messages.stands, scores, -np.inf)


def unseen_scores(messages: Lesson, examples: Lesson) -> np.ndarray:
    """`scores_of` with every hand scored by an ear that never saw that hand."""
    folds = min(FOLDS, len(np.unique(messages.hands)))
    split = list(GroupKFold(folds).split(messages.texts, groups=messages.hands))

    def fold_scores(fit: np.ndarray, test: np.ndarray) -> np.ndarray:
        return scores_of(fit_ear(messages.take(fit), examples), messages.take(test))

    found = Parallel(n_jobs=2)(delayed(fold_scores)(fit, test) for fit, test in split)
    scores = np.empty(messages.said.shape)
    for (_, test), part in zip(split, found, strict=True):
        scores[test] = part
    return scores


def threshold(scores: np.ndarray, labelled: np.ndarray, precision: float = PRECISION) -> float:
    """The lowest score from which at least ``precision`` of what is heard is right.

    One mistake more than was seen is counted: a few hits without one prove little. Where nothing
    is precise enough, the most precise: no cue is deaf, and the report says how it fares. Infinite
    where no message carries the cue.

    >>> scores = np.arange(20.0, 0.0, -1.0)
    >>> threshold(scores, scores > 5, 0.9), threshold(scores[:8], scores[:8] > 5, 0.9)
    (6.0, 13.0)
    """
    if not labelled.any():
        return float("inf")
    order = np.argsort(-scores, kind="stable")
    share = np.cumsum(labelled[order]) / np.arange(2, len(order) + 2)
    enough = np.flatnonzero(share >= precision)
    return float(scores[order[enough[-1] if len(enough) else np.argmax(share)]])


def thresholds(scores: np.ndarray, messages: Lesson) -> np.ndarray:
    """`threshold` of each cue: float (cues,)."""
    return np.array(
        [
            threshold(scores[rows, column], messages.said[rows, column])
            for column in range(scores.shape[1])
            for rows in [messages.stands[:, column]]
        ]
    )


def heard_unseen(scores: np.ndarray, messages: Lesson) -> np.ndarray:
    """Bool (messages, cues): heard at a threshold chosen without the hand that is judged."""
    heard = np.zeros(scores.shape, bool)
    for hand in np.unique(messages.hands):
        others = np.flatnonzero(messages.hands != hand)
        chosen = thresholds(scores[others], messages.take(others))
        heard[messages.hands == hand] = scores[messages.hands == hand] >= chosen
    return heard


@dataclass(frozen=True)
class CueReport:
    """What a training of the reader found, on hands that the judged ears never saw.

    ``gain``: what sentence embeddings brought, where the reader uses them.
    """

    corpus_digest: str
    languages: tuple[LanguageFigures, ...]
    gain: SemanticGain | None = None

    @property
    def text(self) -> str:
        """The report for the terminal."""
        head = "judged on hands left out of the fit, at thresholds chosen without them"
        lines = [head, *(line for each in self.languages for line in each.lines())]
        return "\n".join([*lines, *(self.gain.lines() if self.gain else [])])

    def to_json(self) -> dict[str, Any]:
        """The report as plain data; what cannot be told is null."""
        return finite(asdict(self))


def _judged(
    messages: Lesson, examples: Lesson, language: Language
) -> tuple[np.ndarray, np.ndarray, LanguageFigures]:
    """`unseen_scores`, what is `heard_unseen` by them, and the figures of that."""
    scores = unseen_scores(messages, examples)
    heard = heard_unseen(scores, messages)
    labelled = messages.said & messages.stands
    return scores, heard, figures(language, CUE_IDS, heard, labelled, messages.hands)


def train_reader(
    corpus: Corpus, say: Say = lambda line: None, semantic: bool = False
) -> tuple[Reader, CueReport]:
    """Fit ears on all hands, with thresholds from hands left out; and the honest figures.

    ``semantic``: English is heard by sentence embeddings too, and judged with and without them.
    Raises `DataRefused` when a language has messages of fewer than two hands, `ModelRefused` when
    embeddings are asked for and not installed.
    """
    if semantic:
        check_installed()
    ears: dict[Language, Ear] = {}
    found: list[LanguageFigures] = []
    gain: SemanticGain | None = None
    for language in LANGUAGES:
        own = [message for message in corpus.messages if message.language == language]
        if len({message.hand for message in own}) < 2:
            raise DataRefused(
                f"fewer than two hands wrote {language} messages",
                where="the labelled messages",
                next_step="add messages of another hand: what one hand writes proves nothing",
            )
        say(f"reading {len(own)} {language} messages")
        messages, examples = lesson(own, language), lesson(declared_examples(language), language)
        say("judging on hands left out")
        scores, heard, judged = _judged(messages, examples, language)
        if semantic and language == SEMANTIC:
            light, heard_light = judged, heard
            say("embedding what is not remembered yet: a minute for 4,000 messages")
            messages, examples = messages.embedded(), examples.embedded()
            say("judging with sentence embeddings on hands left out")
            scores, heard, judged = _judged(messages, examples, language)
            labelled = messages.said & messages.stands
            gain = SemanticGain(light, macro_f1_gain(heard, heard_light, labelled))
        found.append(judged)
        say("fitting on all hands")
        chosen = thresholds(scores, messages)
        ears[language] = replace(fit_ear(messages, examples), threshold=chosen)
    facts = {
        "corpus_digest": corpus.digest,
        "messages": len(corpus.messages),
        "precision_asked": PRECISION,
        "macro_f1": {each.language: each.macro_f1.value for each in found},
    }
    return Reader(CUE_IDS, ears, facts), CueReport(corpus.digest, tuple(found), gain)


def log(report: CueReport, stored: StoredReader, file: Path, models: Path | None) -> None:
    """Log the figures and the reader's file as an MLflow run, where a store is named at all."""
    if models is None and "MLFLOW_TRACKING_URI" not in os.environ:
        return
    place = tracking.locate(models=models)
    tracking.check(place)
    with tracking.run(place, "train-cues") as flow:
        flow.set_tags({"corpus_digest": report.corpus_digest, "reader_sha256": stored.sha256})
        flow.log_params({"precision_asked": PRECISION, "features": FEATURES})
        for each in report.languages:
            flow.log_metric(f"{each.language}.macro_f1", each.macro_f1.value)
            for cue in each.cues:
                for measure in ("precision", "recall", "f1"):
                    value = getattr(cue, measure).value
                    if np.isfinite(value):
                        flow.log_metric(f"{each.language}.{cue.cue}.{measure}", value)
        if report.gain:
            flow.log_metric(
                f"{SEMANTIC}.macro_f1_without_embeddings", report.gain.light.macro_f1.value
            )
        flow.log_text(report.text, "report.txt")
        flow.log_artifact(str(file))

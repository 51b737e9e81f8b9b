"""One training from book to challenger: snapshots, split, fit, judge, log, register."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import sklearn

from data.book import Book, newest
from data.errors import DataRefused
from data.outcome import outcomes
from features.cues.stored import StoredReader, shipped_reader
from features.matrix import fingerprint
from model import past_money, store
from model.decomposition import Decomposition, decompose
from model.explanation import golden_rows
from model.question import learn_answers
from train import promotion, registry, tracking, trial_table
from train.baselines import fit_baselines, rules_alone
from train.drift import reference
from train.estimator import Recipe
from train.judge import Tenth, by_age, finite, judge, reliability
from train.leaks import alarms
from train.lesson import Lesson, Say, happened_in, read
from train.mix import Learned, Mix, choose, learn
from train.page import html, markdown
from train.prior import ENGAGEMENTS, Prior, essays
from train.registered_card import JUDGEMENT, registered_card
from train.reliability_plot import draw
from train.report import MODEL, Judgement, TrainReport
from train.slices import labels_of, slices
from train.snapshots import Snapshots
from train.split import Split
from train.stages import HEARING, JUDGING, READING, REFITTING, REGISTERING, Begin, Stage
from train.trial import hold_trial


@dataclass(frozen=True)
class Judged:
    """A judged twin: the recipe fitted on the older engagements, and what it foretold."""

    learned: Learned
    judgement: Judgement
    points: list[Tenth]


def train(
    book: Book,
    models: Path | None = None,
    *,
    reader: StoredReader | None = None,
    settings: dict[str, Any] | None = None,
    pseudo_engagements: int = ENGAGEMENTS,
    say: Say = lambda line: None,
    progress: Callable[[int, int], None] | None = None,
    begun: Begin = lambda stage: None,
) -> TrainReport:
    """Train on a book's closed engagements and the essays, judge, register, make it challenger.

    A book without outcomes is scored by the essays alone and not judged. ``reader`` (default: the
    shipped one) hears the texts and is kept with the model. ``pseudo_engagements``: how many the
    essays are told by; 0 leaves them out. The alias moves only after the stored model was loaded
    again and scored its own rows alike. ``progress`` is told the moments read since its last call,
    and how many there are in all; ``begun`` each stage as it begins.
    Raises `DataRefused` when there are neither outcomes of both kinds nor essays.
    """

    def begin(stage: Stage) -> None:
        if stage.told:
            say(stage.told)
        begun(stage)

    place = tracking.locate(book.path, models)
    newest(book.interactions, book.name)  # refuses an empty book before a store is made
    tracking.check(place)
    begin(READING)
    lesson = read(book, reader or shipped_reader(), say, progress)
    recipe = Recipe.ruled(lesson.rulings, settings or {})
    if pseudo_engagements:
        begin(HEARING)
    prior = essays(lesson.reader, pseudo_engagements) if pseudo_engagements else None
    judged = None
    try:
        if lesson.parts is not None:
            begin(JUDGING)
            judged = judge_twin(lesson, lesson.parts, prior, recipe)
        begin(REFITTING)
        recipe = replace(recipe, shown=lesson.shown)
        # The weight that was validated stays; the outcomes that it stands beside have grown.
        mix = (
            replace(judged.learned.mix, outcomes=lesson.rows.engagements)
            if judged
            else choose(lesson.signals, lesson.rows, prior, recipe)
        )
        final = learn(lesson.signals, lesson.rows, prior, mix, recipe)
    except ValueError as error:
        if prior is not None:
            raise
        raise DataRefused(
            "without the essays a model needs closed engagements of both outcomes",
            where=book.name,
            next_step="import some, or let the essays speak",
        ) from error
    judgement = judged.judgement if judged else _unjudged(lesson, final.mix)
    begin(REGISTERING)
    registered = _log(place, lesson, judgement, final, judged)
    promotion.settle(place, book, registered, say)
    return TrainReport(judgement, registered)


def _unjudged(lesson: Lesson, mix: Mix) -> Judgement:
    """What is told of a training whether or not anything could be judged."""
    return Judgement(
        mix=mix.told(),
        own_share=mix.own_share,
        tried={f"{weight:g}": loss for weight, loss in mix.tried.items()},
        simulated=lesson.book.simulated,
        engagements=lesson.rows.engagements,
        unjudged=lesson.unjudged,
        rulings=tuple(lesson.rulings),
    )


def judge_twin(lesson: Lesson, parts: Split, prior: Prior | None, recipe: Recipe) -> Judged:
    """Fit the recipe on the older engagements and judge it on the newest, beside the others."""
    signals, older = lesson.side(parts.train)
    newest_signals, newest = lesson.side(parts.test)
    own = signals.varying()
    recipe = replace(recipe, shown=frozenset(own))
    mix = choose(signals, older, prior, recipe)
    learned = learn(signals, older, prior, mix, recipe)
    names = learned.rows.names
    chances = {MODEL: learned.classifier.predict_proba(newest_signals.select(names).values)[:, 1]}
    X, newest_X = signals.select(own).values, newest_signals.select(own).values
    baselines = fit_baselines(X, older.paid_off, older.weight, learned.classifier)
    chances |= {name: predict(newest_X) for name, predict in baselines.items()}
    rate = float(np.average(older.paid_off, weights=older.weight))
    chances["rules_alone"] = rules_alone(newest_signals.values, signals.names, rate)
    age = newest.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - newest.opened
    figures = judge(newest.paid_off, chances, newest.weight, newest.clients)
    happened, scored = lesson.book.interactions, lesson.book.engagements
    judgement = replace(
        _unjudged(lesson, mix),
        train_engagements=older.engagements,
        test_engagements=newest.engagements,
        grouped=parts.grouped,
        base_rate=float(np.average(newest.paid_off, weights=newest.weight)),
        figures=figures,
        ages=by_age(newest.paid_off, chances, age, newest.clients),
        slices=slices(newest, chances[MODEL], rate, labels_of(happened, scored, newest)),
        alarms=alarms(
            happened,
            lesson.signals.select(recipe.allowed(own)),
            lesson.rows,
            parts,
            figures[MODEL]["auc"].value,
        ),
    )
    points = reliability(newest.paid_off, chances[MODEL], newest.weight, newest.clients)
    return Judged(learned, judgement, points)


def _facts(lesson: Lesson, learned: Learned, rows: Snapshots) -> dict[str, Any]:
    """What is kept with a model that learned from ``rows``."""
    age = rows.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - rows.opened
    return {
        "book": lesson.book.name,
        "book_digest": lesson.book.digest,
        "simulated": lesson.book.simulated,
        "engagements": lesson.rows.engagements,
        "outcomes": learned.mix.outcomes,
        "own_share": learned.mix.own_share,
        "mix": learned.mix.told(),
        "base_rate": _rate(rows),
        "seen_until": f"{rows.closed.max()}Z" if len(rows.closed) else None,
        "rulings": {name: ruling.to_json() for name, ruling in lesson.rulings.items()},
        "ages_days": np.unique(age / np.timedelta64(1, "D")).tolist(),
        "answers": learn_answers(learned.rows.X, learned.rows.names, learned.rows.weight),
        "money": _money(lesson.book, rows),
    }


def _money(book: Book, rows: Snapshots) -> dict[str, Any]:
    inside = pc.unique(rows.cutoffs["engagement_id"])
    engagements = book.engagements.filter(pc.is_in(book.engagements["engagement_id"], inside))
    interactions = happened_in(book.interactions, rows)
    found = outcomes(interactions, engagements, book.hourly_cost)
    return past_money.learn(engagements, interactions, found, book.hourly_cost)


def _rate(rows: Snapshots) -> float | None:
    return float(np.average(rows.paid_off, weights=rows.weight)) if len(rows.weight) else None


def _save(
    lesson: Lesson,
    learned: Learned,
    rows: Snapshots,
    folder: Path,
    more: dict[str, Any],
    *,
    refits: bool = False,
    reader_folder: Path | None = None,
) -> str:
    return store.save(
        learned.classifier,
        folder,
        reader=lesson.reader,
        names=learned.rows.names,
        fingerprint=fingerprint(),
        usual=lesson.usual.to_json(),
        sample=golden_rows(learned.rows.X),
        facts=_facts(lesson, learned, rows) | more,
        refits=learned.refits() if refits else None,
        reader_folder=reader_folder,
    )


def _log(
    place: tracking.Store,
    lesson: Lesson,
    judgement: Judgement,
    final: Learned,
    judged: Judged | None,
) -> tracking.Registered:
    book = lesson.book
    common = {
        "dataset_digest": book.digest,
        "catalogue_fingerprint": fingerprint(),
        "simulated": str(book.simulated).lower(),
    }
    with tracking.run(place, f"train {book.name}") as flow, tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle"
        watched = {"reference": _reference(lesson, final)}
        tags = common | {"sha256": _save(lesson, final, lesson.rows, bundle, watched, refits=True)}
        if judged is not None and lesson.parts is not None:
            older = lesson.rows.take(lesson.parts.train)
            split_at = {"split_at": f"{lesson.parts.at}Z"}
            tags["judged_sha256"] = _save(
                lesson, judged.learned, older, bundle / store.JUDGED, split_at, reader_folder=bundle
            )
        params = _params(lesson, judgement, final)
        flow.log_params(params)
        flow.log_metrics(judgement.metrics())
        flow.set_tags(common)
        flow.log_input(
            flow.data.from_numpy(
                final.rows.X, targets=final.rows.paid_off, name=book.name, digest=book.digest[:36]
            ),
            context="training",
        )
        if judged is not None:
            flow.log_figure(draw(judged.points, book.simulated), "reliability.png")
        flow.log_text("\n".join(judgement.lines()), "judgement.txt")
        trial = hold_trial(
            lesson.signals, lesson.rows, _parts(lesson, final), simulated=book.simulated
        )
        flow.log_text("\n".join(trial_table.lines(trial)), "trial.txt")
        told = finite(asdict(judgement)) | {"trial": trial.to_json()}
        if judged is not None:
            told["reliability"] = finite([asdict(point) for point in judged.points])
        flow.log_text(
            json.dumps({"judgement": told, "settings": params}, ensure_ascii=False), JUDGEMENT
        )
        registered = tracking.register(
            place,
            flow,
            bundle,
            final.classifier,
            golden_rows(final.rows.X),
            final.rows.names,
            tags,
        )
    # The stored files must load and score their own rows alike before anybody is served by them.
    store.load(
        registered.folder,
        expected_sha256=registered.sha256,
        expected_fingerprint=fingerprint(),
    )
    page = registered_card(place, registered)
    registry.keep(place, registered, "card.html", html(page))
    registry.keep(place, registered, "card.md", markdown(page))
    return registered


def _parts(lesson: Lesson, learned: Learned) -> Decomposition:
    return decompose(learned.classifier, lesson.signals.select(learned.rows.names).values)


def _reference(lesson: Lesson, learned: Learned) -> dict[str, Any] | None:
    if not learned.rows.own:
        return None
    signals = lesson.signals.select(learned.rows.names)
    happened = lesson.book.interactions
    return reference(happened, signals, lesson.rows.opened, learned.held_out_chances())


def _params(lesson: Lesson, judgement: Judgement, final: Learned) -> dict[str, Any]:
    declared = ("signs", "owners", "softens", "released")
    settings = final.classifier.get_params()
    return {name: value for name, value in settings.items() if name not in declared} | {
        "split": "forward in time",
        "grouped_by_client": judgement.grouped,
        "train_engagements": judgement.train_engagements,
        "test_engagements": judgement.test_engagements,
        "snapshots": len(lesson.rows.weight),
        "essays_weight": final.mix.weight,
        "sklearn": sklearn.__version__,
        "reader_sha256": lesson.reader.sha256,
        "reader_corpus_digest": lesson.reader.reader.facts["corpus_digest"],
    }

"""The results as one table to read: a column per set, a row per figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Result = dict[str, Any]

MODELS = (
    "explained_model",
    "unconstrained_boosting",
    "logistic_regression",
    "rules_alone",
    "base_rate",
)


def _count(name: str) -> Callable[[Result], str]:
    def cell(result: Result) -> str:
        return "-" if result[name] is None else f"{result[name]:,}"

    return cell


def _figure(model: str, measure: str) -> Callable[[Result], str]:
    def cell(result: Result) -> str:
        return _interval(result["figures"][model][measure])

    return cell


def _opening(model: str) -> Callable[[Result], str]:
    def cell(result: Result) -> str:
        figures = result["ages"][0]["figures"] if result["ages"] else {}
        return _interval(figures[model]["auc"]) if figures else "-"

    return cell


def _interval(figure: dict[str, float | None]) -> str:
    value, low, high = (figure[name] for name in ("value", "low", "high"))
    if value is None:
        return "-"
    unsure = low is None or high is None
    return f"{value:.3f}" if unsure else f"{value:.3f} [{low:.3f}, {high:.3f}]"


def _step(name: str) -> Callable[[Result], str]:
    def cell(result: Result) -> str:
        step = result["steps"].get(name)
        return f"{step['seconds']:.1f} ({step['cpu_seconds']:.1f})" if step else "-"

    return cell


ROWS: tuple[tuple[str, Callable[[Result], str]], ...] = (
    ("rows read, both tables", _count("read")),
    ("rows set aside", _count("set_aside")),
    ("engagements", _count("engagements")),
    ("  with an outcome", _count("closed")),
    ("  judged, the newest", _count("judged")),
    ("  of these paid off", lambda result: f"{result['base_rate']:.1%}"),
    ("clients kept apart", lambda result: "yes" if result["grouped"] else "no"),
    *((f"AUC {model.replace('_', ' ')}", _figure(model, "auc")) for model in MODELS),
    *((f"log loss {model.replace('_', ' ')}", _figure(model, "log_loss")) for model in MODELS),
    *((f"AUC at opening, {model.replace('_', ' ')}", _opening(model)) for model in MODELS[:3]),
    *((f"seconds (CPU) {step}", _step(step)) for step in ("demo", "import", "train", "explain")),
    ("seconds end to end", lambda result: f"{result['seconds']:.1f}"),
    ("CPU seconds end to end", lambda result: f"{result['cpu_seconds']:.1f}"),
    ("peak memory, MB", lambda result: f"{result['peak_mb']:,.0f}"),
    ("engagements explained", _count("explained")),
    ("largest |sum - log-odds|", lambda result: f"{result['largest_error']:.1e}"),
)


def lines(results: dict[str, Result]) -> list[str]:
    """The table; sets that are absent or failed are told below it."""
    judged = {name: each for name, each in results.items() if "figures" in each}
    table = []
    if judged:
        heads = [name + (" (SIMULATED)" if judged[name]["simulated"] else "") for name in judged]
        cells = [["", *heads]] + [
            [label, *(cell(result) for result in judged.values())] for label, cell in ROWS
        ]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        table = [
            row[0].ljust(widths[0])
            + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
            for row in cells
        ]
    told = [
        f"{name}: {each.get('absent') or each.get('failed')}"
        for name, each in results.items()
        if name not in judged
    ]
    return table + told


def given_lines(name: str, result: Result) -> list[str]:
    """A table of signals in words and a row per model; nothing where it was not asked for.

    >>> given_lines("leads", {"absent": "absent: there is no leads.csv in the data folder"})
    ['leads: absent: there is no leads.csv in the data folder']
    """
    if not result:
        return []
    if "figures" not in result:
        return [f"{name}: {result.get('absent') or result.get('failed')}"]
    weights = ", ".join(f"{each} in {fits}" for each, fits in result["essays_weights"].items())
    rows = [
        f"{name}: {result['read']:,} rows read, {result['set_aside']:,} set aside, of these"
        f" {result['repeated']:,} copies; {result['base_rate']:.1%} of {result['engagements']:,}"
        " paid off",
        f"{name}: no dates, so not forward in time: {result['folds']} folds, {result['repeats']}"
        f" times; weight of the essays, in fits: {weights}",
        f"  {'':30}{'AUC':>22}{'log loss':>22}",
    ]
    for model, figure in result["figures"].items():
        cells = "".join(f"{_interval(figure[each]):>22}" for each in ("auc", "log_loss"))
        rows.append(f"  {model.replace('_', ' '):30}{cells}")
    return rows


def prefix_lines(result: Result) -> list[str]:
    """A row per outcome of `prefixes.py` and model; nothing where it was not asked for.

    >>> prefix_lines({"failed": "failed: `prefixes.py` left with 1"})
    ['prefixes: failed: `prefixes.py` left with 1']
    """
    if not result:
        return []
    if "outcomes" not in result:
        return [f"prefixes: {result.get('absent') or result.get('failed')}"]
    rows = []
    for name, each in result["outcomes"].items():
        rows.append(
            f"prefixes, bpic2012 {name}: {each['prefixes_judged']:,} prefixes of"
            f" {each['cases_judged']:,} cases, {each['base_rate']:.1%} paid off; learned from"
            f" {each['cases_learned']:,} cases; {each['mix']}"
        )
        rows += [
            f"  {'AUC ' + model.replace('_', ' '):30}{_interval(figure):>22}"
            for model, figure in each["auc"].items()
        ]
    return rows


def engine_lines(result: Result) -> list[str]:
    """What `engine.py` measured, in words; nothing where it was not asked for.

    >>> engine_lines({"failed": "failed: `book` left with 1"})
    ['engine: failed: `book` left with 1']
    """
    if not result:
        return []
    if "failed" in result:
        return [f"engine: {result['failed']}"]
    return [
        f"engine (SIMULATED): {result['rows']:,} interactions, {result['cutoffs']:,} cutoffs,"
        f" {result['signals']} signals: {result['large_seconds']:.1f} s, of these text"
        f" {result['text_seconds']:.1f} s; {result['large_peak_mb']:,.0f} MB",
        f"engine (SIMULATED): against pandas ({result['pandas_signals']} of the signals,"
        f" {result['pair_rows']:,} rows, {len(result['pairs'])} pairs):"
        f" {result['times_faster']:.1f} times as fast"
        f" [{result['times_faster_low']:.1f}, {result['times_faster_high']:.1f}],"
        f" with {result['times_less_work']:.1f} times less work"
        f" [{result['times_less_work_low']:.1f}, {result['times_less_work_high']:.1f}]",
        f"engine (SIMULATED): one client, median of {result['clients']}:"
        f" {result['one_client_ms']:.0f} ms, nine of ten under"
        f" {result['one_client_ms_p90']:.0f} ms",
    ]


def cue_lines(result: Result) -> list[str]:
    """How well cues are heard: a row per cue and language, then the foreign sets and the speed.

    >>> cue_lines({"failed": "failed: `train-cues` left with 1"})
    ['cues: failed: `train-cues` left with 1']
    """
    if not result:
        return []
    if "failed" in result:
        return [f"cues: {result['failed']}"]
    rows = [f"{'cues on hands never seen':32}{'precision':>22}{'recall':>22}{'F1':>22}"]
    for each in result["languages"]:
        rows.append(f"{each['language']}: {each['messages']:,} messages, {each['hands']} hands")
        for cue in each["cues"]:
            cells = "".join(f"{_interval(cue[name]):>22}" for name in ("precision", "recall", "f1"))
            rows.append(f"  {cue['cue']:30}{cells}")
        rows.append(f"  {'macro F1':30}{'':44}{_interval(each['macro_f1']):>22}")
    for name, foreign in result["foreign"].items():
        if foreign is None:
            rows.append(f"{name}: absent")
            continue
        rows.append(
            f"{name}, never trained on: macro F1 {_interval(foreign['macro_f1'])},"
            f" F1 {foreign['f1']:.3f}, recall {foreign['recall']:.3f},"
            f" {foreign['heard']:,} of {foreign['messages']:,} heard"
        )
    rows.append(
        f"messages a second on one core: {result['messages_a_second']:,.0f} (SIMULATED book),"
        f" {result['messages_a_second_dense']:,.0f} (labelled messages, a cue in nearly each)"
    )
    return rows


def trust_lines(result: Result) -> list[str]:
    """Learning curves, reasons put to the test and kills, in words.

    >>> trust_lines({"failed": "failed: `curves` left with 1"})
    ['trust: failed: `curves` left with 1']
    """
    if not result:
        return []
    if "failed" in result:
        return [f"trust: {result['failed']}"]
    rows = []
    for name, curve in result["curves"].items():
        rows.append(f"{name}: AUC by own outcomes" if curve else f"{name}: absent")
        for row in curve or ():
            told = ", ".join(
                f"{model.replace('_', ' ')} {each['auc']:.3f}"
                for model, each in row["figures"].items()
            )
            own = f"{row['own_share']:.0%} own"
            rows.append(f"  {row['outcomes']:>5} ({own}): {told}")
    tried = result["deleted"]
    rows.append(
        f"reasons (SIMULATED): of {tried['tried']:,} flags without what they quote, the score moved"
        f" as told in {tried['score_moved_as_told']:.1%}, the flag in"
        f" {tried['flag_moved_as_told']:.1%}; by the flag's weight in log-odds: "
        + ", ".join(f"{band} {each['as_told']:.0%}" for band, each in tried["by_weight"].items())
    )
    killed = result["kills"]
    rows.append(
        f"kills (SIMULATED): {killed['kills']}, the champion served after"
        f" {killed['champion_served']} of them; left for the doctor after repair:"
        f" {len(killed['left'])}"
    )
    return rows

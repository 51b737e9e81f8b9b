"""The reliability plot: of those given a chance of 60 %, did 60 % pay off?"""

from __future__ import annotations

from typing import Any


def draw(points: list[tuple[float, float, float]], simulated: bool) -> Any:
    """A matplotlib figure of `train.judge.reliability` points; needs no display."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, label="perfect")
    axes.plot(
        [chance for chance, _, _ in points],
        [share for _, share, _ in points],
        marker="o",
        label="tenths of the newest engagements",
    )
    axes.set(
        xlabel="predicted chance of paying off",
        ylabel="share that paid off",
        xlim=(0, 1),
        ylim=(0, 1),
        title="Reliability" + (" (simulated book)" if simulated else ""),
    )
    axes.legend()
    return figure

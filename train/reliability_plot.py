"""The reliability plot: of those given a chance of 60 %, did 60 % pay off?"""

from __future__ import annotations

from typing import Any

import numpy as np

from train.judge import Tenth


def draw(points: list[Tenth], simulated: bool) -> Any:
    """A matplotlib figure of `train.judge.reliability`, intervals as bars; needs no display."""
    from matplotlib.figure import Figure

    chance = [point.chance for point in points]
    shares = np.array([[each.share.value, each.share.low, each.share.high] for each in points])
    value, low, high = shares.T
    # A tenth whose draws all lie on one side of it still has a bar that reaches it.
    bars = np.nan_to_num(np.clip([value - low, high - value], 0, None))
    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, label="perfect")
    axes.errorbar(
        chance,
        value,
        yerr=bars,
        marker="o",
        capsize=3,
        label="tenths of the newest engagements, 95 % interval",
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

"""What a training reports: the judgement, and the registered model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from train import judge, leaks, slices, tracking
from train.judge import AtAge, Figure, finite
from train.leaks import Alarm
from train.slices import Slice

MODEL = "explained_model"


@dataclass(frozen=True)
class Judgement:
    """What a training found, on the newest engagements, which the judged model never saw.

    ``mix`` says what it learned from, in words; ``tried`` the weights of the essays that were tried
    with their log loss; ``rulings`` the heuristics that the data team has ruled on. Where there was
    nothing to judge on, ``unjudged`` says why, ``base_rate`` is None and there are no figures.
    """

    mix: str
    own_share: float
    tried: dict[str, float]
    simulated: bool
    engagements: int
    train_engagements: int = 0
    test_engagements: int = 0
    grouped: bool = True
    base_rate: float | None = None
    figures: dict[str, dict[str, Figure]] | None = None
    ages: list[AtAge] | None = None
    slices: list[Slice] | None = None
    alarms: list[Alarm] | None = None
    unjudged: str | None = None
    rulings: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The report as a table for the terminal."""
        origin = "SIMULATED book; the figures say nothing of real clients" if self.simulated else ""
        first = [*([origin] if origin else []), f"learned from: {self.mix}"]
        if self.rulings:
            named = ", ".join(self.rulings)
            first.append(f"ruled on: {named}; whoever ruled may have seen outcomes that judge here")
        if self.unjudged:
            return [*first, f"NOT judged: {self.unjudged}"]
        sides = "clients kept apart" if self.grouped else "clients stand on BOTH sides"
        head = (
            f"judged on the newest {self.test_engagements} engagements, forward in time, {sides}; "
            f"{self.base_rate:.1%} of them paid off"
        )
        rows = [f"{'':24}{'AUC':>24}{'log loss':>24}{'Brier':>24}"]
        for name, measured in (self.figures or {}).items():
            cells = "".join(f"{measured[key]!s:>24}" for key in ("auc", "log_loss", "brier"))
            rows.append(f"{name.replace('_', ' '):24}{cells}")
        told = [
            judge.lines(self.figures or {}),
            slices.lines(self.slices or []),
            leaks.lines(self.alarms or []),
        ]
        return [*first, head, *rows, *(line for block in told for line in ("", *block))]

    def metrics(self) -> dict[str, float]:
        """The figures as flat numbers for a tracking run."""
        found = {"own_share": self.own_share}
        for weight, loss in self.tried.items():
            found[f"essays_weight_{weight}.log_loss"] = loss
        if self.base_rate is None or self.figures is None:
            return found
        found["base_rate"] = self.base_rate
        for name, measured in self.figures.items():
            for measure, figure in measured.items():
                found[f"{name}.{measure}"] = figure.value
                found[f"{name}.{measure}.low"] = figure.low
                found[f"{name}.{measure}.high"] = figure.high
        auc = {name: measured["auc"].value for name, measured in self.figures.items()}
        found["price_of_being_explainable.auc"] = auc["unconstrained_boosting"] - auc[MODEL]
        found["worth_of_learning.auc"] = auc[MODEL] - auc["rules_alone"]
        return {name: value for name, value in found.items() if value == value}


@dataclass(frozen=True)
class TrainReport:
    """The judgement, and the registered model: the same recipe refitted on all engagements."""

    judgement: Judgement
    registered: tracking.Registered

    def lines(self) -> list[str]:
        """The judgement as a table for the terminal."""
        return self.judgement.lines()

    def to_json(self) -> dict[str, Any]:
        """The report as plain data; what cannot be told is null."""
        return {"model_version": self.registered.label, **finite(asdict(self.judgement))}

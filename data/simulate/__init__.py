"""A simulated book: individual clients, whole histories, outcomes no model can foresee entirely."""

from data.simulate.outcome import CONTRARY, ESSAYS, World
from data.simulate.story import HOURLY_COST
from data.simulate.tables import simulate

CURRENCY = "EUR"

__all__ = ["CONTRARY", "CURRENCY", "ESSAYS", "HOURLY_COST", "World", "simulate"]

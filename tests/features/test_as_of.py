"""The bar of all bars: what happens, or becomes known, after a cutoff changes nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.features.wild import WildBook, book, see, tampered

# One query looks at many books at once: starting a query costs more than a hundred books in it.
few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[WildBook, WildBook]:
    original = draw(book())
    return original, draw(tampered(original))


@few
@given(st.lists(pairs(), min_size=1, max_size=10))
def test_another_future_changes_no_signal_and_no_evidence(
    futures: list[tuple[WildBook, WildBook]],
) -> None:
    seen = see([each for pair in futures for each in pair])
    for number in range(0, 2 * len(futures), 2):
        assert seen.differences(number, number + 1) == {}
        assert seen.evidence[number] == seen.evidence[number + 1]

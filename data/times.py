"""Times of any source to moments in UTC; a time without a zone is never guessed."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import TIME
from data.reading import Faults, Reading, as_text, blanked, rows_where

#: A deal outside these years is a placeholder or a slip, never a fact.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
NAIVE = "has no time zone, and none is declared for the source"
UNIX = {"unix_s": 1_000_000, "unix_ms": 1_000, "unix_us": 1}

_ISO = (
    r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?([Zz]|[+-]\d{2}(:?\d{2})?))?)?$"
)
_ZONE = r"[Tt ].*([Zz]|[+-]\d{2}(:?\d{2})?)$"


def parse_times(raw: pa.Array, reading: Reading, faults: Faults) -> tuple[pa.Array, Faults]:
    """Times in UTC out of text, dates, timestamps or Unix numbers, and a reason per faulty row."""
    if pa.types.is_date(raw.type):
        raw = raw.cast(pa.timestamp("us"))
    if pa.types.is_timestamp(raw.type):
        moments = raw.cast(pa.timestamp("us", raw.type.tz), safe=False)
        if raw.type.tz is None:
            moments = _localized(moments, raw.is_valid(), reading.timezone, faults)
    else:
        moments = _text_times(pc.utf8_trim_whitespace(as_text(raw)), reading, faults)
    moments = moments.cast(TIME)
    far = pc.or_(
        pc.less(moments, pa.scalar(EARLIEST, TIME)), pc.greater(moments, pa.scalar(LATEST, TIME))
    )
    for row in rows_where(far):
        faults[row] = "is outside the years 1900 to 2200"
    return blanked(moments, far), faults


def readable_format(pattern: str) -> bool:
    """Whether a declared time format is one that can be read.

    >>> readable_format("%d.%m.%Y"), readable_format("unix_ms"), readable_format("%Q")
    (True, True, False)
    """
    if pattern in UNIX:
        return True
    try:
        pd.to_datetime(pd.Series(["-"], dtype=object), format=pattern, errors="coerce")
    except ValueError:
        return False
    return "%" in pattern


def _text_times(text: pa.Array, reading: Reading, faults: Faults) -> pa.Array:
    present = text.is_valid()
    if reading.format in UNIX:
        is_number = pc.match_substring_regex(text, r"^-?\d{1,16}(\.\d+)?$")
        for row in rows_where(pc.and_(present, pc.invert(is_number))):
            faults[row] = "is not a Unix time"
        micros = pc.multiply(
            blanked(text, pc.invert(is_number)).cast(pa.float64()), UNIX[reading.format]
        )
        return pc.round(micros).cast(pa.int64(), safe=False).cast(TIME)
    if reading.format is None:
        shaped = pc.fill_null(pc.match_substring_regex(text, _ISO), False)
        zoned = pc.and_(shaped, pc.fill_null(pc.match_substring_regex(text, _ZONE), False))
        text, expected = pc.utf8_upper(text), "an ISO 8601 time"
        for sign in "+-Z":
            text = pc.replace_substring(text, f" {sign}", sign)
        pattern = "ISO8601"
    else:
        shaped = present
        zoned = pa.array(np.full(len(text), "%z" in reading.format))
        pattern, expected = reading.format, f"a time of the form {reading.format}"
    aware = _to_moments(blanked(text, pc.invert(pc.and_(shaped, zoned))), pattern, aware=True)
    naive = _to_moments(blanked(text, pc.or_(pc.invert(shaped), zoned)), pattern, aware=False)
    unread = pc.and_(present, pc.and_(aware.is_null(), naive.is_null()))
    for row in rows_where(unread):
        faults[row] = f"is not {expected}"
    local = _localized(naive, naive.is_valid(), reading.timezone, faults)
    return pc.coalesce(aware, local)


def _to_moments(text: pa.Array, pattern: str, aware: bool) -> pa.Array:
    kind = TIME if aware else pa.timestamp("us")
    if text.null_count == len(text):
        return pa.nulls(len(text), kind)
    series = pd.Series(text.to_numpy(zero_copy_only=False), dtype=object)
    moments = pd.to_datetime(series, format=pattern, errors="coerce", utc=aware)
    return _from_pandas(moments.dt.tz_localize(None) if aware else moments).cast(kind)


def _from_pandas(moments: pd.Series) -> pa.Array:
    """Zoneless pandas times as microseconds; NaT becomes null."""
    return pa.array(moments.dt.as_unit("us").to_numpy())


def _localized(naive: pa.Array, present: pa.Array, zone: str | None, faults: Faults) -> pa.Array:
    if zone is None:
        for row in rows_where(present):
            faults[row] = NAIVE
        return pa.nulls(len(naive), TIME)
    if naive.null_count == len(naive):
        return pa.nulls(len(naive), TIME)
    series = naive.to_pandas().dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    moments = _from_pandas(series.dt.tz_convert(None)).cast(TIME)
    for row in rows_where(pc.and_(present, moments.is_null())):
        faults[row] = f"does not exist or exists twice in {zone}, where the clocks changed"
    return moments

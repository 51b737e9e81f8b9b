"""One column of text or typed values to the contract's type, naming every value that does not fit.

Works on whole columns (Arrow, pandas for times); Python touches only the few odd values.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import MONEY, TIME, Column

Faults = dict[int, str]

#: A deal outside these years is a placeholder or a slip, never a fact.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
NAIVE = "has no time zone, and none is declared for the source"
UNIX = {"unix_s": 1_000_000, "unix_ms": 1_000, "unix_us": 1}

_ISO = (
    r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?([Zz]|[+-]\d{2}(:?\d{2})?))?)?$"
)
_ZONE = r"[Tt ].*([Zz]|[+-]\d{2}(:?\d{2})?)$"
_PLAIN_MONEY = r"^-?\d{1,14}(\.\d{1,4})?$"
_PLAIN_FLOAT = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$"
_PLAIN_COUNT = r"^-?\d{1,9}(\.0+)?$"


@dataclass(frozen=True)
class Reading:
    """How a source writes one column: its words, time format and zone, decimal mark, scale."""

    words: Mapping[str, str] | None = None
    otherwise: str | None = None
    format: str | None = None
    timezone: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    scale: float | None = None


def parse(column: Column, raw: pa.Array, reading: Reading) -> tuple[pa.Array, Faults]:
    """Values of the column's type, null where absent or faulty, and a reason per faulty row.

    >>> from data.contract import ENGAGEMENTS
    >>> paid_off = ENGAGEMENTS.columns[7]
    >>> parse(paid_off, pa.array(["true", "0", "", "won"]), Reading())[1]
    {3: 'is neither true nor false'}
    """
    if raw.null_count == len(raw) and not (reading.words and "" in reading.words):
        return pa.nulls(len(raw), column.type), {}
    faults: Faults = {}
    if column.type == TIME:
        return _times(raw, reading, faults)
    text = as_text(raw)
    if reading.words is not None:
        text = _translated(text, reading, faults)
    if column.type == pa.string():
        values = _enum(text, column.words, faults) if column.words else text
    elif column.type == pa.bool_():
        values = _truths(text, faults)
    else:
        values = _numbers(column, _plain_marks(text, reading), reading.scale, faults)
    return values, faults


def as_text(raw: pa.Array) -> pa.Array:
    """Any Arrow column as strings; blanks, and NaN of a float column, are absent (null)."""
    if isinstance(raw, pa.ChunkedArray):
        raw = raw.combine_chunks()
    if pa.types.is_dictionary(raw.type):
        raw = raw.dictionary_decode()
    if pa.types.is_floating(raw.type):
        raw = pc.if_else(pc.is_nan(raw), pa.scalar(None, raw.type), raw)
    if pa.types.is_nested(raw.type) or pa.types.is_binary(raw.type):
        raw = pa.array([None if v is None else str(v) for v in raw.to_pylist()], pa.string())
    text = raw.cast(pa.string())
    return pc.if_else(
        pc.equal(pc.utf8_trim_whitespace(text), ""), pa.scalar(None, pa.string()), text
    )


def _rows(mask: pa.Array) -> list[int]:
    """Row numbers where the mask is true (null counts as false)."""
    found: list[int] = np.flatnonzero(
        pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    ).tolist()
    return found


def _blanked(values: pa.Array, mask: pa.Array) -> pa.Array:
    return pc.if_else(pc.fill_null(mask, False), pa.scalar(None, values.type), values)


def _translated(text: pa.Array, reading: Reading, faults: Faults) -> pa.Array:
    words = reading.words or {}
    keys = pa.array(list(words), pa.string())
    if "" in words:
        text = text.fill_null("")
    found = pc.index_in(text, value_set=keys)
    values = pa.array([word or None for word in words.values()], pa.string()).take(found)
    unknown = pc.and_(pc.is_null(found), pc.is_valid(text))
    if reading.otherwise is not None:
        return pc.if_else(unknown, pa.scalar(reading.otherwise or None, pa.string()), values)
    for row in _rows(unknown):
        faults[row] = "is a word the mapping does not translate"
    return values


def _enum(text: pa.Array, words: tuple[str, ...], faults: Faults) -> pa.Array:
    wrong = pc.and_(pc.is_valid(text), pc.invert(pc.is_in(text, value_set=pa.array(words))))
    for row in _rows(wrong):
        faults[row] = f"is none of: {', '.join(words)}"
    return _blanked(text, wrong)


def _truths(text: pa.Array, faults: Faults) -> pa.Array:
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    true = pc.is_in(lower, value_set=pa.array(["true", "1"]))
    known = pc.or_(true, pc.is_in(lower, value_set=pa.array(["false", "0"])))
    for row in _rows(pc.and_(pc.is_valid(text), pc.invert(known))):
        faults[row] = "is neither true nor false"
    return _blanked(true, pc.invert(known))


def _plain_marks(text: pa.Array, reading: Reading) -> pa.Array:
    """Numbers with the point as the only mark; what mixes marks stays as it is and is no number.

    Thousands are only taken where they part groups of three: 1234.5 is never 12,345.
    """
    text = pc.utf8_trim_whitespace(text)
    point = reading.decimal or "."
    if reading.thousands:
        part, end = re.escape(reading.thousands), re.escape(point)
        grouped = pc.match_substring_regex(text, rf"^[+-]?\d{{1,3}}({part}\d{{3}})+({end}\d+)?$")
        text = pc.if_else(grouped, pc.replace_substring(text, reading.thousands, ""), text)
    if point != ".":
        pointed = pc.replace_substring(text, point, ".")
        marked = pc.binary_join_element_wise(text, "", point)  # "1.5" becomes "1.5,": no number
        text = pc.if_else(pc.match_substring(text, "."), marked, pointed)
    return text


def _numbers(column: Column, text: pa.Array, scale: float | None, faults: Faults) -> pa.Array:
    money, count = column.type == MONEY, column.type == pa.int64()
    pattern = _PLAIN_MONEY if money else _PLAIN_COUNT if count else _PLAIN_FLOAT
    if scale is not None:
        text = _scaled(text, scale)
    odd = pc.and_(pc.is_valid(text), pc.invert(pc.match_substring_regex(text, pattern)))
    odd_values: dict[int, Decimal | float] = {}
    for row in _rows(odd):
        try:
            odd_values[row] = _odd_money(text[row].as_py()) if money else _refused_number(count)
        except ValueError as reason:
            faults[row] = str(reason)
    plain = _blanked(text, odd)
    values = plain.cast(pa.float64()).cast(pa.int64()) if count else plain.cast(column.type)
    if odd_values:
        mended = values.to_pylist()
        for row, value in odd_values.items():
            mended[row] = value
        values = pa.array(mended, column.type)
    if column.type == pa.float64():
        endless = pc.invert(pc.is_finite(values))
        for row in _rows(endless):
            faults[row] = "is not a finite number"
        values = _blanked(values, endless)
    if column.least is not None:
        low = pc.less(values, pa.scalar(column.least, values.type))
        for row in _rows(low):
            faults[row] = f"is less than {column.least}"
        values = _blanked(values, low)
    return values


def _scaled(text: pa.Array, scale: float) -> pa.Array:
    """Multiply the numbers among the texts, leaving what is no number for the check to name."""
    is_number = pc.fill_null(pc.match_substring_regex(text, _PLAIN_FLOAT), False)
    numbers = pc.multiply(_blanked(text, pc.invert(is_number)).cast(pa.float64()), scale)
    return pc.if_else(is_number, numbers.cast(pa.string()), text)


def _refused_number(count: bool) -> float:
    raise ValueError("is not a whole number" if count else "is not a number")


def _odd_money(text: str) -> Decimal:
    """Money in an unusual but unmistakable form: an exponent, a plus sign, float noise."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("is not a number") from None
    if not value.is_finite():
        raise ValueError("is not a finite number")
    if abs(value) >= Decimal(10) ** 14:
        raise ValueError("is larger than any money here may be")
    rounded = value.quantize(Decimal("0.0001"))
    if not math.isclose(value, rounded, rel_tol=1e-12, abs_tol=1e-9):
        raise ValueError("has more than four decimals")
    return rounded


def _times(raw: pa.Array, reading: Reading, faults: Faults) -> tuple[pa.Array, Faults]:
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
    for row in _rows(far):
        faults[row] = "is outside the years 1900 to 2200"
    return _blanked(moments, far), faults


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
        for row in _rows(pc.and_(present, pc.invert(is_number))):
            faults[row] = "is not a Unix time"
        micros = pc.multiply(
            _blanked(text, pc.invert(is_number)).cast(pa.float64()), UNIX[reading.format]
        )
        return pc.round(micros).cast(pa.int64(), safe=False).cast(TIME)
    if reading.format is None:
        shaped = pc.fill_null(pc.match_substring_regex(text, _ISO), False)
        zoned = pc.and_(shaped, pc.fill_null(pc.match_substring_regex(text, _ZONE), False))
        text, expected = pc.utf8_upper(pc.replace_substring(text, " +", "+")), "an ISO 8601 time"
        pattern = "ISO8601"
    else:
        shaped = present
        zoned = pa.array(np.full(len(text), "%z" in reading.format))
        pattern, expected = reading.format, f"a time of the form {reading.format}"
    aware = _to_moments(_blanked(text, pc.invert(pc.and_(shaped, zoned))), pattern, aware=True)
    naive = _to_moments(_blanked(text, pc.or_(pc.invert(shaped), zoned)), pattern, aware=False)
    unread = pc.and_(present, pc.and_(aware.is_null(), naive.is_null()))
    for row in _rows(unread):
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
        for row in _rows(present):
            faults[row] = NAIVE
        return pa.nulls(len(naive), TIME)
    if naive.null_count == len(naive):
        return pa.nulls(len(naive), TIME)
    series = naive.to_pandas().dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    moments = _from_pandas(series.dt.tz_convert(None)).cast(TIME)
    for row in _rows(pc.and_(present, moments.is_null())):
        faults[row] = f"does not exist or exists twice in {zone}, where the clocks changed"
    return moments

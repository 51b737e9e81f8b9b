"""One column of text or typed values to the contract's type, naming every value that does not fit.

Works on whole columns (Arrow); Python touches only the few odd values.
"""

import math
import re
from decimal import Decimal, InvalidOperation

import pyarrow as pa
import pyarrow.compute as pc

from data.contract import MONEY, TIME, Column
from data.reading import Faults, Reading, as_text, blanked, rows_where
from data.times import parse_times

_PLAIN_MONEY = r"^-?\d{1,14}(\.\d{1,4})?$"
_PLAIN_FLOAT = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$"
_PLAIN_COUNT = r"^-?\d{1,9}(\.0+)?$"


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
        return parse_times(raw, reading, faults)
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
    for row in rows_where(unknown):
        faults[row] = "is a word the mapping does not translate"
    return values


def _enum(text: pa.Array, words: tuple[str, ...], faults: Faults) -> pa.Array:
    wrong = pc.and_(pc.is_valid(text), pc.invert(pc.is_in(text, value_set=pa.array(words))))
    for row in rows_where(wrong):
        faults[row] = f"is none of: {', '.join(words)}"
    return blanked(text, wrong)


def _truths(text: pa.Array, faults: Faults) -> pa.Array:
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    true = pc.is_in(lower, value_set=pa.array(["true", "1"]))
    known = pc.or_(true, pc.is_in(lower, value_set=pa.array(["false", "0"])))
    for row in rows_where(pc.and_(pc.is_valid(text), pc.invert(known))):
        faults[row] = "is neither true nor false"
    return blanked(true, pc.invert(known))


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
    for row in rows_where(odd):
        try:
            odd_values[row] = _odd_money(text[row].as_py()) if money else _refused_number(count)
        except ValueError as reason:
            faults[row] = str(reason)
    plain = blanked(text, odd)
    values = plain.cast(pa.float64()).cast(pa.int64()) if count else plain.cast(column.type)
    if odd_values:
        mended = values.to_pylist()
        for row, value in odd_values.items():
            mended[row] = value
        values = pa.array(mended, column.type)
    if column.type == pa.float64():
        endless = pc.invert(pc.is_finite(values))
        for row in rows_where(endless):
            faults[row] = "is not a finite number"
        values = blanked(values, endless)
    if column.least is not None:
        low = pc.less(values, pa.scalar(column.least, values.type))
        for row in rows_where(low):
            faults[row] = f"is less than {column.least}"
        values = blanked(values, low)
    return values


def _scaled(text: pa.Array, scale: float) -> pa.Array:
    """Multiply the numbers among the texts, leaving what is no number for the check to name."""
    is_number = pc.fill_null(pc.match_substring_regex(text, _PLAIN_FLOAT), False)
    numbers = pc.multiply(blanked(text, pc.invert(is_number)).cast(pa.float64()), scale)
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

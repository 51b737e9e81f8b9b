"""Arrays in a file: written so that equal ones give equal bytes, read as if by a stranger."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import numpy as np
from numpy.lib import format as npy


def check_array(content: bytes) -> None:
    """Raise ValueError unless ``content`` is one plain array exactly as long as it says.

    A header may claim any shape: numpy would reserve the memory before reading a byte.

    >>> file = io.BytesIO()
    >>> np.save(file, np.zeros(3))
    >>> check_array(file.getvalue())
    """
    stream = io.BytesIO(content)
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    try:
        shape, _, dtype = readers[npy.read_magic(stream)](stream)
    except (ValueError, KeyError) as error:
        raise ValueError("an array in it cannot be read") from error
    size = dtype.itemsize * int(np.prod([int(n) for n in shape], dtype=object))
    if dtype.hasobject or size != len(content) - stream.tell():
        raise ValueError("an array in it is not as long as it says")


def array_bytes(values: np.ndarray, kind: str) -> bytes:
    """An array of this kind as the bytes of a file."""
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(values, kind), allow_pickle=False)
    return file.getvalue()


def read_array(content: bytes, name: str, kind: str, dimensions: int) -> np.ndarray:
    """The array in the bytes of a file. Raises ValueError where it is of another kind.

    >>> read_array(array_bytes(np.arange(2), "i4"), "ages", "i4", 1)
    array([0, 1], dtype=int32)
    """
    check_array(content)
    array: np.ndarray = np.load(io.BytesIO(content), allow_pickle=False)
    if array.dtype != np.dtype(kind) or array.ndim != dimensions:
        raise ValueError(f"its {name} are of another kind")
    return array


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Name -> content as the bytes of one archive: equal parts give equal bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # its date is fixed: nothing but the content counts
            entry.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(entry, content)
    return file.getvalue()


def parts_of(data: bytes, what: str, most: int) -> dict[str, bytes]:
    """The parts of an archive. Raises ValueError where two share a name or it holds over ``most``
    bytes; ``what`` it is of, for the message."""
    if len(data) > most:
        raise ValueError(f"it is larger than {what} can be")
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        entries = zipped.infolist()
        if len({entry.filename for entry in entries}) != len(entries):
            raise ValueError(f"it holds other parts than {what}")
        if sum(entry.file_size for entry in entries) > most:
            raise ValueError(f"it unpacks to more than {what} needs")
        return {entry.filename: zipped.read(entry) for entry in entries}

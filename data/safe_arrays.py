"""Array files of a stranger: looked at as bytes before numpy builds anything from them."""

from __future__ import annotations

import io

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

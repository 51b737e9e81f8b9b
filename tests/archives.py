"""Stored files taken apart and put together again, to tamper with what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import numpy as np


def parts_of(data: bytes) -> dict[str, bytes]:
    """Name -> content of everything in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def as_array(values: np.ndarray, *, allow_pickle: bool = False) -> bytes:
    """An array as the bytes of its file."""
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=allow_pickle)
    return stream.getvalue()

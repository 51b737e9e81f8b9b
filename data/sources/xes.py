"""XES event logs (IEEE 1849), streamed: one row per event.

Event attributes keep their keys; a trace's own become ``case:…``; ``event:index`` counts the
events of a trace from 1. Attributes of the log, globals, extensions, classifiers and attributes
nested in other attributes are left out.
"""

from pathlib import Path
from typing import Any
from xml.parsers import expat

from data.sources.files import BLOCK, LONGEST_LINE, open_bytes, refuse
from data.sources.raw import Columns, Progress, Raw

_VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))


def read_xes(path: Path, *, progress: Progress | None = None) -> Raw:
    """Read an XES file (.gz too). Raises DataRefused for other XML, a DOCTYPE, or damage."""
    log = _Log(path, progress)
    with open_bytes(path) as stream:
        fed = 0
        try:
            while block := stream.read(BLOCK):
                log.parser.Parse(block, False)
                fed += len(block)
                # Expat keeps a tag until it ends: one that never does must not eat the memory.
                if fed - log.parser.CurrentByteIndex > LONGEST_LINE:
                    raise refuse("one tag of it never ends", str(path), "export the log again")
            log.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise refuse(
                f"the XML is damaged on line {error.lineno}", str(path), "export the log again"
            ) from None
    return log.columns.raw([], ())


class _Log:
    """Handlers of one parse."""

    def __init__(self, path: Path, progress: Progress | None):
        self.path = path
        self.columns = Columns(progress=progress)
        self.depth = 0
        self.trace: dict[str, str] | None = None
        self.event: dict[str, str] | None = None
        self.events: list[tuple[int, dict[str, str]]] = []
        self.known: dict[str, str] = {}
        self.line = 0
        self.parser: Any = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        raise refuse(
            "the XML has a DOCTYPE, which an event log never needs", str(self.path), "remove it"
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        depth = self.depth
        if depth == 4 and self.event is not None:
            if tag in _VALUES:
                self._keep(self.event, attributes)
        elif depth == 3 and self.trace is not None:
            if tag == "event":
                self.event, self.line = {}, self.parser.CurrentLineNumber
            elif tag in _VALUES:
                self._keep(self.trace, attributes)
        elif depth == 2 and tag == "trace":
            self.trace = {}
        elif depth == 1 and tag != "log":
            raise refuse(
                "this XML is no XES event log", str(self.path), "its first tag must be <log>"
            )

    def _keep(self, into: dict[str, str], attributes: dict[str, str]) -> None:
        key, value = attributes.get("key"), attributes.get("value")
        if key is not None and value is not None:
            into[self.known.setdefault(key, key)] = self.known.setdefault(value, value)
            if len(self.known) > 100_000:
                self.known.clear()

    def end(self, tag: str) -> None:
        depth = self.depth
        self.depth -= 1
        if depth == 3 and self.event is not None:
            self.events.append((self.line, self.event))
            self.event = None
        elif depth == 2 and self.trace is not None:
            case = {f"case:{key}": value for key, value in self.trace.items()}
            for index, (line, event) in enumerate(self.events, 1):
                self.columns.add_record(line, {**case, **event, "event:index": str(index)})
            self.trace, self.events = None, []

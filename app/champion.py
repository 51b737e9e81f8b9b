"""Which model is in charge, asked so cheaply that every click can ask it."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.prospects import book_facts

if TYPE_CHECKING:
    from app.live import Live

#: Seconds. The first look imports for seconds: not while somebody waits for the first page. A
#: store that is no file of ours is asked again and again, for nothing says when it has changed.
FIRST_LOOK, NEXT_LOOK = 5.0, 15.0


@dataclass
class Watch:
    """What is known about the model in charge of a book."""

    book_path: Path
    version: str | None = None
    reached: bool | None = None  # None: not looked yet
    refused: set[str] = field(default_factory=set)  # versions that could not score: not retried
    scoring: threading.Lock = field(default_factory=threading.Lock)
    _seen: tuple[int, int] | None = None
    _held: tuple[tuple[str, str], Live] | None = None  # for which version and digest, and it
    _loading: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> None:
        """Ask which version is in charge; a failure is a note, never an error of the page."""
        try:
            from app.scoring import current_model_version

            seen = self._stamp()
            self.version, self._seen = current_model_version(self.book_path), seen
            self.reached = True
        except Exception:
            self.version, self.reached = None, False

    def look_if_changed(self) -> None:
        """Look at once when the store was written to since; where that costs no import."""
        if "mlflow" in sys.modules and self._stamp() != self._seen:
            self.look()

    def start(self) -> None:
        """Warm the libraries up in the background, then look whenever there is something new."""
        threading.Thread(target=self._go_on, name="model watch", daemon=True).start()

    def _go_on(self) -> None:
        rest = threading.Event()
        rest.wait(FIRST_LOOK)
        while True:
            seen = self._stamp()
            if not self.reached or seen is None or seen != self._seen:
                self.look()
            if self._held is None:
                self._warm_up()
            rest.wait(NEXT_LOOK)

    def live(self, version: str, digest: str) -> Live:
        """The model at hand, loaded once per version and state of the book; others wait for it.

        Raises ModelRefused, DataRefused.
        """
        from app.live import Live

        asked = (version, digest)
        with self._loading:
            if self._held is None or self._held[0] != asked:
                self._held = asked, Live.of(self.book_path)
            return self._held[1]

    def _warm_up(self) -> None:
        """Load the model and let it explain once: the first who asks something of it need not wait
        for the libraries.
        """
        from app.asking import open_cutoffs

        with suppress(Exception):  # whoever asks for it is told why it cannot be had
            live = self.live(str(self.version), book_facts(self.book_path).digest)
            live.explain(live.book, open_cutoffs(live.book).slice(0, 1))

    def _stamp(self) -> tuple[int, int] | None:
        """Changes when the store's database does; None where it is not a file of ours."""
        from train.tracking import DATABASE, locate

        folder = locate(self.book_path).folder
        try:
            seen = (folder / DATABASE).stat() if folder else None
        except OSError:
            return None
        return (seen.st_mtime_ns, seen.st_size) if seen else None

"""Pictures of the demo's pages: `make screenshots` writes app/screenshots/ (needs Chromium)."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from app.viewer import _, speaking  # noqa: E402
from tests.app.browser import chromium_running, served, visiting  # noqa: E402

PICTURES = PROJECT / "app" / "screenshots"
DEMO = PROJECT / "demo"


def suppose(page: Any) -> None:
    """Suppose two things that may happen."""
    for kind in ("They pay up front", "A meeting is held"):
        page.get_by_role("combobox").first.click()
        page.get_by_role("option", name=_(kind), exact=True).click()
        page.get_by_role("button", name=_("Suppose it")).click()
        page.get_by_text(_("Supposed, in this order")).wait_for()


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the page, who looks at it on what, and what is done first."""

    name: str
    path: str = ""
    width: int = 1400
    height: int = 900
    language: str = "en"
    colours: str = "light"
    of_one: bool = False
    first: Callable[[Any], None] | None = None


ALBUM = (
    Picture("prospects"),
    Picture("prospects-dark-russian", language="ru", colours="dark"),
    Picture("prospect", "prospect", height=1700, of_one=True),
    Picture("prospect-phone", "prospect", width=390, height=1500, language="ru", of_one=True),
    Picture("what-if", "what-if", of_one=True, first=suppose),
    Picture("week", "week"),
    Picture("exceptions", "exceptions"),
    Picture("rhythm", "rhythm"),
    Picture("health", "health", colours="dark"),
)


def telling_prospect(book: Path) -> str:
    """The prospect whose reasons show most: flags and waivers that are not small, and quotes."""
    from app.scores import load_scores

    sheet = load_scores(book)
    assert sheet is not None
    rows = [row for row in sheet.rows if row["chance"] is not None]

    def worth(row: dict[str, Any]) -> int:
        explanation = sheet.explanation(row, "en")
        seen = [each for each in explanation["parts"] if each["heuristic"] in explanation["fired"]]
        heavy = [each for each in seen if abs(each["log_odds"]) > 0.1]
        waived = any(each["kind"] == "waiver" and each["log_odds"] > 0.1 for each in seen)
        kinds = {each["kind"] for each in explanation["parts"] if abs(each["log_odds"]) > 0.05}
        return 20 * waived + 3 * len(kinds) + sum(bool(each["evidence"]) for each in heavy)

    return max(rows, key=worth)["engagement_id"]


def take(browser: Any, address: str, picture: Picture, one: str) -> None:
    """One picture, in few colours: these are small, and show no photographs."""
    from PIL import Image

    screen = {"width": picture.width, "height": picture.height}
    file = PICTURES / f"{picture.name}.png"
    with (
        visiting(browser, address, picture.language, screen, picture.colours) as visit,
        speaking(picture.language),
    ):
        page = visit.go(picture.path, **({"id": one} if picture.of_one else {}))
        if picture.first:
            picture.first(page)
            visit.calm()
        page.wait_for_timeout(3000)  # charts and tables grow into their places
        page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(192).save(file, optimize=True)


def main() -> None:
    """Serve a copy of the demo, photograph its pages."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        sys.exit("no Chromium here: apt-get install chromium")
    if not (DEMO / "book").is_dir():
        sys.exit("there is no demo to take pictures of: run `make demo SERVE=0` first")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for part in ("book", "models", "scores"):
            shutil.copytree(DEMO / part, Path(folder) / part)
        with (
            served(Path(folder) / "book", Path(folder)) as address,
            chromium_running(path) as browser,
        ):
            with visiting(browser, address) as visit:
                visit.go()  # scores the book where that is due
            one = telling_prospect(Path(folder) / "book")
            for picture in ALBUM:
                take(browser, address, picture, one)
    print(json.dumps(sorted(each.name for each in PICTURES.glob("*.png"))))  # noqa: T201


if __name__ == "__main__":
    main()

"""Pictures of the demo's pages: `make screenshots` writes app/screenshots/ (needs Chromium)."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.app.browser import served  # noqa: E402

PICTURES = PROJECT / "app" / "screenshots"
BOOK = PROJECT / "demo" / "book"


def telling_prospect() -> str:
    """The prospect whose reasons show most: flags and waivers that are not small, and quotes."""
    from app.scores import load_scores

    sheet = load_scores(BOOK)
    if sheet is None:
        sys.exit("there is no demo to take pictures of: run `make demo SERVE=0` first")

    def worth(explanation: dict) -> float:
        kinds = {part["kind"] for part in explanation["parts"] if abs(part["log_odds"]) > 0.05}
        quotes = sum(
            bool(part["evidence"]) and part["heuristic"] in explanation["fired"]
            for part in explanation["parts"]
            if abs(part["log_odds"]) > 0.1
        )
        waived = any(
            part["kind"] == "waiver"
            and part["log_odds"] > 0.1
            and part["heuristic"] in explanation["fired"]
            for part in explanation["parts"]
        )
        return 20 * waived + len(kinds) * 3 + quotes

    explained = [sheet.explanation(row, "en") for row in sheet.rows]
    judged = [each for each in explained if each["status"] == "scored"]
    return max(judged, key=worth)["engagement_id"]


def main() -> None:
    """Serve the demo's book, photograph the list and one prospect, wide and narrow."""
    from playwright.sync_api import sync_playwright

    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        sys.exit("no Chromium here: apt-get install chromium")
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(BOOK, Path(folder)) as address,
        sync_playwright() as play,
    ):
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, path, width, height in (
            ("prospects", "/", 1400, 900),
            ("prospect", f"/prospect?id={telling_prospect()}", 1400, 1500),
            ("prospect-phone", f"/prospect?id={telling_prospect()}", 390, 1800),
        ):
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(address + path)
            page.wait_for_selector("[data-testid=stMain] h1, [data-testid=stMain] h2")
            page.wait_for_timeout(4000)
            page.screenshot(path=PICTURES / f"{name}.png")
        chromium.close()
    print(json.dumps(sorted(each.name for each in PICTURES.glob("*.png"))))  # noqa: T201


if __name__ == "__main__":
    main()

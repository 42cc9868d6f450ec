"""Claim: Lighthouse gives the public pages 95 and more for performance, accessibility and best practice.

Lighthouse comes from npm (``bench/lighthouse``), for this file alone; it drives the Chromium of this
machine against the served demonstration, as the phone it simulates.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.claim import Claim
from bench.demo_office import Served, demonstration, served
from bench.sizes import target

NAME = "web"
HOME = Path(__file__).parent / "lighthouse"
PAGES = (
    "/",
    "/bulletins/",
    "/bulletins/2024-05/",
    "/programmes/stations/",
    "/near/stations/",
    "/near/stations/LH-001/",
    "/figures/",
    "/account/login/",
)
CATEGORIES = ("performance", "accessibility", "best-practices")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"


def claims() -> Iterator[Claim]:
    """Score every public page; each claim is the lowest score there is."""
    chromium, npm = shutil.which("chromium"), shutil.which("npm")
    if chromium is None or npm is None:
        sys.stderr.write("Lighthouse needs chromium and npm; its scores are left out.\n")
        return
    if not (HOME / "node_modules").exists():
        quiet = ["--ignore-scripts", "--no-fund", "--no-audit"]
        subprocess.run([npm, "ci", *quiet], cwd=HOME, stdout=sys.stderr, check=True)
    with served(demonstration(), 2) as server:
        scores = {page: _scores(server, page, chromium) for page in PAGES}
    for category in CATEGORIES:
        page = min(scores, key=lambda each: scores[each][category])
        yield Claim(
            claim=f"Lighthouse, {category}, lowest of {len(PAGES)} public pages",
            value=scores[page][category],
            unit="points",
            to_reach=target(">= 95"),
            size=", ".join(f"{each} {scores[each][category]:.0f}" for each in PAGES),
            versions={"lighthouse": _version()},
        )


def _scores(server: Served, page: str, chromium: str) -> dict[str, float]:
    command = [
        str(HOME / "node_modules/.bin/lighthouse"),
        f"http://localhost:{server.port}{page}",
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={FLAGS}",
    ]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": chromium}, stdout=subprocess.PIPE, check=True, text=True
    )
    found = json.loads(done.stdout)["categories"]
    return {category: 100 * found[category]["score"] for category in CATEGORIES}


def _version() -> str:
    told = json.loads((HOME / "node_modules/lighthouse/package.json").read_text(encoding="utf-8"))
    return str(told["version"])

"""Accounts in a real Chromium: the first administrator, and a passkey of a virtual authenticator."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import python
from tests import installations

pytestmark = pytest.mark.browser
WORD = "Brand-new-word-5"
NOBODY = 'name_zh = "空市"\nname_en = "Empty city"\narea = "1508"\n'


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """Serve an installation of a city that names nobody; return its address and the link printed."""
    city, data = tmp_path / "city", tmp_path / "data"
    city.mkdir()
    (city / "settings.toml").write_text(NOBODY, encoding="utf-8")
    installations.prepare(data)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("NUANXIN_CITY", str(city))
    monkeypatch.setenv("NUANXIN_ADDRESS", f"http://localhost:{port}")
    first = link_printed(data)
    given = {**os.environ, "NUANXIN_DATA": str(data), "NUANXIN_DATABASE": installations.named(data)}
    command = [sys.executable, "-m", "nuanxin.site.cli", "serve", "--port", str(port), "--no-worker"]
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        newest = link_printed(data)
        assert newest != first, "serving and setting up each print a fresh one"
        yield f"http://localhost:{port}", newest
        server.terminate()


def link_printed(data: Path) -> str:
    """Set up and return the link that is printed; older ones open nothing any more."""
    printed = python(data, "-m", "nuanxin.site.cli", "setup").stdout
    found = re.search(r"http://localhost:\d+/invitation/\S+", printed)
    assert found, printed
    return found[0]


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/account/login/")
    page.fill("#id_login", "chief")
    page.fill("#id_password", WORD)
    page.click("button.primary")


def test_a_passkey_is_added_and_opens_the_account(served: tuple[str, str], browser: Browser) -> None:
    address, link = served
    with closing(browser.new_context(locale="en")) as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        kind = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
        page.goto(link)
        page.fill("#name", "首任（示例）")
        page.fill("#username", "chief")
        page.fill("#password", WORD)
        page.fill("#again", WORD)
        page.click("button.primary")
        sign_in(page, address)
        page.goto(f"{address}/account/passkeys/add/")
        page.fill("#id_password", WORD)
        page.click("button.primary")
        page.fill("#id_name", "this machine")
        page.check("#id_passwordless")
        page.click("#mfa_webauthn_add")
        page.wait_for_url("**/two-step/**")
        page.goto(f"{address}/accounts/")
        expect(page.locator("text=chief").first).to_be_visible()
        page.goto(f"{address}/me/")
        page.click("form[action$='/logout/'] button")
        page.goto(f"{address}/account/login/?next=/accounts/")
        page.click("#passkey_login")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(f"{address}/accounts/")
        expect(page.locator("h1")).to_have_text("People and roles")

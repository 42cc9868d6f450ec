"""What every file of tests asks of a page can fail, and leaves out nothing grave that axe knows."""

from tests.browser.faults import grave

PLANTED = """() => {
  const main = document.querySelector("main");
  main.insertAdjacentHTML("beforeend", `<p id="pale">pale</p><img src="/static/nuanxin/mark.svg">
    <button></button><h6>deep</h6><a href="/me/" role="banner">odd</a>`);
  Object.assign(document.getElementById("pale").style, { color: "#aaa", background: "#fff" });
}"""
EVERYTHING = """async () => (await axe.run()).violations.map(({ id, impact }) => [id, impact])"""


def test_planted_faults_are_found_the_grave_ones_alone(look):
    page = look.open("/programmes/")
    assert grave(page) == []
    page.evaluate(PLANTED)
    found, everything = {rule for rule, _places in grave(page)}, page.evaluate(EVERYTHING)
    assert {"color-contrast", "image-alt", "button-name"} <= found
    assert found == {rule for rule, impact in everything if impact in ("serious", "critical")}
    assert len(found) < len(everything), "something slight is planted, too"

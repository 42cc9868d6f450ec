"""Forms through the API: filled by whoever fills them, and by nobody else."""

import io

from openpyxl import load_workbook

FILLED = "/api/v1/forms/warm-service/filled"


def test_a_machine_fills_a_form_and_fetches_the_file(token):
    clerk = token("clerk", "forms:fill")
    (form,) = clerk.get("/api/v1/forms").json()["forms"]
    assert (form["name"], form["period_kind"]) == ("warm-service", "month")
    answer = clerk.post(f"{FILLED}?period=2024-05")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    cells = {(each["part"], each["cell"]): each for each in told["cells"]}
    assert cells["综合表", "F16"]["written"] == "182"
    assert clerk.post(f"{FILLED}?period=2024-05").json() == told, "sent twice, kept once"
    assert clerk.get(f"{FILLED}/{told['number']}").json() == told
    file = clerk.get(f"{FILLED}/{told['number']}/file")
    assert load_workbook(io.BytesIO(file.content))["综合表"]["F16"].value == 182


def test_others_find_no_form(token):
    for person in ("leader", "bayannur", "audit"):
        client = token(person)
        assert client.get("/api/v1/forms").json() == {"forms": []}
        assert client.post(f"{FILLED}?period=2024-05").status_code == 404
        assert client.get(f"{FILLED}/1").status_code == 404
    assert token("clerk", "figures:read").post(f"{FILLED}?period=2024-05").status_code == 403


def test_a_wrong_period_says_how_it_is_written(token):
    answer = token("clerk").post(f"{FILLED}?period=2024")
    assert answer.status_code == 400 and "2024-05" in answer.content.decode()

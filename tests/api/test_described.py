"""The API's description: valid, true (its examples are asked), and complete in its problems."""

import json
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate

from nuanxin.api.examples import EXAMPLES
from nuanxin.api.openapi import document
from nuanxin.api.problems import KINDS
from nuanxin.api.scopes import SCOPES

MOST_STATEMENTS = 15
NOT_IN_THE_DEMONSTRATION = {"place", "fill_form", "filled_form", "filled_form_file", "sheet_handed_in"}
"""What has no example there: no form is filled, no workbook was sent by a system; others come not near."""


def operations():
    for path, methods in document("http://testserver")["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def asked(client, path, method, operation):
    """Ask an operation as its example does."""
    example = {each["name"]: each["example"] for each in operation["parameters"] if "example" in each}
    for name in [each["name"] for each in operation["parameters"] if each["in"] == "path"]:
        path = path.replace(f"{{{name}}}", quote(str(example.pop(name)), safe=""))
    if method == "get":
        return client.get(path, example)
    body = operation["requestBody"]["content"]["application/json"]["example"]
    return client.post(path, json.dumps(body), content_type="application/json")


def test_the_document_is_valid_openapi(client, db):
    served = client.get("/api/v1/openapi.json")
    assert served.json()["openapi"].startswith("3.1")
    validate(served.json())


def test_every_example_is_answered_with_few_statements(token):
    client = token("leader")
    client.get("/api/v1/me")
    heavy = {}
    for path, method, operation in operations():
        if operation["operationId"] in NOT_IN_THE_DEMONSTRATION or "multipart/form-data" in str(operation):
            continue
        with CaptureQueriesContext(connection) as statements:
            answer = asked(client, path, method, operation)
        assert answer.status_code == 200, (path, answer.content)
        if len(statements) > MOST_STATEMENTS:
            heavy[path] = len(statements)
    assert not heavy


def test_examples_belong_to_operations():
    assert set(EXAMPLES) <= {operation["operationId"] for _, _, operation in operations()}


def test_scopes_named_are_known():
    needed = {operation.get("x-scope") for _, _, operation in operations()} - {None, "token"}
    assert needed <= set(SCOPES)


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_pages_say_it_to_people(demo, language):
    client = Client(headers={"accept-language": language})
    page = client.get("/api/").content.decode()
    assert "/api/v1/figures/{figure}/answer" in page and "figures:read" in page
    problems = client.get("/api/problems/").content.decode()
    assert all(f'id="{kind.name}"' in problems for kind in KINDS.values())


def test_numbers_of_problems_are_their_own():
    assert [kind.number for kind in KINDS.values()] == list(range(1, len(KINDS) + 1))

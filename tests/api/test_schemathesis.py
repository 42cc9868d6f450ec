"""Schemathesis: whatever is asked, within the description or against it, the house does not break."""

import json
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nuanxin.api.openapi import document
from nuanxin.site.wsgi import application

EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
UNHURRIED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_operation_breaks(token, mode):
    secret = token("leader").defaults["HTTP_AUTHORIZATION"]
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document("http://testserver"))))
    schema.app = application
    headers, asked = {"Authorization": secret, "Accept-Encoding": "identity"}, 0
    for each in schema.get_all_operations():
        operation = each.ok()

        @seeded(1)
        @UNHURRIED
        @given(case=operation.as_strategy(generation_mode=mode))
        def walk(case):
            nonlocal asked
            asked += 1
            case.call_and_validate(headers=headers, checks=CHECKS)

        with suppress(Unsatisfiable):  # an operation without parameters cannot be asked wrongly
            walk()
    assert asked > 100

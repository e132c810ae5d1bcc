"""Whatever the API's own document allows, and much that it does not, is answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from starlette.testclient import TestClient

HERE = {"host": "127.0.0.1"}
# What is well formed may still be refused: a text of spaces, an id that is not there.
PASSED_OVER = [checks.positive_data_acceptance]
OPERATIONS = [
    ("GET", "/api/articles"),
    ("GET", "/api/audit"),
    ("GET", "/api/corrections"),
    ("GET", "/api/observation"),
    ("GET", "/api/observations"),
    ("GET", "/api/series"),
    ("GET", "/api/series/cells"),
    ("GET", "/api/status"),
    ("POST", "/api/corrections"),
    ("POST", "/api/corrections/complete"),
    ("POST", "/api/extract"),
    ("POST", "/api/extract/many"),
]


@schemathesis.serializer("application/x-ndjson")
def lines(context: object, value: object) -> bytes:
    """Send JSON lines as they are made up."""
    del context
    told = value if isinstance(value, str) else json.dumps(value)
    return told.encode("utf-8", "surrogatepass")


MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
QUESTIONS = [
    pytest.param(operation, mode, id=f"{' '.join(operation)}-{mode.value}")
    for operation in OPERATIONS
    for mode in MODES
    # Nothing can be asked wrongly of the status: it takes no words.
    if (operation, mode) != (("GET", "/api/status"), GenerationMode.NEGATIVE)
]


@pytest.fixture(scope="module")
def document(
    asking: Callable[..., AbstractContextManager[TestClient]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """Give the document of a desk that is reckoned and can be corrected."""
    file = tmp_path_factory.mktemp("schema") / "corrections.jsonl"
    with asking(corrections=str(file)) as client:
        app: Any = client.app
        assert app.state.desk.reckoning.wait(120)
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=HERE)


def _ask(document: Any, operation: tuple[str, str], mode: Any, many: int) -> int:  # noqa: ANN401 - schemathesis
    """Ask in many ways, each of them checked; give how many there were."""
    method, path = operation
    cases = document[path][method].as_strategy(generation_mode=mode)
    asked = 0
    # Any body is lines; one that holds no article is told in the answer's line.
    lenient = [checks.negative_data_rejection] if path == "/api/extract/many" else []
    passed_over = [*PASSED_OVER, *lenient]

    @given(case=cases)
    @settings(
        max_examples=many,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case[Any]) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(headers=HERE, excluded_checks=passed_over)

    ask()
    return asked


def test_the_document_tells_every_operation(document: Any) -> None:  # noqa: ANN401 - schemathesis
    told = document.raw_schema["paths"]
    assert (
        sorted(
            (method.upper(), path)
            for path, methods in told.items()
            for method in methods
        )
        == OPERATIONS
    )


@pytest.mark.parametrize(("operation", "mode"), QUESTIONS)
def test_no_question_finds_a_fault_or_a_breach(
    document: Any,  # noqa: ANN401 - schemathesis
    operation: tuple[str, str],
    mode: GenerationMode,
) -> None:
    assert _ask(document, operation, mode, 8)


@pytest.mark.slow
@pytest.mark.parametrize(("operation", "mode"), QUESTIONS)
def test_many_questions_find_none_either(
    document: Any,  # noqa: ANN401 - schemathesis
    operation: tuple[str, str],
    mode: GenerationMode,
) -> None:
    assert _ask(document, operation, mode, 300)

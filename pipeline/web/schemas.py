"""What the API answers, as OpenAPI describes it; columns are those of the table."""

from __future__ import annotations

from typing import Any, Final

from pipeline.io.tables import KINDS
from pipeline.schema import COLUMNS

Schema = dict[str, Any]

_NEEDED: Final = frozenset(
    (
        *("observation_id", "article_id", "text_sha256", "model", "amount_start"),
        *("amount_end", "amount_text", "value", "unit_mult", "quantity", "bound"),
        *("measure", "status", "evidence", "inferred", "confidence"),
        *("sentence_start", "sentence_end", "sentence_text"),
    )
)
_TYPES: Final = {"decimal": "number", "date": "string", "int": "integer"}
_KIND: Final = {name: kind for kind, names in KINDS.items() for name in names}
_TEXT: Final[Schema] = {"type": ["string", "null"]}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def _column(name: str) -> Schema:
    if name in {"evidence", "inferred"}:
        return {"type": "object"}
    kind = _KIND.get(name, "text")
    told = {**_TYPES, "float": "number", "text": "string"}[kind]
    return {"type": told if name in _NEEDED else [told, "null"]}


def _object(**properties: Schema) -> Schema:
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def answer(schema: Schema, kind: str = "application/json") -> Schema:
    """Describe an answer of a kind."""
    return {"description": "Done", "content": {kind: {"schema": schema}}}


ROW: Final = _object(**{name: _column(name) for name in COLUMNS})
_HOW: Final = _object(
    observation_id={"type": "string"},
    rules={"type": "object"},
    rates={"type": "object"},
)
_LIMITS: Final = _object(characters=_COUNT, articles=_COUNT, seconds={"type": "number"})
_LISTED: Final = _object(
    id={"type": "string"},
    title=_TEXT,
    published=_TEXT,
    source=_TEXT,
    url=_TEXT,
    figures=_COUNT,
    unsure=_COUNT,
    lowest={"type": ["number", "null"]},
    has_text={"type": "boolean"},
    stale={"type": "boolean"},
    contradicted=_COUNT,
    doubtful=_COUNT,
)
STATUS: Final = answer(
    _object(
        articles=_COUNT, observations=_COUNT, model={"type": "string"}, limits=_LIMITS
    )
)
OBSERVATION: Final = answer(ROW)
OBSERVATIONS: Final = answer(_object(observations=_list(ROW)))
EXTRACTED: Final = answer(
    _object(
        model={"type": "string"}, date=_TEXT, observations=_list(ROW), how=_list(_HOW)
    )
)
ARTICLES: Final = answer(_object(found=_COUNT, articles=_list(_LISTED)))
_LABEL: Final[Schema] = {"type": "object", "required": ["start", "end", "value"]}
_VERSION: Final[Schema] = {"type": "integer", "minimum": 0}
VERDICTS: Final = answer(
    _object(
        article={"type": "string"},
        complete={"type": "boolean"},
        figures=_list(
            _object(
                version=_VERSION,
                verdict=_TEXT,
                conflict={"type": "boolean"},
                label=_LABEL,
            )
        ),
    )
)
SAVED: Final = answer(
    _object(version=_VERSION, standing=_LABEL, conflict={"type": "boolean"})
)
COMPLETED: Final = answer(
    _object(article={"type": "string"}, complete={"type": "boolean"})
)
LINES: Final = answer({"type": "string"}, "application/x-ndjson")
_NUMBER: Final[Schema] = {"type": "number"}
_FIGURE: Final = _object(
    article={"type": "string"}, figure={"type": "string"}, outlet=_TEXT
)
SERIES: Final = answer(
    _object(
        found=_COUNT,
        series=_list(
            _object(
                indicator={"type": "string"},
                breakdown={"type": "string"},
                area=_TEXT,
                entity=_TEXT,
                name=_TEXT,
                place=_TEXT,
                figures=_COUNT,
                periods=_COUNT,
            )
        ),
    )
)
CELLS: Final = answer(
    _object(
        cells=_list(
            _object(
                period={"type": "string"},
                frequency={"type": "string"},
                measure={"type": "string"},
                against={"type": "string"},
                unit=_TEXT,
                price_basis=_TEXT,
                aim={"type": "string"},
                value=_NUMBER,
                said={"type": "string"},
                stage={"type": "string"},
                latest={"type": "boolean"},
                told=_TEXT,
                confirmations=_COUNT,
                conflict={"type": "boolean"},
                confidence=_NUMBER,
                figures=_list(_FIGURE),
            )
        )
    )
)
FINDINGS: Final = answer(
    _object(
        found=_COUNT,
        findings=_list(
            {
                "type": "object",
                "required": ["kind", "verdict", "reckoning", "figures"],
                "properties": {
                    "kind": {"type": "string"},
                    "verdict": {"type": "string"},
                    "reckoning": {"type": "string"},
                    "figures": _list({"type": "object"}),
                },
            }
        ),
    )
)

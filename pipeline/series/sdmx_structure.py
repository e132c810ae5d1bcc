"""The structure of series in SDMX: concepts, codes, dimensions, attributes (JSON)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

AGENCY: Final = "SOLIEU"
FLOW: Final = "SERIES"
VERSION: Final = "1.0"
NOT_APPLICABLE: Final = "_Z"
REFERENCE: Final = f"{AGENCY}:{FLOW}({VERSION})"
_CONCEPT: Final = "urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept"
_STRUCTURE: Final = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure"
_CODELIST: Final = "urn:sdmx:org.sdmx.infomodel.codelist.Codelist"
_SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/develop/structure-message"
    "/tools/schemas/2.0.0/sdmx-json-structure-schema.json"
)
_NO_CODE: Final = re.compile(r"[^A-Za-z0-9_@$-]+")
_LONGEST: Final = 60

DIMENSIONS: Final[Mapping[str, tuple[str, str]]] = {
    "FREQ": ("Frequency", "frequency"),
    "INDICATOR": ("Indicator", "indicator"),
    "BREAKDOWN": ("Breakdown", "breakdown"),
    "REF_AREA": ("Area", "area"),
    "ENTITY": ("Company or project", "entity"),
    "MEASURE": ("What is told of the indicator", "measure"),
    "AGAINST": ("What it is against", "against"),
    "UNIT_MEASURE": ("Unit", "unit"),
    "PRICE_BASIS": ("Price basis", "price_basis"),
    "AIM": ("Outcome, target or forecast", "aim"),
    "PLAN_BY": ("Giver of the target", "plan_by"),
    "VINTAGE": ("Vintage", "vintage"),
}
"""The coded dimensions: their names, and the columns of a row that fill them."""
ATTRIBUTES: Final[Mapping[str, tuple[str, str, str | None]]] = {
    "OBS_STATUS": ("Status of the observation", "String", None),
    "UNIT_MULT": ("Power of ten of the unit", "Integer", "unit_mult"),
    "DECIMALS": ("Decimals printed", "Integer", "decimals"),
    "LOW": ("Lowest value that the digits allow", "Decimal", None),
    "HIGH": ("Highest value that the digits allow", "Decimal", None),
    "STAGE": ("Target, forecast, estimate, actual or revised", "String", "stage"),
    "TOLD": ("Day on which it was told", "String", "told"),
    "CONFIRMATIONS": ("Independent outlets", "Integer", "confirmations"),
    "CONFIDENCE": ("Chance that it was read right", "Decimal", "confidence"),
    "CONFLICT": ("Contradicted by another vintage", "String", "conflict"),
    "SERIES_BREAK": ("First of a merged province", "String", "series_break"),
    "BOUND": ("Exact, about, over or under", "String", "bound"),
    "OBS_TEXT": ("As printed", "String", "text"),
    "FORMULA": ("Periods it was derived from", "String", "formula"),
    "OUTLETS": ("Outlets", "String", "outlets"),
    "ARTICLES": ("Articles", "String", "articles"),
    "FIGURES": ("Figures (observation_id)", "String", "figures"),
}
_STATUSES: Final[Mapping[str, str]] = {
    "A": "Normal value",
    "B": "Time series break",
    "E": "Estimated value",
    "F": "Forecast value",
    "I": "Imputed value: derived from others",
    "U": "Low reliability: another article contradicts it",
}


class Codes:
    """The codes of one dimension: made as values come, each with its name."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._names: dict[str, tuple[str, str]] = {}

    def of(self, value: str, name: str) -> str:
        """Give the code of a value; a new one where it has none yet."""
        if value not in self._of:
            code = value if value == NOT_APPLICABLE else self._free(_plain(value))
            self._of[value] = code
            self._names[code] = (name, value)
        return self._of[value]

    def _free(self, stem: str) -> str:
        code, number = stem, 1
        while code in self._names:
            number += 1
            code = f"{stem}_{number}"
        return code

    def listed(self) -> list[dict[str, str]]:
        """Give the codes in order of their ids, as SDMX-JSON has them."""
        return [
            {"id": code, "name": name, "description": value}
            for code, (name, value) in sorted(self._names.items())
        ]


def _plain(value: str) -> str:
    """Write a value with the letters that codes may have: "cà phê" is ca_phe."""
    # Đ has no decomposition; all other letters lose their marks by NFD.
    bare = value.replace("đ", "d").replace("Đ", "D")
    letters = unicodedata.normalize("NFD", bare).encode("ascii", "ignore").decode()
    # A code of digits alone would be read back as a number, without its zeros.
    letters = f"GSO{letters}" if letters[:1].isdigit() else letters
    return _NO_CODE.sub("_", letters).strip("_")[:_LONGEST] or "X"


def structure_message(codes: Mapping[str, Codes]) -> dict[str, object]:
    """Give the structure of the data: concepts, codes, dimensions and attributes."""
    lists = [
        _artefact(f"CL_{name}", DIMENSIONS[name][0], codes=some.listed())
        for name, some in codes.items()
    ]
    statuses = [{"id": code, "name": name} for code, name in _STATUSES.items()]
    lists.append(_artefact("CL_OBS_STATUS", "Status", codes=statuses))
    named = {name: title for name, (title, _) in DIMENSIONS.items()}
    named |= {"TIME_PERIOD": "Period", "OBS_VALUE": "Value, in UNIT_MULT of the unit"}
    named |= {name: title for name, (title, *_) in ATTRIBUTES.items()}
    concepts = [{"id": name, "name": title} for name, title in named.items()]
    return {
        "meta": {
            "id": FLOW,
            "prepared": "1970-01-01T00:00:00Z",  # nothing here reads the clock
            "sender": {"id": AGENCY},
            "schema": _SCHEMA,
        },
        "data": {
            "codelists": lists,
            "conceptSchemes": [_artefact("CONCEPTS", "Concepts", concepts=concepts)],
            "dataflows": [
                _artefact(FLOW, "Series", structure=f"{_STRUCTURE}={REFERENCE}")
            ],
            "dataStructures": [
                _artefact(FLOW, "Series", dataStructureComponents=_components())
            ],
        },
    }


def _artefact(name: str, title: str, **parts: object) -> dict[str, object]:
    known = {"agencyID": AGENCY, "id": name, "name": title, "version": VERSION}
    return {**known, **parts}


def _components() -> dict[str, object]:
    period = _component("TIME_PERIOD", "ObservationalTimePeriod")
    value = _component("OBS_VALUE", "Decimal")
    attributes = [
        {
            **(_coded(name) if name == "OBS_STATUS" else _component(name, kind)),
            "attributeRelationship": {"observation": {}},
        }
        for name, (_, kind, _) in ATTRIBUTES.items()
    ]
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": [_coded(name) for name in DIMENSIONS],
            "timeDimension": period,
        },
        "measureList": {"id": "MeasureDescriptor", "measures": [value]},
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
    }


def _component(name: str, kind: str) -> dict[str, object]:
    known = {"id": name, "conceptIdentity": _concept(name)}
    return {**known, "localRepresentation": {"format": {"dataType": kind}}}


def _coded(name: str) -> dict[str, object]:
    reference = f"{_CODELIST}={AGENCY}:CL_{name}({VERSION})"
    known = {"id": name, "conceptIdentity": _concept(name)}
    return {**known, "localRepresentation": {"enumeration": reference}}


def _concept(name: str) -> str:
    return f"{_CONCEPT}={AGENCY}:CONCEPTS({VERSION}).{name}"

"""The JSON Schema of a report, and the check of a value against it.

The check knows the keywords that ``report.schema.json`` uses and no others; a test holds it to a full validator.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from geomap.errors import DocumentError

SCHEMA_FILE = Path(__file__).parent.parent / "report.schema.json"

Schema = dict[str, Any]

TYPES: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}


@cache
def report_schema() -> Schema:
    """The schema as read from the file that ``geomap schema`` prints."""
    schema: Schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def check_report(value: object) -> None:
    """Raise DocumentError where a value is no report, saying at which key and why."""
    check(value, report_schema(), "report")


def check(value: object, schema: Schema, where: str) -> None:
    """Raise DocumentError where a value does not fit its schema."""
    if "$ref" in schema:
        check(value, report_schema()["$defs"][schema["$ref"].removeprefix("#/$defs/")], where)
    if "anyOf" in schema:
        check_any(value, schema["anyOf"], where)
    check_type(value, schema, where)
    check_scalar(value, schema, where)
    if isinstance(value, dict) and "properties" in schema:
        check_object(value, schema, where)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            check(item, schema["items"], f"{where}[{number}]")


def check_any(value: object, schemas: list[Schema], where: str) -> None:
    """Null, or else what the last schema says: the only alternatives that the report has."""
    check(value, schemas[0] if value is None else schemas[-1], where)


def check_type(value: object, schema: Schema, where: str) -> None:
    """The type is among those allowed; true and false are no numbers."""
    allowed = schema.get("type")
    if allowed is None:
        return
    names = [allowed] if isinstance(allowed, str) else allowed
    if isinstance(value, bool) or not any(isinstance(value, TYPES[name]) for name in names):
        raise DocumentError(f"{where} is {shown(value)}, not {' or '.join(names)}")


def check_scalar(value: object, schema: Schema, where: str) -> None:
    """The value is among those listed, within the bounds, of the form."""
    if "enum" in schema and value not in schema["enum"]:
        raise DocumentError(f"{where} is {shown(value)}, none of {', '.join(schema['enum'])}")
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise DocumentError(f"{where} is {shown(value)}, outside {schema.get('minimum')} to {schema.get('maximum', '...')}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        raise DocumentError(f"{where} is {shown(value)}, not of the form {schema['pattern']}")


def check_object(value: dict[object, object], schema: Schema, where: str) -> None:
    """Every key that must be there is, no other is, and each value fits."""
    missing = [key for key in schema.get("required", ()) if key not in value]
    unknown = [key for key in value if key not in schema["properties"]]
    if missing or unknown:
        raise DocumentError(f"{where} " + "; ".join(f"{what} {keys}" for what, keys in keys_amiss(missing, unknown)))
    for key, item in value.items():
        check(item, schema["properties"][key], f"{where}.{key}")


def keys_amiss(missing: list[str], unknown: list[object]) -> list[tuple[str, str]]:
    """What is wrong with the keys, for the message."""
    faults = (("lacks", missing), ("has unknown", unknown))
    return [(what, ", ".join(map(repr, keys))) for what, keys in faults if keys]


def shown(value: object) -> str:
    """A value, cut short, for a message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"

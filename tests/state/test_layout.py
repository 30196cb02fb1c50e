"""The layout's types say what its check gives."""

from __future__ import annotations

from typing import Any, get_type_hints

from harnessiac.state.layout import File, Instance, Output, PathStep, Resource, checked


def test_the_check_fills_exactly_the_declared_fields_in_their_order() -> None:
    instance = {"attributes": {}, "sensitive_attributes": [[{"type": "get_attr", "value": "a"}]]}
    resource = {"mode": "managed", "type": "t", "name": "n", "instances": [instance]}
    output = {"value": 1, "type": "number"}
    found: Any = checked({"version": 4, "serial": 1, "lineage": "l", "outputs": {"o": output}, "resources": [resource]})
    first = found["resources"][0]["instances"][0]
    assert list(found) == list(get_type_hints(File))
    assert list(found["outputs"]["o"]) == list(get_type_hints(Output))
    assert list(found["resources"][0]) == list(get_type_hints(Resource))
    assert list(first) == list(get_type_hints(Instance))
    assert list(first["sensitive_attributes"][0][0]) == list(get_type_hints(PathStep))

"""A configuration in Terraform's JSON format, the `configuration` of a plan, without secrets.

Expressions without references are shown as values, others as the list of their references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from harnessiac import kinds
from harnessiac.addresses import with_key
from harnessiac.diagnostics import Failed
from harnessiac.language.configuration.declarations import (
    META_ARGUMENTS,
    META_BLOCKS,
    Module,
    ModuleCall,
    Output,
    Resource,
    Variable,
)
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.findings import step_text
from harnessiac.language.evaluation.references import (
    LocalRef,
    ModuleRef,
    OtherRef,
    Reference,
    ResourceRef,
    VariableRef,
    references,
)
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import AttributeStep, Body, Expression, Step
from harnessiac.reports.report import HIDDEN
from harnessiac.schema.nodes import Body as KindBody
from harnessiac.source import SourceFile
from harnessiac.values.plain import NotPlain, to_plain
from harnessiac.values.value import all_marks, is_wholly_known

PROVIDER_KEY = "harness"
_PROVIDER_NAME = re.compile(r"[\w-]+(\.[\w-]+)?")
PROVIDER = "registry.terraform.io/harness/harness"


def configuration_json(root: ModuleTree) -> dict[str, Any]:
    """Return the `configuration` of a plan."""
    module = root.module
    providers: dict[str, Any] = {PROVIDER_KEY: {"name": PROVIDER_KEY, "full_name": PROVIDER}}
    for key, provider in sorted(module.providers.items()):
        entry: dict[str, Any] = {"name": provider.name, "full_name": _full_name(provider.name, module)}
        entry |= {"alias": provider.alias} if provider.alias else {}
        if provider.body.items:
            entry["expressions"] = _arguments(provider.body, provider.source, None, hidden=True)
        providers[key] = entry
    for name in sorted({_provider_key(entry) for entry in module.resources.values()} - providers.keys()):
        providers[name] = {"name": name, "full_name": _full_name(name.partition(".")[0], module)}
    return {"provider_config": providers, "root_module": _module(root)}


def _module(tree: ModuleTree) -> dict[str, Any]:
    module = tree.module
    out: dict[str, Any] = {}
    if module.outputs:
        out["outputs"] = {name: _output(declared) for name, declared in sorted(module.outputs.items())}
    if module.resources:
        order = sorted(
            module.resources.values(), key=lambda declared: (declared.mode == "data", declared.type, declared.name)
        )
        out["resources"] = [_resource(declared) for declared in order]
    if module.calls:
        out["module_calls"] = {
            name: _call(declared, tree.calls[name])
            for name, declared in sorted(module.calls.items())
            if name in tree.calls
        }
    if module.variables:
        out["variables"] = {name: _variable(declared) for name, declared in sorted(module.variables.items())}
    return out


def _output(output: Output) -> dict[str, Any]:
    out: dict[str, Any] = {"sensitive": True} if output.sensitive else {}
    out["expression"] = _expression(output.value, output.source, hidden=output.sensitive)
    if output.depends_on:
        out["depends_on"] = _waits(output.depends_on)
    return out | ({"description": output.description} if output.description else {})


def _variable(variable: Variable) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if variable.default is not None:
        out["default"] = _constant(variable.default, variable.source, hidden=variable.sensitive or variable.ephemeral)
    else:
        out["required"] = True
    if variable.description:
        out["description"] = variable.description
    out |= {"sensitive": True} if variable.sensitive else {}
    return out | ({"ephemeral": True} if variable.ephemeral else {})


def _resource(resource: Resource) -> dict[str, Any]:
    kind = kinds.find(resource.type)
    out: dict[str, Any] = {
        "address": resource.address,
        "mode": resource.mode,
        "type": resource.type,
        "name": resource.name,
        "provider_config_key": _provider_key(resource),
        "expressions": _arguments(resource.body, resource.source, kind.body if kind is not None else None),
        "schema_version": 0,
    }
    return out | _repetition(resource)


def _provider_key(resource: Resource) -> str:
    """Return the provider that a resource names, or that its type begins with."""
    attribute = resource.body.attributes.get("provider")
    if attribute is not None:
        expression = attribute.expression
        named = resource.source.text[expression.start : expression.end].strip('"')
        if _PROVIDER_NAME.fullmatch(named):
            return named
    return resource.type.partition("_")[0]


def default_provider(name: str) -> str:
    """Return the address that Terraform assumes for a provider name."""
    match name:
        case "harness":
            return PROVIDER
        case "terraform":
            return "terraform.io/builtin/terraform"
        case _:
            return f"registry.terraform.io/hashicorp/{name}"


def _full_name(name: str, module: Module) -> str:
    """Return a provider's address from required_providers, or the one that Terraform assumes."""
    required = module.required_providers.get(name)
    if required is None or required.provider is None:
        return default_provider(name)
    host = "" if required.provider.count("/") > 1 else "registry.terraform.io/"
    return host + required.provider


def _call(call: ModuleCall, tree: ModuleTree) -> dict[str, Any]:
    expressions = {
        name: _expression(argument.expression, call.source) for name, argument in sorted(call.arguments.items())
    }
    out: dict[str, Any] = {"source": call.folder}
    out |= {"expressions": expressions} if expressions else {}
    return {**out, **_repetition(call), "module": _module(tree)}


def _repetition(of: Resource | ModuleCall) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if of.count is not None:
        out["count_expression"] = _expression(of.count, of.source)
    if of.for_each is not None:
        out["for_each_expression"] = _expression(of.for_each, of.source)
    if of.depends_on:
        out["depends_on"] = _waits(of.depends_on)
    return out


def _waits(expressions: Iterable[Expression]) -> list[str]:
    return [text for expression in expressions for text in mentioned(expression)[:1]]


def _arguments(body: Body, source: SourceFile, declared: KindBody | None, *, hidden: bool = False) -> dict[str, Any]:
    """Return arguments and nested blocks by name; `declared` is None for unknown resource types."""
    out: dict[str, Any] = {}
    for name, attribute in body.attributes.items():
        if name in META_ARGUMENTS:
            continue
        known = declared.attributes.get(name) if declared is not None else None
        secret = hidden or (known is not None and known.sensitive)
        out[name] = _expression(attribute.expression, source, hidden=secret)
    for block in body.blocks:
        if block.type in META_BLOCKS or block.type == "dynamic":
            continue
        known_block = declared.blocks.get(block.type) if declared is not None else None
        inner = _arguments(block.body, source, known_block.body if known_block is not None else None, hidden=hidden)
        out.setdefault(block.type, []).append(inner)
    return dict(sorted(out.items()))


def _expression(expression: Expression, source: SourceFile, *, hidden: bool = False) -> dict[str, Any]:
    named = mentioned(expression)
    if named:
        return {"references": named}
    value = _constant(expression, source, hidden=hidden)
    return {} if value is None else {"constant_value": value}


def _constant(expression: Expression, source: SourceFile, *, hidden: bool) -> Any:
    """Return the value of an expression without references; None for null and for values that cannot be known."""
    if hidden:
        return HIDDEN
    try:
        value = evaluate(expression, Scope.empty(), source)
        if all_marks(value):
            return HIDDEN
        return to_plain(value) if is_wholly_known(value) else None
    except (Failed, NotPlain):
        return None


def mentioned(expression: Expression) -> list[str]:
    """Return the references of an expression, each with the steps into it, then without."""
    names: dict[str, None] = {}
    for reference in references(expression):
        names |= dict.fromkeys(_texts(reference))
    return list(names)


def _texts(reference: Reference) -> Sequence[str]:
    steps: tuple[Step, ...] = reference.rest
    match reference.subject:
        case VariableRef(name):
            subjects = [f"var.{name}"]
        case LocalRef(name):
            subjects = [f"local.{name}"]
        case OtherRef(root):
            return [root + "".join(map(step_text, steps[:1]))]
        case ModuleRef(name):
            whole = f"module.{name}"
            steps_to_instance = 1 if steps and not isinstance(steps[0], AttributeStep) else 0
            instance = whole + "".join(map(step_text, steps[:steps_to_instance]))
            output = instance + "".join(map(step_text, steps[steps_to_instance : steps_to_instance + 1]))
            subjects, steps = [output, instance, whole], steps[steps_to_instance + 1 :]
        case ResourceRef(mode, type, name, key):
            whole = f"data.{type}.{name}" if mode == "data" else f"{type}.{name}"
            subjects = list(dict.fromkeys((with_key(whole, key), whole)))
    full = subjects[0] + "".join(map(step_text, steps))
    return [full, *subjects]

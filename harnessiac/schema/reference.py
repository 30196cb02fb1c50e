"""Declarations as reading matter: the schema in Terraform's JSON format, an example, rules in words, Markdown pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harnessiac.addresses import quoted
from harnessiac.schema.attributes import Object, ResourceValues
from harnessiac.schema.decoding import completed
from harnessiac.schema.nodes import (
    Apart,
    Attribute,
    Block,
    Body,
    Choice,
    Kind,
    Plain,
    Tagged,
    Together,
)
from harnessiac.values.types import BOOL, NUMBER, ListType, MapType, SetType, Type

Json = dict[str, object]


# The schema, as `providers schema -json` prints it


def schema(kind: Kind) -> Json:
    """The resource schema of `kind`: {"version": 0, "block": {...}}."""
    block = _block_schema(kind.body)
    if kind.title:
        block["description"] = kind.title + "."
        block["description_kind"] = "plain"
    return {"version": 0, "block": block}


def _block_schema(body: Body) -> Json:
    block: Json = {}
    if body.attributes:
        block["attributes"] = {name: _attribute_schema(a) for name, a in sorted(body.attributes.items())}
    if body.blocks:
        block["block_types"] = {name: _block_type(b) for name, b in sorted(body.blocks.items())}
    block["description_kind"] = "plain"
    return block


def _attribute_schema(attribute: Attribute) -> Json:
    found: Json = {
        "type": type_json(attribute.type),
        "description": attribute.description,
        "description_kind": "plain",
    }
    if attribute.deprecated:
        found["deprecated"] = True
    if attribute.required:
        found["required"] = True
    elif not attribute.readonly:
        found["optional"] = True
    if attribute.computed or attribute.readonly:
        found["computed"] = True
    if attribute.sensitive:
        found["sensitive"] = True
    return found


def _block_type(block: Block) -> Json:
    inner = _block_schema(block.body)
    inner["description"] = block.description
    found: Json = {"nesting_mode": block.nesting, "block": inner}
    if block.least:
        found["min_items"] = block.least
    if block.most is not None:
        found["max_items"] = block.most
    return found


def type_json(type: Type) -> object:
    """A type as Terraform's JSON writes it: "string", ["set", "string"]."""
    match type:
        case SetType(element=element):
            return ["set", type_json(element)]
        case ListType(element=element):
            return ["list", type_json(element)]
        case MapType(element=element):
            return ["map", type_json(element)]
        case _:
            return str(type)


# An example


def example(kind: Kind) -> ResourceValues:
    """A small valid resource: what is required, the first of each set of alternatives, and a project to live in."""
    values = _example_body(kind.body, kind) | kind.example
    if "org_id" in values and "project_id" in kind.body.attributes:
        values["project_id"] = "my_project"
    values = completed(kind.body, values)
    values |= kind.names(values)
    return ResourceValues(dict(sorted(values.items())))


def _example_body(body: Body, kind: Kind) -> Object:
    chosen = _chosen_names(body)
    left_out = {name for choice, names in body.choices if choice.excludes for name in names} - chosen
    required = {a.name for a in body.required} | {b.name for b in body.blocks.values() if b.least}
    shown = (required | chosen) or set(body.names) - left_out
    values: Object = {}
    for name, attribute in body.attributes.items():
        if name in shown or name == "org_id":
            values[name] = _example_value(attribute, kind)
    for name, block in body.blocks.items():
        if name in shown:
            values[name] = [_example_body(block.body, kind)]
    for _, selector, tags in body.selected:
        said: list[str | bool] = [tag for name in tags if name in values for tag in tags[name]]
        free = [option for option in selector.options if not any(option in one for one in tags.values())]
        tag = next(iter([*said, *free]), None)
        if tag is not None and (selector.required or tag != selector.default):
            values[selector.name] = tag
    return values


def _chosen_names(body: Body) -> set[str]:
    """The first of each set of alternatives, and what goes with it."""
    chosen: set[str] = set()
    for node in body.flat:
        if isinstance(node, Tagged) and node.choice is not Choice.AT_MOST_ONE and not chosen & set(node.names):
            first = next(case for case in node.cases if not case.spelling)
            beside = (one.name for one in first.nodes if isinstance(one, Attribute) and one.name not in first.when)
            chosen.update(first.when[:1], beside)
    for choice, names in body.choices:
        if choice.needs_one and not chosen & set(names):
            chosen.add(names[0])
    for together in body.together:
        if together.name in chosen:
            chosen.update(name for name in together.others if not name.startswith("/"))
    return chosen


def _example_value(attribute: Attribute, kind: Kind) -> Plain:
    name = attribute.name
    if attribute.options or attribute.usual:
        options = attribute.options or attribute.usual
        return [options[0]] if isinstance(attribute.type, SetType | ListType) else options[0]
    if isinstance(attribute.type, SetType | ListType):
        return ["my-delegate"] if name == "delegate_selectors" else ["BILLING"]
    if attribute.type is BOOL:
        return True
    if attribute.type is NUMBER:
        return attribute.between[0] if attribute.between else 60
    if name in ("identifier", "name", "org_id"):
        return {"identifier": "my_" + _short(kind), "name": kind.title, "org_id": "my_org"}[name]
    if name.endswith("_ref"):
        return "account.my_secret"
    if "url" in name:
        return "https://" + _short(kind).replace("_", "-") + ".example.com"
    return "my_" + name


def _short(kind: Kind) -> str:
    return kind.name.removeprefix("harness_platform_").removeprefix("connector_")


# Words


def rules(kind: Kind) -> list[str]:
    """What holds between arguments, a sentence each."""
    return [*_rules(kind.body, ""), *(_first_line(rule.__doc__) for rule in kind.rules if rule.__doc__)]


_CHOICES = {
    Choice.EXACTLY_ONE: "Exactly one of {} is required.",
    Choice.ONE_OF: "Exactly one of {} is required.",
    Choice.AT_LEAST_ONE: "At least one of {} is required.",
    Choice.AT_MOST_ONE: "At most one of {} is allowed.",
}


def _rules(body: Body, prefix: str) -> Iterator[str]:
    for choice, names in body.choices:
        yield _CHOICES[choice].format(_listed(names, prefix))
    for node in body.flat:
        match node:
            case Together(name=name, others=others):
                yield f"`{prefix}{name}` needs {_listed(others, prefix)}."
            case Apart(name=name, others=others):
                yield f"`{prefix}{name}` excludes {_listed(others, prefix)}."
            case Tagged(selector=Attribute(name=name), cases=cases):
                for case in cases:
                    if case.when:
                        tag = str(case.tag).lower() if isinstance(case.tag, bool) else f'"{case.tag}"'
                        yield f"{_listed(case.when, prefix)} belongs to `{prefix}{name} = {tag}`."
            case _:
                pass
    for name, block in body.blocks.items():
        yield from _rules(block.body, f"{prefix}{name}.")


def _listed(names: Sequence[str], prefix: str) -> str:
    return ", ".join(f"`{name[1:] if name.startswith('/') else prefix + name}`" for name in names)


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def markdown(kind: Kind, block: str, document: str = "") -> str:
    """The page of a kind; `block` is the HCL of its example, `document` the YAML."""
    out = [f"# {kind.name}", "", f"{kind.title}.", ""]
    if kind.note:
        out += [kind.note, ""]
    out += ["```terraform", block.rstrip("\n"), "```", ""]
    if document:
        out += ["becomes", "", "```yaml", document.rstrip("\n"), "```", ""]
    out += ["## Arguments", "", *_rows(kind.body, ""), ""]
    sentences = rules(kind)
    if sentences:
        out += ["## Rules", "", *(f"* {sentence}" for sentence in sentences), ""]
    if "project_id" in kind.body.attributes:
        last = "/".join(f"<{name}>" for name in (*kind.inside, "identifier"))
        out += [
            "## Import",
            "",
            f"By `{last}`, `<org_id>/{last}` or `<org_id>/<project_id>/{last}`.",
            "",
        ]
    return "\n".join(out)


def _rows(body: Body, indent: str) -> Iterator[str]:
    for name, attribute in sorted(body.attributes.items(), key=lambda item: (not item[1].required, item[0])):
        yield f"{indent}* `{name}` ({_traits(attribute)}): {_explained(attribute)}"
    for name, block in sorted(body.blocks.items(), key=lambda item: (not item[1].least, item[0])):
        yield f"{indent}* `{name}` ({_block_traits(block)}): {block.description}"
        yield from _rows(block.body, indent + "  ")


def _traits(attribute: Attribute) -> str:
    traits = [_type_words(attribute.type)]
    if attribute.required:
        traits.append("required")
    if attribute.readonly:
        traits.append("read only")
    if attribute.sensitive:
        traits.append("sensitive")
    if attribute.forces_replacement:
        traits.append("forces replacement")
    if attribute.deprecated:
        traits.append("deprecated")
    if attribute.extra:
        traits.append("hiac only")
    return ", ".join(traits)


def _explained(attribute: Attribute) -> str:
    parts = [attribute.description]
    if attribute.options:
        parts.append("One of " + ", ".join(f"`{option}`" for option in attribute.options) + ".")
    if attribute.usual:
        parts.append("Usually " + ", ".join(f"`{option}`" for option in attribute.usual) + ".")
    if attribute.between:
        parts.append(f"From {attribute.between[0]} to {attribute.between[1]}.")
    if attribute.default is not None:
        parts.append(f"Default: `{_value(attribute.default)}`.")
    if attribute.deprecated:
        parts.append(attribute.deprecated)
    return " ".join(parts)


def _value(value: Plain) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case _:
            return str(value)


def _block_traits(block: Block) -> str:
    traits = ["block" if block.most == 1 else "blocks"]
    if block.least:
        traits.append("required")
    return ", ".join(traits)


def _type_words(type: Type) -> str:
    match type:
        case SetType(element=element):
            return f"set of {element}"
        case ListType(element=element):
            return f"list of {element}"
        case MapType(element=element):
            return f"map of {element}"
        case _:
            return str(type)

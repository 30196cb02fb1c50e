"""Syntax nodes as short text, for tables of what a text means."""

import msgspec

from harnessiac.language.syntax import nodes as s


def outline(node: object) -> str:
    """A node in one line: (- 5 10), var.x["a"], `text ${x}`."""
    match node:
        case None:
            return "-"
        case tuple():
            return " ".join(outline(item) for item in node)
        case s.Literal(value=value):
            return {True: "true", False: "false", None: "null"}[value]
        case s.Number(text=text):
            return text
        case s.Text(value=value):
            return repr(value)
        case s.Template(parts=parts, heredoc=heredoc):
            return ("heredoc" if heredoc else "t") + "`" + outline(parts) + "`"
        case s.TemplateWrap(expression=expression):
            return f"wrap`{outline(expression)}`"
        case s.TemplateIf(condition=condition, then=then, otherwise=otherwise):
            return f"if({outline(condition)}; {outline(then)}; {outline(otherwise)})"
        case s.TemplateFor(key=key, value=value, collection=collection, body=body):
            return f"for({key},{value} in {outline(collection)}; {outline(body)})"
        case s.AttributeStep(name=name):
            return f".{name}"
        case s.IndexStep(key=key, is_number=is_number):
            return f"[{key}]" if is_number else f"[{key!r}]"
        case s.Traversal(root=root, steps=steps):
            return root + "".join(outline(step) for step in steps)
        case s.RelativeTraversal(of=of, steps=steps):
            return f"<{outline(of)}>" + "".join(outline(step) for step in steps)
        case s.Index(of=of, key=key):
            return f"<{outline(of)}>[{outline(key)}]"
        case s.SplatItem():
            return "@"
        case s.Splat(of=of, each=each):
            return f"splat({outline(of)}; {outline(each)})"
        case s.Call(name=name, arguments=arguments, expand_last=expand_last):
            return f"{name}({', '.join(map(outline, arguments))}{'...' if expand_last else ''})"
        case s.Unary(operator=operator, operand=operand):
            return f"({operator} {outline(operand)})"
        case s.Binary(operator=operator, left=left, right=right):
            return f"({operator} {outline(left)} {outline(right)})"
        case s.Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"(? {outline(condition)} {outline(then)} {outline(otherwise)})"
        case s.Parentheses(expression=expression):
            return f"paren({outline(expression)})"
        case s.TupleNode(items=items):
            return f"[{', '.join(map(outline, items))}]"
        case s.ObjectItem(key=key, value=value):
            return f"{outline(key)}={outline(value)}"
        case s.ObjectNode(items=items):
            return "{" + ", ".join(map(outline, items)) + "}"
        case s.ForTuple(key=key, value=value, collection=collection, body=body, condition=condition):
            return f"[for {key},{value} in {outline(collection)}: {outline(body)} if {outline(condition)}]"
        case s.ForObject(
            key=key, value=value, collection=collection, key_body=key_body, body=body, grouping=g, condition=condition
        ):
            item = f"{outline(key_body)} => {outline(body)}{'...' if g else ''}"
            return f"{{for {key},{value} in {outline(collection)}: {item} if {outline(condition)}}}"
        case s.Attribute(name=name, expression=expression):
            return f"{name}={outline(expression)};"
        case s.Label(text=text, quoted=quoted):
            return repr(text) if quoted else text
        case s.Block(type=type, labels=labels, body=body):
            return " ".join([type, *map(outline, labels), "{" + outline(body) + "}"])
        case s.Body(items=items):
            return " ".join(map(outline, items))
    raise TypeError(f"no node: {node!r}")


def nodes(node: object) -> list[s.Node]:
    """A node and all nodes in it."""
    found: list[s.Node] = []
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend(item)
        elif isinstance(item, msgspec.Struct):
            if isinstance(item, s.Node):
                found.append(item)
            waiting.extend(getattr(item, name) for name in item.__struct_fields__)
    return found

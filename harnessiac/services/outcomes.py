"""What the expressions in a values file stand for, as far as a service and its connectors say it.

The names are those of the platform's outcomes: whatever its type, a source has `image`, `tag` and `imagePullSecret`,
beside the fields of its spec.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from harnessiac.codes import rendering as codes
from harnessiac.diagnostics import Diagnostic, did_you_mean, error
from harnessiac.documents import Mapping as Node
from harnessiac.documents import Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.expressions.parsing import outermost
from harnessiac.expressions.runtime_inputs import INPUT, Input, parse
from harnessiac.services import artifacts
from harnessiac.services.artifacts import ArtifactSource
from harnessiac.services.sources import Role, Source, artifact_sources
from harnessiac.shapes.checking import literal

HIDDEN = "(sensitive value)"
LONGEST = 100_000
"""The longest value put together from others, in characters."""

DEEPEST = 30
"""How many variables may lead to one another."""

_PATH = re.compile(r"[A-Za-z_][\w$-]*(?:\.[\w$-]+)*\Z")
_DIGEST = "sha256:"
_TAG = re.compile(r"(?:[A-Za-z0-9_][\w.-]{0,127}|sha256:[0-9a-f]{64})\Z", re.ASCII)
_TAG_RULE = (
    "A tag has up to 128 letters, digits, `_`, `.` and `-`, and starts with none of the last two. Instead of it a "
    "digest may stand: `sha256:` and 64 hexadecimal digits."
)


class Known(Struct, frozen=True):
    """A value. `is_text`: it is text even where it looks like a number, such as the tag 1.10."""

    text: str
    is_text: bool = False


class Open(Struct, frozen=True):
    """Left to the pipeline: why, as words after a colon; and a warning, if somebody should look at it."""

    reason: str
    finding: Diagnostic | None = None


class Refused(Struct, frozen=True):
    """Something must be given or corrected first."""

    finding: Diagnostic


Answer = Known | Open | Refused
Connector = Mapping[str, object]
"""The spec of a connector's document."""


class Choice(Struct, frozen=True):
    """What the user decides in the pipeline's place.

    `source` is the primary artifact source, `tag` its version, `tags` those of sources by identifier, `values` those
    of expressions, written without their brackets.
    """

    source: str | None = None
    tag: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


class _Unanswered(Exception):
    def __init__(self, answer: Open | Refused) -> None:
        super().__init__(answer)
        self.answer = answer


class Answers(Struct):
    """Answers expressions about one service. `service` is what its document has below `service`.

    `connector` answers what a `connectorRef` leads to. `notes` are warnings about answers given; `asked` are the
    expressions that were answered from `choice.values`.
    """

    service: Node
    choice: Choice
    connector: Callable[[str], Connector | Open | Refused]
    notes: list[Diagnostic] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    _known: dict[str, Answer] = field(default_factory=dict)
    _pending: set[str] = field(default_factory=set)
    _found: list[Source] | None = None

    @property
    def sources(self) -> list[Source]:
        if self._found is None:
            definition = self.service.get("serviceDefinition")
            self._found = artifact_sources(definition) if isinstance(definition, Node) else []
        return self._found

    def answer(self, expression: str) -> Answer:
        """What an expression, written without its brackets, stands for."""
        name = expression.strip()
        given = self.choice.values.get(name)
        if given is not None:
            self.asked.add(name)
            return Known(given)
        known = self._known.get(name)
        if known is not None:
            return known
        if name in self._pending:
            return Open("it refers to itself")
        if len(self._pending) >= DEEPEST:
            return Open(f"it is more than {DEEPEST} variables away")
        self._pending.add(name)
        try:
            answer = self._answer(name)
        except _Unanswered as unanswered:
            answer = unanswered.answer
        self._pending.discard(name)
        self._known[name] = answer
        return answer

    def _answer(self, name: str) -> Answer:
        if not _PATH.match(name):
            inner = "another expression is inside" if "<+" in name else "hiac evaluates no calls and operators"
            return Open(inner)
        match name.split("."):
            case ["artifact", *rest] | ["artifacts", "primary", *rest] if rest:
                return self._of_source(self._primary(), rest, f"<+{name}>")
            case ["artifacts", "sidecars", identifier, *rest] if rest:
                return self._of_source(self._sidecar(identifier), rest, f"<+{name}>")
            case ["serviceVariables", *rest] if rest:
                return self._variable(".".join(rest))
            case ["service", *rest] if rest:
                return self._of_service(rest)
            case ["org", "identifier"]:
                return self._said(self.service, "orgIdentifier")
            case ["project", "identifier"]:
                return self._said(self.service, "projectIdentifier")
            case _:
                return Open("the pipeline knows it")

    def text(self, text: str) -> str:
        """`text` with its expressions resolved. Raises _Unanswered with the first that is not known."""
        parts, at = [], 0
        for one in outermost(text):
            answer = self.answer(text[one.start + 2 : one.end - 1])
            if not isinstance(answer, Known):
                raise _Unanswered(answer)
            parts += [text[at : one.start], answer.text]
            at = one.end
        whole = "".join((*parts, text[at:]))
        if len(whole) > LONGEST:
            raise _Unanswered(Open(f"its value has more than {LONGEST} characters"))
        return whole

    def note(self, finding: Diagnostic) -> None:
        """Say something about an answer, once."""
        if finding not in self.notes:
            self.notes.append(finding)

    # the service

    def _of_service(self, rest: list[str]) -> Answer:
        match rest:
            case ["name" | "identifier" | "description" as key]:
                return self._said(self.service, key)
            case ["type"]:
                definition = self.service.get("serviceDefinition")
                return self._said(definition, "type") if isinstance(definition, Node) else Open("it has no type")
            case ["tags", key]:
                tags = self.service.get("tags")
                return self._said(tags, key) if isinstance(tags, Node) else Open("the service has no tags")
            case _:
                return Open("the pipeline knows it")

    def _said(self, node: Node, key: str) -> Answer:
        value = node.get(key)
        if not isinstance(value, Scalar) or value.is_null:
            return Open(f"the service has no `{key}`")
        return Known(self.text(value.text), is_text=True)

    def _variable(self, name: str) -> Answer:
        definition = self.service.get("serviceDefinition")
        spec = definition.get("spec") if isinstance(definition, Node) else None
        held = spec.get("variables") if isinstance(spec, Node) else None
        variables = [one for one in (held.items if isinstance(held, Sequence) else ()) if isinstance(one, Node)]
        names = [known for one in variables if (known := literal(one.get("name"))) is not None]
        found = next((one for one in variables if literal(one.get("name")) == name), None)
        if found is None:
            hint = did_you_mean(name, names)
            return Open(f"the service has no variable of this name, an environment may have.{hint}")
        if literal(found.get("type")) == "Secret":
            return Known(HIDDEN, is_text=True)
        value = found.get("value")
        if not isinstance(value, Scalar) or value.is_null:
            return Open("the variable has no value")
        asked = parse(value.text)[0]
        if asked is not None and not asked.default:
            return Open("the variable is a runtime input; give the value with -set")
        return Known(self.text(value.text if asked is None else asked.default or ""))

    # artifact sources

    def _primary(self) -> Source:
        there = [one for one in self.sources if one.role is Role.PRIMARY]
        names = [one.identifier for one in there if one.identifier is not None]
        listed = ", ".join(shortened(name) for name in names[:10])
        if not there:
            detail = "The service has no primary artifact source, so expressions of the primary artifact have no value."
            raise _Unanswered(Refused(error("No primary artifact", detail)))
        wanted = self.choice.source
        if wanted is not None:
            for one in there:
                if one.identifier == wanted:
                    return one
            raise _Unanswered(Open("there is no such source"))  # which is said once, for the option
        if len(there) == 1:
            return there[0]
        said = literal(_entry(self.service, "serviceDefinition", "spec", "artifacts", "primary", "primaryArtifactRef"))
        chosen = [one for one in there if said is not None and one.identifier == said]
        if len(chosen) == 1:
            return chosen[0]
        detail = f"The pipeline chooses the primary artifact source; name one with -source=IDENTIFIER.{_those(listed)}"
        raise _Unanswered(Refused(error("Primary artifact source not chosen", detail)))

    def _sidecar(self, identifier: str) -> Source:
        there = [one for one in self.sources if one.role is Role.SIDECAR]
        for one in there:
            if one.identifier == identifier:
                return one
        names = [one.identifier for one in there if one.identifier is not None]
        hint = did_you_mean(identifier, names)
        detail = f'The service has no sidecar "{shortened(identifier)}".{hint}'
        raise _Unanswered(Refused(error("No such artifact source", detail)))

    def _of_source(self, source: Source, rest: list[str], written: str) -> Answer:
        declared = artifacts.find(source.type) if source.type is not None else None
        if declared is None or source.spec is None:
            why = "its source is a template" if source.template is not None else "hiac does not know its source's type"
            return Open(f"{why}; give the value with -set")
        facts = SourceFacts(self, source, declared)
        output = declared.output
        match rest:
            case ["image"] | ["metadata", "image"]:
                if not facts.is_image:
                    return facts.no_image(written)
                return Known(facts.image(), is_text=True)
            case ["tag"] | ["metadata", "tag"] if output.version:
                return Known(facts.version(), is_text=True)
            case [name] if name == output.version:
                return Known(facts.version(), is_text=True)
            case [name] if name == output.called and output.host is not None and facts.is_image:
                return Known(output.host(facts), is_text=True)
            case ["imagePullSecret" | "dockerConfigJsonSecret"] if facts.is_image:
                owner = facts.optional("connectorRef")
                owner = f"connector {owner}" if owner else f"registry {facts.field('registryRef')}"
                return Known(f"(image pull secret of {owner})", is_text=True)
            case ["type"]:
                return Known(declared.type, is_text=True)
            case ["identifier"]:
                return Known(source.identifier or "primary", is_text=True)
            case ["metadata" | "label" | "labels", *_]:
                return Open("only the registry knows it")
            case [name]:
                return Known(facts.field(output.renamed.get(name, name)), is_text=True)
            case _:
                return Open("the pipeline knows it")


class SourceFacts(Struct):
    """The facts of one source that names are made of; see `artifacts._names.Facts`."""

    answers: Answers
    source: Source
    declared: ArtifactSource

    @property
    def is_image(self) -> bool:
        output = self.declared.output
        if output.host is None or output.path is None:
            return False
        return output.when is None or self.optional(output.when[0]) == output.when[1]

    def image(self) -> str:
        output = self.declared.output
        assert output.host is not None
        assert output.path is not None
        version = self.version()
        mark = "@" if version.startswith(_DIGEST) else ":"
        return f"{output.host(self)}/{output.path(self).strip('/')}{mark}{version}"

    def no_image(self, written: str) -> Open:
        output = self.declared.output
        other = written.rpartition(".")[0]
        detail = (
            f"The artifact source {self._name} has the type {self.declared.type}"
            + (f" and its `{output.when[0]}` is not {output.when[1]}" if output.when else "")
            + f": it delivers no container image, so {written} has no meaning. Use {other}.{output.version}>."
        )
        return Open("its source delivers no container image", codes.NO_IMAGE.at(None, detail))

    def version(self) -> str:
        """The tag or version: the one given, the one that the source fixes, or the one asked for by default."""
        name = self.declared.output.version
        node = self._node(name)
        identifier = self.source.identifier or ""
        asked = parse(node.text)[0] if isinstance(node, Scalar) else None
        given = self.answers.choice.tags.get(identifier)
        if given is None and self.source.role is Role.PRIMARY:
            given = self.answers.choice.tag
        if given is not None:
            return self._checked(given, name, asked)
        if isinstance(node, Scalar) and not node.is_null and asked is None:
            return self.answers.text(node.text)
        if asked is not None and asked.default:
            return self.answers.text(asked.default)
        regex = self.declared.output.regex
        why = f"{name}: {INPUT}" if asked is not None else regex if self._node(regex) is not None else ""
        option = f"-tag={identifier}=VALUE" if self.source.role is Role.SIDECAR else "-tag=VALUE"
        detail = f"The artifact source {self._name} leaves its {name} to the pipeline"
        detail += f" ({why})" if why else ""
        raise _Unanswered(Refused(error("Tag needed", f"{detail}. Give it with {option}.")))

    def _checked(self, given: str, name: str, asked: Input | None) -> str:
        """A tag that the user gives: what no image can have is refused, what the pipeline would refuse is told."""
        if self.is_image and not _TAG.match(given):
            detail = f'"{shortened(given)}" is no tag of an image. {_TAG_RULE}'
            raise _Unanswered(Refused(error("Invalid tag", detail)))
        allowed = asked.allowed if asked is not None else ()
        if allowed and given not in allowed and not any("<+" in value for value in allowed):
            listed = ", ".join(shortened(value) for value in allowed[:10])
            detail = (
                f'The pipeline takes "{shortened(given)}" for no {name} of the artifact source {self._name}: it allows '
                f"{listed}{' and others' if len(allowed) > 10 else ''}.{did_you_mean(given, allowed)}"
            )
            self.answers.note(codes.TAG.at(None, detail))
        return given

    def field(self, name: str) -> str:
        found = self.optional(name)
        if found is None:
            raise _Unanswered(Open(f"the source {self._name} has no `{shortened(name)}`"))
        return found

    def optional(self, name: str) -> str | None:
        node = self._node(name)
        if not isinstance(node, Scalar) or node.is_null or not node.text:
            return None
        if node.text.lstrip().startswith(INPUT):
            raise _Unanswered(Open(f"`{name}` of the source {self._name} is a runtime input; give the value with -set"))
        return self.answers.text(node.text)

    def connector(self, *keys: str) -> str:
        found = self.connector_optional(*keys)
        if found is None:
            detail = (
                f"The connector {self.field('connectorRef')} does not say its {keys[-1]}, or it is sensitive. Give the "
                "name of the image with -set='artifacts.primary.image=HOST/PATH:TAG'."
            )
            raise _Unanswered(Refused(error("Image name not known", detail)))
        return found

    def connector_optional(self, *keys: str) -> str | None:
        found: object = self.answers.connector(self.field("connectorRef"))
        if isinstance(found, Open | Refused):
            raise _Unanswered(found)
        for key in keys:
            found = found.get(key) if isinstance(found, Mapping) else None
        return self.answers.text(found) if isinstance(found, str) and found else None

    def stand_in(self, word: str, why: str) -> str:
        detail = f"{why} Until then the name of the source {self._name} has {word} in its place."
        self.answers.note(codes.INCOMPLETE.at(None, detail))
        return word

    def _node(self, name: str) -> object:
        """A field of the spec or, of sources whose spec depends on a format, of the spec in it."""
        spec = self.source.spec
        found = spec.get(name) if spec is not None else None
        if found is None and spec is not None and isinstance(inner := spec.get("spec"), Node):
            found = inner.get(name)
        return found

    @property
    def _name(self) -> str:
        return f'"{self.source.identifier}"' if self.source.identifier else "of the primary artifact"


def _entry(node: object, *keys: str) -> Scalar | None:
    for key in keys:
        node = node.get(key) if isinstance(node, Node) else None
    return node if isinstance(node, Scalar) else None


def _those(listed: str) -> str:
    return f" There are {listed}." if listed else ""

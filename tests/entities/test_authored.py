"""What the YAML of an entity must say, and where findings inside it are reported."""

import pytest

from harnessiac.source import Segment, SourceFile, TextOrigin
from tests.entities.reading import read_service, resource

RESOURCE = resource("web", "Web 1", "o", "p")


def check(text, named=RESOURCE):
    source = SourceFile("main.tf", text)
    return read_service(text, TextOrigin.of_file(source), named)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("service: {identifier: web, name: Web 1}", RESOURCE),
        ("service: {identifier: web, name: Web 1, orgIdentifier: o, projectIdentifier: p}", RESOURCE),
        ("service: {identifier: web, name: 1.0}", resource("web", "1.0")),
        ("service: {identifier: web, name: on}", resource("web", "on")),
        ("service: {identifier: web, name: '~'}", resource("web", "~")),
        ("service: {identifier: web, name: x}", resource(None, None)),
        ("service:\n  identifier: web\n  name: Web 1\n  orgIdentifier: ''\n", resource("web", "Web 1")),
    ],
)
def test_accepted(text, named):
    service, findings = check(text, named)
    assert not findings
    assert service.document.at(("service", "identifier")).text == "web"


@pytest.mark.parametrize("text", ["", "   \n", "# nothing\n", "~", "null\n", "---\n"])
def test_no_yaml(text):
    assert check(text) == (None, [])


@pytest.mark.parametrize(
    ("text", "summary", "detail", "place"),
    [
        ("web", "Invalid service YAML", "must be a mapping", "main.tf:1:1"),
        ("- a", "Invalid service YAML", "must be a mapping", "main.tf:1:1"),
        ("{}", "Invalid service YAML", "key `service`", "main.tf:1:1"),
        ("servic:\n  name: x", "Invalid service YAML", 'Did you mean "service"?', "main.tf:1:1"),
        ("service:", "Invalid service YAML", "must hold a mapping", "main.tf:1:1"),
        ("service: x", "Invalid service YAML", "must hold a mapping", "main.tf:1:1"),
        (
            "service:\n  identifier: other\n  name: Web 1\n",
            "Service identifier differs from its YAML",
            'The YAML gives the identifier "other", the resource gives "web".',
            "main.tf:2:15",
        ),
        ("service:\n  identifier: web\n  name: Web\n", "Service name differs from its YAML", '"Web 1"', "main.tf:3:9"),
        ("service:\n  name: Web 1\n", "Service identifier differs from its YAML", '"web"', "main.tf:2:3"),
        ("service:\n  name: Web 1\n  identifier:\n",
         "Service identifier differs from its YAML", '"web"', "main.tf:3:3"),
        ("service:\n  identifier: web\n", "Service name differs from its YAML", '"Web 1"', "main.tf:2:3"),
        (
            "service:\n  identifier: web\n  name: Web 1\n  orgIdentifier: x\n",
            "Service organization differs from its YAML",
            '"x"',
            "main.tf:4:18",
        ),
        (
            "service:\n  identifier: web\n  name: Web 1\n  projectIdentifier: x\n",
            "Service project differs from its YAML",
            '"x"',
            "main.tf:4:22",
        ),
        ("service: {identifier: web, name: [x]}",
         "Wrong structure in service YAML", "`name` must hold a string", "main.tf:1:34"),
        ("service: {identifier: web, name: Web 1, x: {connectorRef: a.b}}",
         "Invalid reference in service YAML", "", "main.tf:1:59"),
        ("service: {identifier: web, name: Web 1, x: 1, x: 2}", "Duplicate YAML key", "", "main.tf:1:47"),
        ("service: {identifier: web", "Invalid YAML", "", "main.tf:1:26"),
    ],
)  # fmt: skip
def test_refused(text, summary, detail, place):
    _, findings = check(text)
    assert [f.summary for f in findings] == [summary]
    assert findings[0].is_error
    assert detail in findings[0].detail
    assert str(findings[0].subject) == place


def test_scope_in_the_yaml_but_not_in_the_resource():
    _, findings = check("service: {identifier: web, name: w, orgIdentifier: o}", resource("web", "w"))
    assert [f.summary for f in findings] == ["Service organization differs from its YAML"]
    assert "the resource gives none" in findings[0].detail


def test_everything_is_reported_at_once_in_the_heredoc():
    text = "service:\n  identifier: a\n  name: b\n  x: {connectorRef: ''}\n  x: 1\n"
    tf = SourceFile("main.tf", "yaml = <<-EOT\n" + "".join(f"    {line}\n" for line in text.splitlines()) + "  EOT\n")
    segments, at, place = [], 0, tf.line_start(2)
    for line in text.splitlines(keepends=True):
        segments.append(Segment(at, at + len(line), place + 4, place + 4 + len(line)))
        at, place = at + len(line), place + 4 + len(line)
    _, findings = read_service(text, TextOrigin(tf.span(7, len(tf.text)), tuple(segments)), RESOURCE)
    assert sorted(str(f.subject) for f in findings) == ["main.tf:3:19", "main.tf:4:13", "main.tf:5:25", "main.tf:6:7"]

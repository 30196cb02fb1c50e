"""How plans read. The layouts were taken from what Terraform 1.11 prints for resources of the same shapes."""

from pathlib import Path

import pytest

from harnessiac.addresses import parse_instance
from harnessiac.cli.main import run
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, Mode, OutputChange, Plan, Reason
from harnessiac.reports.text.attributes import AttributeLines
from harnessiac.reports.text.human import PlanView, outputs_after, render
from harnessiac.reports.text.layout import literal
from harnessiac.reports.text.messages import TERRAFORM
from harnessiac.reports.text.palette import PLAIN, Palette
from harnessiac.schema.nodes import Attribute, Block, Body
from harnessiac.values.types import BOOL, NUMBER, STRING, ListType, MapType, SetType

DOCKER = "harness_platform_connector_docker"
SERVICE = "harness_platform_service"

BODY = Body(
    (
        Attribute("id", STRING),
        Attribute("name", STRING),
        Attribute("size", NUMBER),
        Attribute("on", BOOL),
        Attribute("layers", ListType(STRING)),
        Attribute("zones", SetType(STRING)),
        Attribute("tags", MapType(STRING)),
        Attribute("text", STRING),
        Block("environment", Body((Attribute("variables", MapType(STRING)), Attribute("key", STRING)))),
        Block("tag", Body((Attribute("key", STRING), Attribute("value", STRING))), most=None, nesting="set"),
        Block("rule", Body((Attribute("port", NUMBER),)), most=None),
    )
)


def lines(before, after, **options):
    text = "\n".join(AttributeLines(**options).body(before, after, BODY))
    assert not any(line != line.rstrip() for line in text.split("\n"))
    return text


ATTRIBUTES = [
    ("nothing", {}, {}, ""),
    ("created", None, {"size": 1, "on": False, "name": "n", "id": None, "text": ""}, """\
      + name = "n"
      + on   = false
      + size = 1
      + text = \"\""""),
    ("removed", {"size": 1, "zones": ["a"], "layers": [], "tags": {"a": "b"}}, None, """\
      - layers = [] -> null
      - size   = 1 -> null
      - tags   = {
          - "a" = "b"
        } -> null
      - zones  = [
          - "a",
        ] -> null"""),
    ("changed", {"id": "i", "size": 1, "on": True, "text": "x"}, {"id": "i", "size": 2, "on": True, "text": None}, """\
        id   = "i"
      ~ size = 1 -> 2
      - text = "x" -> null
        # (1 unchanged attribute hidden)"""),
    ("hidden names still align", {"layers": [], "on": True}, {"layers": [], "on": False}, """\
      ~ on     = true -> false
        # (1 unchanged attribute hidden)"""),
    ("list: context", {"layers": list("abcdefg")}, {"layers": list("abXdefg")}, """\
      ~ layers = [
            # (1 unchanged element hidden)
            "b",
          ~ "c" -> "X",
            "d",
            # (3 unchanged elements hidden)
        ]"""),
    ("list: removed first", {"layers": list("abc")}, {"layers": list("bc")}, """\
      ~ layers = [
          - "a",
            "b",
            # (1 unchanged element hidden)
        ]"""),
    ("list: two changes", {"layers": list("abcdefghi")}, {"layers": list("Abcdefgh")}, """\
      ~ layers = [
          ~ "a" -> "A",
            "b",
            # (5 unchanged elements hidden)
            "h",
          - "i",
        ]"""),
    ("list: emptied", {"layers": ["a"]}, {"layers": []}, """\
      ~ layers = [
          - "a",
        ]"""),
    ("set", {"zones": ["a", "b", "d"]}, {"zones": ["a", "c", "d"]}, """\
      ~ zones = [
          - "b",
          + "c",
            # (2 unchanged elements hidden)
        ]"""),
    ("map", {"tags": {"n": "x", "k": "v", "long key": "1"}}, {"tags": {"m": "z", "n": "y", "k": "v"}}, """\
      ~ tags = {
          - "long key" = "1" -> null
          + "m"        = "z"
          ~ "n"        = "x" -> "y"
            # (1 unchanged element hidden)
        }"""),
    ("unchanged tags are shown", {"tags": {"a": "b"}, "on": True}, {"tags": {"a": "b"}, "on": False}, """\
      ~ on   = true -> false
        tags = {
            "a" = "b"
        }"""),
    ("text: created", None, {"text": "a\n\nb\n"}, """\
      + text = <<-EOT
            a

            b
        EOT"""),
    ("text: removed", {"text": "a\nb"}, {}, """\
      - text = <<-EOT
            a
            b
        EOT -> null"""),
    ("text: changed", {"text": "line1\nline2\nv1\n"}, {"text": "line1\nline2\nv2\n"}, """\
      ~ text = <<-EOT
            line1
            line2
          - v1
          + v2
        EOT"""),
    ("text: the last line break", {"text": "a\nb"}, {"text": "a\nb\n"}, """\
      ~ text = <<-EOT
            # (only the line break at the end changes)
            # (2 unchanged lines hidden)
        EOT"""),
    ("text: to one line", {"text": "a\nb"}, {"text": "c"}, """\
      ~ text = <<-EOT
          - a
          - b
          + c
        EOT"""),
    ("blocks: created", None,
     {"id": "i", "environment": [{"variables": {"A": "a"}}], "rule": [{"port": 1}, {"port": 2}]}, """\
      + id = "i"

      + environment {
          + variables = {
              + "A" = "a"
            }
        }

      + rule {
          + port = 1
        }
      + rule {
          + port = 2
        }"""),
    ("blocks: changed", {"environment": [{"variables": {"A": "a1", "B": "b"}, "key": "k"}]},
     {"environment": [{"variables": {"A": "a2", "B": "b"}, "key": "k"}]}, """\
      ~ environment {
          ~ variables = {
              ~ "A" = "a1" -> "a2"
                # (1 unchanged element hidden)
            }
            # (1 unchanged attribute hidden)
        }"""),
    ("blocks: removed", {"id": "i", "environment": [{"variables": {"A": "a"}, "key": "k"}]},
     {"id": "i", "environment": []}, """\
        id = "i"

      - environment {
          - key       = "k" -> null
          - variables = {
              - "A" = "a"
            } -> null
        }"""),
    ("blocks: by position", {"rule": [{"port": 1}, {"port": 2}]},
     {"rule": [{"port": 1}, {"port": 3}, {"port": 4}]}, """\
      ~ rule {
          ~ port = 2 -> 3
        }
      + rule {
          + port = 4
        }

        # (1 unchanged block hidden)"""),
    ("blocks: sets", {"tag": [{"key": "a", "value": "b"}, {"key": "c", "value": "d"}]},
     {"tag": [{"key": "c", "value": "d"}, {"key": "a", "value": "z"}]}, """\
      - tag {
          - key   = "a" -> null
          - value = "b" -> null
        }
      + tag {
          + key   = "a"
          + value = "z"
        }

        # (1 unchanged block hidden)"""),
    ("only blocks, unchanged", {"rule": [{"port": 1}]}, {"rule": [{"port": 1}]},
     "        # (1 unchanged block hidden)"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [c[1:] for c in ATTRIBUTES], ids=[c[0] for c in ATTRIBUTES])
def test_attributes(before, after, expected):
    assert lines(before, after) == expected


FORCED = [
    ({"name": "a"}, {"name": "b"}, ("name",), '      ~ name = "a" -> "b" # forces replacement'),
    ({"name": "a"}, {}, ("name",), '      - name = "a" -> null # forces replacement'),
    ({}, {"name": "a"}, ("name",), '      + name = "a" # forces replacement'),
    ({"zones": ["a"]}, {"zones": []}, ("zones",),
     '      ~ zones = [ # forces replacement\n          - "a",\n        ]'),
    ({"rule": []}, {"rule": [{}]}, ("rule",), "      + rule { # forces replacement\n        }"),
    ({"rule": [{"port": 1}]}, {"rule": [{"port": 2}]}, ("rule", 0, "port"),
     "      ~ rule {\n          ~ port = 1 -> 2 # forces replacement\n        }"),
    ({"text": "a\nb"}, {"text": "c\nb"}, ("text",),
     "      ~ text = <<-EOT\n          - a\n          + c\n            b\n        EOT # forces replacement"),
    ({"name": "a"}, {"name": "a"}, ("name",), '        name = "a"'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "path", "expected"), FORCED)
def test_forces_replacement(before, after, path, expected):
    assert lines(before, after, replace_paths=frozenset({path})) == expected


SECRET = "s3cret"
NO_LONGER = (
    "      # Warning: this attribute value will no longer be marked as sensitive\n      # after applying this change."
)
FROM_NOW = (
    "      # Warning: this attribute value will be marked as sensitive and will not\n"
    "      # display in UI output after applying this change."
)


@pytest.mark.parametrize(
    ("before", "after", "hidden_before", "hidden_after", "expected"),
    [
        ({}, {"name": SECRET}, [], [("name",)], "      + name = (sensitive value)"),
        ({"name": SECRET}, {}, [("name",)], [], "      - name = (sensitive value) -> null"),
        ({"name": SECRET}, {"name": SECRET + "2"}, [("name",)], [("name",)], "      ~ name = (sensitive value)"),
        ({"name": SECRET}, {"name": "x"}, [("name",)], [], f"{NO_LONGER}\n      ~ name = (sensitive value)"),
        ({"name": "x"}, {"name": SECRET}, [], [("name",)], f"{FROM_NOW}\n      ~ name = (sensitive value)"),
        (
            {"name": SECRET},
            {"name": SECRET},
            [],
            [("name",)],
            f"{FROM_NOW} The value is unchanged.\n      ~ name = (sensitive value)",
        ),
        ({"name": SECRET}, {"name": SECRET}, [("name",)], [("name",)], "        name = (sensitive value)"),
        (
            {"tags": {"a": SECRET, "b": "1"}},
            {"tags": {"a": SECRET, "b": "2"}},
            [("tags", "a")],
            [("tags", "a")],
            '      ~ tags = {\n          ~ "b" = "1" -> "2"\n            # (1 unchanged element hidden)\n        }',
        ),
        (
            {},
            {"environment": [{"variables": {"A": SECRET, "B": "b"}, "key": SECRET}]},
            [],
            [("environment", 0, "variables", "A"), ("environment", 0, "key")],
            """\
      + environment {
          + key       = (sensitive value)
          + variables = {
              + "A" = (sensitive value)
              + "B" = "b"
            }
        }""",
        ),
        (
            {"layers": ["gone", SECRET]},
            {"layers": ["new", "other", SECRET + "2"]},
            [("layers", 1)],
            [("layers", 2)],
            None,
        ),
        ({"layers": [SECRET, "a"]}, {"layers": ["b", "a"]}, [("layers", 0)], [], None),
        ({"layers": ["a", SECRET, "c"]}, {"layers": ["c", "d"]}, [("layers", 1)], [], None),
        ({"zones": ["a", SECRET]}, {"zones": ["b"]}, [("zones", 1)], [], None),
        ({"zones": [SECRET, "a"]}, {"zones": ["a", SECRET]}, [("zones", 0)], [("zones", 1)], None),
        ({"text": f"a\n{SECRET}"}, {"text": f"a\n{SECRET}\n"}, [("text",)], [("text",)],
         "      ~ text = (sensitive value)"),
        ({"tag": [{"key": SECRET}]}, {"tag": [{"key": "x"}]}, [("tag", 0, "key")], [("tag", 0, "key")], None),
        ({"rule": [{"port": SECRET}]}, {"rule": []}, [("rule",)], [], None),
    ],
)  # fmt: skip
def test_secrets_never_show(before, after, hidden_before, hidden_after, expected):
    text = lines(before, after, before_sensitive=frozenset(hidden_before), after_sensitive=frozenset(hidden_after))
    assert SECRET not in text
    assert "(sensitive value)" in text or "hidden" in text or "will not be displayed" in text
    if expected is not None:
        assert text == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("größe ${x}", '"größe ${x}"'),
        ("\x1b[31m\x7f\x9b", '"\\u001b[31m\\u007f\\u009b"'),
        ("\u202eevil\u2066", '"\\u202eevil\\u2066"'),
        (True, "true"),
        (None, "null"),
        (10**30, str(10**30)),
        (0.5, "0.5"),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_literals(value, text):
    assert literal(value) == text


def test_text_cannot_reach_the_terminal_raw():
    for before, after in [({}, {"text": "a\n\x1b]0;x\x07"}), ({"text": "a\n\x1b[2J"}, {"text": "b\n\x9b1A"})]:
        assert not {"\x1b", "\x07", "\x9b"} & set(lines(before, after))


def numbered(**changed):
    return "service:\n" + "".join(f"  key{i}: {changed.get(f'key{i}', i)}\n" for i in range(2000))


def test_a_small_change_in_a_long_yaml_is_a_small_plan():
    address = parse_instance(f"{SERVICE}.s")
    before = {"id": "s", "name": "s", "yaml": numbered()}
    text = render(
        Plan((Change(address, Action.UPDATE, before=before, after=before | {"yaml": numbered(key1000="x")}),)), PLAIN
    )
    assert text.count("\n") <= 21
    assert (
        """\
      ~ yaml = {
          ~ key1000: 1000 -> "x"
            # (999 unchanged lines hidden)
              key998: 998
              key999: 999
          -   key1000: 1000
          +   key1000: x
              key1001: 1001
              key1002: 1002
            # (997 unchanged lines hidden)
        }
"""
        in text
    )


def test_a_change_of_layout_says_so():
    address = parse_instance(f"{SERVICE}.s")
    before, after = {"yaml": "a: 1\nb: 2\n"}, {"yaml": "b: 2 # two\na: 1\n"}
    assert "# (only comments or layout change, the YAML means the same)" in render(
        Plan((Change(address, Action.UPDATE, before=before, after=after),)), PLAIN
    )


def change(action, reason=None, key="", **more):
    attributes = {"id": "a", "url": "u"}
    sides = {"before": attributes, "after": attributes}
    if action is Action.CREATE:
        sides["before"] = None
    if action is Action.DELETE:
        sides["after"] = None
    module = more.pop("module", "")
    return Change(parse_instance(f"{module}{DOCKER}.x{key}"), action, reason, **{**sides, **more})


HEADERS = [
    (change(Action.CREATE), ["# {} will be created", "+ resource"]),
    (change(Action.UPDATE), ["# {} will be updated in-place", "~ resource"]),
    (change(Action.DELETE), ["# {} will be destroyed", "- resource"]),
    (change(Action.REPLACE), ["# {} must be replaced", "-/+ resource"]),
    (change(Action.REPLACE_CREATE_FIRST), ["# {} must be replaced", "+/- resource"]),
    (change(Action.REPLACE, Reason.REPLACE_TAINTED), ["# {} is tainted, so must be replaced"]),
    (change(Action.REPLACE, Reason.REPLACE_BY_REQUEST), ["# {} will be replaced, as requested"]),
    (
        change(Action.REPLACE, Reason.REPLACE_BY_TRIGGERS),
        ["# {} will be replaced due to changes in replace_triggered_by"],
    ),
    (
        change(Action.DELETE, Reason.DELETE_NO_CONFIG),
        ["# {} will be destroyed", f"# (because {DOCKER}.x is not in configuration)"],
    ),
    (
        change(Action.DELETE, Reason.DELETE_COUNT_INDEX, "[3]"),
        ["# {} will be destroyed", "# (because index [3] is out of range for count)"],
    ),
    (
        change(Action.DELETE, Reason.DELETE_EACH_KEY, '["k"]'),
        ["# {} will be destroyed", '# (because key ["k"] is not in for_each map)'],
    ),
    (change(Action.DELETE, Reason.DELETE_WRONG_REPETITION), ["# (because resource uses count or for_each)"]),
    (change(Action.DELETE, Reason.DELETE_WRONG_REPETITION, "[0]"), ["# (because resource does not use count)"]),
    (change(Action.DELETE, Reason.DELETE_WRONG_REPETITION, '["a"]'), ["# (because resource does not use for_each)"]),
    (
        change(Action.DELETE, Reason.DELETE_NO_MODULE, module='module.a["x"].'),
        ['# (because module.a["x"] is not in configuration)'],
    ),
    (
        change(Action.NO_OP, previous_address=parse_instance(f"{DOCKER}.old")),
        [f"# {DOCKER}.old has moved to {{}}", "    resource"],
    ),
    (
        change(Action.UPDATE, previous_address=parse_instance(f"{DOCKER}.old")),
        ["# {} will be updated in-place", f"# (moved from {DOCKER}.old)"],
    ),
    (
        change(
            Action.REPLACE,
            moves_document=True,
            observed=(DocumentImage("connectors/a.yaml", ""), DocumentImage("connectors/b.yaml", None)),
            document=DocumentImage("connectors/b.yaml", ""),
        ),
        ["# (its document moves: connectors/a.yaml is deleted, connectors/b.yaml is created)"],
    ),
]


@pytest.mark.parametrize(("one", "expected"), HEADERS)
def test_headers(one, expected):
    text = render(Plan((one,)), PLAIN)
    for line in expected:
        assert line.format(one.address) in text


def test_legend_and_summary():
    text = render(
        Plan((change(Action.CREATE), change(Action.REPLACE), change(Action.UPDATE), change(Action.NO_OP))), PLAIN
    )
    assert "\n  + create\n  ~ update in-place\n-/+ destroy and then create replacement\n\n" in text
    assert text.endswith("\n\nPlan: 2 to add, 1 to change, 1 to destroy.\n")
    assert "Terraform" not in text
    assert text.count("resource ") == 3


def test_compatible_with_tools_that_look_for_terraform():
    text = render(Plan((change(Action.CREATE),)), PLAIN, TERRAFORM)
    assert "\nTerraform will perform the following actions:\n" in text


@pytest.mark.parametrize(
    ("plan", "first"),
    [
        (Plan(()), "No changes. Your infrastructure matches the configuration."),
        (Plan((change(Action.NO_OP),)), "No changes. Your infrastructure matches the configuration."),
        (
            Plan((), (change(Action.UPDATE, after={"id": "a", "url": "v"}),)),
            "No changes. Your infrastructure matches the configuration.",
        ),
        (Plan((), mode=Mode.DESTROY), "No changes. No objects need to be destroyed."),
        (Plan((), mode=Mode.REFRESH_ONLY), "No changes. Your infrastructure still matches the configuration."),
    ],
)
def test_no_changes(plan, first):
    assert first in render(plan, PLAIN).split("\n")


def test_drift_is_shown_field_by_field():
    drift = (
        change(Action.UPDATE, after={"id": "a", "url": "by hand"}),
        Change(parse_instance(f"{DOCKER}.gone"), Action.DELETE, before={"id": "g"}),
    )
    text = render(Plan((change(Action.UPDATE),), drift), PLAIN)
    assert "Note: Documents have been changed by hand\n" in text
    assert f'  # {DOCKER}.x has changed\n  ~ resource "{DOCKER}" "x" {{\n' in text
    assert '      ~ url = "u" -> "by hand"\n' in text
    assert f"  # {DOCKER}.gone has been deleted\n" in text
    assert text.index("has been deleted") < text.index("puts back") < text.index("will be updated in-place")
    refresh = render(Plan((), drift, mode=Mode.REFRESH_ONLY), PLAIN)
    assert "has changed" in refresh
    assert "refresh-only" in refresh


def test_documents_rewritten_for_what_no_argument_says():
    one = change(
        Action.UPDATE,
        observed=(DocumentImage("c", "connector:\n  name: A\n  extra: [1]\n  on: 1\n"),),
        document=DocumentImage("c", "connector:\n  name: A\n  on: true\n"),
    )
    text = render(Plan((one,)), PLAIN)
    assert '          - "connector.extra" = [\n              - 1,\n            ] -> null\n' in text
    assert '          ~ "connector.on"    = 1 -> true\n' in text
    hidden = change(
        Action.UPDATE, observed=one.observed, document=one.document, after_sensitive=(("url",),),
        before_sensitive=(("url",),),
    )  # fmt: skip
    assert "connector.extra" not in render(Plan((hidden,)), PLAIN)
    broken = change(Action.UPDATE, observed=(DocumentImage("c", "{"),), document=one.document)
    assert "written again" in render(Plan((broken,)), PLAIN)


OUTPUTS = (
    OutputChange("a", Action.CREATE, None, {"x": [1], "y z": None}, sensitive=False),
    OutputChange("bb", Action.UPDATE, "x", "y", sensitive=False),
    OutputChange("c", Action.DELETE, "x", None, sensitive=False),
    OutputChange("d", Action.UPDATE, "old " + SECRET, SECRET, sensitive=True, before_sensitive=True),
    OutputChange("e", Action.NO_OP, "x", "x", sensitive=False),
)


def test_outputs():
    text = render(Plan((), outputs=OUTPUTS), PLAIN)
    assert (
        """\
Changes to Outputs:
  + a  = {
      + x     = [
          + 1,
        ]
      + "y z" = null
    }
  ~ bb = "x" -> "y"
  - c  = "x" -> null
  ~ d  = (sensitive value)
"""
        in text
    )
    assert "Plan:" not in text
    assert "no document will change" in text
    assert SECRET not in text
    applied = outputs_after(Plan((), outputs=OUTPUTS), PLAIN)
    assert applied.startswith("\nOutputs:\n\na = {\n")
    assert 'bb = "y"\nd = <sensitive>\ne = "x"\n' in applied
    assert outputs_after(Plan(())) == ""


def test_colour_is_only_codes_around_the_same_text():
    import re

    plan = Plan(
        tuple(one for one, _ in HEADERS), (change(Action.UPDATE, after={"id": "a", "url": "v"}),), outputs=OUTPUTS
    )
    painted = PlanView(Palette()).render(plan)
    assert "\x1b[32m+\x1b[0m resource" in painted
    bare = re.sub("\x1b\\[[0-9]+m", "", painted)
    assert bare.replace("\n\n" + "─" * 77, "") == PlanView(PLAIN).render(plan)
    assert "─" not in PlanView(PLAIN).render(plan)


def test_unknown_kinds_are_shown_too():
    address = parse_instance("other_thing.x")
    text = render(Plan((Change(address, Action.DELETE, before={"a": [{"b": 1}], "c": ["d"]}),)), PLAIN)
    assert (
        '      - c = [\n          - "d",\n        ] -> null\n\n      - a {\n          - b = 1 -> null\n        }\n'
        in text
    )


def test_deep_values_are_cut():
    def nest(leaf):
        for _ in range(900):
            leaf = [leaf]
        return leaf

    outputs = (
        OutputChange("a", Action.CREATE, None, nest(1), sensitive=False),
        OutputChange("b", Action.UPDATE, {"x": nest(1)}, {"x": nest(2)}, sensitive=False),
    )
    assert render(Plan((), outputs=outputs), PLAIN).count("(nested too deeply to show)") == 2


def test_the_key_of_an_instance_does_not_reach_the_terminal_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(
        'resource "harness_platform_connector_docker" "e" {\n  for_each = toset(["\\u001b[2J"])\n'
        '  identifier = "e"\n  name = "e"\n  type = "Other"\n  url = "https://x.example.com"\n}\n'
    )
    assert run(["plan", "-no-color"]) == 0
    shown = capsys.readouterr().out
    assert '# harness_platform_connector_docker.e["\\u001b[2J"] will be created' in shown
    assert "\x1b" not in shown

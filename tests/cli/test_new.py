"""hiac new: what it writes is valid and formatted, for every type; what is wrong with its options is said."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac import kinds
from harnessiac.cli.main import run
from harnessiac.services import artifacts

Capture = pytest.CaptureFixture[str]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
VALID = "Success! The configuration is valid.\n\n"

SCOPES = {
    "account": [],
    "organisation": ["-org=acme"],
    "project": ["-org=acme", "-project=shop", "-identifier=web", "-name=Web shop", "-source=image"],
    "reference": ["-org=acme", "-connector=org.theirs"],
}
DEPLOYMENT = {"GceImage": ["-deployment=GoogleManagedInstanceGroup"]}
"""The types whose deployment types are not known."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: Capture, *args: str) -> str:
    """What a command prints that succeeds."""
    code = run(list(args))
    shown = capsys.readouterr()
    assert code == 0, shown.err
    return shown.out


def refused(capsys: Capture, *args: str) -> str:
    assert run(list(args)) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    return " ".join(shown.err.split())


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("type", artifacts.MODULES)
def test_every_artifact_is_valid_and_formatted(type: str, scope: str, capsys: Capture) -> None:
    source = artifacts.find(type)
    assert source is not None
    if scope == "reference" and not any(one.name == "connectorRef" for one in source.spec.fields):
        assert "has no connector" in refused(capsys, "new", "artifact", type, *SCOPES[scope])
        return
    said(capsys, "new", "artifact", type, *SCOPES[scope], *DEPLOYMENT.get(type, []), "-out=new.tf")
    assert said(capsys, "fmt", "-check", "new.tf") == ""
    toml = '[findings]\n"HIAC-SVC-061" = "ignore"\n' if scope == "reference" else ""
    Path("hiac.toml").write_text(toml)
    assert said(capsys, "validate") == VALID
    assert said(capsys, "apply", "-auto-approve").endswith("0 destroyed.\n")


@pytest.mark.parametrize("kind", [name for name in kinds.names() if name.startswith("harness_platform_connector_")])
def test_every_connector_is_valid_and_formatted(kind: str, capsys: Capture) -> None:
    short = kind.removeprefix("harness_platform_connector_")
    said(capsys, "new", "connector", short, "-org=acme", "-project=shop", "-out=new.tf")
    Path("hiac.toml").write_text('[findings]\n"HIAC-SVC-061" = "ignore"\n')  # some refer to another connector
    assert said(capsys, "fmt", "-check", "new.tf") == ""
    assert said(capsys, "validate") == VALID


def test_fields_are_set(capsys: Capture) -> None:
    fields = ["imagePath=library/nginx", "tagRegex=1\\.2.*", "digest=${x}"]
    text = said(capsys, "new", "artifact", "docker", *(f"-set={one}" for one in fields))
    assert "imagePath: library/nginx" in text
    assert "tagRegex: 1\\.2.*" in text
    assert "digest: $${x}" in text
    assert " tag:" not in text
    text = said(capsys, "new", "artifact", "nexus3", "-set=spec.repositoryUrl=a.b", "-set=spec.artifactPath=nginx")
    assert "repositoryUrl: a.b" in text
    assert "repositoryPort" not in text
    text = said(capsys, "new", "artifact", "bamboo", "-set=artifactPaths=a", "-set=artifactPaths=b", "-set=build=133")
    assert "- a\n" in text
    assert 'build: "133"' in text
    text = said(capsys, "new", "artifact", "nexus3", "-set=repositoryFormat=maven")
    assert "groupId: <+input>" in text


def test_what_may_be_left_out_and_belongs_there(capsys: Capture) -> None:
    assert "HARNESS_ARTIFACT_RESULT_PATH" in said(capsys, "new", "artifact", "custom")
    assert "artifactPath: <+input>" in said(capsys, "new", "artifact", "artifactory")
    assert "branch: <+input>" in said(capsys, "new", "artifact", "gcsource", "-set=fetchType=Branch")
    assert "commitId: <+input>" in said(capsys, "new", "artifact", "gcsource", "-set=fetchType=Commit")


def test_a_connector_of_the_configuration(capsys: Capture) -> None:
    said(capsys, "new", "connector", "gcp", "-identifier=google", "-org=acme", "-out=google.tf")
    address = "-connector=harness_platform_connector_gcp.google"
    text = said(capsys, "new", "artifact", "gar", "-org=acme", address, "-out=image.tf")
    assert text == "Wrote image.tf. Fill in what it leaves open, then run hiac plan.\n"
    assert "connectorRef: org.${harness_platform_connector_gcp.google.identifier}" in Path("image.tf").read_text()
    assert said(capsys, "validate") == VALID


def test_what_can_be_made(capsys: Capture) -> None:
    lines = said(capsys, "new").splitlines()
    assert len(lines) == 22 + len([name for name in kinds.names() if "_connector_" in name])
    assert len(said(capsys, "new", "artifact").splitlines()) == 22
    assert "connector docker" in said(capsys, "new", "connector").splitlines()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["artifact", "dokcer"], 'no artifact source type "dokcer". Did you mean "docker"?'),
        (["connector", "dokcer"], 'no connector "dokcer". Did you mean "docker"?'),
        (["artefact", "docker"], 'Did you mean "artifact"?'),
        (["artifact", "docker", "-set=imagepath=x"], 'no field "imagepath" here.'),
        (["artifact", "docker", "-set=imagepath=x"], 'Did you mean "imagePath"?'),
        (["artifact", "docker", "-set=imagePath"], "must be a field and a value"),
        (["artifact", "docker", "-set=.=x"], "must be a field and a value"),
        (["artifact", "docker", "-set=tag.x=x"], '"tag" has no fields.'),
        (["artifact", "docker", "-set=tag=1", "-set=tag=2"], '"tag" takes one value.'),
        (["artifact", "docker", "-set=tag=1", "-set=tagRegex=2"], "exclude each other"),
        (["artifact", "nexus3", "-set=spec=x"], '"spec" holds fields.'),
        (["artifact", "nexus3", "-set=repositoryFormat=dokcer"], 'Did you mean "docker"?'),
        (["artifact", "ami", "-set=filters=x"], '"filters" cannot be given on the command line.'),
        (["artifact", "custom", "-set=timeout=soon"], "does not fit `timeout`"),
        (["artifact", "custom", "-connector=hub"], "has no connector"),
        (["artifact", "docker", "-connector=hub"], "a wider scope cannot use what is in a narrower one"),
        (["artifact", "docker", "-connector=harness_platform_connector_gcp.x"], "of the kinds: harness_platform_conn"),
        (["artifact", "docker", "-connector=harness_platform_connector_docker"], "Invalid -connector option"),
        (["artifact", "docker", "-deployment=Kubernets"], 'Did you mean "Kubernetes"?'),
        (["artifact", "gce_image"], "Missing -deployment option"),
        (["artifact", "docker", "-identifier=my-web"], '"my-web" is not an identifier'),
        (["artifact", "docker", "-source=a b"], "Invalid -source option"),
        (["artifact", "docker", "-name= x", "-org=a b"], "Invalid -org option"),
        (["artifact", "docker", "-project=shop"], "Missing -org option"),
        (["artifact", "docker", "-out=x.yaml"], "Invalid -out option"),
        (["connector", "docker", "-set=url=x"], "A connector has no -set."),
    ],
)
def test_what_is_wrong_is_said(args: list[str], words: str, capsys: Capture) -> None:
    assert words in refused(capsys, "new", *args)
    assert list(Path().iterdir()) == []


def test_a_file_is_never_overwritten(capsys: Capture) -> None:
    Path("main.tf").write_text("locals {}\n")
    assert "is not overwritten" in refused(capsys, "new", "artifact", "docker", "-out=main.tf")
    assert Path("main.tf").read_text() == "locals {}\n"


def test_what_is_not_offered_is_warned_of(capsys: Capture) -> None:
    assert run(["new", "artifact", "bamboo", "-deployment=kubernetes"]) == 0
    shown = capsys.readouterr()
    assert "Artifact source not offered for deployment type" in shown.err
    assert "type: Kubernetes" in shown.out


def _take_terminal() -> None:
    """Make the terminal the process's own, so that Ctrl-C reaches it."""
    os.close(os.open(os.ttyname(0), os.O_RDWR))


def on_a_terminal(environment: dict[str, str], answers: bytes, *args: str) -> tuple[int, str]:
    """Run hiac on a terminal on which `answers` are typed; its exit code and what is shown.

    If nothing happens any more, it is interrupted: `input` forgets an interrupt that comes while it flushes.
    """
    ours, theirs = pty.openpty()
    main = "import sys; from harnessiac.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", main, *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 - no threads here
    )
    os.close(theirs)
    shown = b""
    typed = answers.splitlines(keepends=True)
    while True:
        if not select.select([ours], [], [], 20)[0]:
            os.write(ours, b"\x03")
            continue
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        if shown.endswith(b": ") and typed:
            os.write(ours, typed.pop(0))
    os.close(ours)
    return process.wait(60), shown.decode()


def test_questions_on_a_terminal(environment: dict[str, str]) -> None:
    answers = b"web\nlibrary/nginx\n1.27\n"
    code, shown = on_a_terminal(environment, answers, "new", "artifact", "docker", "-out=new.tf", "-no-color")
    assert code == 0, shown
    text = Path("new.tf").read_text()
    assert "identifier: web" in text
    assert "imagePath: library/nginx" in text
    assert 'tag: "1.27"' in text


def test_a_wrong_answer_is_asked_for_again(environment: dict[str, str]) -> None:
    answers = b"web\nrepo\ndokcer\nmaven\n\n\n\n"
    code, shown = on_a_terminal(environment, answers, "new", "artifact", "nexus3", "-out=new.tf", "-no-color")
    assert code == 0, shown
    assert 'Did you mean "docker"?' in " ".join(shown.split())
    text = Path("new.tf").read_text()
    assert "repositoryFormat: maven" in text
    assert "groupId: <+input>" in text


def test_an_interrupt_leaves_nothing(environment: dict[str, str]) -> None:
    code, shown = on_a_terminal(environment, b"web\n\x03\n", "new", "artifact", "docker", "-out=new.tf")
    assert code == 1
    assert "Interrupted." in shown
    assert list(Path().iterdir()) == []

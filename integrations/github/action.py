"""What the action in action.yml does: plan for a pull request, apply after a merge, look for drift on schedule.

Only the standard library, git, the runner's `gh` and hiac. Everything that comes from outside is read from the
environment or from files, and handed on as arguments, never through a shell.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOTHING, FAILED, CHANGES = 0, 1, 2
"""Exit codes of `hiac plan -detailed-exitcode`."""

_TRIES = 3
"""How often an apply starts over because the branch moved meanwhile."""

_COMMENT_LIMIT = 65_000
_ISSUE_LABEL = "hiac-drift"
_BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")

_COMMENTS = """
query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $endCursor) {
        pageInfo { hasNextPage endCursor }
        nodes { databaseId body viewerDidAuthor }
      }
    }
  }
}
"""
_ISSUES = """
query($owner: String!, $name: String!, $label: String!, $endCursor: String) {
  repository(owner: $owner, name: $name) {
    issues(first: 100, after: $endCursor, states: OPEN, labels: [$label]) {
      pageInfo { hasNextPage endCursor }
      nodes { number body viewerDidAuthor }
    }
  }
}
"""


class Stop(Exception):
    """The run cannot go on; the text says why."""


@dataclass(frozen=True)
class Runner:
    """Where the action runs and what it was asked for: its inputs, as INPUT_… in the environment."""

    environment: dict[str, str]

    def input(self, name: str) -> str:
        return self.environment.get(f"INPUT_{name.upper().replace('-', '_')}", "").strip()

    def switch(self, name: str) -> bool:
        """An input that is `true` or `false`. Raises Stop."""
        text = self.input(name)
        if text not in ("true", "false"):
            raise Stop(f'The input "{name}" must be true or false, not "{text}".')
        return text == "true"

    def arguments(self) -> list[str]:
        """The input `arguments`: one to a line, so that none needs quotes."""
        return [line.strip() for line in self.input("arguments").splitlines() if line.strip()]

    @property
    def repository(self) -> str:
        return self.environment["GITHUB_REPOSITORY"]

    @property
    def folder(self) -> Path:
        """Where the configuration is. Raises Stop."""
        root = Path(self.environment.get("GITHUB_WORKSPACE", ".")).resolve()
        folder = (root / (self.input("working-directory") or ".")).resolve()
        if not folder.is_relative_to(root) or not folder.is_dir():
            raise Stop(f'There is no directory "{self.input("working-directory")}" in the workspace.')
        return folder

    def scratch(self) -> Path:
        """A new folder for what a run leaves to later steps, outside the checkout."""
        for number in range(1, 1000):
            folder = Path(self.environment.get("RUNNER_TEMP", "/tmp")) / f"hiac-{number}"
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                continue
            return folder
        raise Stop("There is no room for another folder in the runner's temporary folder.")

    def event(self) -> dict[str, Any]:
        """What the event says of the pull request that it is about; empty if it is about none."""
        path = self.environment.get("GITHUB_EVENT_PATH")
        event = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
        return event.get("pull_request") or {}

    def pull_request(self) -> int | None:
        """The number of the pull request that the event is about."""
        number = self.event().get("number")
        return number if isinstance(number, int) else None

    def summarize(self, markdown: str) -> None:
        """Add to the page of the run."""
        if path := self.environment.get("GITHUB_STEP_SUMMARY"):
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(markdown + "\n")

    def output(self, name: str, value: str) -> None:
        """Set an output of the step; on one line, whatever the value is."""
        if path := self.environment.get("GITHUB_OUTPUT"):
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(f"{name}={' '.join(value.split())}\n")

    def hiac(self, *arguments: str) -> int:
        """Run hiac in the folder, its output in the log; its exit code."""
        return subprocess.run(
            [self.environment.get("HIAC", "hiac"), *arguments], cwd=self.folder, check=False
        ).returncode

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", *arguments], cwd=self.folder, check=False, capture_output=True, text=True)

    def gh(self, *arguments: str, body: dict[str, Any] | None = None) -> str:
        """Run `gh api`; what it prints. Raises Stop."""
        extra = ["--input", "-"] if body is not None else []
        ended = subprocess.run(
            ["gh", "api", *arguments, *extra],
            input=json.dumps(body) if body is not None else None,
            check=False,
            capture_output=True,
            text=True,
        )
        if ended.returncode:
            raise Stop(f"gh api {arguments[0]} failed: {ended.stderr.strip() or ended.stdout.strip()}")
        return ended.stdout


def say(text: str) -> None:
    """A line in the log, before what commands print next."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def note(kind: str, text: str) -> None:
    """A workflow command, `kind` being notice, warning or error; nothing in the text can end it."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    say(f"::{kind}::{escaped}")


# ---------------------------------------------------------------------------------------------------------------- plan


@dataclass(frozen=True)
class Planned:
    """What a plan left: its exit code, the comment, the line of totals and the plan file."""

    code: int
    comment: str
    summary: str
    file: Path

    @property
    def marker(self) -> str:
        """The hidden first line, by which the comment is found again."""
        return self.comment.partition("\n")[0]


def plan(runner: Runner, since: str = "") -> Planned:
    """Make one plan and everything that is shown of it: with `since` only what is new since that commit."""
    scratch = runner.scratch()
    comment, summary, marks, file = (scratch / name for name in ("comment.md", "summary.txt", "marks", "hiac.plan"))
    sarif = [f"-format=sarif={scratch / 'hiac.sarif'}"] if runner.input("sarif") != "false" else []
    code = runner.hiac(
        "plan",
        "-input=false",
        "-detailed-exitcode",
        f"-out={file}",
        f"-format=markdown={comment}",
        f"-max-bytes={_COMMENT_LIMIT}",
        f"-format=summary={summary}",
        f"-format=github={marks}",
        *sarif,
        *([f"-since={since}"] if since else []),
        *runner.arguments(),
    )
    if not comment.exists():
        raise Stop("hiac made no plan; the log says why.")
    if code in (NOTHING, CHANGES) and not file.exists():
        raise Stop('The input "arguments" must not say -out: the plan is saved where apply finds it.')
    say(marks.read_text(encoding="utf-8"))
    planned = Planned(code, comment.read_text(encoding="utf-8"), summary.read_text(encoding="utf-8"), file)
    runner.output("exitcode", str(code))
    runner.output("changes", "true" if code == CHANGES else "false")
    runner.output("summary", planned.summary)
    runner.output("plan", str(file) if file.exists() else "")
    if sarif:
        runner.output("sarif", str(scratch / "hiac.sarif"))
        upload(runner, scratch / "hiac.sarif")
    return planned


def for_pull_request(runner: Runner) -> int:
    """Plan, and tell it in one comment that is updated with every push."""
    planned = plan(runner, base(runner))
    runner.summarize(planned.comment)
    number = runner.pull_request()
    if runner.switch("comment") and number is not None:
        try:
            comment(runner, number, planned)
        except Stop as problem:  # a pull request from a fork has no right to comment: the plan itself is good
            note("warning", f"The plan could not be shown as a comment. {problem}")
    if planned.code == CHANGES and runner.switch("fail-on-changes"):
        note("error", "Documents or state are not what the configuration says: run hiac apply and commit the result.")
        return FAILED
    return FAILED if planned.code not in (NOTHING, CHANGES) else 0


def base(runner: Runner) -> str:
    """The commit since which the plan shows what is new, by the input `since`; empty for everything. Raises Stop."""
    asked = runner.input("since") or "auto"
    whole = runner.switch("fail-on-changes")
    if asked not in ("auto", "none"):
        if whole:
            raise Stop(f'With "fail-on-changes" the whole plan counts: "since" must be auto or none, not "{asked}".')
        return asked
    event = runner.event()
    if asked == "none" or whole or not event or any(one.lstrip("-").startswith("since") for one in runner.arguments()):
        return ""
    found = _parted(runner, event) or (_deepened(runner) and _parted(runner, event))
    if not found:
        note(
            "notice",
            "The whole plan is shown: the commit that the pull request is based on is not in this checkout. "
            "Check out with fetch-depth: 2, or 0 if it is not the merge of the pull request that is checked out.",
        )
        return ""
    folder = runner.git("rev-parse", "--show-prefix").stdout.strip()
    if runner.git("cat-file", "-e", f"{found}:{folder.rstrip('/')}").returncode:
        return ""  # the pull request adds the folder: all is new
    return found


def _parted(runner: Runner, event: dict[str, Any]) -> str:
    """The commit without the changes of the pull request, as far as this clone knows; empty if it does not."""
    if runner.environment.get("GITHUB_REF", "").endswith("/merge"):  # what is checked out, unless a ref was given
        parents = runner.git("rev-parse", "--verify", "--quiet", "HEAD^2").returncode == 0
        head = str((event.get("head") or {}).get("sha"))
        if parents and runner.git("rev-parse", "HEAD^2").stdout.strip() == head:
            return runner.git("rev-parse", "HEAD^1").stdout.strip()
    target = str((event.get("base") or {}).get("sha"))
    if not re.fullmatch("[0-9a-f]{40}([0-9a-f]{24})?", target):
        return ""
    ended = runner.git("merge-base", target, "HEAD")
    return ended.stdout.strip() if ended.returncode == 0 else ""


def _deepened(runner: Runner) -> bool:
    """Fetch the parents of what is checked out into a shallow clone; whether that worked."""
    if runner.git("rev-parse", "--is-shallow-repository").stdout.strip() != "true":
        return False
    commit = runner.git("rev-parse", "HEAD").stdout.strip()
    return runner.git("fetch", "--quiet", "--no-tags", "--depth=2", "origin", commit).returncode == 0


def comment(runner: Runner, number: int, planned: Planned) -> None:
    """Write or update the comment of this folder. Raises Stop."""
    body = {"body": planned.comment}
    for found in _nodes(runner, _COMMENTS, "pullRequest.comments", "databaseId", f"number={number}"):
        if _is_ours(found, planned.marker):
            runner.gh(f"repos/{runner.repository}/issues/comments/{found['id']}", "--method", "PATCH", body=body)
            return
    runner.gh(f"repos/{runner.repository}/issues/{number}/comments", "--method", "POST", body=body)


def _is_ours(found: dict[str, Any], marker: str) -> bool:
    """Whether we wrote it, about this folder: somebody else's comment is left alone, whatever it begins with."""
    return found["ours"] is True and (found["first"] or "").strip() == marker


def _nodes(runner: Runner, query: str, path: str, key: str, field: str) -> Iterator[dict[str, Any]]:
    """What a paged query finds: `id`, `ours`, and the `first` line of each body, None if it is empty."""
    owner, _, name = runner.repository.partition("/")
    text = f'{{id: .{key}, ours: .viewerDidAuthor, first: (.body | split("\\n")[0])}}'
    flag = "-F" if field.startswith("number=") else "-f"
    printed = runner.gh(
        "graphql", "--paginate", "-f", f"query={query}", "-f", f"owner={owner}", "-f", f"name={name}", flag, field,
        "--jq", f".data.repository.{path}.nodes[] | {text}",
    )  # fmt: skip
    for line in printed.splitlines():
        if line.strip():
            yield json.loads(line)


def upload(runner: Runner, sarif: Path) -> None:
    """Hand the findings to code scanning, if asked to."""
    if runner.input("sarif") != "upload":
        return
    content = base64.b64encode(gzip.compress(sarif.read_bytes())).decode("ascii")
    body = {
        "commit_sha": runner.environment["GITHUB_SHA"],
        "ref": runner.environment["GITHUB_REF"],
        "sarif": content,
        "tool_name": "hiac",
    }
    try:
        runner.gh(f"repos/{runner.repository}/code-scanning/sarifs", "--method", "POST", body=body)
    except Stop as problem:
        note("warning", f"The findings could not be uploaded to code scanning. {problem}")


# --------------------------------------------------------------------------------------------------------------- apply


def after_merge(runner: Runner) -> int:
    """Apply exactly the plan that is shown, commit documents and state, and push; start over if the branch moved."""
    branch = runner.environment["GITHUB_REF_NAME"]
    if runner.environment.get("GITHUB_REF", "") != f"refs/heads/{branch}":
        raise Stop(f"Apply works on branches, not on {runner.environment.get('GITHUB_REF', 'this ref')}.")
    for left in reversed(range(_TRIES)):
        planned = plan(runner)
        runner.summarize(planned.comment)
        if planned.code not in (NOTHING, CHANGES):
            return FAILED
        if planned.code == NOTHING:
            say("Nothing to apply.")
            return 0
        applied = runner.hiac("apply", "-input=false", str(planned.file))
        pushed = not runner.switch("commit") or _committed(runner, branch, planned.summary)
        if pushed:  # also what a failed apply has done: the state says so
            return FAILED if applied else 0
        if left:
            note("notice", f"{branch} moved meanwhile. Starting over from its new tip.")
            _checked(runner.git("fetch", "--quiet", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}"))
            _checked(runner.git("reset", "--quiet", "--hard", f"refs/remotes/origin/{branch}"))
    raise Stop(f"{branch} moved {_TRIES} times while this run applied. Nothing is lost: run it again.")


def _committed(runner: Runner, branch: str, summary: str) -> bool:
    """Commit what apply wrote and push it; False if the branch has moved. Raises Stop."""
    for path in written(runner.folder):
        if runner.git("ls-files", "--cached", "--others", "--exclude-standard", "--", path).stdout:
            _checked(runner.git("add", "--all", "--", path))
    if runner.git("diff", "--cached", "--quiet").returncode == 0:
        return True
    name, mail = _BOT
    subject = runner.input("commit-message") or "Apply the configuration"
    message = f"{subject}\n\n{summary}"
    _checked(runner.git("-c", f"user.name={name}", "-c", f"user.email={mail}", "commit", "--quiet", "-m", message))
    pushed = runner.git("push", "--porcelain", "origin", f"HEAD:refs/heads/{branch}")
    if pushed.returncode == 0:
        runner.output("commit", runner.git("rev-parse", "HEAD").stdout)
        return True
    if "fetch first" in pushed.stdout or "non-fast-forward" in pushed.stdout:
        return False
    raise Stop(f"What was applied could not be pushed to {branch}: {(pushed.stderr or pushed.stdout).strip()}")


def written(folder: Path) -> tuple[str, str]:
    """What apply writes, as paths for git: state and documents, where hiac.toml has them."""
    try:
        settings = tomllib.loads((folder / "hiac.toml").read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        settings = {}
    state, documents = settings.get("state", "state"), settings.get("documents", ".harness")
    return f":(glob){state}/**/*.tfstate.json", f":(glob){documents.replace('${workspace}', '*')}/**"


def _checked(ended: subprocess.CompletedProcess[str]) -> None:
    if ended.returncode:
        raise Stop(f"{' '.join(ended.args[:2])} failed: {ended.stderr.strip()}")


# --------------------------------------------------------------------------------------------------------------- drift


def on_schedule(runner: Runner) -> int:
    """Plan; what is found is an issue, opened or updated, and closed once there is nothing to find."""
    planned = plan(runner)
    runner.summarize(planned.comment)
    if planned.code not in (NOTHING, CHANGES):
        return FAILED
    label = f"label={_ISSUE_LABEL}"
    ours = [node for node in _nodes(runner, _ISSUES, "issues", "number", label) if _is_ours(node, planned.marker)]
    base = f"repos/{runner.repository}/issues"
    if planned.code == NOTHING:
        for issue in ours:
            runner.gh(f"{base}/{issue['id']}/comments", "--method", "POST", body={"body": "Nothing is left to do."})
            runner.gh(f"{base}/{issue['id']}", "--method", "PATCH", body={"state": "closed"})
        return 0
    if ours:
        runner.gh(f"{base}/{ours[0]['id']}", "--method", "PATCH", body={"body": planned.comment})
    else:
        folder = runner.input("working-directory")
        where = f" in {folder}" if folder not in ("", ".") else ""
        title = f"Documents differ from the configuration{where}"
        body = {"title": title, "body": planned.comment, "labels": [_ISSUE_LABEL]}
        runner.gh(base, "--method", "POST", body=body)
    return 0


# ------------------------------------------------------------------------------------------------------------ in short

COMMANDS = {"plan": for_pull_request, "apply": after_merge, "drift": on_schedule}


def main(arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run the command that the input names; its exit code."""
    runner = Runner(environment)
    try:
        command = COMMANDS.get(runner.input("command"))
        if command is None or arguments:
            raise Stop(f'The input "command" must be {", ".join(COMMANDS)}, not "{runner.input("command")}".')
        return command(runner)
    except Stop as problem:
        note("error", str(problem))
        return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], dict(os.environ)))

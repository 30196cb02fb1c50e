"""The configurations that are measured: N resources as blocks of their own, or as one block with count or for_each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

CONNECTOR = """\
resource "harness_platform_connector_docker" "registry_{0}" {{
  identifier         = "registry_{0}"
  name               = "Registry {0}"
  description        = "Registry number {0}"
  org_id             = "default"
  project_id         = "benchmark"
  tags               = ["team:platform", "number:{0}"]
  type               = "DockerHub"
  url                = "https://registry-{0}.example.com/v2/"
  delegate_selectors = ["benchmark"]
  credentials {{
    username     = "admin"
    password_ref = "account.registry_{0}"
  }}
}}
"""

SERVICE = """\
resource "harness_platform_service" "app_{0}" {{
  identifier  = "app_{0}"
  name        = "App {0}"
  description = "Application number {0}"
  org_id      = "default"
  project_id  = "benchmark"
  yaml        = <<-EOT
    service:
      name: App {0}
      identifier: app_{0}
      orgIdentifier: default
      projectIdentifier: benchmark
      serviceDefinition:
        type: Kubernetes
        spec:
          manifests:
            - manifest:
                identifier: templates
                type: K8sManifest
                spec:
                  store:
                    type: Github
                    spec:
                      connectorRef: <+input>
                      gitFetchType: Branch
                      paths:
                        - apps/{0}/templates
                      repoName: deployments
                      branch: main
                  valuesPaths:
                    - apps/{0}/values.yaml
                  skipResourceVersioning: false
          artifacts:
            primary:
              primaryArtifactRef: image
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: registry_{0}
                    imagePath: library/app-{0}
                    tag: <+input>
          variables:
            - name: replicas
              type: String
              value: "3"
  EOT
}}
"""

DATA = """\
resource "terraform_data" "registry_{0}" {{
  input = {{
    identifier         = "registry_{0}"
    name               = "Registry {0}"
    description        = "Registry number {0}"
    org_id             = "default"
    project_id         = "benchmark"
    tags               = ["team:platform", "number:{0}"]
    type               = "DockerHub"
    url                = "https://registry-{0}.example.com/v2/"
    delegate_selectors = ["benchmark"]
    credentials = {{
      username     = "admin"
      password_ref = "account.registry_{0}"
    }}
  }}
}}
"""

REPEATED = """\
resource "harness_platform_connector_docker" "registry" {{
  {repetition}
  identifier  = "registry_${{{key}}}"
  name        = "Registry ${{{key}}}"
  description = "Registry number ${{{key}}}"
  org_id      = "default"
  project_id  = "benchmark"
  tags        = ["team:platform", "number:${{{key}}}"]
  type        = "DockerHub"
  url         = "https://registry-${{{key}}}.example.com/v2/"
  credentials {{
    username     = "admin"
    password_ref = "account.registry"
  }}
}}
"""

REPEATED_DATA = """\
resource "terraform_data" "registry" {{
  {repetition}
  input = {{
    identifier  = "registry_${{{key}}}"
    name        = "Registry ${{{key}}}"
    description = "Registry number ${{{key}}}"
    tags        = ["team:platform", "number:${{{key}}}"]
    url         = "https://registry-${{{key}}}.example.com/v2/"
  }}
}}
"""

KEYS = """\
locals {{
  # range() gives no more than 1024 numbers.
  keys = toset([for pair in setproduct(range({0} / 100), range(100)) : join("_", pair)])
}}

"""

REPETITIONS = {
    "count": ("", "count = {0}", "count.index"),
    "for_each": (KEYS, "for_each = local.keys", "each.key"),
}


def mixed(folder: Path, count: int) -> Path:
    """A new folder with half as many docker connectors, each with the service that uses it."""
    return _written(folder, (CONNECTOR.format(n) + "\n" + SERVICE.format(n) for n in range(count // 2)))


def data(folder: Path, count: int) -> Path:
    """A new folder with as many of the resource that terraform has built in, so that no provider's speed enters."""
    return _written(folder, (DATA.format(n) for n in range(count)))


def repeated(folder: Path, count: int, by: str, *, terraform: bool) -> Path:
    """A new folder with one block that is there so many times (by the hundred), `by` count or for_each."""
    before, repetition, key = REPETITIONS[by]
    block = REPEATED_DATA if terraform else REPEATED
    return _written(folder, [before.format(count) + block.format(repetition=repetition.format(count), key=key)])


def edit(folder: Path, number: int) -> None:
    """Change one line, to another each time the number is another."""
    main = folder / "main.tf"
    lines = main.read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if '"Registry number 0' in line)
    start, _, _ = lines[at].partition('"')
    lines[at] = f'{start}"Registry number 0, edited {number}"\n'
    main.write_text("".join(lines))


def _written(folder: Path, blocks: Iterable[str]) -> Path:
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text("\n".join(blocks))
    return folder

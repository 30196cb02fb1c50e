"""Identities: one writer and one reader of paths and of import ids, and each undoes the other."""

from __future__ import annotations

import pytest

from harnessiac.entities.identity import Identity, attributes_at, from_import_id, from_path, identity, path_of, paths
from tests.entities.reading import kind

IN_PROJECT = {"org_id": "o", "project_id": "p"}
ENVIRONMENT = {"type": "Production", **IN_PROJECT}

CASES = [
    ("connector_docker", {"identifier": "c"}, "connectors/c.yaml", "c"),
    ("connector_docker", {"identifier": "c", "org_id": "o"}, "orgs/o/connectors/c.yaml", "o/c"),
    ("service", {"identifier": "s", **IN_PROJECT}, "orgs/o/projects/p/services/s.yaml", "o/p/s"),
    ("service", {"identifier": "s", "org_id": "", "project_id": None}, "services/s.yaml", "s"),
    ("project", {"identifier": "p", "org_id": "o"}, None, "o/p"),
    ("organization", {"identifier": "o"}, None, "o"),
    ("environment", {"identifier": "e", **ENVIRONMENT}, "orgs/o/projects/p/envs/production/e.yaml", "o/p/e"),
    ("environment", {"identifier": "e", "type": "PreProduction"}, "envs/pre_production/e.yaml", "e"),
    (
        "infrastructure",
        {"identifier": "i", "env_id": "e", **IN_PROJECT},
        "orgs/o/projects/p/envs/e/infras/i.yaml",
        "o/p/e/i",
    ),
    ("infrastructure", {"identifier": "i", "env_id": "e"}, "envs/e/infras/i.yaml", "e/i"),
    (
        "service_overrides_v2",
        {"env_id": "org.e", "service_id": "s", "org_id": "o"},
        "orgs/o/overrides/org.e/services/s/overrides.yaml",
        "o/org_e_s",
    ),
    (
        "service_overrides_v2",
        {"env_id": "e", "service_id": "s", "infra_id": "i", **IN_PROJECT},
        "orgs/o/projects/p/overrides/e/services/s/infras/i/overrides.yaml",
        "o/p/e_s_i",
    ),
    ("service_overrides_v2", {"env_id": "account.e"}, "overrides/account.e/overrides.yaml", "account_e"),
]


@pytest.mark.parametrize(("name", "values", "path", "import_id"), CASES)
def test_an_identity_has_one_path_and_one_import_id(
    name: str, values: dict[str, str | None], path: str | None, import_id: str
) -> None:
    found = identity(kind(name), values)
    assert (path_of(kind(name), values), found.import_id) == (path, import_id)


@pytest.mark.parametrize(("name", "values", "path", "import_id"), [case for case in CASES if case[2] is not None])
def test_paths_read_back(name: str, values: dict[str, str | None], path: str, import_id: str) -> None:
    read = attributes_at(kind(name), path)
    assert read == {argument: value for argument, value in values.items() if value}
    found = from_path(path)
    assert found is not None
    assert found[1] == identity(kind(name), values)


@pytest.mark.parametrize(
    ("name", "values", "path", "import_id"), [case for case in CASES if case[0] != "service_overrides_v2"]
)
def test_import_ids_read_back(name: str, values: dict[str, str | None], path: str | None, import_id: str) -> None:
    assert from_import_id(kind(name), import_id) == identity(kind(name), values)


@pytest.mark.parametrize(
    ("name", "id"),
    [("service", "a/b/c/d"), ("service", ""), ("service", "a//b"), ("infrastructure", "i"), ("service", "../x"),
     ("infrastructure", "o/p/e/x/i"), ("connector_docker", "a b")],
)  # fmt: skip
def test_what_is_no_import_id(name: str, id: str) -> None:
    assert from_import_id(kind(name), id) is None


@pytest.mark.parametrize(
    "path",
    ["x.yaml", "connectors/a.yml", "connectors/a/b.yaml", "orgs/o/connectors.yaml", "projects/p/services/s.yaml",
     "envs/staging/e.yaml", "envs/e/infras.yaml", "overrides/overrides.yaml", "services/", "orgs//services/s.yaml"],
)  # fmt: skip
def test_what_is_no_path_of_a_document(path: str) -> None:
    assert from_path(path) is None


def test_a_path_that_arguments_do_not_decide_may_be_several() -> None:
    assert list(paths(kind("environment"), {"identifier": "e"})) == [
        "envs/pre_production/e.yaml",
        "envs/production/e.yaml",
    ]


def test_two_environments_may_have_infrastructures_of_one_name() -> None:
    one, other = ({"identifier": "k8s", "env_id": env, **IN_PROJECT} for env in ("dev", "prod"))
    assert identity(kind("infrastructure"), one) != identity(kind("infrastructure"), other)


def test_an_identity_says_what_it_is() -> None:
    assert str(Identity("service", "web", ("o", "p"))) == 'service "o/p/web"'

"""Findings about artifact sources and deployment types (HIAC-SVC-030 to 059)."""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity

NOT_OFFERED = Code(
    "HIAC-SVC-030",
    Severity.WARNING,
    "Artifact source not offered for deployment type",
    "Harness offers each deployment type its own artifact sources. The service can be saved, but a pipeline cannot "
    "deploy from this source.",
)
PACKAGE_TYPE = Code(
    "HIAC-SVC-031",
    Severity.WARNING,
    "Package type not supported",
    "Deployments support maven and nuget packages of Azure Artifacts and container packages of GitHub Packages.",
    wrong="packageType: npm\n",
    right="packageType: container\n",
)
WILDCARD = Code(
    "HIAC-SVC-032",
    Severity.WARNING,
    "Wildcard in image path",
    "An image path names one image. Wildcards work in neither the path nor the registry; use tagRegex for tags.",
    wrong="imagePath: library/*\n",
    right="imagePath: library/nginx\n",
)
NO_PROJECT = Code(
    "HIAC-SVC-034",
    Severity.WARNING,
    "Image path does not start with a project",
    "An image of Google Container Registry is PROJECT-ID/IMAGE-NAME.",
    wrong="imagePath: todolist\n",
    right="imagePath: my-project/todolist\n",
)
ONE_SOURCE = Code(
    "HIAC-SVC-035",
    Severity.WARNING,
    "More artifact sources than the deployment type takes",
    "The deployment type AwsLambda has one primary artifact source.",
)
NO_RESULT = Code(
    "HIAC-SVC-036",
    Severity.WARNING,
    "Script of a custom artifact without a result",
    "The script of a custom artifact source writes a JSON document with the versions there are to the file that the "
    "variable `HARNESS_ARTIFACT_RESULT_PATH` names. A script that does not name it leaves the list empty.",
    wrong="script: curl https://builds.example.io\n",
    right='script: curl https://builds.example.io > "$HARNESS_ARTIFACT_RESULT_PATH"\n',
)
MANIFEST_NOT_OFFERED = Code(
    "HIAC-SVC-037",
    Severity.WARNING,
    "Manifest not offered for deployment type",
    "Harness offers each deployment type its own manifest types, and passes over the others when it deploys.",
    wrong="type: NativeHelm\nspec:\n  manifests:\n    - manifest:\n        type: K8sManifest\n",
    right="type: NativeHelm\nspec:\n  manifests:\n    - manifest:\n        type: HelmChart\n",
)
TWO_LEVELS = Code(
    "HIAC-SVC-038",
    Severity.WARNING,
    "Field at two levels",
    "Sources in Nexus 3 had `artifactPath`, `repositoryPort` and `repositoryUrl` beside `repository` at first, and now "
    "have them in a `spec` of their own. Only one of the two is read.",
    wrong="artifactPath: nginx\nspec:\n  artifactPath: nginx\n",
    right="spec:\n  artifactPath: nginx\n",
)
NEEDED = Code(
    "HIAC-SVC-039",
    Severity.WARNING,
    "Field needed beside another",
    "One field says which other one is read: a branch is fetched by its `branch`, a commit by its `commitId`, a feed "
    "of a project by its `project`. Without that one, a pipeline fails when it fetches.",
    wrong="gitFetchType: Branch\n",
    right="gitFetchType: Branch\nbranch: main\n",
)

CODES: tuple[Code, ...] = (
    NOT_OFFERED,
    PACKAGE_TYPE,
    WILDCARD,
    NO_PROJECT,
    ONE_SOURCE,
    NO_RESULT,
    MANIFEST_NOT_OFFERED,
    TWO_LEVELS,
    NEEDED,
)

"""Any other repository, asked by a script."""

from harnessiac.services.guides.guide import DELEGATES, Access, Guide, Procedure, Right, Service

SCRIPT = 'curl --silent --fail https://builds.example.io/api/myapp > "$HARNESS_ARTIFACT_RESULT_PATH"\n'

GUIDE = Guide(
    "custom",
    "CustomArtifact",
    "Custom artifact source",
    intro="Any other repository. A script asks it for the versions it has, for example through its REST API. It runs "
    "on a delegate, so there is no connector.",
    service=Service(
        "custom",
        "Custom Artifact",
        "Custom_Artifact",
        "Kubernetes",
        "myapp",
        {
            "version": "<+input>",
            "timeout": "10m",
            "delegateSelectors": DELEGATES,
            "scripts": {
                "fetchAllArtifacts": {
                    "artifactsArrayPath": "$.builds",
                    "versionPath": "number",
                    "spec": {"shell": "Bash", "source": {"type": "Inline", "spec": {"script": SCRIPT}}},
                }
            },
        },
        primary="myapp",
    ),
    procedures=(
        Procedure(
            "What the script does",
            (
                (
                    "Query the server and write its answer to the file that `$HARNESS_ARTIFACT_RESULT_PATH` names: "
                    "Harness sets that variable, and keeps the answer on the delegate."
                ),
                "The answer holds a JSON array: `artifactsArrayPath` says where.",
                "Each entry has a key for the build number or version, which is mandatory: `versionPath` maps it.",
                "More keys can be mapped in `attributes`.",
            ),
            "https://developer.harness.io/docs/continuous-delivery/x-platform-cd-features/services/"
            "add-a-custom-artifact-source-for-cd",
        ),
    ),
    access=Access(
        "Custom repository",
        "the script, which runs on a delegate",
        rights=(Right("whatever the script asks the server for"),),
        notes=('Give it secrets with `<+secrets.getValue("...")>`, not as text.',),
    ),
    notes=("The delegate must reach the server that the script asks.",),
    at=(
        (
            "https://developer.harness.io/docs/continuous-delivery/x-platform-cd-features/services/"
            "add-a-custom-artifact-source-for-cd"
        ),
    ),
)

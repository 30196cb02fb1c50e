"""Build plans of Bamboo."""

from harnessiac.services.guides.guide import (
    Access,
    Connector,
    FeatureFlag,
    Guide,
    Host,
    Right,
    Service,
    manager,
)

GUIDE = Guide(
    "bamboo",
    "Bamboo",
    "Bamboo",
    intro="What build plans of Bamboo made, reached through a Bamboo connector. New builds can also trigger pipelines.",
    connector=Connector(
        "bamboo",
        "bamboo",
        {
            "identifier": "Bamboo",
            "name": "Bamboo",
            "org_id": "default",
            "project_id": "Docs",
            "url": "https://bamboo.dev.example.io",
            "delegate_selectors": ["mydelegate"],
            "credentials": [{"username": "admin", "password_ref": "bamboo"}],
        },
    ),
    service=Service(
        "bamboo",
        "Bamboo",
        "Bamboo",
        "Ssh",
        "myplan",
        {"artifactPaths": ["artifacts"], "build": "133", "planKey": "PLAN1"},
        primary="myplan",
        project="Docs",
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "Bamboo",
            "In Bamboo Repository choose or create a Bamboo connector for the server that holds the plan, then "
            "Continue: Artifact Details appears.",
            "In Artifact Source Identifier enter a name for the source.",
            "In Plan Name choose the plan.",
            "In Artifact Paths choose the path of the plan's artifact.",
            "In Bamboo Builds choose the build.",
            deployment="Secure Shell, or another type that supports Bamboo",
        ),
    ),
    access=Access(
        "Bamboo",
        "the user of the connector",
        rights=(
            Right("View plan"),
            Right("Build plan", "a pipeline triggers builds"),
        ),
        at="https://confluence.atlassian.com/bamboo/bamboo-permissions-369296034.html",
    ),
    hosts=(Host("{@bambooUrl}", "the Bamboo server"),),
    flags=(FeatureFlag("BAMBOO_ARTIFACT_NG", "Bamboo as an artifact source"),),
    notes=(
        (
            "Of the deployment types the documentation names SSH and WinRM, Serverless.com Framework and Deployment "
            "Templates (CustomDeployment)."
        ),
        "`artifactPaths` is a list and `build` a string; the documentation gives a string and a number.",
        "The connector's resource is hiac's: Terraform's provider has none yet.",
    ),
)

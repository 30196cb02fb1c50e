"""The names that expressions of the platform may begin with, as a table.

The platform resolves more than anybody can list: identifiers that users choose, the outputs of steps, methods of Java.
So a name that is not here says nothing by itself; one that is nearly one of these is likely a slip of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Names(Struct, frozen=True):
    """What may follow a name. Without anything `known` and without `each`, whatever follows is right.

    `each` is what follows an identifier that somebody chose; `is_complete`: the platform has no other names here;
    `calls`: the names are functions.
    """

    known: Mapping[str, Names] = field(default_factory=dict)
    each: Names | None = None
    is_complete: bool = False
    calls: bool = False


ANYTHING = Names()


def _open(names: str) -> dict[str, Names]:
    return dict.fromkeys(names.split(), ANYTHING)


def _functions(names: str) -> Names:
    return Names(_open(names), calls=True)


ARTIFACT = Names(
    {
        **_open(
            "identifier type connectorRef image imagePath tag tagRegex tags digest label labels displayName "
            "imagePullSecret dockerConfigJsonSecret primaryArtifact output spec version versionRegex build path "
            "filePath filePathRegex fileName artifactPath artifactPaths artifactDirectory repository repositoryName "
            "repositoryFormat repositoryType repositoryUrl registryHostname registry registryId region arn bucket "
            "bucketName project package pkg packageName packageType packageUrl jobName planKey feed scope org user "
            "groupId artifactId extension classifier subscription subscriptionId amiId url uri hash branch commitId "
            "sourceDirectory gitTag fetchType artifactPathFilter imageType"
        ),
        "metadata": Names(_open("SHA SHAV2 fileName url artifactName artifactPath image tag")),
    }
)
ARTIFACTS = Names({"primary": ARTIFACT, "sidecars": Names(each=ARTIFACT)}, is_complete=True)
MANIFEST = Names(
    _open(
        "identifier type store spec commitId valuesPaths paramsPaths varsPaths skipResourceVersioning helm chartName "
        "chartVersion helmVersion commandFlags subChartPath optionalValuesYaml enableDeclarativeRollback"
    )
)
SERVICE = Names(
    {
        **_open("name identifier description tags type gitOpsEnabled variables serviceDefinition"),
        "artifacts": ANYTHING,
        "manifests": Names(each=MANIFEST),
    }
)
ENVIRONMENT = Names(_open("name identifier description type tags variables envGroupName envGroupRef"))
INFRASTRUCTURE = Names(
    _open(
        "name infraIdentifier identifier tags connectorRef connector namespace releaseName variables environment "
        "infrastructureKey infrastructureKeyShort region cluster resourceGroup subscription output spec hosts"
    )
)
STAGE = Names(
    {
        **_open(
            "name identifier description tags type variables status currentStatus liveStatus startTs endTs "
            "executionUrl executionId nodeExecutionId output outcome delegateSelectors strategy matrix iteration "
            "template when"
        ),
        "spec": Names(
            {**_open("execution service environment infrastructure serviceConfig manifests"), "artifacts": ARTIFACTS}
        ),
    }
)
STEP = Names(_open("name identifier type description status executionUrl retryCount output outcome spec startTs endTs"))
PIPELINE = Names(
    {
        **_open(
            "name identifier description tags variables properties executionId resumedExecutionId sequenceId "
            "executionUrl execution executionMode startTs endTs selectedStages delegateSelectors storeType repo "
            "branch orgIdentifier projectIdentifier triggerType status currentStatus liveStatus branchSeqId output "
            "template"
        ),
        "triggeredBy": Names(_open("name email triggerIdentifier")),
        "stages": Names(each=STAGE),
    }
)
TRIGGER = Names(
    {
        **_open(
            "type event payload header headers branch targetBranch sourceBranch targetRepo sourceRepo prNumber "
            "prTitle commitSha baseCommitSha mergeSha gitUser repoUrl connectorRef tag name identifier"
        ),
        "artifact": Names({"build": ANYTHING, "source": Names(_open("connectorRef imagePath"))}),
    }
)

ROOT = Names(
    {
        "account": Names(_open("identifier name companyName")),
        "org": Names(_open("identifier name description tags")),
        "project": Names(_open("identifier name description tags")),
        "pipeline": PIPELINE,
        "stage": STAGE,
        "step": STEP,
        "service": SERVICE,
        "env": ENVIRONMENT,
        "infra": INFRASTRUCTURE,
        "artifact": ARTIFACT,
        "artifacts": ARTIFACTS,
        "rollbackArtifact": Names({**ARTIFACT.known, "sidecars": Names(each=ARTIFACT)}),
        "manifest": Names(each=MANIFEST),
        "manifests": Names(each=MANIFEST),
        "configFile": _functions("getAsString getAsBase64"),
        "fileStore": _functions("getAsString getAsBase64"),
        "secrets": _functions("getValue"),
        "json": _functions("object list select format concat length"),
        "xml": _functions("select"),
        "trigger": TRIGGER,
        "instance": Names(_open("name hostName host properties")),
        **_open(
            "input inputs executionInput serviceVariables serviceVariable serviceVariableOverrides serviceConfig "
            "serviceDefinition manifestConfig variable variables environment infrastructure stages steps stepGroup "
            "execution spec output outcome child ancestor qualified matrix repeat strategy iteration approval "
            "kubernetes codebase eventPayload exportedVariables regex shell datetime expression connectorInputs "
            "pipelines template policy INFRA_KEY INFRA_KEY_SHORT_ID"
        ),
    }
)

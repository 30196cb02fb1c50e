"""Amazon Elastic Container Registry."""

from harnessiac.services.guides._aws import ECR_ACCESS, ECR_PASSWORD_ACCESS
from harnessiac.services.guides.guide import (
    INPUT_TAG,
    Alternative,
    Connector,
    Guide,
    Host,
    Service,
    Variant,
    arguments,
    kubernetes,
    manager,
)

GUIDE = Guide(
    "ecr",
    "Ecr",
    "Amazon Elastic Container Registry",
    intro="Images of Amazon Elastic Container Registry (ECR), reached through an AWS connector. The example logs in "
    "with an access key; with a delegate in AWS an `inherit_from_delegate` block takes the place of `manual`.",
    connector=Connector(
        "aws",
        "ecr",
        arguments(
            "ECR",
            "ECR",
            execute_on_delegate=True,
            manual=[
                {
                    "access_key": "xxxxx",
                    "secret_key_ref": "secretaccesskey",
                    "region": "us-east-1",
                    "delegate_selectors": ["doc-immut"],
                }
            ],
        ),
    ),
    variants=(
        Variant(
            "delegate",
            "With the identity of a delegate that runs in AWS",
            Connector(
                "aws",
                "ecr",
                arguments(
                    "ECR",
                    "ECR",
                    execute_on_delegate=True,
                    inherit_from_delegate=[{"delegate_selectors": ["harness-delegate"], "region": "us-east-1"}],
                ),
            ),
        ),
    ),
    service=Service(
        "ecr",
        "ECR",
        "ECR",
        "Kubernetes",
        "myapp",
        {"imagePath": "todolist-sample", "tag": "1.0", "region": "us-east-1"},
        (kubernetes("/values.yaml", values="/Templates"),),
    ),
    procedures=(
        manager(
            "Add the source in the Harness Manager",
            "ECR",
            "In ECR Repository choose or create an AWS connector for the account that holds the registry, then "
            "Continue.",
            "In Artifact Details, in Region, choose the region of the registry.",
            "In Image Path enter the name of the image.",
            f"In Tag enter or choose the tag of the image. {INPUT_TAG}",
        ),
    ),
    access=ECR_ACCESS,
    hosts=(
        Host("{registryId}.dkr.ecr.{region}.amazonaws.com", "the registry of the AWS account in its region"),
        Host("api.ecr.{region}.amazonaws.com", "the API that lists images and gives login tokens"),
    ),
    images=True,
    alternative=Alternative(
        "Use the connector for Docker registries if you do not want an AWS connector for ECR.",
        (
            ("Provider Type", "Other (Docker V2 compliant)"),
            (
                "URL",
                (
                    "the host of your push command with `https://` in front: for `docker push "
                    "1234567890.dkr.ecr.us-east-2.amazonaws.com/my-private-repo:123` it is "
                    "`https://1234567890.dkr.ecr.us-east-2.amazonaws.com`"
                ),
            ),
            ("Username", "`AWS`, neither an access key nor the name of a user"),
            ("Password", "a secret with what the command below prints; put your region into it"),
        ),
        Connector(
            "docker",
            "ecr_as_docker",
            arguments(
                "ECR_as_Docker",
                "ECR as Docker",
                type="Other",
                url="https://1234567890.dkr.ecr.us-east-2.amazonaws.com",
                credentials=[{"username": "AWS", "password_ref": "ecr_login_password"}],
            ),
        ),
        r"(?P<account>\d+)\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?",
        ECR_PASSWORD_ACCESS,
        commands=("aws ecr get-login-password --region us-east-2",),
        notes=(
            "The IAM user behind the password needs the same policy.",
            (
                "Such a password lives for 12 hours, so the secret has to be renewed "
                "(https://docs.aws.amazon.com/cli/latest/reference/ecr/get-login-password.html)."
            ),
        ),
    ),
    notes=(
        'Quote a tag such as `"1.0"`: bare it is a number, and its zero is lost.',
        (
            "Beside the secret key a `manual` block needs `access_key` or `access_key_ref`, which the documentation "
            "leaves out of its HCL."
        ),
    ),
    at=("https://developer.harness.io/docs/platform/connectors/cloud-providers/add-aws-connector",),
)

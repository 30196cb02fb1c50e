"""What reading from Amazon's registries and buckets takes."""

from __future__ import annotations

from msgspec.structs import replace

from harnessiac.services.guides.guide import Access, Policy

WHO = "the IAM user or role of the connector, or that of the delegate it inherits from"

REGIONS = (
    "Every AWS connector needs `ec2:DescribeRegions` as well, to offer regions to choose from "
    "(https://developer.harness.io/docs/platform/connectors/cloud-providers/ref-cloud-providers/"
    "aws-connector-settings-reference)."
)

ECR_ACCESS = Access(
    "AWS",
    WHO,
    policy=Policy(
        "AmazonEC2ContainerRegistryReadOnly",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
        "Provides read-only access to Amazon EC2 Container Registry repositories.",
        (
            "ecr:GetAuthorizationToken",
            "ecr:BatchCheckLayerAvailability",
            "ecr:GetDownloadUrlForLayer",
            "ecr:GetRepositoryPolicy",
            "ecr:DescribeRepositories",
            "ecr:ListImages",
            "ecr:DescribeImages",
            "ecr:BatchGetImage",
        ),
        everywhere=("ecr:GetAuthorizationToken",),
    ),
    notes=(REGIONS,),
    at="https://developer.harness.io/docs/platform/connectors/cloud-providers/add-aws-connector",
)

ECR_PASSWORD_ACCESS = replace(ECR_ACCESS, who="the IAM user behind the password", notes=())

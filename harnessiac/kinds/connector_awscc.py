"""AWS, for cloud cost management."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import features
from harnessiac.schema.vocabulary import block, text

KIND = connector(
    "awscc",
    "CEAws",
    block(
        "cross_account_access",
        text("role_arn", "crossAccountRoleArn", "Role to assume.", required=True),
        text("external_id", "externalId", "External id that the role asks for.", required=True),
        at="crossAccountAccess",
        required=True,
        description="How to reach the account.",
    ),
    text("report_name", "curAttributes.reportName", "Name of the cost and usage report."),
    text("s3_bucket", "curAttributes.s3BucketName", "Bucket that holds the report."),
    text("account_id", "awsAccountId", "Number of the AWS account.", required=True),
    features(),
    title="AWS cloud cost",
)

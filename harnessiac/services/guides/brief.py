"""The artifact source types that Harness's page on artifact sources does not describe: what is known of them."""

from __future__ import annotations

from harnessiac.services.guides._aws import REGIONS, WHO
from harnessiac.services.guides._google import gcp
from harnessiac.services.guides.guide import (
    Access,
    Connector,
    Guide,
    Host,
    Plain,
    Policy,
    Service,
    arguments,
    kubernetes,
)
from harnessiac.services.guides.nexus import ACCESS as NEXUS

_AWS = (
    "https://developer.harness.io/docs/platform/connectors/cloud-providers/ref-cloud-providers/"
    "aws-connector-settings-reference"
)


def _aws(label: str, identifier: str, name: str) -> Connector:
    """A connector that takes its identity from a delegate in AWS."""
    inherited: list[Plain] = [{"delegate_selectors": ["harness-delegate"], "region": "us-east-1"}]
    return Connector(
        "aws", label, arguments(identifier, name, execute_on_delegate=True, inherit_from_delegate=inherited)
    )


GUIDES = (
    Guide(
        "nexus2",
        "Nexus2Registry",
        "Nexus 2",
        'Packages of a Nexus 2 repository manager, reached through a Nexus connector with `version = "2.x"`.',
        connector=Connector(
            "nexus",
            "nexus2",
            arguments(
                "Nexus_2",
                "Nexus 2",
                url="https://nexus2.example.com",
                version="2.x",
                credentials=[{"username": "harness", "password_ref": "nexus2_password"}],
            ),
        ),
        service=Service(
            "nexus2",
            "Nexus 2 Example",
            "Nexus_2_Example",
            "Ssh",
            "myapp",
            {
                "repository": "releases",
                "repositoryFormat": "maven",
                "tag": "<+input>",
                "spec": {"groupId": "com.mycompany.app", "artifactId": "my-app"},
            },
        ),
        access=NEXUS,
        hosts=(Host("{@nexusServerUrl}", "the Nexus server"),),
        packages=("maven", "npm", "nuget"),
    ),
    Guide(
        "jenkins",
        "Jenkins",
        "Jenkins",
        "What jobs of Jenkins made, reached through a Jenkins connector.",
        connector=Connector(
            "jenkins",
            "jenkins",
            arguments(
                "Jenkins",
                "Jenkins",
                jenkins_url="https://jenkins.example.com",
                auth=[
                    {
                        "type": "UsernamePassword",
                        "jenkins_user_name_password": [{"username": "harness", "password_ref": "jenkins_token"}],
                    }
                ],
            ),
        ),
        service=Service(
            "jenkins",
            "Jenkins",
            "Jenkins",
            "Ssh",
            "myjob",
            {"jobName": "my-app", "artifactPath": "target/my-app.jar", "build": "<+input>"},
        ),
        hosts=(Host("{@jenkinsUrl}", "the Jenkins server"),),
    ),
    Guide(
        "s3",
        "AmazonS3",
        "Amazon S3",
        "Files in a bucket of Amazon S3, reached through an AWS connector.",
        connector=_aws("s3", "S3", "S3"),
        service=Service(
            "s3",
            "S3",
            "S3",
            "AwsLambda",
            "myfunction",
            {"region": "us-east-1", "bucketName": "functions", "filePath": "<+input>"},
        ),
        access=Access(
            "AWS",
            WHO,
            policy=Policy(
                "AmazonS3ReadOnlyAccess",
                "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
                "Provides read-only access to all buckets.",
                ("s3:Get*", "s3:List*"),
            ),
            notes=(REGIONS,),
            at=_AWS,
        ),
        hosts=(Host("s3.{region}.amazonaws.com", "the API of S3"),),
    ),
    Guide(
        "ami",
        "AmazonMachineImage",
        "Amazon Machine Images",
        "Machine images of Amazon EC2, reached through an AWS connector.",
        connector=_aws("ami", "AMI", "AMI"),
        service=Service("ami", "AMI", "AMI", "Asg", "myimage", {"region": "us-east-1", "version": "<+input>"}),
    ),
    Guide(
        "gcsource",
        "GoogleCloudSource",
        "Google Cloud Source Repositories",
        "Source code of functions in Google Cloud, reached through a GCP connector.",
        connector=gcp("gcsource", "Google_Cloud_Source", "Google Cloud Source"),
        service=Service(
            "gcsource",
            "Google Cloud Source",
            "Google_Cloud_Source",
            "GoogleCloudFunctions",
            "myfunction",
            {
                "project": "myapp",
                "repository": "functions",
                "fetchType": "Branch",
                "branch": "main",
                "sourceDirectory": "/myfunction",
            },
        ),
    ),
    Guide(
        "gce_image",
        "GceImage",
        "Google Compute Engine images",
        "Machine images, reached through a GCP connector.",
        connector=gcp("gce_image", "GCE_Image", "GCE Image"),
        service=Service(
            "gce_image",
            "GCE Image",
            "GCE_Image",
            "GoogleManagedInstanceGroup",
            "myimage",
            {"project": "myapp", "version": "<+input>"},
        ),
    ),
    Guide(
        "har",
        "Har",
        "Harness Artifact Registry",
        "Images of Harness's own registry, which `registryRef` names: there is no connector.",
        service=Service(
            "har",
            "Harness Registry",
            "Harness_Registry",
            "Kubernetes",
            "myapp",
            {"registryRef": "account.images", "type": "docker", "spec": {"imagePath": "myapp", "tag": "<+input>"}},
            (kubernetes("/Templates"),),
        ),
        packages=("docker",),
    ),
    Guide(
        "salesforce_package",
        "SalesforcePackage",
        "Salesforce packages",
        "Packages of Salesforce, reached through a Salesforce connector, for which Terraform's provider has no "
        "resource.",
    ),
    Guide(
        "salesforce_org",
        "SalesforceOrg",
        "Salesforce organizations",
        "Metadata of a Salesforce organization, reached through a Salesforce connector, for which Terraform's provider "
        "has no resource.",
    ),
    Guide(
        "salesforce_dx",
        "SalesforceDxProject",
        "Salesforce DX projects",
        "A Salesforce DX project in a store that `metadataStore` names: there is no connector.",
    ),
)

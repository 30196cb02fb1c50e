"""Secret managers reached through a script of your own."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, reference
from harnessiac.schema.vocabulary import block, case, flag, number, tagged, text

KIND = connector(
    "custom_secret_manager",
    "CustomSecretManager",
    delegate_selectors(),
    tagged(
        "",
        case(True),
        case(
            False,
            reference("ssh_secret_ref", "connectorRef", "the SSH key for the host", required=False),
            text("target_host", "host", "Host that the script runs on."),
            text("working_directory", "workingDirectory", "Directory on the host that the script runs in."),
            when=("ssh_secret_ref", "target_host", "working_directory"),
        ),
        tag_key="onDelegate",
        spec_key=None,
        selector=flag("on_delegate", None, "Whether the script runs on the delegate, not on a host.", default=True),
    ),
    text("template_ref", "template.templateRef", "Template that holds the script.", required=True),
    text("version_label", "template.versionLabel", "Version of the template.", required=True),
    block(
        "template_inputs",
        block(
            "environment_variable",
            text("name", "name", "Name.", required=True),
            text("value", "value", "Value.", required=True),
            text("type", "type", "Type, such as String.", required=True),
            flag(
                "default",
                "useAsDefault",
                "Whether a secret may leave it out.",
                default=False,
                omits=(False,),
            ),
            at="/template.templateInputs.environmentVariables",
            many=True,
            description="One input of the script.",
        ),
        most=None,
        merged=True,
        description="Inputs of the template.",
    ),
    number("timeout", "timeout", "Seconds after which the script is stopped.", omits=(0,)),
    text("type", None, "Kept in the state only.", default="CustomSecretManager"),
    title="Custom secret manager",
    note=(
        "With `on_delegate = false` the host and its login are written to the document; Terraform's Harness provider "
        "forgets them."
    ),
)

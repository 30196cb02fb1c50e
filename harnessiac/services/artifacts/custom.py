"""Any other repository, asked by a script."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._rules import RESULT, names_result
from harnessiac.services.artifacts._source import source
from harnessiac.services.variables import VARIABLES
from harnessiac.shapes.vocabulary import DURATION, Anything, Field, Picked, Record, record, text, texts

_SCRIPT_TO_FILL_IN = f"""\
echo '{{"builds": [{{"version": "1.0"}}]}}' > "${RESULT}"
"""
_INLINE = Record((text("script", usual=_SCRIPT_TO_FILL_IN),), rules=(names_result,))
_SOURCE = Record(
    (text("type", required=True), Field("spec", Anything(), required=True)),
    picked=(Picked("type", "spec", lambda: {"Inline": lambda: _INLINE}),),
)
_SCRIPT = record(
    "spec",
    text("shell", required=True, options=("Bash", "PowerShell")),
    Field("source", _SOURCE, required=True),
    required=True,
)

SOURCE = source(
    "CustomArtifact",
    text("version", required=True),
    texts("delegateSelectors"),
    Field("inputs", VARIABLES),
    record(
        "scripts",
        record(
            "fetchAllArtifacts",
            text("artifactsArrayPath", usual="$.builds"),
            text("versionPath", usual="version"),
            Field("attributes", VARIABLES),
            _SCRIPT,
            required=True,
        ),
    ),
    text("metadata"),
    text("timeout", form=DURATION),
    text("versionRegex"),
    connectors=(),
    output=Output(version="version", regex="versionRegex"),
)

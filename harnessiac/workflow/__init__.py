"""One function per verb: each reads as the data flows and takes the outside world as `ports.Ports`.

Verbs return values with their diagnostics, and raise Failed with all of them where no value can be made.
"""

from harnessiac.workflow.adopting import Adoption, adopt, carry_out_adoption
from harnessiac.workflow.advising import Rendered, inputs, permissions, references, render, stored_files
from harnessiac.workflow.applying import apply
from harnessiac.workflow.configuration import (
    Answer,
    Configuration,
    console,
    graph,
    load,
    missing,
    module_scope,
    stop_on_errors,
    validate,
    wanted,
)
from harnessiac.workflow.importing import generate, import_document
from harnessiac.workflow.planning import plan
from harnessiac.workflow.ports import Diagnostics, Ports

__all__ = [
    "Adoption",
    "Answer",
    "Configuration",
    "Diagnostics",
    "Ports",
    "Rendered",
    "adopt",
    "apply",
    "carry_out_adoption",
    "console",
    "generate",
    "graph",
    "import_document",
    "inputs",
    "load",
    "missing",
    "module_scope",
    "permissions",
    "plan",
    "references",
    "render",
    "stop_on_errors",
    "stored_files",
    "validate",
    "wanted",
]

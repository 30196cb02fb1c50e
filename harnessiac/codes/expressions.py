"""Findings about expressions and runtime inputs (HIAC-SVC-070 to 099)."""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity

UNCLOSED = Code(
    "HIAC-SVC-070",
    Severity.ERROR,
    "Expression not closed in service YAML",
    "An expression begins with `<+` and ends with `>`, and so does each one inside it. One that is not closed is no "
    "expression: what is written is used as it is, as the name of an image or a connector.",
    wrong="tag: <+pipeline.sequenceId\n",
    right="tag: <+pipeline.sequenceId>\n",
)
NAME = Code(
    "HIAC-SVC-071",
    Severity.WARNING,
    "Unknown name in expression",
    "The platform has no such name, and one that is nearly the same. An expression that it cannot resolve fails the "
    "pipeline, or stays in the text as it is. Names that nothing known resembles are not reported: hiac cannot list "
    "the identifiers of all stages and steps, nor what they give out.",
    wrong="dockercfg: <+artifact.imagePullSecrets>\n",
    right="dockercfg: <+artifact.imagePullSecret>\n",
)
SIDECAR = Code(
    "HIAC-SVC-072",
    Severity.WARNING,
    "Expression names no sidecar",
    "`<+artifacts.sidecars.ID…>` names one of the service's own sidecars by its identifier, and there is none with "
    "this one.",
    wrong="sidecars:\n  - sidecar:\n      identifier: proxy\n# ...\nvalue: <+artifacts.sidecars.agent.image>\n",
    right="sidecars:\n  - sidecar:\n      identifier: proxy\n# ...\nvalue: <+artifacts.sidecars.proxy.image>\n",
)
UNDECLARED = Code(
    "HIAC-SVC-073",
    Severity.WARNING,
    "Expression names nearly a part of the service",
    "Variables, manifests and configuration files of a service are found by their name or identifier. The service has "
    "none with this one, but one that is nearly the same. Environments may add others, so names that resemble none "
    "of the service's are not reported.",
    wrong="variables:\n  - name: level\n# ...\nvalue: <+serviceVariables.levle>\n",
    right="variables:\n  - name: level\n# ...\nvalue: <+serviceVariables.level>\n",
)
MISSPELT_INPUT = Code(
    "HIAC-SVC-080",
    Severity.WARNING,
    "Misspelt runtime input",
    "A runtime input is written <+input>, in small letters and without blanks. Anything else the platform does not ask "
    "for.",
    wrong="tag: <+Input>\n",
    right="tag: <+input>\n",
)
AROUND = Code(
    "HIAC-SVC-081",
    Severity.WARNING,
    "Text around a runtime input",
    "The platform asks for whole values. With text before it <+input> is never asked for, and text behind it other "
    "than modifiers is dropped. To have a part of a value chosen, declare a variable of the service whose value is "
    "<+input>, and use it in the text.",
    wrong="tag: v<+input>\n",
    right="tag: v<+serviceVariables.version>\n# ...\nvariables:\n  - name: version\n    type: String\n"
    "    value: <+input>\n",
)
MODIFIER = Code(
    "HIAC-SVC-082",
    Severity.WARNING,
    "Unknown modifier of a runtime input",
    "The modifiers are allowedValues, selectOneFrom and selectManyFrom (which list the values there are), regex, "
    "default and executionInput (ask when the step runs, not when the pipeline starts). Each has its brackets; any "
    "order will do. Others are not applied.",
    wrong="tag: <+input>.defualt(stable)\n",
    right="tag: <+input>.default(stable)\n",
)
EMPTY = Code(
    "HIAC-SVC-083",
    Severity.WARNING,
    "Modifier of a runtime input without a value",
    "A list of allowed values without values allows none, and an empty default or regular expression says nothing; the "
    "platform's schema refuses them where it looks. Only executionInput has empty brackets.",
    wrong="tag: <+input>.allowedValues()\n",
    right="tag: <+input>.allowedValues(stable,edge)\n",
)
TWICE = Code(
    "HIAC-SVC-084",
    Severity.WARNING,
    "Modifier of a runtime input given twice",
    "The platform reads each modifier once.",
    wrong="tag: <+input>.default(stable).default(edge)\n",
    right="tag: <+input>.default(stable)\n",
)
EXCLUSIVE = Code(
    "HIAC-SVC-085",
    Severity.WARNING,
    "Modifiers of a runtime input exclude each other",
    "A value is checked in one way: against one list of values, or against a regular expression. Given several, the "
    "platform uses the list and nothing of the rest.",
    wrong="tag: <+input>.allowedValues(v1,v2).regex(v.*)\n",
    right="tag: <+input>.allowedValues(v1,v2)\n",
)
NOT_ALLOWED = Code(
    "HIAC-SVC-086",
    Severity.WARNING,
    "Default of a runtime input not allowed",
    "The default must be one of the allowed values, written alike.",
    wrong="tag: <+input>.allowedValues(stable,edge).default(latest)\n",
    right="tag: <+input>.allowedValues(stable,edge).default(stable)\n",
)
NO_MATCH = Code(
    "HIAC-SVC-087",
    Severity.WARNING,
    "Default of a runtime input does not match",
    "The default must match the regular expression, which is held against the whole value, not a part of it.",
    wrong="tag: <+input>.regex(v[0-9]+).default(1)\n",
    right="tag: <+input>.regex(v[0-9]+).default(v1)\n",
)
REGEX = Code(
    "HIAC-SVC-088",
    Severity.WARNING,
    "Invalid regular expression of a runtime input",
    "The platform reads the regular expression, in Java's language, when somebody gives a value, and fails.",
    wrong="tag: <+input>.regex(v[0-9+)\n",
    right="tag: <+input>.regex(v[0-9]+)\n",
)

CODES: tuple[Code, ...] = (
    UNCLOSED,
    NAME,
    SIDECAR,
    UNDECLARED,
    MISSPELT_INPUT,
    AROUND,
    MODIFIER,
    EMPTY,
    TWICE,
    EXCLUSIVE,
    NOT_ALLOWED,
    NO_MATCH,
    REGEX,
)

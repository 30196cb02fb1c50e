"""All commands and their summaries, without importing any of them."""

from __future__ import annotations

COMMANDS = {
    "adopt": "Import existing entities: write their configuration and state",
    "apply": "Apply a plan: write the documents and update the state",
    "console": "Evaluate expressions against the configuration",
    "destroy": "Destroy everything that is in the state",
    "diff": "Compare the documents of two commits",
    "explain": "Describe a resource type: arguments, rules, example, document",
    "fmt": "Rewrite configuration files in the canonical format",
    "force-unlock": "Release a stuck lock",
    "graph": "Print the dependency graph",
    "import": "Import an existing document into the state",
    "init": "Prepare a working directory: connect to the backend",
    "inputs": "List the runtime inputs of services",
    "merge-driver": "Merge two versions of a state, for git",
    "new": "Write a scaffold: an artifact source with its service and connector",
    "output": "Print output values from the state",
    "permissions": "List the permissions, hosts and feature flags that artifact sources require",
    "plan": "Show what apply would do",
    "providers": "Print the schemas of resource types",
    "references": "List references between entities",
    "refresh": "Update the state to match the documents",
    "render": "Show a values file with the artifact of a service in it",
    "show": "Print a state or a plan file",
    "state": "Inspect and change the state",
    "taint": "Mark an instance as tainted, so that the next apply replaces it",
    "test": "Run the tests in *.tftest.hcl files",
    "untaint": "Remove the tainted mark of an instance",
    "validate": "Check the configuration",
    "version": "Print the version",
    "workspace": "Manage workspaces: several states for one configuration",
}

MODULES = {"force-unlock": "force_unlock", "import": "import_", "merge-driver": "merge_driver"}
"""Modules of commands whose names are not valid in Python."""

"""Configuration generated for import blocks whose targets have none yet."""

from __future__ import annotations

from harnessiac.addresses import quoted
from harnessiac.adoption.existing import InventoryFile, Scope, take
from harnessiac.diagnostics import Diagnostic, error, has_errors
from harnessiac.entities.hcl import hcl
from harnessiac.plan.desired import Wanted
from harnessiac.schema.decoding import WRONG_TYPE
from harnessiac.source import SourceFile


def generated(one: Wanted, source: SourceFile) -> tuple[str, list[Diagnostic]]:
    """The resource block that says the document in `source`, for an import whose target has none yet.

    Fields that no argument can say are warnings.
    """
    address = one.address
    if address.resource.module or address.key is not None:
        detail = (
            f"The configuration for the given import target {address} does not exist, and none can be generated for "
            "what is in a module or repeated. Make sure the target resource exists within your configuration."
        )
        return "", [error("Configuration for import target does not exist", detail, one.span)]
    found, problems = take([InventoryFile(source)], Scope(), skip_unmapped=True)
    if has_errors(problems) or not found.entities:
        return "", problems
    entity = found.entities[0]
    if entity.kind.name != address.resource.type:
        detail = f"The document {source.name} is one of {entity.kind.name}, so it cannot be imported as {address}."
        return "", [*problems, error(WRONG_TYPE, detail, entity.place, address=str(address))]
    block = hcl(entity.kind, entity.attributes, address.resource.name)
    return f"# __generated__ by hiac from {quoted(one.id)}\n{block}", problems


def generated_file(blocks: list[str]) -> str:
    """The content of a file of generated blocks."""
    if not blocks:
        return ""
    header = (
        "# __generated__ by hiac\n# Please review these resources and move them into your main configuration files.\n"
    )
    return "\n".join([header, *blocks])

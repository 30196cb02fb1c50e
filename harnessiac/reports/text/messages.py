"""The sentences around a plan: hiac's own, and Terraform's, which bots search for in its output."""

from __future__ import annotations

from msgspec import Struct

RULE = "─" * 77


class Wording(Struct, frozen=True):
    """The sentences of text output that differ between hiac and Terraform.

    `actor` is the program. `actions` precedes the changes. `drift_*` are the title, introduction and conclusions of
    drift: before changes, without any, and in refresh-only plans. `parsed`: programs search the text, so what they
    search for is printed even where it is redundant, and rules are drawn without color too.
    """

    actor: str
    legend: str
    actions: str | None
    drift_title: str
    drift_found: str
    drift_then: str
    drift_only: str
    refresh_only: str
    no_changes: str
    no_objects: str
    as_recorded: str
    only_outputs: str
    parsed: bool = False

    def next_step(self, out: str | None, *, whole: bool = True) -> str:
        """Return how to apply a plan, saved to `out` or not; starts with a line break.

        If the plan is not shown as a `whole`, applying it does more than is shown, which is always stated in hiac's
        words.
        """
        import shlex

        if not whole or not self.parsed:
            if out is not None:
                what = "do exactly this" if whole else "do this and what is not shown"
                return f"\nSaved the {'' if whole else 'whole '}plan to {out}. To {what}: hiac apply {shlex.quote(out)}"
            if not whole:
                return "\nNothing is saved. What apply does is the whole plan, which hiac plan shows without -since."
            how = "use hiac plan -out=FILE, then hiac apply FILE, to do exactly this and nothing else."
            return f"\nNothing is saved: {how}"
        if out is not None:
            text = (
                f"Saved the plan to: {out}\n\nTo perform exactly these actions, run the following command to apply:\n"
                f"    hiac apply {shlex.quote(out)}"
            )
        else:
            text = (
                "Note: You didn't use the -out option to save this plan, so Terraform can't\n"
                'guarantee to take exactly these actions if you run "hiac apply" now.'
            )
        return f"\n{RULE}\n\n{text}"


HIAC = Wording(
    actor="hiac",
    legend="Resource actions are indicated with the following symbols:",
    actions=None,
    drift_title="Documents have been changed by hand",
    drift_found="Since the last apply somebody edited or deleted what follows:",
    drift_then=(
        "The plan below puts back what the configuration says, unless it has the same\n"
        "changes or ignores them with ignore_changes."
    ),
    drift_only="The configuration says the same as the documents that were changed by hand.",
    refresh_only=(
        "This is a refresh-only plan: applying it writes what was found to the state and\nchanges no document."
    ),
    no_changes=(
        "hiac has compared the documents with the configuration and found no\ndifferences, so no changes are needed."
    ),
    no_objects="Either you have not created any objects yet or the existing objects were\nalready deleted.",
    as_recorded="The documents are as the last apply left them.",
    only_outputs="You can apply this plan to save these new output values to the state;\nno document will change.",
)

TERRAFORM = Wording(
    actor="Terraform",
    legend=(
        "Terraform used the selected providers to generate the following execution\n"
        "plan. Resource actions are indicated with the following symbols:"
    ),
    actions="Terraform will perform the following actions:",
    drift_title="Objects have changed outside of Terraform",
    drift_found=(
        "Terraform detected the following changes made outside of Terraform since the\n"
        'last "terraform apply" which may have affected this plan:'
    ),
    drift_then=(
        "Unless you have made equivalent changes to your configuration, or ignored the\n"
        "relevant attributes using ignore_changes, the following plan may include\n"
        "actions to undo or respond to these changes."
    ),
    drift_only=(
        "Your configuration already applies the changes detected above, so applying\n"
        "this plan will only update the Terraform state to include the changes detected\n"
        "above and won't change any real infrastructure."
    ),
    refresh_only=(
        "This is a refresh-only plan, so Terraform will not take any actions to undo\n"
        "these. If you were expecting these changes then you can apply this plan to\n"
        "record the updated values in the Terraform state without changing any remote\n"
        "objects."
    ),
    no_changes=(
        "Terraform has compared your real infrastructure against your configuration\n"
        "and found no differences, so no changes are needed."
    ),
    no_objects=(
        "Either you have not created any objects yet or the existing objects were\n"
        "already deleted outside of Terraform."
    ),
    as_recorded=(
        "Terraform has checked that the real remote objects still match the result of\n"
        "your most recent changes, and found no differences."
    ),
    only_outputs=(
        "You can apply this plan to save these new output values to the Terraform\n"
        "state, without changing any real infrastructure."
    ),
    parsed=True,
)


def wording(compatible_with: str | None) -> Wording:
    """Return Terraform's sentences for "terraform", and hiac's own for anything else."""
    return TERRAFORM if compatible_with == "terraform" else HIAC

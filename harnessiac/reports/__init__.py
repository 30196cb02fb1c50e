"""Reports: what a run found, as text for people and as data for programs, without secrets.

In: a plan (`plan.definition.Plan`), diagnostics, a configuration. Out: a `Report` (`report.report`), and from it any
format (`formats.renderer(name)`), text (`text/`), Terraform's JSON (`machine/`) or the page (`page/`).
`machine.plan_reading.read` makes a report of a plan's JSON again. `judgment.judge` evaluates policies,
`baseline.reduced` leaves out what another plan has.

Nothing here reads the environment, files or the clock, except that lines of the stream carry the time. Reading raises
`Failed`.
"""

"""Reports as data for programs, in Terraform's formats, and reports read from them.

`plan_json.plan_json` (`show -json`), `stream.Stream` (`-json`), `instances.state_json` (a state). `plan_reading.read`
makes a report of a plan's JSON; it raises `Failed` for anything that hiac did not write.
"""

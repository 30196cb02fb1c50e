"""Where states are kept: each module here is one kind of place, behind the two protocols of `store`.

Serial, lineage and what a state says are the business of `storage.state`, the same for all; here there are only bytes.
"""

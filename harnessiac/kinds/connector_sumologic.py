"""Sumo Logic."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, reference, url

KIND = connector(
    "sumologic",
    "SumoLogic",
    url("url", "Sumo Logic's API"),
    reference("access_id_ref", "accessIdRef", "the access id"),
    reference("access_key_ref", "accessKeyRef", "the access key"),
    delegate_selectors(),
    title="Sumo Logic",
)

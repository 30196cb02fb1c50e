"""Plan and apply Harness connectors and services from HCL, without an account, credentials or network."""

__version__ = "0.1.0"

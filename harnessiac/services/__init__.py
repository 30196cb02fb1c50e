"""What a service may say: its YAML declared, its artifact sources, values and guides. Knows no engine."""

SERVICE = "harness_platform_service"
"""The resource type of services."""

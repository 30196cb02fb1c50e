"""Facts derived from a configuration for people: permissions, runtime inputs, rendered values, examples of guides."""

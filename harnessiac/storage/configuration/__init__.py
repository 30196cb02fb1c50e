"""Files of a configuration: settings, sources, variables files, test files."""

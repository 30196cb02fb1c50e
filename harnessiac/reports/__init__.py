"""What a run reports, free of secrets: the report, findings, policies, and one package for each sort of output."""

package good

import data.lib.names

deny contains "the name is not allowed" if names.is_bad(input.resource_changes[0].change.after.name)

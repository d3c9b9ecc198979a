quiet_was_here = true

-- A module of a script's own: loaded once a run, from below the script's folder.
loads = (loads or 0) + 1

return {rail = {comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}, name = ...}

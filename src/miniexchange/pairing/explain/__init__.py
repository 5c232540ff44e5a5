"""Why a programme is as it is: reasons, blockers, shortages, in plain words."""

"""The review of public texts against the law in force (*rà soát*): when, why, by whom."""

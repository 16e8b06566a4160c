"""What the law asks of those who keep the register, and by when.

Nominations are decided on. The person is notified of a request for dismissal and heard, and it is decided on.
Each commune publishes in September who may become a propagandist (Circular 10/2016/TT-BTP, Articles 3 to 6).
"""

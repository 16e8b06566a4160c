"""What the law asks of those who keep the register, and by when.

Nominations are decided on, requests for dismissal are notified, heard and decided on, and each commune
tells in September who may become a propagandist (Circular 10/2016/TT-BTP, Articles 3 to 6).
"""

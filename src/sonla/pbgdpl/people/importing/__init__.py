"""Lists of people as offices keep them, taken into the register: read, checked, entered.

*table → headings → rows → matching → plan → people*. Everything before the last step
only reads, so that the preview is what will be done, and a plan that has refused rows
does nothing unless the user who uploaded it says so.
"""

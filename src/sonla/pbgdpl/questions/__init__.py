"""Questions of citizens: their way from the form to the answer, and what is private.

*form → protection → question → desk → answer → whoever asked*. Pages are in
`browser.questions`; nothing here knows of them.
"""

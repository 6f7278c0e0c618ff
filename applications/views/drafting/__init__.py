"""The pages of a draft, whoever fills them in: its person at home, or a capturer with the person in front.

Each view gets an `OpenDraft`, which says who acts, where the pages are and in which frame; the guards of each audience
(`views/citizen/session.py`, `views/capturer/desk.py`) make it.
"""

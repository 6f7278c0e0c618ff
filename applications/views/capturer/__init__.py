"""The capturer's pages at a CAISS: today's captures, the person's document, the signature by hand and the receipt.

The sections of the draft are `views/drafting`, the same that its person fills in at home.
"""

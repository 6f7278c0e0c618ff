"""The citizen's application, from draft to submission and follow-up."""

"""A second opinion on requirements: another engine and another author, so that an error has to be made twice.

The requirements of the checked text become rules of durable-rules (`opinion`), which finds them met or not from facts
it matches itself; amounts come from an oracle in plain Python, written from the law file (`oracle`); random households
lie around every threshold of the text (`households`). It exists for this alone: nothing else asks it anything.
"""

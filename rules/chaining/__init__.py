"""Forward chaining over the facts of a case: the guarded engine, and the plain chainer that says what is right."""

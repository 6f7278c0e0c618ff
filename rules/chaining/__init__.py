"""Forward chaining over the facts of a case: `process`, the guarded engine and the chainer that is its specification."""

"""Real workers as processes, real brokers, real administrations over HTTP, and what dies on the way."""

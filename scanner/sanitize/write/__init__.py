"""Writers, one for each kind of capture: they take rewritten exchanges and keep nothing but what is open."""

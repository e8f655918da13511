"""HTTP in, HTTP out: parse, call a use case, render; no rule of consent is decided here."""

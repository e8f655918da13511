"""The rules of consent as pure functions and frozen values: standard library only, no clock, no random, no I/O."""

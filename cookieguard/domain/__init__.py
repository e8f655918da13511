"""The rules of consent: pure functions and frozen values; standard library only, no clock, random or I/O."""

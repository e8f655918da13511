"""CookieGuard: a self-hosted consent server that asks, records and enforces a visitor's choice."""

__version__ = "0.1.0.dev0"

"""The site definition that the tests of the admin begin with."""

from __future__ import annotations


def a_definition() -> dict[str, object]:
    """Return a valid definition with a managed, a switched-off and a marked-up vendor."""
    return {
        "site": "shop",
        "name": "The Shop",
        "origins": ["https://shop.example"],
        "languages": ["en"],
        "default_language": "en",
        "controller": {
            "name": "Shop Ltd",
            "email": "privacy@shop.example",
            "privacy_url": "https://shop.example/privacy",
        },
        "authority": {"name": "The Authority", "url": "https://authority.example"},
        "vendors": [
            {"id": "google-analytics-4", "account": "G-ABC1234567"},
            {"id": "hotjar", "enabled": False},
            {"id": "youtube"},
        ],
    }

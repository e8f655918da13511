"""A small company site on its own origin, to see consent asked, recorded and enforced on a real page."""

"""The vendor catalogue: one data file per vendor, one vocabulary of purposes, one reader."""

from cookieguard.catalogue.reader import CatalogueError, load_catalogue

__all__ = ["CatalogueError", "load_catalogue"]

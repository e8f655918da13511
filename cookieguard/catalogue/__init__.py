"""The vendor catalogue: data files and one reader."""

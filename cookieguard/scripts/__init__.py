"""Turns the browser's ES modules into the few files a page loads."""

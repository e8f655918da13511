"""Where SQLAlchemy lives and nowhere else: functions over a connection that take and return domain values."""

"""Publication: editions, the urgent way, restoring, severities raised afterwards."""

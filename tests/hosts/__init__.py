"""Host applications, each of a dozen lines."""

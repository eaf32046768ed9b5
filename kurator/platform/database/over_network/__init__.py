"""Connections to a server on another machine, where a line can die without a word."""

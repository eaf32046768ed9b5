"""Names, kinds, archives and addresses of files, as plain Python."""

"""Pictures of files, made in a process that can do nothing else."""

"""Pure decisions of exports: what a cell becomes, what a person may still take out today."""

"""How rows of an imported table become entities: one planner for each kind of row."""

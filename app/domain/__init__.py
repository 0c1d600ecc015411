"""Pure types and rules: no clocks, no I/O."""

"""Posts of jobs and of trade: the rules that hold one for staff, and what staff decide."""

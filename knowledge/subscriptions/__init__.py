"""What people are sent every morning: what they ordered, what is new, and the one text that is made of it."""

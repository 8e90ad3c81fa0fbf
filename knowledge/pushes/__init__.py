"""What people are sent: when it may go, by which way, what came of each try, and how it is stopped."""

"""The bureau's staff: who they are, what they may see and do, and what they did."""

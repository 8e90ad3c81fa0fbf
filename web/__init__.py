"""Showing: pages for farmers, and the phone simulator."""

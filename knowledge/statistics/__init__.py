"""What farmers ask and get: counted by day, read by staff. People marked as tests are never counted."""

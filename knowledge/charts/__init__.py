"""Price charts: where everything stands, and the same as a picture. A page draws them as SVG."""

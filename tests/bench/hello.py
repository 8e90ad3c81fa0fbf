"""The reference: a bare Flask POST on the same server."""

from flask import Flask, request


def create_app() -> Flask:
    """Reads the body and says hello."""
    app = Flask(__name__)

    @app.post("/hello")
    def hello() -> str:
        request.get_data()
        return "hello"

    return app

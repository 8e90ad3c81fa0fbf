FLASK_APP=bot.cli:create_app

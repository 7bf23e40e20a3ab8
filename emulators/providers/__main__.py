"""Run the provider servers: `python -m emulators.providers`."""

import os

from emulators.providers.app import create_app
from emulators.providers.server import create_server
from emulators.providers.settings import ProviderSettings


def main() -> None:
    """Run the provider servers until a signal stops them."""
    settings = ProviderSettings.from_environment(os.environ)
    print(f"providers on http://{settings.host}:{settings.port} (pages: /, /inbox)", flush=True)
    create_server(create_app(settings), host=settings.host, port=settings.port).run()


if __name__ == "__main__":
    main()

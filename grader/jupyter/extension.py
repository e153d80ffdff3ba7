"""The extension of the Jupyter server: what JupyterLab's panel talks to."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.extension.application import ExtensionApp
from traitlets import Float

from grader.messages.elsewhere import NEEDS_LINUX, ON_LINUX


class GatehouseApp(ExtensionApp):
    """``jupyter lab --GatehouseApp.idle_seconds=300``, or the same in jupyter_server_config.py."""

    name = "gatehouse"
    extension_url = "/lab"
    load_other_extensions = True

    idle_seconds = Float(
        900.0, help="After so many seconds without a check, the warm sandbox gives its memory back."
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """What checks, whose process is started by the first check; and what is hidden from students."""
        if ON_LINUX:
            from grader.jupyter.handlers import SETTING
            from grader.jupyter.process import Checker
            from grader.jupyter.runs import Runs
            from grader.jupyter.student_page import hiding

            self.settings[SETTING] = Runs(Checker(self.idle_seconds))
            root = Path(self.settings["server_root_dir"]).expanduser()
            self.settings["page_config_hook"] = hiding(root, self.settings.get("page_config_hook"))

    def initialize_handlers(self) -> None:
        """Ours; where there is no Linux, one that says so."""
        if not ON_LINUX:
            from grader.jupyter.elsewhere import handlers as none

            self.handlers.extend(none(NEEDS_LINUX))
            return
        from grader.jupyter.handlers import handlers

        self.handlers.extend(handlers())

    async def stop_extension(self) -> None:
        """End what is being checked, and the warm sandbox."""
        if ON_LINUX:
            from grader.jupyter.handlers import SETTING

            self.settings[SETTING].close()


__all__ = ["GatehouseApp"]

"""geomap.toml: what options are when the command line does not say.

At the top stand options of any command (``lang = "nl"``), in a table those of one (``[map]``, ``tiles = "…"``). The command
line wins, then the command's table, then the top.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

NAME = "geomap.toml"
# A page of settings; what is larger is another file.
MAX_BYTES = 2**20
# Never from a file that only happens to lie there: they send names over the network, or say what to write.
ONLY_IF_NAMED = frozenset({"geocoder"})
NOT_FOR_A_FILE = frozenset({"config", "help", "output"})
PATHS = frozenset({"gazetteer", "corrections", "geocoder-cache"})


def load_config(context: typer.Context, path: Path | None) -> Path | None:
    """Make what the file says the defaults of the command; the file is the one named, else the nearest there is."""
    found = path or find_config(Path.cwd(), Path.home())
    if found is None or context.resilient_parsing:
        return found
    name = context.info_name or ""
    # Typer's group has this, under one class or another by version.
    commands: Mapping[str, Any] = getattr(context.find_root().command, "commands", {})
    options = {command: options_of(each) for command, each in commands.items()}
    settings = read_config(found)
    check_keys(found, settings, options)
    own = {**settings, **settings.get(name, {})}
    if path is None:
        refuse_unnamed(found, own)
    context.default_map = {
        options[name][key]: value_of(found, key, value) for key, value in own.items() if key in options.get(name, {})
    }
    return found


def find_config(folder: Path, home: Path) -> Path | None:
    """The file in the folder, or in the nearest one above it up to the home folder; above that nothing is trusted."""
    above = [folder, *folder.parents] if folder.is_relative_to(home) else [folder]
    within = [each for each in above if each.is_relative_to(home)] or [folder]
    return next((each / NAME for each in within if (each / NAME).is_file()), None)


def read_config(path: Path) -> dict[str, Any]:
    """What the file says; raises BadParameter where it cannot be read."""
    import tomllib

    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise typer.BadParameter(f"{path} is larger than 1 MiB: no file of settings")
        return tomllib.loads(data.decode())
    except OSError as error:
        raise typer.BadParameter(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{path} is not TOML that can be read: {error}") from error


def options_of(command: Any) -> dict[str, str]:
    """The options of a command as a file names them, and the names of their parameters."""
    found = {}
    for parameter in command.params:
        long = [each.removeprefix("--") for each in parameter.opts if each.startswith("--")]
        if parameter.param_type_name == "option" and long and long[0] not in NOT_FOR_A_FILE:
            found[long[0]] = parameter.name or long[0]
    return found


def check_keys(path: Path, settings: Mapping[str, Any], options: Mapping[str, Mapping[str, str]]) -> None:
    """Raise BadParameter at the first key that no command knows, with the nearest one that there is."""
    everywhere = {key for known in options.values() for key in known}
    for key, value in settings.items():
        if isinstance(value, dict):
            if key not in options:
                raise typer.BadParameter(f"{path}: there is no command {key!r} for [{key}]; {nearest(key, options)}")
            for inner in value:
                if inner not in options[key]:
                    raise typer.BadParameter(f"{path}: geomap {key} has no {inner!r}; {nearest(inner, options[key])}")
        elif key not in everywhere:
            raise typer.BadParameter(f"{path}: there is no setting {key!r}; {nearest(key, everywhere)}")


def nearest(key: str, known: Mapping[str, Any] | set[str]) -> str:
    """The known key that is most like one that is not known."""
    from difflib import get_close_matches

    found = get_close_matches(key, sorted(known), n=1, cutoff=0.0)
    return f"did you mean {found[0]!r}?" if found else "there are none"


def refuse_unnamed(path: Path, settings: Mapping[str, Any]) -> None:
    """Raise BadParameter where a file that was not named asks for what only a named one may."""
    for key in sorted(ONLY_IF_NAMED & settings.keys()):
        raise typer.BadParameter(f"{path}: {key!r} holds only in a file that is named: --config {path}")


def value_of(path: Path, key: str, value: object) -> object:
    """The value; a path counts from the folder of the file. Raises BadParameter where ``~`` is nobody's home."""
    if key not in PATHS or not isinstance(value, str):
        return value
    try:
        return str(path.parent / Path(value).expanduser())
    except RuntimeError as error:
        raise typer.BadParameter(f"{path}: {key} is {value!r}: {str(error).rstrip('.').lower()}; write it out") from error

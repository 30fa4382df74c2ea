"""Where the configuration is that comes with Rasid."""

from pathlib import Path


def shipped_directory() -> Path:
    """Inside the wheel, or beside the packages in a checkout."""
    inside = Path(__file__).parent / "shipped_config"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "config"


def entity_files(directory: Path) -> list[Path]:
    """The lists of a configuration; those it does not have are the ones that come with Rasid."""
    shipped = (shipped_directory() / "entities").glob("*.toml")
    own = (directory / "entities").glob("*.toml")
    return [path for _, path in sorted({path.name: path for path in (*shipped, *own)}.items())]

"""Where the configuration is that comes with Rasid."""

from pathlib import Path


def shipped_directory() -> Path:
    """Inside the wheel, or beside the packages in a checkout."""
    inside = Path(__file__).parent / "shipped_config"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "config"

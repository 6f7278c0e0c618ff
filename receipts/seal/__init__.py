"""The electronic seal: keys, sealing, and looking at a seal. Keeper of pyHanko; knows neither Django nor core."""

from receipts.seal.authority import SealKeys, create_demonstration_authority, load_keys
from receipts.seal.sealing import FileKeySealer, Sealer

__all__ = ["FileKeySealer", "SealKeys", "Sealer", "create_demonstration_authority", "load_keys"]

"""The commands of ``yiju``, a module for each family; each adds its own to the parser."""

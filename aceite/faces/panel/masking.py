"""How an address is shown to somebody who should recognise it and learn nothing else."""


def masked_email(address: str) -> str:
    """Write c•••a@padaria.example."""
    name, _at, host = address.partition("@")
    ends = name[-1] if len(name) > 2 else ""
    return f"{name[:1]}•••{ends}@{host}"

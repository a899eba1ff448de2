"""The screens, one file each; the registry names them."""

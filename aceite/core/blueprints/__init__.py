"""The room `blueprints`: what proposals are made from, whole models of them and the blocks they are presented with."""

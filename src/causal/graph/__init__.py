"""The shape of an incident: structure function, decision diagrams, networkx view."""

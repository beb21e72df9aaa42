"""The places a report can go: GitHub, Microsoft support, an internal ticket; one file each, limits as data."""

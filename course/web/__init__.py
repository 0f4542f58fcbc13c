"""The shell over HTTP. A view reads input, asks a room, renders.

Rooms (learn, access, admin, public) do not import one another.
May import everything but the command line.
"""

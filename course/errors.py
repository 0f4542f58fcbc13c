"""The exception tree. An expected refusal is a value with a reason; these are for what stops the work.

SharewellError            said to a person in plain words; `str(error)` is the whole message
├── SettingsError         one or more settings are wrong; the message lists every fault
├── ContentError          the content has errors; the message lists every fault
├── StoreError            the database cannot be used
│   ├── StoreBusy         another process held it too long; becomes a 503 that keeps what was typed
│   ├── StoreTooNew       made by a newer version of the program
│   ├── StoreUnusable     not writable, not a database, disk full
│   └── BadText           a text holds a sign that it cannot keep; becomes a 400, because the sender must change it
├── SeveralAccounts       an address that nobody has confirmed names more than one account
└── StartError            the server cannot start (port taken, folder not writable)
"""


class SharewellError(Exception):
    """Base of all; the message is for a person and says what to do."""


class SettingsError(SharewellError):
    """One or more settings are wrong."""


class ContentError(SharewellError):
    """The content has faults and nothing older can be served."""


class StoreError(SharewellError):
    """The database cannot be used."""


class StoreBusy(StoreError):
    """Another process kept the database locked for longer than the busy timeout."""


class StoreTooNew(StoreError):
    """The database was made by a newer version of the program."""


class StoreUnusable(StoreError):
    """The database cannot be opened or written."""


class BadText(StoreError):
    """A text holds a sign that the database cannot keep (NUL, half of a surrogate pair); forms refuse it before."""


class SeveralAccounts(SharewellError):
    """More than one account carries the address, and none has confirmed it."""


class StartError(SharewellError):
    """The server cannot start."""

"""Reads the sums of a ledger's days as they lie in its database (core/ledger/sumpack.h)."""

COUNTS = ("requests", "attempts", "failures", "estimated", "broken", "unpriced", "input", "cache_read", "cache_write", "output",
          "reasoning", "duration_us", "cost", "saved")
# In the order of their bits.
PACKED = ("requests", "attempts", "input", "output", "duration_us", "cost", "cache_read", "failures", "estimated", "reasoning",
          "cache_write", "unpriced", "broken", "saved")


class Bytes:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def __bool__(self):
        return self.at < len(self.data)

    def number(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self):
        value = self.number()
        return value >> 1 if value % 2 == 0 else -(value >> 1) - 1

    def take(self, size):
        self.at += size
        return Bytes(self.data[self.at - size:self.at])


def text_of(names, number):
    """The text of a name, or of two that are summed up together (core/ledger/pairs.h)."""
    if number >> 62:
        return f"{names[(number & 2 ** 62 - 1) >> 24]}\x1f{names[number & 2 ** 24 - 1]}"
    return names.get(number, "")


def sums_in(data):
    """Ids of names and what they have, in the order of COUNTS."""
    name = 0
    while data:
        name = (name + data.number()) % 2 ** 64
        present = data.number()
        counts = {key: data.signed() for i, key in enumerate(PACKED) if present >> i & 1}
        yield name, [counts.get(key, 0) for key in COUNTS]


def sums_of_days(database):
    """By dimension, day and name's id what has been summed up: a list in the order of COUNTS."""
    sums = {}

    def add(dimension, day, name, counts):
        known = sums.setdefault((dimension, day, name), [0] * len(COUNTS))
        for i, count in enumerate(counts):
            known[i] += count

    for dimension, day, packed in database.execute("SELECT dimension, first, packed FROM packed_sums WHERE days = 1"):
        for name, counts in sums_in(Bytes(packed)):
            add(dimension, day, name, counts)
    for (packed,) in database.execute("SELECT packed FROM sum_log"):
        log = Bytes(packed)
        while log:
            dimension, day, size = log.number(), log.signed(), log.number()
            for name, counts in sums_in(log.take(size)):
                add(dimension, day, name, counts)
    whole = ", ".join(f"{name}_usd * 1000000000000 + {name}_pico" if name in ("cost", "saved") else name for name in COUNTS)
    for row in database.execute(f"SELECT dimension, day, name_id, {whole} FROM rollups"):
        add(*row[:3], row[3:])
    return sums

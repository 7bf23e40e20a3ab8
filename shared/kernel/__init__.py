"""Pure building blocks that every layer may use: ids, money, time, text, errors, schemas, ports. No I/O, no clock."""

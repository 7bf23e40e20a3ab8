"""Pure building blocks every layer may use: ids, money, time, errors, ports. No vendor, no I/O."""

"""When: the tick, the executors and the daemon. Reads the clock and passes it down."""

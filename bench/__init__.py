"""The benchmarks: each one command of bin/bench, printing ratios and judging them."""

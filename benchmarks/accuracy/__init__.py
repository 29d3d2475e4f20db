"""How well partners are recommended, on data others collected.

`python -m benchmarks accuracy [TASK …] [--train FILE] [--test FILE] [--seed N]`. Each task is a
module with `run(train, test, seed)`. Without files it divides its own data itself; a task whose
data is not on this machine says so and is skipped.
"""

"""Many pairs: shards, tasks that resume, executors, and what is made of them: clean, split, sample, stats, concat, pipelines."""

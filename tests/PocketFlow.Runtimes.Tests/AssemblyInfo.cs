// Latencies and worker processes are shared facts of the machine: one test at a time.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]

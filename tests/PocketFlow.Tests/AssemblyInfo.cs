// libtorch's threads, its random numbers and the timings are shared by the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

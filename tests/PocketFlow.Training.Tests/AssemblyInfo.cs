// libtorch's thread count, seeds and generator belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// The console and libtorch's state are shared by the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

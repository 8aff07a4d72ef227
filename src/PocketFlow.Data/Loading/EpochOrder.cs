namespace PocketFlow.Data;

/// <summary>Which image stands at which position of an epoch, and the random stream of each position.</summary>
/// <remarks>Both are functions of (seed, epoch, position) alone, so that any batch can be made again.</remarks>
internal sealed class EpochOrder
{
    private const int OrderStream = 1;
    private const int AugmentationStream = 2;
    private readonly int[]? _order;
    private readonly SeededRandom _augmentation;

    public EpochOrder(int count, BatchLoaderOptions options, int epoch)
    {
        var root = new SeededRandom(options.Seed);
        _augmentation = root.Split(AugmentationStream).Split(epoch);
        _order = options.Shuffle ? root.Split(OrderStream).Split(epoch).Permutation(count) : null;
        Epoch = epoch;
    }

    public int Epoch { get; }

    public int Index(int position) => _order is null ? position : _order[position];

    public SeededRandom Random(int position) => _augmentation.Split(position);
}

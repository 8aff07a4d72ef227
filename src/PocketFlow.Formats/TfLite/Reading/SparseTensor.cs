using PocketFlow.Formats.FlatBuffers;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Spreads the stored elements of a sparse tensor. Its axes are the tensor's, with block axes behind; each level of the
/// tree shows one of them, whole (dense) or by the indices that are stored (compressed rows).
/// </summary>
internal sealed class SparseTensor
{
    /// <summary>A tensor may be this much larger than what is stored of it, so that a small file can't ask for gigabytes.</summary>
    private const long MaximumGrowth = 256;

    private const int FreeBytes = 1 << 16;

    private readonly record struct Level(int Axis, int Size, int[]? Segments, int[] Indices);

    private readonly FlatTableView _table;
    private readonly int[] _dims;
    private readonly int[] _blockMap;
    private readonly Level[] _levels;
    private readonly int[] _index;
    private readonly ReadOnlyMemory<byte> _stored;
    private readonly int _size;
    private readonly byte[] _dense;
    private long _visits;

    private SparseTensor(FlatTableView table, int[] dims, ReadOnlyMemory<byte> stored, int size)
    {
        (_table, _dims, _stored, _size) = (table, dims, stored, size);
        _blockMap = table.Numbers<int>(F.Sparsity.BlockMap);
        _levels = Levels(table.Numbers<int>(F.Sparsity.TraversalOrder), table.Tables(F.Sparsity.Levels));
        _index = new int[_levels.Length];
        long count = size;
        foreach (int dim in dims)
        {
            count *= Math.Max(0, dim);
            if (count > Math.Max(FreeBytes, MaximumGrowth * stored.Length))
            {
                throw Fault($"{stored.Length} stored bytes stand for [{string.Join(", ", dims)}].");
            }
        }

        CheckBlocks();
        _dense = new byte[count];
    }

    /// <summary>All elements of a tensor, zeros where nothing is stored.</summary>
    public static ReadOnlyMemory<byte> Read(
        FlatTableView sparsity, TfLiteTensor tensor, ReadOnlyMemory<byte> stored, int size)
    {
        var sparse = new SparseTensor(sparsity, tensor.Dims, stored, size);
        sparse.Visit(0, 0);
        return sparse._dense;
    }

    private Level[] Levels(int[] order, FlatTableView[] tables)
    {
        int count = _dims.Length + _blockMap.Length;
        bool isValid = order.Order().SequenceEqual(Enumerable.Range(0, count)) && tables.Length == count
            && _blockMap.All(a => a >= 0 && a < _dims.Length) && count <= 16;
        return isValid ? [.. tables.Select((t, i) => LevelOf(t, order[i]))] : throw Fault(
            $"{tables.Length} levels in the order [{string.Join(", ", order)}], expected were {count}.");
    }

    private Level LevelOf(FlatTableView table, int axis)
    {
        bool isDense = table.SByte(F.SparseLevel.Format) == 0;
        return new Level(
            axis, table.Int32(F.SparseLevel.DenseSize),
            isDense ? null : Indices(table, F.SparseLevel.SegmentsType, F.SparseLevel.Segments),
            isDense ? [] : Indices(table, F.SparseLevel.IndicesType, F.SparseLevel.Indices));
    }

    private int[] Indices(FlatTableView level, int typeField, int field)
    {
        FlatTableView vector = level.Table(field) ?? throw Fault("a compressed level has no indices.");
        return level.SByte(typeField) switch
        {
            1 => vector.Numbers<int>(0),
            2 => Array.ConvertAll(vector.Numbers<ushort>(0), i => (int)i),
            3 => Array.ConvertAll(vector.Numbers<byte>(0), i => (int)i),
            var other => throw Fault($"indices have the type {other}."),
        };
    }

    /// <summary>Every axis is as long as its blocks times what counts them; only compressed axes don't state it.</summary>
    private void CheckBlocks()
    {
        for (int axis = 0; axis < _dims.Length; axis++)
        {
            long block = 1;
            foreach (int i in Enumerable.Range(0, _blockMap.Length).Where(i => _blockMap[i] == axis))
            {
                Level level = Array.Find(_levels, l => l.Axis == _dims.Length + i);
                block *= level.Segments is null && level.Size is > 0 and < 1 << 16
                    ? level.Size
                    : throw Fault("a block's axis has no fixed size.");
            }

            Level counter = Array.Find(_levels, l => l.Axis == axis);
            if (block > Math.Max(1, _dims[axis]) || _dims[axis] % block != 0
                || (counter.Segments is null && counter.Size != _dims[axis] / block))
            {
                throw Fault($"blocks of {block} don't fill an axis of {_dims[axis]} elements.");
            }
        }
    }

    private void Visit(int depth, long node)
    {
        // An honest tree has at most one node a level for each element.
        if (++_visits > (_levels.Length + 1) * (_dense.LongLength + 1))
        {
            throw Fault("its rows lead to the same elements again and again.");
        }

        if (depth == _levels.Length)
        {
            Store(node);
            return;
        }

        Level level = _levels[depth];
        if (level.Segments is null)
        {
            for (int i = 0; i < level.Size; i++)
            {
                _index[level.Axis] = i;
                Visit(depth + 1, node * level.Size + i);
            }

            return;
        }

        (int first, int end) = node + 1 < level.Segments.Length
            ? (level.Segments[node], level.Segments[node + 1])
            : throw Fault($"row {node} is asked of {level.Segments.Length - 1}.");
        if (first < 0 || end < first || end > level.Indices.Length)
        {
            throw Fault($"a row spans [{first}, {end}) of {level.Indices.Length} indices.");
        }

        for (int i = first; i < end; i++)
        {
            _index[level.Axis] = level.Indices[i];
            Visit(depth + 1, i);
        }
    }

    private void Store(long node)
    {
        if (node * _size + _size > _stored.Length)
        {
            throw Fault($"element {node} is asked of {_stored.Length / _size} stored ones.");
        }

        long position = 0;
        for (int axis = 0; axis < _dims.Length; axis++)
        {
            long at = _index[axis];
            for (int i = 0; i < _blockMap.Length; i++)
            {
                at = _blockMap[i] == axis ? at * BlockSize(i) + _index[_dims.Length + i] : at;
            }

            position = at >= 0 && at < _dims[axis]
                ? position * _dims[axis] + at
                : throw Fault($"an element lies at {at} of an axis of {_dims[axis]}.");
        }

        _stored.Span.Slice((int)(node * _size), _size).CopyTo(_dense.AsSpan((int)(position * _size)));
    }

    private int BlockSize(int block) => Array.Find(_levels, l => l.Axis == _dims.Length + block).Size;

    private ModelFormatException Fault(string found) => _table.Fault("sparsity", $"a sparse tensor: {found}");
}

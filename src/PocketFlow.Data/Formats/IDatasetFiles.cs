namespace PocketFlow.Data;

/// <summary>The files of one data set, found and checked, and read on demand.</summary>
public interface IDatasetFiles
{
    /// <summary>Whether there are test files; else a part may be cut off for the final figures.</summary>
    bool HasTest => true;

    /// <summary>Reads all records of the training files, in file order.</summary>
    /// <exception cref="DatasetException">A file is damaged or cannot be read.</exception>
    ImageDataset ReadTrain();

    /// <summary>Reads all records of the test files, in file order.</summary>
    /// <exception cref="DatasetException">A file is damaged or cannot be read.</exception>
    ImageDataset ReadTest();

    /// <summary>Reads all records of the validation files, in file order; null where there are none.</summary>
    /// <exception cref="DatasetException">A file is damaged or cannot be read.</exception>
    ImageDataset? ReadValidation() => null;
}

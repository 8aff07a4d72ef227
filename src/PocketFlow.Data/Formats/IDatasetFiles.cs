namespace PocketFlow.Data;

/// <summary>The files of one data set, found and checked, and read on demand.</summary>
public interface IDatasetFiles
{
    /// <summary>Reads all records of the training files, in file order.</summary>
    /// <exception cref="DatasetException">A file is damaged or cannot be read.</exception>
    ImageDataset ReadTrain();

    /// <summary>Reads all records of the test files, in file order.</summary>
    /// <exception cref="DatasetException">A file is damaged or cannot be read.</exception>
    ImageDataset ReadTest();
}

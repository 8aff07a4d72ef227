using System.Globalization;
using PocketFlow.SearchBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string usage = """
    PocketFlow.SearchBench curves   MODEL DATA TASK SAMPLERS    SEEDS TRIALS IMAGES FOLDER
    PocketFlow.SearchBench finetune MODEL DATA TASK CONTESTANTS SEEDS EPOCHS IMAGES FOLDER
    PocketFlow.SearchBench latency  MODEL DATA TASK SAMPLER     SEEDS TRIALS IMAGES FOLDER
    PocketFlow.SearchBench summary  FOLDER

    MODEL is the base network, DATA cifar10:DIR (its last 5,000 training images are for validation), TASK half-macs,
    third-macs or four-bits; SAMPLERS are joined by commas, CONTESTANTS are samplers or uniform. What was measured is kept
    in FOLDER and used again.
    """;
if (args is ["summary", var results])
{
    Summary.Print(results);
    return 0;
}

if (args is not [var verb, var model, var data, var task, var names, var seeds, var count, var images, var folder])
{
    Console.Error.WriteLine(usage);
    return 1;
}

using var bed = new SearchBed(model, data, task, int.Parse(images, null), folder);
switch (verb)
{
    case "curves":
        Curves.Run(bed, names, int.Parse(seeds, null), int.Parse(count, null), int.Parse(images, null));
        return 0;
    case "finetune":
        FineTuning.Run(bed, names, int.Parse(seeds, null), int.Parse(count, null));
        return 0;
    case "latency":
        LatencyComparison.Run(bed, names, int.Parse(seeds, null), int.Parse(count, null), int.Parse(images, null));
        return 0;
    default:
        Console.Error.WriteLine(usage);
        return 1;
}

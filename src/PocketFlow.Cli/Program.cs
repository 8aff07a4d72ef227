using PocketFlow.Cli;

return await CommandLine.RunAsync(args);

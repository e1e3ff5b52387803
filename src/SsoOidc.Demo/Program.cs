using SsoOidc.Demo;

const int usageError = 2;

Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (FormatException problem)
{
    Console.Error.WriteLine(problem.Message);
    return usageError;
}

if (arguments.Help)
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}
if (arguments.File is { } missing && !File.Exists(missing))
{
    Console.Error.WriteLine($"There is no file {missing}.");
    return usageError;
}

using var engine = new Engine();
return arguments switch
{
    { Command: { } command } => engine.Run(command),
    { File: { } file } => engine.RunFile(file, arguments.FileArguments),
    { StartUrl: { } startUrl, Region: { } region } => Demo.RunOnService(engine, region, startUrl, arguments.Application),
    _ => await Demo.RunOnFakeAsync(engine),
};

using System.Runtime.InteropServices;
using SsoOidc.FakeEndpoint;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

FakeOptions options;
try
{
    options = CommandLine.Parse(args);
}
catch (FormatException problem)
{
    Console.Error.WriteLine(problem.Message);
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

var ended = new TaskCompletionSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.TrySetResult();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
await using var server = await FakeServer.StartAsync(options);
Console.WriteLine(server.Url.AbsoluteUri.TrimEnd('/'));
await ended.Task;
return 0;

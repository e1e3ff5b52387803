using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace SsoOidc.ModuleTests;

/// <summary>xunit's own entry point, with one more door: <c>import</c> makes this process a fresh one that a test watches.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["import", var endpoint] => Task.FromResult(ImportWorker.Run(endpoint)),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}

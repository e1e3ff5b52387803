using SsoOidc.Reliability.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;
using Xunit.Sdk;
using Xunit.v3;

// Time, memory and handles are measured.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace SsoOidc.Reliability;

/// <summary>xunit's own entry point, with one more door: <c>worker</c> makes this process one of those that a test watches.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["worker", .. var rest] => Worker.RunAsync(rest),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
